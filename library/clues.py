"""Owns what the library file knows of single tracks for telling them apart, and what the listener decides about them."""

import os
from collections.abc import Collection, Iterator
from pathlib import Path

from tunes.library.database import Database, Row
from tunes.library.doubts import Clue

_COLUMNS = "id, artist, title, album, duration, mbid, payload, path"


class Clues:
    """The library file's side of `doubts`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def here(self) -> Iterator[Clue]:
        """All listed tracks."""
        return map(_clue, self._database.rows(f"SELECT {_COLUMNS} FROM tracks WHERE listed = 1"))

    def gone(self, ids: Collection[str]) -> dict[str, Clue]:
        """Those of these tracks that the library remembers, by their ids."""
        rows = self._database.rows(f"SELECT {_COLUMNS} FROM tracks WHERE listed = 0")
        return {row[0]: _clue(row) for row in rows if row[0] in ids}

    def beginning(self, prefix: str) -> list[str]:
        """The ids that begin so, listed ones or not."""
        rows = self._database.rows(
            "SELECT id FROM tracks WHERE id >= ? AND id < ?", prefix, prefix + "\U0010ffff"
        )
        return [name for (name,) in rows]

    def link(self, new: str | None, old: str) -> None:
        """Notes what a track has become, so that no scan makes it another; with None, that it has become nothing."""
        with self._database.change() as db:
            db.execute("UPDATE tracks SET became = ? WHERE id = ?", (new, old))


def _clue(row: Row) -> Clue:
    return Clue(*(*row[:-1], Path(os.fsdecode(row[-1])).stem))
