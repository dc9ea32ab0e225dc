"""Owns what the profile remembers of a track itself, so that a listen still speaks when its file is not here."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tunes.library.track import Kind, Track

_KINDS = {str(kind): kind for kind in Kind}


@dataclass(frozen=True, slots=True)
class TrackNote:
    """A track as it was called when it was logged; text is "" and numbers are None where nothing was known."""

    id: str
    artist: str = ""
    title: str = ""
    album: str = ""
    duration: float | None = None
    """Seconds."""
    mbid: str | None = None
    """MusicBrainz recording id."""
    kind: Kind = Kind.MUSIC
    """Decides by which rule its listens are plays, also after the file is gone."""
    genres: tuple[str, ...] = ()


def note_document(track: Track | TrackNote) -> dict[str, Any]:
    """The note of a track as it is stored."""
    return {
        "id": track.id,
        "artist": track.artist,
        "title": track.title,
        "album": track.album,
        "duration": track.duration,
        "mbid": track.mbid,
        "kind": str(track.kind),
        "genres": list(track.genres),
    }


def note_from(document: Mapping[str, Any]) -> TrackNote:
    """The note as it was stored, by whatever version; what can't be read is unknown."""
    duration, mbid, genres = document.get("duration"), document.get("mbid"), document.get("genres")
    return TrackNote(
        id=str(document.get("id", "")),
        artist=_text(document, "artist"),
        title=_text(document, "title"),
        album=_text(document, "album"),
        duration=float(duration) if isinstance(duration, (int, float)) else None,
        mbid=mbid if isinstance(mbid, str) else None,
        kind=_KINDS.get(_text(document, "kind"), Kind.MUSIC),
        genres=tuple(genre for genre in genres if isinstance(genre, str)) if isinstance(genres, list) else (),
    )


def _text(document: Mapping[str, Any], name: str) -> str:
    value = document.get(name)
    return value if isinstance(value, str) else ""
