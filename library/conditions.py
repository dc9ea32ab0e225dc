"""Owns how the terms of a query become SQL over `tracks t` and `words`; which spellings of a word are meant is decided by others."""

import re
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from tunes.library.amounts import Range
from tunes.library.errors import QueryError
from tunes.library.query import Kinds, Term, Text
from tunes.library.schema import searchable

SURE_LETTERS = 4
"""Shorter words are not corrected: everything is one letter away from `abc`."""

Counts = Mapping[str, tuple[int, int]]
"""Plays and skips by track id; a track that is left out has none."""

_WORD_BEGINS, _WORD_ENDS = r"(?<![^\W_])", r"(?![^\W_])"
_NONE = (0, 0)
_INDEXED = ("artist", "album", "title")
"""Fields with a column of their own in `words`; the others share one, and are looked at again in `tracks`."""
_STORED = {"genre": "replace({}.genres, char(31), ' ')", "composer": "{}.composer", "show": "{}.show"}
"""Several genres are kept with a separator between them."""


@dataclass(frozen=True, slots=True)
class Beyond:
    """What the library does not know by itself."""

    now: float | None = None
    """Unix seconds, for `added:`."""
    counts: Callable[[], Counts] | None = None
    """For `plays:` and `skips:`; called only where a query asks for them."""


@dataclass(frozen=True, slots=True)
class Condition:
    """A piece of SQL that is true of the tracks meant."""

    sql: str
    values: tuple[object, ...] = ()


@dataclass(frozen=True, slots=True)
class Spelt:
    """A text term and the spellings that may be meant by it, each bare words."""

    text: Text
    spellings: tuple[str, ...]
    is_whole: bool = False
    """Whether the last word must end where the spelling does."""

    def match(self) -> str:
        """In FTS5's own language."""
        ends = [f'"{one}"' if self.is_whole else begun(one) for one in self.spellings]
        column = self.text.field if self.text.field in _INDEXED else "rest" if self.text.field else ""
        return f"{column} : ({' OR '.join(ends)})" if column else f"({' OR '.join(ends)})"

    def again(self, table: str) -> Condition | None:
        """What must hold besides, for a field that shares its column with others."""
        column = _STORED.get(self.text.field)
        if column is None:
            return None
        text = column.format(table)
        return Condition(f"stands_in({text}, ?, {int(self.is_whole)})", ("\n".join(self.spellings),))

    def in_row(self) -> Condition:
        """The same as `match`, for rows of `words w` that were found by something else."""
        column = self.text.field if self.text.field in _INDEXED else "rest"
        columns = [column] if self.text.field else [*_INDEXED, "rest"]
        text = " || ' ' || ".join(f"w.{one}" for one in columns)
        some = "|".join(re.escape(one) for one in self.spellings)
        end = _WORD_ENDS if self.is_whole else ""
        return Condition(f"regexp(?, {text})", (f"{_WORD_BEGINS}(?:{some}){end}",))


def bare(words: str) -> str:
    """The words as SQLite's tokenizer keeps them: folded letters and digits; it splits at all others."""
    return " ".join("".join(char if char.isalnum() else " " for char in searchable(words)).split())


def begun(term: str) -> str:
    """A term in FTS5's language: as the beginning of a word, and for short ones more so as a whole one."""
    return f'"{term}"*' if len(term) >= SURE_LETTERS else f'"{term}" OR "{term}"*'


def conditions(db: sqlite3.Connection, terms: Sequence[Term], beyond: Beyond) -> list[Condition]:
    """Of all terms but the words that are wanted, which are matched elsewhere. Teaches the connection what they need."""
    db.create_function("stands_in", 3, _stands_in, deterministic=True)
    db.create_function("regexp", 2, _is_found, deterministic=True)
    found = []
    for term in terms:
        if isinstance(term.what, Text):
            if not term.is_wanted and (words := bare(term.what.words)):
                found.append(_without(Spelt(term.what, (words,), is_whole=True)))
            continue
        one = _of_range(db, term.what, beyond) if isinstance(term.what, Range) else _of_kinds(term.what)
        found.append(one if term.is_wanted else Condition(f"NOT coalesce({one.sql}, 0)", one.values))
    return found


def _without(spelt: Spelt) -> Condition:
    again = spelt.again("o") or Condition("1")
    return Condition(
        "t.n NOT IN (SELECT words.rowid FROM words JOIN tracks o ON o.n = words.rowid "
        f"WHERE words MATCH ? AND {again.sql})",
        (spelt.match(), *again.values),
    )


def _of_kinds(what: Kinds) -> Condition:
    return Condition(
        f"t.kind IN ({','.join('?' * len(what.kinds))})", tuple(str(kind) for kind in what.kinds)
    )


def _of_range(db: sqlite3.Connection, what: Range, beyond: Beyond) -> Condition:
    if what.field in {"plays", "skips"}:
        return _between(_counted(db, what.field, beyond), what)
    if what.field == "added":
        if beyond.now is None:
            raise QueryError("“added:” can't be answered here.")
        return _between("(? - t.added)", what, beyond.now)
    return _between({"year": "t.year", "length": "t.duration"}[what.field], what)


def _between(number: str, what: Range, *values: float) -> Condition:
    equals = "=" if what.has_ends else ""
    return Condition(
        f"({number} >{equals} ? AND {number} <{equals} ?)", (*values, what.least, *values, what.most)
    )


def _counted(db: sqlite3.Connection, field: str, beyond: Beyond) -> str:
    """The number of plays or skips of a track, asked only for those that everything else leaves."""
    if beyond.counts is None:
        raise QueryError(f"“{field}:” can't be answered here.")
    counts, place = beyond.counts(), 0 if field == "plays" else 1
    db.create_function(field, 1, lambda track: counts.get(track, _NONE)[place])
    return f"{field}(t.id)"


def _is_found(pattern: str, text: str) -> bool:
    return re.search(pattern, text) is not None


@lru_cache(maxsize=8_192)  # a few hundred genres and composers are asked about for each of many tracks
def _stands_in(text: str | None, spellings: str, is_whole: int) -> bool:
    """Whether one of these (a line each) stands in a text, at the beginning of its words."""
    words = f" {bare(text or '')} "
    return any(f" {one}{' ' * is_whole}" in words for one in spellings.split("\n"))
