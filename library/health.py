"""Owns what could be better about the listener's files: held twice, without tags, broken, without a cover. Only reads."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby, product
from pathlib import Path

from tunes.library.database import Database
from tunes.library.errors import Problem
from tunes.library.identity import track_id
from tunes.library.pictures import is_beside, is_inside
from tunes.library.schema import FIRST_PART, HERE, UNREADABLE
from tunes.library.track import Kind
from tunes.library.twice import Held, Twice, twice


@dataclass(frozen=True, slots=True)
class Untagged:
    """A piece of music whose file does not say all that it should."""

    path: Path
    missing: tuple[str, ...]
    """Of "title", "artist" and "album"."""


@dataclass(frozen=True, slots=True)
class Coverless:
    """An album for which no picture was found."""

    artist: str
    album: str
    folder: Path
    """Of its first file."""


@dataclass(frozen=True, slots=True)
class Health:
    """What could be better."""

    twice: tuple[Twice, ...]
    untagged: tuple[Untagged, ...]
    broken: tuple[Problem, ...]
    coverless: tuple[Coverless, ...]


def health(database: Database) -> Health:
    """Looks at what the last scan found, and at covers on the disk. Raises LibraryError."""
    return Health(
        tuple(twice(list(_held(database)))),
        tuple(_untagged(database)),
        tuple(
            Problem(_path(path), reason)
            for path, reason in database.rows(
                f"SELECT path, problem FROM files WHERE state = ? AND {FIRST_PART} ORDER BY path", UNREADABLE
            )
        ),
        tuple(_coverless(database)),
    )


def _held(database: Database) -> Iterator[Held]:
    query = """SELECT files.path, payload, mbid, described, duration FROM files JOIN tracks USING (id)
        WHERE state = ? ORDER BY files.path"""
    for path, payload, mbid, described, duration in database.rows(query, HERE):
        yield Held(_path(path), payload, mbid, described.rpartition("\n")[0], duration)


def _untagged(database: Database) -> Iterator[Untagged]:
    """Music alone: films and readings are rarely tagged, and well named instead; and what a cue sheet cuts, it names."""
    query = """SELECT files.path, id, payload, title, artist, album, described FROM files JOIN tracks USING (id)
        WHERE state = ? AND kind = ? AND start IS NULL ORDER BY files.path"""
    for path, name, payload, title, artist, album, described in database.rows(query, HERE, str(Kind.MUSIC)):
        if described.rpartition("\n")[2]:
            continue  # all three are there
        if missing := _missing(name, payload, title=title, artist=artist, album=album):
            yield Untagged(_path(path), missing)


def _missing(name: str, payload: bytes, **known: str) -> tuple[str, ...]:
    """Which of the names came from the file's own name: the id is computed from the tags alone, and tells it."""
    for kept in product((True, False), repeat=len(known)):
        tags = {
            tag: text if is_kept else "" for (tag, text), is_kept in zip(known.items(), kept, strict=True)
        }
        if track_id(payload, tags["artist"], tags["title"], tags["album"]) == name:
            return tuple(tag for tag, text in tags.items() if not text)
    return ()


def _coverless(database: Database) -> Iterator[Coverless]:
    """The albums without a picture, in library order."""
    query = """SELECT by_artist, by_album, CASE WHEN album_artist != '' THEN album_artist ELSE artist END, album, path
        FROM tracks WHERE listed = 1 AND kind = ? AND album != '' ORDER BY by_artist, by_album, path"""
    rows = database.rows(query, str(Kind.MUSIC))
    covered: dict[Path, bool] = {}
    for _, album in groupby(rows, key=lambda row: row[:2]):
        tracks = list(album)
        paths = [_path(row[4]) for row in tracks]
        if not _has_cover(paths, covered):
            yield Coverless(tracks[0][2], tracks[0][3], paths[0].parent)


def _has_cover(paths: Iterable[Path], covered: dict[Path, bool]) -> bool:
    for folder in dict.fromkeys(path.parent for path in paths):
        if folder not in covered:
            covered[folder] = is_beside(folder)
        if covered[folder]:
            return True
    return is_inside(paths)


def _path(raw: bytes) -> Path:
    return Path(os.fsdecode(raw))
