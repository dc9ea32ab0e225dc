"""Owns the file in which measured loudnesses are kept, so that each track is measured once: SQLite, shared by all running tunes."""

import os
import sqlite3
import threading
from contextlib import suppress
from pathlib import Path

VERSION = 1
"""Raised when the way of measuring changes: what was measured before is then measured anew."""


class LoudnessBook:
    """Gains by track id. Usable from any thread. Where the file can't be used, what is measured lasts as long as the program."""

    def __init__(self, file: Path) -> None:
        self._lock = threading.Lock()
        self._db = _opened_or_made(file)

    def gain_db(self, track_id: str) -> float | None:
        """The measured gain, None where nothing was measured; NaN where nothing can be, since it is silent or broken."""
        with self._lock, suppress(sqlite3.Error):
            row = self._db.execute(
                "SELECT gain_db FROM loudness WHERE track = ? AND version = ?", (track_id, VERSION)
            ).fetchone()
            if row is not None:
                return float("nan") if row[0] is None else float(row[0])
        return None

    def keep(self, track_id: str, gain_db: float | None) -> None:
        """Keeps what was measured; None where nothing can be."""
        with self._lock, suppress(sqlite3.Error):  # a full disk: it is measured again another time
            self._db.execute(
                "INSERT OR REPLACE INTO loudness (track, version, gain_db) VALUES (?, ?, ?)",
                (track_id, VERSION, gain_db),
            )

    def close(self) -> None:
        """Lets go of the file."""
        with self._lock:
            self._db.close()


def _opened_or_made(file: Path) -> sqlite3.Connection:
    try:
        return _opened(os.fspath(file))
    except sqlite3.OperationalError:  # held by another tunes, or nothing can be kept there
        return _opened(":memory:")
    except (sqlite3.Error, OSError):  # damaged: all of it can be measured again
        try:
            file.unlink(missing_ok=True)
            return _opened(os.fspath(file))
        except (sqlite3.Error, OSError):
            return _opened(":memory:")


def _opened(name: str) -> sqlite3.Connection:
    if name != ":memory:":
        os.close(os.open(name, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))  # for nobody else to read
    db = sqlite3.connect(name, timeout=0.2, isolation_level=None, check_same_thread=False)
    try:
        db.execute("PRAGMA synchronous = OFF")  # a lost gain is measured again
        db.execute(
            "CREATE TABLE IF NOT EXISTS loudness"
            " (track TEXT PRIMARY KEY, version INTEGER NOT NULL, gain_db REAL) WITHOUT ROWID"
        )
    except sqlite3.Error:
        db.close()
        raise
    return db
