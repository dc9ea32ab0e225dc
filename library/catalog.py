"""Owns the library's SQLite file: which folders, which files, which tracks. May be used from any thread."""

import contextlib
import os
import sqlite3
import threading
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tunes.library.errors import Problem
from tunes.library.relink import Sound
from tunes.library.schema import (
    GONE,
    HERE,
    ROW_COLUMNS,
    TABLES,
    TRACK_COLUMNS,
    VERSION,
    row_of,
    sorting,
    track_of,
    words_of,
)
from tunes.library.search import find_numbers
from tunes.library.shelf import Shelf
from tunes.library.text import fold
from tunes.library.track import Track

_IN_ORDER = "by_artist, by_album, disc_no, track_no, by_title, id"


@dataclass(frozen=True, slots=True)
class ArtistRow:
    """An artist as the shelf shows one."""

    name: str
    """As tagged; "" where none is known."""
    tracks: int


@dataclass(frozen=True, slots=True)
class AlbumRow:
    """An album as the shelf shows one."""

    name: str
    """As tagged; "" for tracks without one."""
    artist: str
    year: int | None
    tracks: int


@dataclass(frozen=True, slots=True)
class Known:
    """What the catalog remembers of a file."""

    size: int
    mtime: float
    """Unix seconds."""
    id: str | None
    state: int


class Catalog:
    """The library in one file. A damaged file is set aside, with a word in `notice`, and filled anew by the next scan."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._local = threading.local()
        self._opened: list[sqlite3.Connection] = []
        self._guard = threading.Lock()
        self.notice = ""
        try:
            self._prepare()
        except sqlite3.DatabaseError:
            self._set_aside()
            self._prepare()

    # Folders

    def roots(self) -> list[Path]:
        """The folders that the library is made of."""
        found = self._rows("SELECT path FROM roots ORDER BY place")
        return [_path(path) for (path,) in found]

    def set_roots(self, folders: Iterable[Path]) -> None:
        """Makes the library of these folders; what lies elsewhere is no longer listed, but not forgotten."""
        kept = [os.fsencode(folder) for folder in dict.fromkeys(folders)]
        with self.change() as db:
            db.execute("DELETE FROM roots")
            db.executemany("INSERT INTO roots (path) VALUES (?)", [(path,) for path in kept])
            outside = [path for (path,) in db.execute("SELECT path FROM files") if not _is_below(path, kept)]
            db.executemany(f"UPDATE files SET state = {GONE} WHERE path = ?", [(path,) for path in outside])
            self.relist(db)

    # Tracks

    def shelf(self, artist: str | None = None, album: str | None = None) -> Shelf:
        """All tracks in library order, or those of one artist, of one album, or of one album by one artist."""
        where, values = "listed = 1", []
        for column, value in (
            ("by_artist", None if artist is None else sorting(artist)),
            ("by_album", album),
        ):
            if value is not None:
                where += f" AND {column} = ?"
                values.append(value if column == "by_artist" else fold(value))
        return self._shelf(
            n for (n,) in self._rows(f"SELECT n FROM tracks WHERE {where} ORDER BY {_IN_ORDER}", *values)
        )

    def all_tracks(self) -> Iterator[Track]:
        """Every track, in library order."""
        return iter(self.shelf())

    def artists(self) -> list[ArtistRow]:
        """Those who stand on the shelf: album artists where there are, else artists."""
        name = "CASE WHEN album_artist != '' THEN album_artist WHEN artist != '' THEN artist ELSE coalesce(show, '') END"
        query = (
            f"SELECT max({name}), count(*) FROM tracks WHERE listed = 1 GROUP BY by_artist ORDER BY by_artist"
        )
        return [ArtistRow(*row) for row in self._rows(query)]

    def albums(self, artist: str | None = None) -> list[AlbumRow]:
        """The albums of one artist, oldest first, or all of them in the order of their artists."""
        where = "listed = 1" if artist is None else "listed = 1 AND by_artist = ?"
        query = f"""
            SELECT max(album), max(CASE WHEN album_artist != '' THEN album_artist ELSE artist END), min(year), count(*)
            FROM tracks WHERE {where} GROUP BY by_artist, by_album
            ORDER BY by_artist, min(year) IS NULL, min(year), by_album"""
        return [AlbumRow(*row) for row in self._rows(query, *([] if artist is None else [sorting(artist)]))]

    def track(self, track_id: str) -> Track | None:
        """The track of an id, also one whose files are gone."""
        found = self.tracks_by_id([track_id])
        return found[0] if found else None

    def tracks_by_id(self, ids: Sequence[str]) -> list[Track]:
        """The tracks of these ids, in their order; unknown ones left out."""
        found: dict[str, Track] = {}
        for start in range(0, len(ids), 500):
            some = ids[start : start + 500]
            marks = ",".join("?" * len(some))
            query = f"SELECT {TRACK_COLUMNS} FROM tracks WHERE id IN ({marks})"
            found |= {track.id: track for track in map(track_of, self._rows(query, *some))}
        return [found[one] for one in ids if one in found]

    def at_path(self, path: Path) -> Track | None:
        """The track that a file holds."""
        found = self._rows("SELECT id FROM files WHERE path = ? AND id IS NOT NULL", os.fsencode(path))
        return self.track(found[0][0]) if found else None

    def paths(self, track_id: str) -> list[Path]:
        """Every file that holds this track: more than one where there are copies."""
        query = f"SELECT path FROM files WHERE id = ? AND state = {HERE} ORDER BY path"
        return [_path(path) for (path,) in self._rows(query, track_id)]

    def search(self, words: str, limit: int) -> Shelf:
        """The tracks that words find, best first, typing mistakes and all."""
        return self._shelf(find_numbers(self._db(), words, limit))

    def matching(self, words: str) -> Shelf:
        """All tracks that words find, in library order."""
        numbers = set(find_numbers(self._db(), words, None))
        return self._shelf(
            n
            for (n,) in self._rows(f"SELECT n FROM tracks WHERE listed = 1 ORDER BY {_IN_ORDER}")
            if n in numbers
        )

    def problems(self) -> list[Problem]:
        """The files that could not be read, and why."""
        query = f"SELECT path, problem FROM files WHERE problem IS NOT NULL AND state = {HERE} ORDER BY path"
        return [Problem(_path(path), reason) for path, reason in self._rows(query)]

    # For the scan

    def known_below(self, root: Path) -> dict[bytes, Known]:
        """What is remembered of the files below a folder, by path."""
        start = os.path.join(os.fsencode(root), b"")  # noqa: PTH118  # bytes
        query = "SELECT path, size, mtime, id, state FROM files WHERE path >= ? AND path < ?"
        found = self._rows(query, start, start[:-1] + b"0")
        return {path: Known(*rest) for path, *rest in found}

    @contextlib.contextmanager
    def change(self) -> Iterator[sqlite3.Connection]:
        """One change: all of it is kept or, after an error, none."""
        db = self._db()
        with self._guard, db:
            db.execute("BEGIN IMMEDIATE")
            yield db

    def put(self, db: sqlite3.Connection, read: Sequence[Sound]) -> list[Sound]:
        """Puts in files that were read, with the digest of their sound. Returns those of tracks that were not known."""
        known = {
            one
            for (track, _) in read
            for (one,) in db.execute("SELECT id FROM tracks WHERE id = ?", (track.id,))
        }
        rows = [row_of(track, payload) for track, payload in read]
        columns = ", ".join(f'"{name}"' for name in ROW_COLUMNS)
        values = ", ".join(f":{name}" for name in ROW_COLUMNS)
        kept = ", ".join(
            f'"{name}" = excluded."{name}"' for name in ROW_COLUMNS if name not in {"id", "added"}
        )
        db.executemany(
            f"INSERT INTO tracks ({columns}) VALUES ({values}) ON CONFLICT (id) DO UPDATE SET {kept}", rows
        )
        words = [(track.id, *words_of(track)) for track in {track.id: track for track, _ in read}.values()]
        db.executemany(
            "DELETE FROM words WHERE rowid = (SELECT n FROM tracks WHERE id = ?)", [(w[0],) for w in words]
        )
        db.executemany(
            "INSERT INTO words (rowid, title, artist, album, rest) SELECT n, ?2, ?3, ?4, ?5 FROM tracks WHERE id = ?1",
            words,
        )
        put = "INSERT OR REPLACE INTO files (path, size, mtime, id) VALUES (?, ?, ?, ?)"
        db.executemany(put, [(os.fsencode(t.path), t.size, t.mtime, t.id) for t, _ in read])
        return [(track, payload) for track, payload in read if track.id not in known]

    def put_unreadable(self, db: sqlite3.Connection, files: Iterable[tuple[Path, int, float, str]]) -> None:
        """Puts in files that could not be read: path, bytes, unix seconds, reason."""
        put = "INSERT OR REPLACE INTO files (path, size, mtime, problem) VALUES (?, ?, ?, ?)"
        db.executemany(put, [(os.fsencode(path), *rest) for path, *rest in files])

    def put_states(self, db: sqlite3.Connection, states: Iterable[tuple[bytes, int]]) -> None:
        """Notes which files are there, gone or offline."""
        db.executemany("UPDATE files SET state = ? WHERE path = ?", [(state, path) for path, state in states])

    def put_links(self, db: sqlite3.Connection, found: Iterable[tuple[str, str]]) -> None:
        """Notes which tracks have become others (pairs of new and old id), so that none does so twice."""
        db.executemany("UPDATE tracks SET became = ? WHERE id = ?", found)

    def gone_sounds(self, db: sqlite3.Connection) -> list[Sound]:
        """Tracks of which no file is left and that have not become others, with the digest of their sound."""
        left = f"SELECT 1 FROM files WHERE files.id = tracks.id AND state != {GONE}"
        query = f"SELECT payload, {TRACK_COLUMNS} FROM tracks WHERE listed = 0 AND became IS NULL AND NOT EXISTS ({left})"
        return [(track_of(row[1:]), row[0]) for row in db.execute(query)]

    def listed_ids(self) -> set[str]:
        """The ids of all listed tracks."""
        return {one for (one,) in self._rows("SELECT id FROM tracks WHERE listed = 1")}

    def count_files(self) -> int:
        """How many files hold the listed tracks."""
        return int(self._rows(f"SELECT count(*) FROM files WHERE id IS NOT NULL AND state = {HERE}")[0][0])

    def count_tracks(self, state: int) -> int:
        """How many tracks have files in this state and none that is there."""
        here = f"SELECT id FROM files WHERE state = {HERE} AND id IS NOT NULL"
        return int(
            self._rows(f"SELECT count(DISTINCT id) FROM files WHERE state = ? AND id NOT IN ({here})", state)[
                0
            ][0]
        )

    def relist(self, db: sqlite3.Connection) -> None:
        """Lists exactly the tracks of which a file is there, each at one that is."""
        here = f"SELECT min(path) FROM files WHERE files.id = tracks.id AND state = {HERE}"
        db.execute(f"UPDATE tracks SET listed = 0 WHERE listed = 1 AND ({here}) IS NULL")
        db.execute(f"UPDATE tracks SET listed = 1 WHERE listed = 0 AND ({here}) IS NOT NULL")
        standing = (
            f"SELECT 1 FROM files WHERE files.path = tracks.path AND files.id = tracks.id AND state = {HERE}"
        )
        db.execute(f"UPDATE tracks SET path = ({here}) WHERE listed = 1 AND NOT EXISTS ({standing})")

    def close(self) -> None:
        """Lets go of the file."""
        with self._guard:
            for connection in self._opened:
                connection.close()
            self._opened.clear()

    # Within

    def _shelf(self, numbers: Iterable[int]) -> Shelf:
        return Shelf(array("q", numbers), self._fetch, self._number)

    def _fetch(self, numbers: Sequence[int]) -> list[Track]:
        found: dict[int, Track] = {}
        for start in range(0, len(numbers), 500):
            some = numbers[start : start + 500]
            query = f"SELECT n, {TRACK_COLUMNS} FROM tracks WHERE n IN ({','.join('?' * len(some))})"
            found |= {row[0]: track_of(row[1:]) for row in self._rows(query, *some)}
        return [found[number] for number in numbers]

    def _number(self, track_id: str) -> int | None:
        found = self._rows("SELECT n FROM tracks WHERE id = ?", track_id)
        return found[0][0] if found else None

    def _rows(self, query: str, *values: object) -> list[tuple]:  # type: ignore[type-arg]  # SQLite's rows hold anything
        return self._db().execute(query, values).fetchall()

    def _db(self) -> sqlite3.Connection:
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = sqlite3.connect(
                self._file, timeout=30, isolation_level=None, check_same_thread=False
            )
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
            self._local.connection = connection
            with self._guard:
                self._opened.append(connection)
        return connection

    def _prepare(self) -> None:
        descriptor = os.open(self._file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        os.close(descriptor)
        db = self._db()
        (version,) = db.execute("PRAGMA user_version").fetchone()
        if version not in {0, VERSION}:
            raise sqlite3.DatabaseError(f"schema {version}")
        db.executescript(TABLES)
        db.execute(f"PRAGMA user_version = {VERSION}")

    def _set_aside(self) -> None:
        self.close()
        self._local = threading.local()
        aside = self._file.with_name(self._file.name + ".damaged")
        self._file.replace(aside)
        for ending in ("-wal", "-shm"):
            self._file.with_name(self._file.name + ending).unlink(missing_ok=True)
        self.notice = f"The library file was damaged or from another version; it lies in {aside}, and a scan makes a new one."


def _path(raw: bytes) -> Path:
    return Path(os.fsdecode(raw))


def _is_below(path: bytes, roots: Sequence[bytes]) -> bool:
    return any(path.startswith(os.path.join(root, b"")) for root in roots)  # noqa: PTH118  # bytes
