"""Owns looking up in the library file: which tracks have these spellings and meet these conditions."""

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from tunes.library.conditions import SURE_LETTERS, Condition, Spelt

WIDE = 100
"""Words that begin alike; with more, their tracks are too many to be gone through while somebody types."""

Hit = tuple[int, str, str, str]
"""Number, title, artist and album."""

_IN_ORDER = "t.by_artist, t.by_album, t.disc_no, t.track_no, t.by_title, t.id"


@dataclass(frozen=True, slots=True)
class Hits:
    """The tracks that meet these conditions."""

    db: sqlite3.Connection
    conditions: Sequence[Condition]

    def in_order(self, most: int) -> list[int]:
        """The first of them in library order; -1 is all."""
        where = _all_of(self.conditions)
        query = f"SELECT t.n FROM tracks t WHERE {where.sql} ORDER BY {_IN_ORDER} LIMIT ?"
        return [number for (number,) in self.db.execute(query, (*where.values, most))]

    def shelved(self, hits: Iterable[Hit]) -> list[int]:
        """These in library order."""
        query = f"SELECT t.n FROM tracks t WHERE t.n IN (SELECT value FROM json_each(?)) ORDER BY {_IN_ORDER}"
        return [number for (number,) in self.db.execute(query, (json.dumps([hit[0] for hit in hits]),))]

    def of(self, spelt: Sequence[Spelt], most: int, *, ranked: bool = True) -> list[Hit]:
        """Those that have all of these; with more than `most` (-1 is all) those that fit best, or any."""
        wide = [one for one in spelt if most >= 0 and self._is_wide(one)]
        narrow = [one for one in spelt if one not in wide]
        if narrow:
            return self._matching(narrow, [one.in_row() for one in wide], most, ranked=ranked)
        found = self._matching([replace(one, is_whole=True) for one in wide], [], most, ranked=ranked)
        if len(found) < most:
            longest, *others = sorted(wide, key=lambda one: len(one.spellings[0]), reverse=True)
            found += self._matching([longest], [one.in_row() for one in others], most, ranked=False)
        return found

    def has_word(self, beginning: str) -> bool:
        """Whether a word of the library begins like this."""
        return self._count_words(beginning, 1) == 1

    def is_word(self, word: str) -> bool:
        """Whether the library has just this word."""
        return self.db.execute("SELECT 1 FROM vocabulary WHERE term = ?", (word,)).fetchone() is not None

    def _matching(
        self, spelt: Sequence[Spelt], besides: Sequence[Condition], most: int, *, ranked: bool
    ) -> list[Hit]:
        again = [one for each in spelt if (one := each.again("t")) is not None]
        where = _all_of([*again, *besides, *self.conditions])
        query = (
            # CROSS: the words first, whatever SQLite thinks; it would look at each track.
            "SELECT w.rowid, w.title, w.artist, w.album FROM words w CROSS JOIN tracks t ON t.n = w.rowid "
            f"WHERE words MATCH ? AND {where.sql} {'ORDER BY rank' if ranked else ''} LIMIT ?"
        )
        match = " AND ".join(one.match() for one in spelt)
        return self.db.execute(query, (match, *where.values, most)).fetchall()

    def _is_wide(self, spelt: Spelt) -> bool:
        beginning = spelt.spellings[0]
        is_short = not spelt.is_whole and len(spelt.spellings) == 1 and len(beginning) < SURE_LETTERS
        return is_short and self._count_words(beginning, WIDE) == WIDE

    def _count_words(self, beginning: str, most: int) -> int:
        query = "SELECT 1 FROM vocabulary WHERE term >= ? AND term < ? LIMIT ?"
        return len(self.db.execute(query, (beginning, beginning + "\U0010ffff", most)).fetchall())


def _all_of(parts: Sequence[Condition]) -> Condition:
    """All of them, of what is listed."""
    return Condition(
        " AND ".join(["t.listed = 1", *(part.sql for part in parts)]),
        tuple(value for part in parts for value in part.values),
    )
