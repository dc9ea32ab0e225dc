"""Owns how a track is made: what its file says of itself, and where that is silent, what its name says. Pure."""

import os
from collections.abc import Mapping
from typing import Any, NamedTuple

from tunes.library.details import details_from, kept
from tunes.library.formats import VIDEO, ending, kind_of
from tunes.library.listing import Found
from tunes.library.names import Named, named
from tunes.library.schema import BY_NAME, LISTED, SEPARATOR, Row, Words, sorting, storable, words_of
from tunes.library.text import fold
from tunes.library.track import UNREAD, Kind


class Read(NamedTuple):
    """A track that was read, as the library file takes it."""

    row: Row
    words: Words


def read_from(found: Found, answer: Mapping[str, Any], added: float) -> list[Read]:
    """The tracks of a file, from a reader's answer: one, or those into which a cue sheet cuts it."""
    by_name = named(found.below_root)
    return [_read(found, said, by_name, added) for said in answer.get("parts", (answer,))]


def row_by_name(found: Found, added: float) -> Row:
    """What the name of a file tells, until it is read."""
    said = {"id": unread_id(found.path), "has_picture": ending(found.path) in VIDEO}
    return _row(found, said, named(found.below_root), added, BY_NAME)


def unread_id(path: str) -> str:
    """The id of a file that is not read yet."""
    return UNREAD + os.fsencode(path).hex()


def path_of_unread(track_id: str) -> bytes:
    """The path of a file that was not read yet, from its id."""
    return bytes.fromhex(track_id.removeprefix(UNREAD))


def _read(found: Found, said: Mapping[str, Any], by_name: Named, added: float) -> Read:
    row = _row(found, said, by_name, added, LISTED)
    return Read(row, words_of(row, said.get("work", "")))


def _row(found: Found, said: Mapping[str, Any], by_name: Named, added: float, listed: int) -> Row:
    get = said.get
    genres = get("genres", ())
    kind = kind_of(ending(found.path), genres, has_picture=get("has_picture", False))
    is_film = kind is Kind.VIDEO
    title = storable(get("title") or by_name.title)
    artist = storable(get("artist") or by_name.artist)
    album = storable(get("album") or ("" if is_film else by_name.album))
    album_artist = get("album_artist", "")
    show = (get("show") or by_name.show) if is_film else None
    return Row(
        id=said["id"],
        path=os.fsencode(found.path),
        kind=kind.value,
        title=title,
        artist=artist,
        album=album,
        album_artist=album_artist,
        composer=get("composer", ""),
        genres=SEPARATOR.join(genres),
        year=get("year") or by_name.year,
        track_no=get("track_no") or by_name.track_no,
        disc_no=get("disc_no") or by_name.disc_no,
        duration=get("duration"),
        start=get("start"),
        end=get("end"),
        added=added,
        size=found.size,
        mtime=found.mtime,
        mbid=get("mbid"),
        gain_track=get("gain_track"),
        gain_album=get("gain_album"),
        show=show,
        season=get("season", by_name.season) if is_film else None,
        episode=get("episode", by_name.episode) if is_film else None,
        payload=bytes.fromhex(get("payload", "")),
        described=get("described", ""),
        listed=listed,
        by_artist=sorting(album_artist or artist or show or ""),
        by_album=fold(album),
        by_title=fold(title),
        details=kept(details_from(said)),
    )
