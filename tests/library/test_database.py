import os
import sqlite3
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from threading import Event

import pytest
from media import make_library, make_sound
from tunes.library.catalog import Catalog
from tunes.library.database import Database
from tunes.library.errors import LibraryError
from tunes.library.scan import scan

VERSION_2 = """
CREATE TABLE roots (place INTEGER PRIMARY KEY, path BLOB NOT NULL UNIQUE);
CREATE TABLE files (
  path BLOB PRIMARY KEY, size INTEGER NOT NULL, mtime REAL NOT NULL, id TEXT, problem TEXT,
  state INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;
CREATE INDEX file_id ON files (id);
CREATE TABLE tracks (
  n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, path BLOB NOT NULL, kind TEXT NOT NULL, title TEXT NOT NULL,
  artist TEXT NOT NULL, album TEXT NOT NULL, album_artist TEXT NOT NULL, composer TEXT NOT NULL, genres TEXT NOT NULL,
  year INTEGER, track_no INTEGER, disc_no INTEGER, duration REAL, start REAL, "end" REAL, added REAL NOT NULL,
  size INTEGER NOT NULL, mtime REAL NOT NULL, mbid TEXT, gain_track REAL, gain_album REAL,
  show TEXT, season INTEGER, episode INTEGER,
  became TEXT, payload BLOB NOT NULL, described TEXT NOT NULL, listed INTEGER NOT NULL,
  by_artist TEXT NOT NULL, by_album TEXT NOT NULL, by_title TEXT NOT NULL
);
CREATE INDEX shelf ON tracks (listed, by_artist, by_album, disc_no, track_no, by_title, id);
CREATE INDEX became ON tracks (became) WHERE became IS NOT NULL;
CREATE TABLE settled (n INTEGER NOT NULL);
INSERT INTO settled SELECT 0 WHERE NOT EXISTS (SELECT 1 FROM settled);
CREATE VIRTUAL TABLE words USING fts5 (title, artist, album, rest, tokenize = 'unicode61');
CREATE VIRTUAL TABLE vocabulary USING fts5vocab (words, 'row');
"""

SCAN = """
import sys
from pathlib import Path
from threading import Event
from tunes.library.catalog import Catalog
from tunes.library.scan import scan
catalog = Catalog(Path(sys.argv[1]))
*_, last = scan(catalog, [Path(sys.argv[2])], cancelled=Event(), now=float)
print(last.report.files, catalog.notice)
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "deep" / "library.db"


def scanning(file: Path, music: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-P", "-c", SCAN, file, music], stdout=subprocess.PIPE, text=True
    )


def fill(file: Path, music: Path) -> None:
    catalog = Catalog(file)
    catalog.set_roots([music])
    list(scan(catalog, [music], cancelled=Event(), now=float))
    catalog.close()


def test_only_its_owner_may_read_it(file: Path) -> None:
    Database(file).close()
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_change_is_kept_whole_or_not_at_all(file: Path) -> None:
    database = Database(file)
    with suppress(ZeroDivisionError), database.change() as db:
        db.execute("INSERT INTO roots (path) VALUES (?)", (b"/m",))
        raise ZeroDivisionError
    assert database.rows("SELECT * FROM roots") == []
    with database.change() as db:
        db.execute("INSERT INTO roots (path) VALUES (?)", (b"/m",))
    assert len(database.rows("SELECT * FROM roots")) == 1
    database.close()


@pytest.mark.parametrize(
    "damage", [b"no database at all" * 100, b"SQLite format 3\0" + b"\xff" * 5000], ids=["text", "head"]
)
def test_a_damaged_file_is_set_aside(file: Path, music: Path, damage: bytes) -> None:
    make_library(music, seconds=0.2)
    fill(file, music)
    file.write_bytes(damage)
    catalog = Catalog(file)
    assert "was damaged" in catalog.notice
    assert file.with_name("library.db.aside").read_bytes() == damage
    *_, last = scan(catalog, [music], cancelled=Event(), now=float)
    assert last.report is not None
    assert last.report.files == 12
    catalog.close()
    assert Catalog(file).notice == ""


def test_an_empty_file_is_a_new_one(file: Path) -> None:
    file.parent.mkdir()
    file.touch()
    assert Catalog(file).notice == ""


def test_damage_deep_inside_is_told_and_mended_by_the_next_start(file: Path, music: Path) -> None:
    make_library(music, seconds=0.2)
    fill(file, music)
    pages = bytearray(file.read_bytes())
    pages[4096 * 2 :] = b"\x77" * (len(pages) - 4096 * 2)
    file.write_bytes(pages)
    catalog = Catalog(file)
    with pytest.raises(LibraryError):
        list(scan(catalog, [music], cancelled=Event(), now=float))
    catalog.close()
    catalog = Catalog(file)
    assert "was damaged" in catalog.notice
    assert catalog.shelf() is not None
    assert catalog.roots() in ([music], [])
    catalog.close()


def test_a_file_of_another_version_is_set_aside_and_its_folders_kept(file: Path, music: Path) -> None:
    fill(file, music)
    with sqlite3.connect(file) as db:
        db.execute("PRAGMA user_version = 99")
    db.close()
    catalog = Catalog(file)
    assert "from another version of tunes" in catalog.notice
    assert catalog.roots() == [music]
    catalog.close()


def test_a_file_of_the_version_before_is_kept_and_each_file_read_once_more(file: Path, music: Path) -> None:
    song = make_sound(music / "a.flac", 0.3, title="T", artist="A")
    fill(file, music)
    with sqlite3.connect(file) as db:
        row = db.execute("SELECT * FROM tracks").fetchone()[:-1]
        where, size, mtime, name = db.execute("SELECT path, size, mtime, id FROM files").fetchone()
    db.close()
    for one in file.parent.glob("library.db*"):
        one.unlink()
    with sqlite3.connect(file) as db:
        db.executescript(VERSION_2)
        db.execute("PRAGMA user_version = 2")
        db.execute(f"INSERT INTO tracks VALUES ({', '.join('?' * len(row))})", row)
        db.execute("UPDATE tracks SET added = 5.0")
        db.execute("INSERT INTO files VALUES (?, ?, ?, ?, NULL, 0)", (where, size, mtime, name))
        db.execute("INSERT INTO roots (path) VALUES (?)", (os.fsencode(music),))
    db.close()
    catalog = Catalog(file)
    assert (catalog.notice, catalog.roots()) == ("", [music])
    (before,) = catalog.at_path(song)
    *_, last = scan(catalog, [music], cancelled=Event(), now=float)
    assert last.report is not None
    assert (last.read, last.report.added, last.report.changed, last.report.moved) == (1, 0, 0, 0)
    assert catalog.at_path(song) == [before]
    assert before.added == 5.0
    catalog.close()


def test_a_file_that_is_busy_is_not_taken_for_damaged(
    file: Path, music: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(file, music)
    monkeypatch.setattr("tunes.library.database.BUSY_S", 0.05)
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    catalog = Catalog(file)
    assert catalog.notice == ""
    with pytest.raises(LibraryError, match="held by another program"):
        catalog.set_roots([])
    other.close()
    catalog.set_roots([])
    assert catalog.roots() == []
    catalog.close()


def test_a_place_that_cannot_hold_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(LibraryError, match="can't be opened"):
        Catalog(tmp_path / "file" / "library.db")
    (tmp_path / "folder.db").mkdir()
    with pytest.raises(LibraryError, match="can't be used"):
        Catalog(tmp_path / "folder.db")


def test_a_closed_one_says_so(file: Path) -> None:
    catalog = Catalog(file)
    catalog.close()
    catalog.close()
    with pytest.raises(LibraryError):
        catalog.roots()


def test_many_processes_open_a_new_file_at_once(file: Path, music: Path) -> None:
    make_library(music, seconds=0.2)
    running = [scanning(file, music) for _ in range(6)]
    assert [process.communicate(timeout=60)[0] for process in running] == ["12 \n"] * 6
    assert {process.returncode for process in running} == {0}


def test_another_process_scans_while_this_one_has_it_open(file: Path, music: Path) -> None:
    """As `tunes scan` beside the player."""
    catalog = Catalog(file)
    base = make_sound(music / "0.mp3", 0.3, title="T")
    for number in range(1, 300):
        (music / f"{number:03}.mp3").write_bytes(base.read_bytes() + bytes(number))
    other = scanning(file, music)
    seen = set()
    while other.poll() is None:
        shelf = catalog.shelf()
        assert len(list(shelf)) == len(shelf)
        seen.add(len(shelf))
        catalog.set_roots([music, music / "more"] if len(seen) % 2 else [music])  # this one changes it too
    assert other.communicate()[0] == "300 \n"
    assert len(catalog.shelf()) == 300
    assert 0 in seen
    catalog.close()
    assert not os.path.exists(f"{file}-wal")  # noqa: PTH110  # the last to close tidies up


def test_closing_under_the_feet_of_readers(file: Path, music: Path) -> None:
    """A thread whose connection is closed while it reads would take the whole program along."""
    make_library(music, seconds=0.2)
    fill(file, music)
    for _ in range(20):
        catalog = Catalog(file)
        begun = threading.Barrier(5)
        ended: list[str] = []

        def read(
            catalog: Catalog = catalog, begun: threading.Barrier = begun, ended: list[str] = ended
        ) -> None:
            try:
                assert len(list(catalog.all_tracks())) == 12
                begun.wait(10)
                while True:
                    assert len(list(catalog.all_tracks())) == 12
                    assert len(catalog.search("track", 20)) == 12
            except LibraryError as error:
                ended.append(str(error))

        readers = [threading.Thread(target=read) for _ in range(4)]
        for reader in readers:
            reader.start()
        begun.wait(10)
        catalog.close()
        for reader in readers:
            reader.join(10)
        assert ended == ["The library is closed."] * 4
