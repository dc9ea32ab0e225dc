"""Owns the file in which the features of tracks are kept, each computed once: SQLite, shared by all running tunes.

Hours of work lie in it, so that what is kept is on disk; all of it can be computed again, so that a damaged file is begun anew.
"""

import os
import sqlite3
import threading
import time
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tunes.player.sonic.features import COUNT, VERSION

PATIENCE_S = 5.0
"""For another tunes that is writing."""
SPARE = 20_000
"""So many tracks that are not in the library any more are kept, the newest: a disk may come back, or a folder be named again."""

_TABLE = (
    "CREATE TABLE IF NOT EXISTS sounds (track TEXT PRIMARY KEY, version INTEGER NOT NULL, at INTEGER NOT NULL,"
    " numbers BLOB, reason TEXT, size INTEGER, mtime INTEGER) WITHOUT ROWID"
)
_KNOWN = "SELECT track, numbers FROM sounds WHERE version = ? AND numbers IS NOT NULL"


@dataclass(frozen=True, slots=True)
class Unheard:
    """A file that tells nothing, and why."""

    track: str
    reason: str
    size: int
    mtime: int
    """Of the file when it was tried, in whole seconds: one that has changed is tried again."""


class SonicBook:
    """Features by track id. Usable from any thread. Raises OSError where it can't be kept."""

    def __init__(self, file: Path) -> None:
        self._lock = threading.Lock()
        self._db = _opened_or_made(file)

    def done(self) -> set[str]:
        """The tracks whose features are known."""
        rows = self._asked("SELECT track FROM sounds WHERE version = ? AND numbers IS NOT NULL", VERSION)
        return {row[0] for row in rows}

    def unheard(self) -> dict[str, Unheard]:
        """The tracks of which nothing can be known, by id."""
        rows = self._asked(
            "SELECT track, reason, size, mtime FROM sounds WHERE version = ? AND numbers IS NULL", VERSION
        )
        return {row[0]: Unheard(*row) for row in rows}

    def keep(self, track: str, numbers: Iterable[float]) -> None:
        """Keeps the features of a track; two bytes a number do."""
        blob = np.asarray(list(numbers), dtype="<f2").tobytes()
        self._write(
            "INSERT OR REPLACE INTO sounds VALUES (?, ?, ?, ?, NULL, NULL, NULL)",
            (track, VERSION, int(time.time()), blob),
        )

    def keep_unheard(self, unheard: Unheard) -> None:
        """Keeps why a file tells nothing."""
        row = (unheard.track, VERSION, int(time.time()), unheard.reason, unheard.size, unheard.mtime)
        self._write("INSERT OR REPLACE INTO sounds VALUES (?, ?, ?, NULL, ?, ?, ?)", row)

    def follow(self, links: Iterable[tuple[str, str]]) -> None:
        """What was retagged or moved sounds as before; links are new and old ids."""
        self._write_all(
            "INSERT OR IGNORE INTO sounds SELECT ?, version, at, numbers, reason, size, mtime FROM sounds"
            " WHERE track = ? AND numbers IS NOT NULL",
            links,
        )

    def tidy(self, library: set[str]) -> None:
        """Keeps the book from growing for ever: of what is not in the library only the newest stay."""
        rows = self._asked("SELECT track FROM sounds ORDER BY at DESC, track")
        gone = [row[0] for row in rows if row[0] not in library][SPARE:]
        self._write_all("DELETE FROM sounds WHERE track = ?", ((track,) for track in gone))

    def forget_unheard(self) -> None:
        """Files of which nothing could be known are tried again."""
        self._write("DELETE FROM sounds WHERE numbers IS NULL", ())

    def close(self) -> None:
        """Lets go of the file."""
        with self._lock:
            self._db.close()

    def _asked(self, question: str, *values: object) -> list[tuple[Any, ...]]:
        with self._lock:
            return self._db.execute(question, values).fetchall()

    def _write_all(self, order: str, values: Iterable[tuple[str, ...]]) -> None:
        """All of it or nothing, and one wait for the disk."""
        with self._lock, self._db:
            self._db.execute("BEGIN")
            self._db.executemany(order, values)

    def _write(self, order: str, values: tuple[object, ...]) -> None:
        with self._lock:
            self._db.execute(order, values)


def features_in(file: Path) -> "dict[str, NDArray[np.float16]]":
    """What a book holds, for who only reads it: nothing where there is none, or none that can be read."""
    try:
        with closing(
            sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", timeout=PATIENCE_S, uri=True)
        ) as db:
            return _features(db.execute(_KNOWN, (VERSION,)))
    except sqlite3.Error:
        return {}


def _features(rows: Iterable[tuple[str, bytes]]) -> "dict[str, NDArray[np.float16]]":
    return {track: np.frombuffer(numbers, "<f2") for track, numbers in rows if len(numbers) == 2 * COUNT}


def _opened_or_made(file: Path) -> sqlite3.Connection:
    try:
        return _opened(file)
    except sqlite3.OperationalError as error:
        raise OSError(f"{file} can't be used: {error}") from error
    except sqlite3.DatabaseError:  # damaged: all of it can be computed again
        file.unlink(missing_ok=True)
        return _opened(file)


def _opened(file: Path) -> sqlite3.Connection:
    os.close(os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))  # for nobody else to read
    db = sqlite3.connect(file, timeout=PATIENCE_S, isolation_level=None, check_same_thread=False)
    try:
        db.execute("PRAGMA synchronous = NORMAL")
        db.execute(_TABLE)
        if db.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
            raise sqlite3.DatabaseError("damaged")
    except sqlite3.Error:
        db.close()
        raise
    return db
