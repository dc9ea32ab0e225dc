"""Owns how a track is made: what its file says of itself, and where that is silent, what its name says. Pure."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tunes.library.details import Details, details_from
from tunes.library.formats import VIDEO, ending, kind_of
from tunes.library.listing import Found
from tunes.library.names import Named, named
from tunes.library.relink import Sound
from tunes.library.track import UNREAD, Kind, Track


def tracks_from(found: Found, answer: Mapping[str, Any], added: float) -> list[tuple[Track, Sound, Details]]:
    """The tracks of a file, from a reader's answer: one, or those into which a cue sheet cuts it."""
    by_name = named(found.below_root)
    return [
        (_track(found, said, by_name, added), _sound(said), details_from(said))
        for said in answer.get("parts", (answer,))
    ]


def track_by_name(found: Found, added: float) -> Track:
    """What the name of a file tells, until it is read."""
    by_name = named(found.below_root)
    said = {"id": unread_id(found.path), "has_picture": ending(found.path) in VIDEO}
    return _track(found, said, by_name, added)


def unread_id(path: str) -> str:
    """The id of a file that is not read yet."""
    return UNREAD + os.fsencode(path).hex()


def path_of_unread(track_id: str) -> bytes:
    """The path of a file that was not read yet, from its id."""
    return bytes.fromhex(track_id.removeprefix(UNREAD))


def _track(found: Found, said: Mapping[str, Any], by_name: Named, added: float) -> Track:
    genres = tuple(said.get("genres", ()))
    kind = kind_of(ending(found.path), genres, has_picture=said.get("has_picture", False))
    is_film = kind is Kind.VIDEO
    return Track(
        id=said["id"],
        path=Path(found.path),
        kind=kind,
        title=said.get("title") or by_name.title,
        artist=said.get("artist") or by_name.artist,
        album=said.get("album") or ("" if is_film else by_name.album),
        album_artist=said.get("album_artist", ""),
        composer=said.get("composer", ""),
        genres=genres,
        year=said.get("year") or by_name.year,
        track_no=said.get("track_no") or by_name.track_no,
        disc_no=said.get("disc_no") or by_name.disc_no,
        duration=said.get("duration"),
        start=said.get("start"),
        end=said.get("end"),
        added=added,
        size=found.size,
        mtime=found.mtime,
        mbid=said.get("mbid"),
        gain_track=said.get("gain_track"),
        gain_album=said.get("gain_album"),
        show=(said.get("show") or by_name.show) if is_film else None,
        season=said.get("season", by_name.season) if is_film else None,
        episode=said.get("episode", by_name.episode) if is_film else None,
    )


def _sound(said: Mapping[str, Any]) -> Sound:
    """What tells whether it is the same recording as another."""
    payload = bytes.fromhex(said["payload"])
    return Sound(said["id"], payload, said.get("mbid"), said.get("described", ""), said.get("duration"))
