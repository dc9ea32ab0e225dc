"""Owns reading what other players keep in SQLite, which is how often a track was played, and when last: totals, no listens."""

import shutil
import sqlite3
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from itertools import groupby
from operator import itemgetter
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO

from tunes.profile.exchange.told import (
    NEVER,
    BadFileError,
    Opinion,
    Passed,
    Total,
    opinions_of,
    total_of,
    written_at,
)

_LIKED = 2.0
"""As myMPD says it; 0 is "dislike", which is less than a ban."""
_SQLITE = b"SQLite format 3\0"


def is_strawberry(head: bytes) -> bool:
    """Whether a file that begins so is the database of Strawberry or Clementine."""
    return head.startswith(_SQLITE) and b"playcount" in head and b"songs" in head


def is_mpd(head: bytes) -> bool:
    """Whether a file that begins so is MPD's stickers."""
    return head.startswith(_SQLITE) and b"CREATE TABLE sticker" in head


def read_strawberry(stream: BinaryIO, file: str) -> Iterator[Total | Passed | Opinion]:
    """Each song. Raises BadFileError, OSError."""
    kept = written_at(stream)
    columns = "title, artist, album, playcount, ctime, lastplayed, length"
    queries = [
        f"SELECT {columns}, rating FROM songs WHERE playcount > 0 OR rating > 0",
        f"SELECT {columns}, 0 FROM songs WHERE playcount > 0",  # of before there were ratings
    ]
    found = _rows(stream, file, queries, "the songs of Strawberry or Clementine")
    for title, artist, album, *numbers in found:
        names = (str(title or ""), str(artist or ""), str(album or ""))
        plays, added, last, length, rated = (_number(number, file) for number in numbers)
        yield from opinions_of(*names, share=rated, at=last or added or kept)
        yield total_of(*names, plays=plays, added=added, last=last, length=length / 1e9)


def read_mpd(stream: BinaryIO, file: str) -> Iterator[Total | Passed | Opinion]:
    """Each song that a client of MPD stuck a count of plays on, told by where it lies alone. Raises BadFileError, OSError."""
    kept = written_at(stream)
    queries = ["SELECT uri, name, value FROM sticker WHERE type = 'song' ORDER BY uri"]
    for uri, rows in groupby(_rows(stream, file, queries, "the stickers of MPD"), key=itemgetter(0)):
        said = {_plainly(str(name)): value for _, name, value in rows}
        last = _number(said.get("lastplayed"), file) or kept
        where = PurePosixPath(str(uri))
        stars, is_liked = _number(said.get("rating"), file), _number(said.get("like"), file) == _LIKED
        yield from opinions_of("", "", "", share=stars / 10, at=last, is_liked=is_liked, place=where)
        if "playcount" in said:
            plays = _number(said["playcount"], file)
            yield total_of("", "", "", plays=plays, added=0.0, last=last, length=0.0, place=where)
        else:
            yield NEVER


def _plainly(name: str) -> str:
    """Each client calls it otherwise: `playCount`, `play_count`, `unwoundstack.com:playcount`."""
    return name.rpartition(":")[2].replace("_", "").casefold()


def _rows(stream: BinaryIO, file: str, queries: Sequence[str], expected: str) -> Iterator[tuple[Any, ...]]:
    """What the first query finds that fits its tables, in a copy: nothing is written into the listener's."""
    with tempfile.TemporaryDirectory(prefix="tunes-import-") as folder:
        copy = Path(folder) / "library.db"
        with copy.open("wb") as target:
            shutil.copyfileobj(stream, target)
        try:
            with closing(sqlite3.connect(f"{copy.as_uri()}?mode=ro&immutable=1", uri=True)) as db:
                db.text_factory = _text
                yield from _first(db, queries)
        except sqlite3.Error:
            raise BadFileError(file, "in its tables", expected) from None


def _first(db: sqlite3.Connection, queries: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    for query in queries[:-1]:
        with suppress(sqlite3.OperationalError):
            return db.execute(query)
    return db.execute(queries[-1])


def _text(data: bytes) -> str:
    return data.decode("utf-8", "surrogateescape")


def _number(value: object, file: str) -> float:
    """0 where nothing is told, or by a negative number that it never happened."""
    try:
        number = float(value or 0)  # type: ignore[arg-type]  # what is no number is told
    except (TypeError, ValueError):
        number = float("nan")
    if not number < 1e21:
        raise BadFileError(file, "in its tables", "a number where plays, times and lengths stand")
    return max(0.0, number)
