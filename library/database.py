"""Owns the library's file itself: opens it for each thread, changes it as a whole or not at all, sets a damaged one aside."""

import contextlib
import os
import sqlite3
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tunes.library.errors import LibraryError
from tunes.library.schema import FROM_2, FROM_3, TABLES, VERSION

BUSY_S = 30.0
"""Seconds to wait for another process that is changing the file: a scan keeps a batch in a few dozen milliseconds."""
CHECKPOINT_PAGES = 4_000
"""Pages (of 4 KiB) written before they are moved into the file, each time with two fsyncs: a scan writes thousands."""
CACHE_KB, ROOMY_KB = 1_000, 16_000
"""Of the file kept in memory by each thread that works with it, and while it scans: the pages that it goes back to all the time then.

What is not kept lies in the system's memory, once for all threads and programs; searching is as quick.
"""
AGAIN_S = 0.02
"""Seconds between tries to make the tables, while another process makes them."""

_UNWRITABLE = {
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_READONLY,
}
_STEPS = {0: TABLES, 2: FROM_2, 3: FROM_3}
"""What makes the tables, by the version that they have; a new file has 0."""
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}

Row = tuple[Any, ...]


class Database:
    """The file, usable from any thread and by several processes. What happened to a damaged one stands in `notice`."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._local = threading.local()
        self._opened: list[tuple[sqlite3.Connection, threading.RLock]] = []
        """Each thread's connection, and what is held while one is used: closed under its feet it takes the program along."""
        self._is_closed = False
        self._guard = threading.Lock()
        self._is_frozen = False
        """Whether nothing can be written, and the file is read as it lies there."""
        self.notice = ""
        try:
            self._prepare()
        except _UnusableError as error:
            roots = self._set_aside(str(error))
            self._prepare()
            with self.change() as db:
                db.executemany("INSERT INTO roots (path) VALUES (?)", roots)

    def rows(self, query: str, *values: object) -> list[Row]:
        """What a query finds."""
        with self.reading() as db:
            return db.execute(query, values).fetchall()

    @contextlib.contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """This thread's connection, for looking things up; `close` waits until it is given back."""
        connection = self.connection()
        with self._local.held, self._plainly():
            yield connection

    @contextlib.contextmanager
    def roomy(self) -> Iterator[None]:
        """Keeps much of the file in memory meanwhile, for this thread."""
        with self.reading() as db:
            db.execute(f"PRAGMA cache_size = -{ROOMY_KB}")
        try:
            yield
        finally:
            with contextlib.suppress(LibraryError), self.reading() as db:  # it may be closed by now
                db.execute(f"PRAGMA cache_size = -{CACHE_KB}")
                db.execute("PRAGMA shrink_memory")

    @contextlib.contextmanager
    def change(self) -> Iterator[sqlite3.Connection]:
        """One change: all of it is kept or, after an error, none."""
        if self._is_frozen:
            raise LibraryError(f"The library file can't be written: {self._file}.")
        with self._guard, self._plainly():
            db = self.connection()
            db.execute("BEGIN IMMEDIATE")
            try:
                # Whatever changes: that a scan saw the folders as the file tells them has to be found out anew.
                db.execute("UPDATE settled SET seen = NULL WHERE seen IS NOT NULL")
                yield db
                db.execute("COMMIT")
            except BaseException:
                with contextlib.suppress(sqlite3.Error):
                    db.execute("ROLLBACK")
                raise

    def connection(self) -> sqlite3.Connection:
        """This thread's own connection."""
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            if self._is_closed:
                raise LibraryError("The library is closed.")
            connection = sqlite3.connect(
                f"{self._file.absolute().as_uri()}{'?immutable=1' if self._is_frozen else ''}",
                uri=True,
                timeout=BUSY_S,
                isolation_level=None,
                check_same_thread=False,
            )
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute(f"PRAGMA cache_size = -{CACHE_KB}")
            connection.execute(f"PRAGMA wal_autocheckpoint = {CHECKPOINT_PAGES}")
            self._local.connection, self._local.held = connection, threading.RLock()
            self._opened.append((connection, self._local.held))
        return connection

    def close(self) -> None:
        """Lets go of the file; a change under way is finished first, and whoever is looking something up is told no more."""
        with self._guard:
            self._is_closed = True
            self._let_go()

    def _let_go(self) -> None:
        while self._opened:
            connection, held = self._opened.pop()
            # Not where nothing is under way: that would interrupt the tidying up.
            if not held.acquire(blocking=False):
                connection.interrupt()
                held.acquire()
            connection.close()
            held.release()

    def _prepare(self) -> None:
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            # Not opened where it exists: closing it would let go of the locks of this process's other connections.
            if not self._file.exists():
                os.close(os.open(self._file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
        except OSError as error:
            raise LibraryError(
                f"The library file can't be opened: {self._file} ({error.strerror})."
            ) from error
        if self._mark.exists():
            raise _UnusableError("damaged")
        with self._plainly():
            try:
                self._make_all_tables()
            except sqlite3.OperationalError as error:
                if not self._can_be_frozen(error):
                    raise
                self._freeze()

    def _make_all_tables(self) -> None:
        while not self._make_tables():
            time.sleep(AGAIN_S)

    def _can_be_frozen(self, error: sqlite3.OperationalError) -> bool:
        """Whether all that is wrong is that nothing can be written, as on a full disk, and nobody else is writing either."""
        waiting = self._file.with_name(self._file.name + "-wal")
        is_alone = not waiting.exists() or not waiting.stat().st_size
        return error.sqlite_errorcode & 0xFF in _UNWRITABLE and is_alone and self._file.stat().st_size > 0

    def _freeze(self) -> None:
        """Reads from now on, and no more. SQLite wants to write a file beside even for reading, unless told that all stands still."""
        self._let_go()
        self._local = threading.local()
        self._is_frozen = True
        if self.connection().execute("PRAGMA user_version").fetchone() != (VERSION,):
            raise LibraryError(f"The library file can't be written: {self._file}.")
        self.notice = f"The library file can't be written ({self._file}); it is shown as it was."

    def _make_tables(self) -> bool:
        """Makes what is missing; False where another process is at it, for which SQLite does not wait by itself."""
        db = self.connection()
        (version,) = db.execute("PRAGMA user_version").fetchone()
        if version == VERSION:
            return True
        if version not in _STEPS:
            raise _UnusableError("from another version of tunes")
        try:
            db.execute("PRAGMA journal_mode = WAL")
            db.execute("BEGIN IMMEDIATE")
            if db.execute("PRAGMA user_version").fetchone() == (version,):  # nobody else was faster
                for statement in _STEPS[version].split(";\n"):
                    db.execute(statement)
                db.execute(f"PRAGMA user_version = {VERSION}")
            db.execute("COMMIT")
        except sqlite3.OperationalError as error:
            if db.in_transaction:
                db.execute("ROLLBACK")
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                raise
            return False
        return True

    @contextlib.contextmanager
    def _plainly(self) -> Iterator[None]:
        """Turns SQLite's errors into ours. Damage is marked, so that the next start sets the file aside."""
        try:
            yield
        except sqlite3.Error as error:
            if self._is_closed:
                raise LibraryError("The library is closed.") from error
            code = getattr(error, "sqlite_errorcode", 0) & 0xFF
            if code in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
                raise LibraryError(
                    f"The library file is held by another program: {self._file}. Try again when that is done."
                ) from error
            if code in {sqlite3.SQLITE_FULL, sqlite3.SQLITE_READONLY}:
                raise LibraryError(f"The library file can't be written: {self._file}.") from error
            if code not in _DAMAGED or self._is_frozen:
                raise LibraryError(f"The library file can't be used: {self._file} ({error}).") from error
            self._mark.touch()
            raise _UnusableError("damaged") from error

    def _set_aside(self, why: str) -> list[Row]:
        """Moves the file out of the way. Returns the folders it named, as far as they can still be read."""
        roots: list[Row] = []
        with contextlib.suppress(sqlite3.Error):
            roots = self.connection().execute("SELECT path FROM roots ORDER BY place").fetchall()
        self._let_go()
        self._local = threading.local()
        aside = self._file.with_name(self._file.name + ".aside")
        self._file.replace(aside)
        for ending in ("-wal", "-shm"):
            self._file.with_name(self._file.name + ending).unlink(missing_ok=True)
        self._mark.unlink(missing_ok=True)
        self.notice = f"The library file was {why}; it lies in {aside}, and a scan makes a new one."
        return roots

    @property
    def _mark(self) -> Path:
        return self._file.with_name(self._file.name + ".damaged")


class _UnusableError(LibraryError):
    """The file has to be made anew."""

    def __str__(self) -> str:
        return self.args[0] if self.args else ""
