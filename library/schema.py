"""Owns the tables of the library file, and how a track becomes a row and a row a track."""

import os
from dataclasses import fields
from pathlib import Path
from typing import Any, NamedTuple

from tunes.library.text import fold
from tunes.library.track import Kind, Track

VERSION = 4

_FILES = """CREATE TABLE IF NOT EXISTS files (
  path BLOB NOT NULL, part INTEGER NOT NULL, size INTEGER NOT NULL, mtime REAL NOT NULL, id TEXT, problem TEXT,
  state INTEGER NOT NULL, PRIMARY KEY (path, part)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS file_id ON files (id, state);
"""
TABLES = f"""
CREATE TABLE IF NOT EXISTS roots (place INTEGER PRIMARY KEY, path BLOB NOT NULL UNIQUE);
{_FILES}CREATE TABLE IF NOT EXISTS tracks (
  n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, path BLOB NOT NULL, kind TEXT NOT NULL, title TEXT NOT NULL,
  artist TEXT NOT NULL, album TEXT NOT NULL, album_artist TEXT NOT NULL, composer TEXT NOT NULL, genres TEXT NOT NULL,
  year INTEGER, track_no INTEGER, disc_no INTEGER, duration REAL, start REAL, "end" REAL, added REAL NOT NULL,
  size INTEGER NOT NULL, mtime REAL NOT NULL, mbid TEXT, gain_track REAL, gain_album REAL,
  show TEXT, season INTEGER, episode INTEGER,
  became TEXT, payload BLOB NOT NULL, described TEXT NOT NULL, listed INTEGER NOT NULL,
  by_artist TEXT NOT NULL, by_album TEXT NOT NULL, by_title TEXT NOT NULL, details TEXT NOT NULL DEFAULT ''
);
CREATE INDEX IF NOT EXISTS shelf ON tracks (listed, by_artist, by_album, disc_no, track_no, by_title, id);
CREATE INDEX IF NOT EXISTS became ON tracks (became) WHERE became IS NOT NULL;
CREATE TABLE IF NOT EXISTS settled (n INTEGER NOT NULL, is_open INTEGER NOT NULL DEFAULT 0, seen BLOB);
INSERT INTO settled SELECT 0, 0, NULL WHERE NOT EXISTS (SELECT 1 FROM settled);
CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5 (title, artist, album, rest, tokenize = 'unicode61');
CREATE VIRTUAL TABLE IF NOT EXISTS vocabulary USING fts5vocab (words, 'row');
"""

FROM_3 = """
ALTER TABLE settled ADD COLUMN seen BLOB;
"""
"""From the version before: all is kept."""

FROM_2 = f"""
ALTER TABLE files RENAME TO old_files;
DROP INDEX file_id;
{_FILES}
INSERT INTO files SELECT path, 0, -1, mtime, id, problem, state FROM old_files;
DROP TABLE old_files;
ALTER TABLE tracks ADD COLUMN details TEXT NOT NULL DEFAULT '';
ALTER TABLE settled ADD COLUMN is_open INTEGER NOT NULL DEFAULT 0;
{FROM_3}"""
"""From the version before that: all is kept, and each file read once more, for what was not kept of it."""

READ_SINCE, UNLISTED, LISTED, BY_NAME = -1, 0, 1, 2
"""How a track is listed: as the file of a name that has been read since; not at all, as all its files are gone; with what its
file says; while a scan is under way, with what the name of its file tells. Rows of the first and last kind have numbers below 0."""

HERE, GONE, OFFLINE, OUTSIDE, UNREADABLE = range(5)
"""States of a file: found where it was; looked for and not found; its root is not there; its root is no longer the library's;
there, and could not be read."""

SEPARATOR = "\x1f"
"""Stands between the genres of a row."""
_FIELDS = tuple(field.name for field in fields(Track))
TRACK_COLUMNS = ", ".join(f'"{name}"' for name in _FIELDS)
FIRST_PART = "part < 2"
"""True of one row of `files` for each file: a file that is one track has part 0, one that a cue sheet cuts has parts from 1 on."""
_ARTICLES = ("the ", "a ", "an ", "die ", "der ", "das ", "les ", "le ", "la ", "los ", "el ")


class Row(NamedTuple):
    """A row of `tracks`, less its number: a `Track` as it is stored, and what is known beside it.

    A scan makes these alone, and no `Track`: thousands of each would take a tenth of its time.
    """

    id: str
    path: bytes
    kind: str
    title: str
    artist: str
    album: str
    album_artist: str
    composer: str
    genres: str
    year: int | None
    track_no: int | None
    disc_no: int | None
    duration: float | None
    start: float | None
    end: float | None
    added: float
    size: int
    mtime: float
    mbid: str | None
    gain_track: float | None
    gain_album: float | None
    show: str | None
    season: int | None
    episode: int | None
    payload: bytes
    described: str
    listed: int
    by_artist: str
    by_album: str
    by_title: str
    details: str


Words = tuple[str, str, str, str]
"""What a track is found by: title, artist, album and the rest, folded."""


def words_of(row: Row, work: str) -> Words:
    """What the track of a row is found by; `work` is what it is a movement of."""
    artists = (
        row.artist
        if row.album_artist in {"", row.artist}
        else " ".join(filter(None, (row.artist, row.album_artist)))
    )
    stem = os.fsdecode(row.path).rpartition("/")[2].rpartition(".")[0]
    more = (
        row.composer,
        row.genres.replace(SEPARATOR, " "),
        work,
        row.show or "",
        str(row.year or ""),
        stem if stem != row.title else "",
    )
    rest = " ".join(filter(None, more))
    return searchable(row.title), searchable(artists), searchable(row.album), searchable(rest)


def track_of(row: tuple[Any, ...]) -> Track:
    """The track of a row selected by TRACK_COLUMNS, or of a whole one."""
    known = dict(zip(_FIELDS, row, strict=False))
    known["path"] = Path(os.fsdecode(known["path"]))
    known["kind"] = Kind(known["kind"])
    known["genres"] = tuple(filter(None, known["genres"].split(SEPARATOR)))
    return Track(**known)


def sorting(name: str) -> str:
    """A name for sorting: folded, and without its article. "The Beatles" stands under B."""
    folded = fold(name)
    if not folded.startswith(_ARTICLES):  # asked for each row
        return folded
    return next(folded[len(article) :] for article in _ARTICLES if folded.startswith(article))


def searchable(text: str) -> str:
    """Folded, with each ideograph, kana and Hangul syllable a word of its own: nobody types spaces between them."""
    return (
        "".join(f" {char} " if _is_cjk(char) else char for char in fold(text))
        if not text.isascii()
        else fold(text)
    )


def _is_cjk(char: str) -> bool:
    return "\u3040" <= char <= "\u30ff" or "\u3400" <= char <= "\u9fff" or "\uac00" <= char <= "\ud7af"


def storable(name: str) -> str:
    """SQLite takes no lone surrogates; a name on disk may hold them."""
    return name if name.isascii() else name.encode("utf-8", "replace").decode()
