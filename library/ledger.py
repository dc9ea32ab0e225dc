"""Owns what a scan knows of and writes into the library file: which files are there, what they hold, which tracks are listed."""

import json
import os
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import NamedTuple

from tunes.library.database import Database
from tunes.library.made import Read, unread_id
from tunes.library.relink import Sound
from tunes.library.schema import (
    FIRST_PART,
    GONE,
    HERE,
    OFFLINE,
    READ_SINCE,
    UNREADABLE,
    Row,
)

_SOUND = "id, payload, mbid, described, duration"
_SOME = 500
"""Values asked for at once."""

_IS_HERE = f"EXISTS (SELECT 1 FROM files WHERE files.id = tracks.id AND state = {HERE})"
_AT_ITS_PATH = (
    f"EXISTS (SELECT 1 FROM files WHERE files.path = tracks.path AND files.id = tracks.id AND state = {HERE})"
)
_IS_FRESH = f"(n > (SELECT n FROM settled) OR became IS NOT NULL) AND {_IS_HERE}"
_IS_LEFT = f"EXISTS (SELECT 1 FROM files WHERE files.id = tracks.id AND state != {GONE})"
_IS_GONE = f"listed = 0 AND became IS NULL AND NOT {_IS_LEFT}"
_FIRST_PATH = f"(SELECT min(path) FROM files WHERE files.id = tracks.id AND state = {HERE})"

_NEWEST = "(SELECT max(0, coalesce(max(n), 0)) FROM tracks)"
_OLDEST = "(SELECT min(0, coalesce(min(n), 0)) FROM tracks)"

_COLUMNS = ", ".join(f'"{name}"' for name in Row._fields)
_INSERT = f"INSERT INTO tracks (n, {_COLUMNS}) VALUES (?, {', '.join('?' * len(Row._fields))})"
_KEPT = {"id", "added", "listed"}
"""What a track keeps when one of its files is read again."""
_UPDATE = ", ".join(f'"{name}" = ?' for name in Row._fields if name not in _KEPT)
_PUT_WORDS = "INSERT INTO words (rowid, title, artist, album, rest) VALUES (?, ?, ?, ?, ?)"
_UNREADABLE_NOW = (
    f"UPDATE files SET size = ?2, mtime = ?3, problem = ?4, state = {UNREADABLE} WHERE path = ?1"
)
_UNREADABLE_NEWLY = f"""INSERT INTO files (path, part, size, mtime, problem, state) SELECT ?1, 0, ?2, ?3, ?4, {UNREADABLE}
    WHERE NOT EXISTS (SELECT 1 FROM files WHERE path = ?1)"""


class Known(NamedTuple):
    """What the catalog remembers of a file; a tuple, since a scan in which nothing has changed does little but make these."""

    size: int
    """Bytes; -1 where it is to be read again whatever it has become."""
    mtime: float
    """Unix seconds."""
    state: int


class Ledger:
    """The scan's side of the library file."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def change(self) -> AbstractContextManager[sqlite3.Connection]:
        """One change: all of it is kept or, after an error, none."""
        return self._database.change()

    def roomy(self) -> AbstractContextManager[None]:
        """Keeps much of the file in memory meanwhile."""
        return self._database.roomy()

    # What is known

    def known_below(self, root: Path) -> dict[str, Known]:
        """What is remembered of the files below a folder, and of the folder itself."""
        start = os.path.join(os.fsencode(root), b"")  # noqa: PTH118  # bytes
        query = f"""SELECT path, size, mtime, state FROM files
            WHERE ((path >= ? AND path < ?) OR path = ?) AND {FIRST_PART}"""
        rows = self._database.rows(query, start, start[:-1] + b"0", os.fsencode(root))
        return {os.fsdecode(row[0]): Known._make(row[1:]) for row in rows}

    def listed(self) -> dict[str, bytes]:
        """The ids of all listed tracks, and where each lies."""
        return dict(self._database.rows("SELECT id, path FROM tracks WHERE listed = 1"))

    def listed_since(self, number: int) -> set[str]:
        """The ids of the listed tracks that came after the one of this number."""
        return {
            one for (one,) in self._database.rows("SELECT id FROM tracks WHERE listed = 1 AND n > ?", number)
        }

    def count_listed(self) -> int:
        """How many tracks are listed."""
        return self._count("FROM tracks WHERE listed = 1")

    def newest(self) -> int:
        """The number of the newest track."""
        return int(self._database.rows(f"SELECT {_NEWEST}")[0][0])

    def is_settled(self) -> bool:
        """Whether the last scan that changed anything came to its end."""
        return not self._database.rows("SELECT is_open FROM settled")[0][0]

    def seen(self) -> bytes | None:
        """The mark of the listing that the file tells, where nothing was changed since that was found out."""
        mark: bytes | None = self._database.rows("SELECT seen FROM settled")[0][0]
        return mark

    def has_named(self) -> bool:
        """Whether anything is listed by its name alone."""
        return bool(self._database.rows("SELECT 1 FROM tracks WHERE n < 0 LIMIT 1"))

    def count_files(self, state: int) -> int:
        """How many files are in this state."""
        return self._count(f"FROM files WHERE state = ? AND {FIRST_PART}", state)

    def count_held(self) -> int:
        """How many tracks the files hold that are there, copies counted for themselves."""
        return self._count("FROM files WHERE state = ?", HERE)

    def count_offline(self) -> int:
        """How many tracks have no file that is there, but one whose folder is not."""
        return self._count(
            f"FROM tracks WHERE listed = 0 AND id IN (SELECT id FROM files WHERE state = {OFFLINE})"
        )

    def is_at(self, track_id: str, path: bytes) -> bool:
        """Whether a file holds this track."""
        return bool(self._count(f"FROM files WHERE path = ? AND id = ? AND state = {HERE}", path, track_id))

    def ids_not_gone(self) -> set[str]:
        """The ids of the files of which it is not sure that they are gone."""
        return {one for (one,) in self._database.rows("SELECT DISTINCT id FROM files WHERE state != ?", GONE)}

    def misplaced(self) -> list[str]:
        """Files whose tracks are named after a copy that is gone: they are to be read, to be named after themselves."""
        query = f"SELECT {_FIRST_PATH} FROM tracks WHERE listed = 1 AND NOT {_AT_ITS_PATH} AND {_IS_HERE}"
        return [os.fsdecode(path) for (path,) in self._database.rows(query)]

    # Changes

    def put(self, db: sqlite3.Connection, read: Sequence[Read]) -> None:
        """Puts in the tracks of files that were read, each file's all at once."""
        rows = [row for row, _ in read]
        db.executemany("DELETE FROM files WHERE path = ?", {(row.path,) for row in rows})
        parts = Counter[bytes]()
        files = []
        for row in rows:
            parts[row.path] += row.start is not None
            files.append((row.path, parts[row.path], row.size, row.mtime, row.id))
        db.executemany(f"INSERT INTO files VALUES (?, ?, ?, ?, ?, NULL, {HERE})", files)
        # Of copies, the one whose path sorts first names the track, whichever is read first.
        by_id: dict[str, Read] = {}
        for one in read:
            before = by_id.setdefault(one.row.id, one)
            if one.row.path < before.row.path:
                by_id[one.row.id] = one
        known = {row[1]: row for row in _known(db, list(by_id))}
        (number,) = db.execute(f"SELECT {_NEWEST}").fetchone()
        fresh = list(enumerate((one for name, one in by_id.items() if name not in known), number + 1))
        again = [
            (n, by_id[name])
            for name, (n, _, path, is_there) in known.items()
            if not is_there or by_id[name].row.path <= path
        ]
        db.executemany(_INSERT, [(n, *row) for n, (row, _) in fresh])
        kept = [place for place, name in enumerate(Row._fields) if name not in _KEPT]
        db.executemany(
            f"UPDATE tracks SET {_UPDATE}, listed = 1 WHERE n = ?",
            [(*(row[place] for place in kept), n) for n, (row, _) in again],
        )
        db.executemany("DELETE FROM words WHERE rowid = ?", [(n,) for n, _ in again])
        db.executemany(_PUT_WORDS, [(n, *words) for n, (_, words) in (*fresh, *again)])

    def put_unreadable(
        self, db: sqlite3.Connection, files: Iterable[tuple[str | Path, int, float, str]]
    ) -> None:
        """Puts in files that could not be read: path, bytes, unix seconds, reason. What they held before is remembered."""
        rows = [(os.fsencode(path), *rest) for path, *rest in files]
        db.executemany(_UNREADABLE_NOW, rows)
        db.executemany(_UNREADABLE_NEWLY, rows)

    def put_named(self, db: sqlite3.Connection, rows: Iterable[Row]) -> None:
        """Lists files that are yet to be read with what their names tell."""
        (number,) = db.execute(f"SELECT {_OLDEST}").fetchone()
        numbered = [(number - place, *row) for place, row in enumerate(rows, 1)]
        db.executemany(_INSERT.replace("INSERT", "INSERT OR IGNORE", 1), numbered)

    def hide_named(self, db: sqlite3.Connection, paths: Iterable[str]) -> None:
        """Files that have been read: what their names told stays for whoever still has it on a screen."""
        db.executemany(
            f"UPDATE tracks SET listed = {READ_SINCE} WHERE id = ?", [(unread_id(path),) for path in paths]
        )

    def forget_named(self, db: sqlite3.Connection) -> None:
        """Nothing is listed by its name alone any more."""
        db.execute("DELETE FROM tracks WHERE n < 0")

    def unsettle(self, db: sqlite3.Connection) -> None:
        """From here on something changes, and a scan that is killed leaves to the next one what it could not finish."""
        db.execute("UPDATE settled SET is_open = 1")

    def put_states(self, db: sqlite3.Connection, states: Iterable[tuple[str, int]]) -> None:
        """Notes which files are there, gone or offline. Of files that never were a track nothing is kept."""
        rows = [(state, os.fsencode(path)) for path, state in states]
        db.executemany("UPDATE files SET state = ? WHERE path = ?", rows)
        db.executemany(
            f"DELETE FROM files WHERE path = ? AND id IS NULL AND state = {GONE}",
            [(path,) for _, path in rows],
        )

    def put_links(self, db: sqlite3.Connection, found: Iterable[tuple[str, str]]) -> None:
        """Notes which tracks have become others (pairs of new and old id), so that none does so twice; all others are settled."""
        db.execute(f"UPDATE tracks SET became = NULL WHERE became IS NOT NULL AND {_IS_HERE}")
        db.executemany("UPDATE tracks SET became = ? WHERE id = ?", found)
        db.execute(f"UPDATE settled SET n = {_NEWEST}, is_open = 0")

    def put_seen(self, db: sqlite3.Connection, mark: bytes) -> None:
        """Notes that the file tells the listing with this mark, and all of it was read."""
        db.execute("UPDATE settled SET seen = ?", (mark,))

    def fresh_sounds(self, db: sqlite3.Connection) -> list[Sound]:
        """Tracks that no whole scan has seen before, and those that had become others and are back."""
        return [Sound(*row) for row in db.execute(f"SELECT {_SOUND} FROM tracks WHERE {_IS_FRESH}")]

    def gone_sounds(self, db: sqlite3.Connection) -> list[Sound]:
        """Tracks of which no file is left and that have not become others."""
        return [Sound(*row) for row in db.execute(f"SELECT {_SOUND} FROM tracks WHERE {_IS_GONE}")]

    def other_sounds(self, db: sqlite3.Connection) -> list[Sound]:
        """Tracks neither fresh nor gone that are like a fresh one; of those that have become others only the sound counts."""
        query = f"""SELECT id, payload, mbid, CASE WHEN became IS NULL THEN described ELSE '' END, duration
            FROM tracks WHERE NOT ({_IS_FRESH}) AND NOT ({_IS_GONE}) AND (
                payload IN (SELECT payload FROM tracks WHERE {_IS_FRESH})
                OR described IN (SELECT described FROM tracks WHERE {_IS_FRESH}))"""
        return [Sound(*row) for row in db.execute(query)]

    def sounds(self, db: sqlite3.Connection, ids: Sequence[str]) -> list[Sound]:
        """These tracks."""
        query = f"SELECT {_SOUND} FROM tracks WHERE id IN (SELECT value FROM json_each(?))"
        return [Sound(*row) for row in db.execute(query, [json.dumps(ids)])]

    def relist(self, db: sqlite3.Connection) -> None:
        """Lists exactly the tracks of which a file is there, each at one that is."""
        db.execute(f"UPDATE tracks SET listed = 0 WHERE listed = 1 AND NOT {_IS_HERE}")
        db.execute(f"UPDATE tracks SET listed = 1 WHERE listed = 0 AND {_IS_HERE}")
        db.execute(f"UPDATE tracks SET path = {_FIRST_PATH} WHERE listed = 1 AND NOT {_AT_ITS_PATH}")

    def _count(self, query: str, *values: object) -> int:
        return int(self._database.rows(f"SELECT count(*) {query}", *values)[0][0])


def _known(db: sqlite3.Connection, ids: Sequence[str]) -> Iterator[tuple[int, str, bytes, int]]:
    """Number, id, path of those that are known, and whether a file of theirs is at that path."""
    for start in range(0, len(ids), _SOME):
        some = ids[start : start + _SOME]
        marks = ",".join("?" * len(some))
        yield from db.execute(f"SELECT n, id, path, {_AT_ITS_PATH} FROM tracks WHERE id IN ({marks})", some)
