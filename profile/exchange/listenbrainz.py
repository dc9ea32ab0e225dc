"""Owns listens as ListenBrainz has them; it exports a zip with a file of lines for each month, or one array."""

from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from tunes.profile.exchange.documents import objects, text_in
from tunes.profile.exchange.told import NAMELESS, BadFileError, Passed, Told
from tunes.profile.notes import TrackNote


def is_listenbrainz(head: bytes) -> bool:
    """Whether a file that begins so holds listens as ListenBrainz writes them."""
    return b'"listened_at"' in head and b'"track_metadata"' in head


def read_listenbrainz(stream: BinaryIO, file: str) -> Iterator[Told | Passed]:
    """Each listen. It tells when it began and that it counted, not how long it was heard. Raises BadFileError, OSError."""
    for place, said in objects(stream, file):
        at, track = said.get("listened_at"), said.get("track_metadata")
        if isinstance(at, bool) or not isinstance(at, int | float) or not 0 <= at < 1e11:
            raise BadFileError(file, place, "“listened_at” with unix seconds")
        if not isinstance(track, dict):
            raise BadFileError(file, place, "“track_metadata” with the names of the track")
        more = _inside(track, "additional_info")
        title = text_in(track, "track_name")
        if not title:
            yield NAMELESS
            continue
        yield Told(
            float(at),
            title,
            text_in(track, "artist_name"),
            text_in(track, "release_name"),
            _heard(more),
            duration=_duration(more),
            mbid=text_in(more, "recording_mbid")
            or text_in(_inside(track, "mbid_mapping"), "recording_mbid")
            or None,
        )


def _heard(more: Mapping[str, Any]) -> float | None:
    """Few players tell it."""
    value = more.get("duration_played")
    return float(value) if isinstance(value, int | float) and 0 < value < 1e6 else None


def listenbrainz_line(listen: Mapping[str, Any], note: TrackNote) -> dict[str, Any]:
    """A stored listen as ListenBrainz takes it."""
    more = {
        "media_player": "tunes",
        "duration_ms": round(note.duration * 1000) if note.duration else None,
        "duration_played": round(listen["heard"]),
        "recording_mbid": note.mbid,
    }
    return {
        "listened_at": round(listen["at"]),
        "track_metadata": {
            "artist_name": note.artist,
            "track_name": note.title,
            "release_name": note.album,
            "additional_info": {name: value for name, value in more.items() if value},
        },
    }


def _duration(more: Mapping[str, Any]) -> float | None:
    for name, unit in (("duration_ms", 1000.0), ("duration", 1.0)):
        value = more.get(name)
        try:
            seconds = float(value) / unit if isinstance(value, int | float | str) else 0.0
        except ValueError:  # some players send text
            continue
        if 0 < seconds < 1e6:
            return seconds
    return None


def _inside(said: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = said.get(name)
    return value if isinstance(value, dict) else {}
