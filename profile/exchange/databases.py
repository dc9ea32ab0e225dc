"""Owns reading what other players keep in SQLite, which is how often a track was played, and when last: totals, no listens."""

import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from itertools import groupby
from operator import itemgetter
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO

from tunes.profile.exchange.told import NEVER, BadFileError, Passed, Total, total_of, written_at

_SQLITE = b"SQLite format 3\0"


def is_strawberry(head: bytes) -> bool:
    """Whether a file that begins so is the database of Strawberry or Clementine."""
    return head.startswith(_SQLITE) and b"playcount" in head and b"songs" in head


def is_mpd(head: bytes) -> bool:
    """Whether a file that begins so is MPD's stickers."""
    return head.startswith(_SQLITE) and b"CREATE TABLE sticker" in head


def read_strawberry(stream: BinaryIO, file: str) -> Iterator[Total | Passed]:
    """Each song. Raises BadFileError, OSError."""
    query = "SELECT title, artist, album, playcount, ctime, lastplayed, length FROM songs WHERE playcount > 0"
    found = _rows(stream, file, query, "the songs of Strawberry or Clementine")
    for title, artist, album, plays, added, last, length in found:
        yield total_of(
            str(title or ""),
            str(artist or ""),
            str(album or ""),
            plays=_number(plays, file),
            added=_number(added, file),
            last=_number(last, file),
            length=_number(length, file) / 1e9,
        )


def read_mpd(stream: BinaryIO, file: str) -> Iterator[Total | Passed]:
    """Each song that a client of MPD stuck a count of plays on, told by where it lies alone. Raises BadFileError, OSError."""
    kept = written_at(stream)
    query = "SELECT uri, name, value FROM sticker WHERE type = 'song' ORDER BY uri"
    for uri, rows in groupby(_rows(stream, file, query, "the stickers of MPD"), key=itemgetter(0)):
        said = {_plainly(str(name)): value for _, name, value in rows}
        if "playcount" not in said:
            yield NEVER
            continue
        yield total_of(
            "",
            "",
            "",
            plays=_number(said["playcount"], file),
            added=0.0,
            last=_number(said.get("lastplayed"), file) or kept,
            length=0.0,
            place=PurePosixPath(str(uri)),
        )


def _plainly(name: str) -> str:
    """Each client calls it otherwise: `playCount`, `play_count`, `unwoundstack.com:playcount`."""
    return name.rpartition(":")[2].replace("_", "").casefold()


def _rows(stream: BinaryIO, file: str, query: str, expected: str) -> Iterator[tuple[Any, ...]]:
    """What a query finds in a copy: nothing is written into the listener's."""
    with tempfile.TemporaryDirectory(prefix="tunes-import-") as folder:
        copy = Path(folder) / "library.db"
        with copy.open("wb") as target:
            shutil.copyfileobj(stream, target)
        try:
            with closing(sqlite3.connect(f"{copy.as_uri()}?mode=ro&immutable=1", uri=True)) as db:
                db.text_factory = _text
                yield from db.execute(query)
        except sqlite3.Error:
            raise BadFileError(file, "in its tables", expected) from None


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
