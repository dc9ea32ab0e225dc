"""Owns rapidfuzz and how words find tracks: folded, mistyped ones corrected against the library's own vocabulary, best first."""

import sqlite3

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA
from tunes.library.schema import searchable

MOST_RANKED = 1_000
"""Tracks of which the order is worth knowing; nobody scrolls past them in a search."""
MOST_CORRECTIONS = 3
"""Words of the library that a mistyped one may have meant."""
SURE_LETTERS = 4
"""Shorter words are not corrected: everything is one letter away from `abc`."""


def find_numbers(db: sqlite3.Connection, words: str, limit: int | None) -> list[int]:
    """The row numbers of the tracks that have all of the words, best first; with no limit, all of them.

    Any text is a fair question: what can't be asked finds nothing.
    """
    terms = [term for word in searchable(words).split() if (term := _bare(word))]
    if not terms or limit == 0:
        return []
    alternatives = [_as_typed(db, term) or _corrected(db, term) for term in terms]
    found = _matches(db, alternatives, limit)
    if (
        not found and len(terms) > 1
    ):  # each word is somewhere, but no track has all: one of them may be mistyped all the same
        alternatives = [[*_as_typed(db, term), *_corrected(db, term)] for term in terms]
        found = _matches(db, alternatives, limit)
    if limit is None:
        return [number for number, *_ in found]
    asked = " ".join(some[0] for some in alternatives if some)
    # The sort is stable: ties stay in the order of the match.
    ranked = sorted(found, key=lambda row: _likeness(asked, *row[1:]), reverse=True)
    return [number for number, *_ in ranked[:limit]]


def _matches(
    db: sqlite3.Connection, alternatives: list[list[str]], limit: int | None
) -> list[tuple[int, str, str, str]]:
    """The tracks that have a word of each of these, with what they are ranked by."""
    if not all(alternatives):
        return []
    query = " AND ".join("(" + " OR ".join(map(_asked, some)) + ")" for some in alternatives)
    most = -1 if limit is None else max(limit, MOST_RANKED)
    return db.execute(
        "SELECT w.rowid, w.title, w.artist, w.album FROM words w JOIN tracks t ON t.n = w.rowid "
        "WHERE words MATCH ? AND t.listed = 1 ORDER BY bm25(words, 4, 3, 2, 1) LIMIT ?",
        (query, most),
    ).fetchall()


def _asked(term: str) -> str:
    """A term in SQLite's query language: as the beginning of a word, and for short ones more so as a whole one."""
    return f'"{term}"*' if len(term) >= SURE_LETTERS else f'"{term}" OR "{term}"*'


def _bare(word: str) -> str:
    """The letters and digits that SQLite's tokenizer would keep of a word; it splits at all others."""
    return "".join(char if char.isalnum() else " " for char in word).strip()


def _as_typed(db: sqlite3.Connection, term: str) -> list[str]:
    """The term itself, where the library has words that begin so."""
    beginning = "SELECT 1 FROM vocabulary WHERE term >= ? AND term < ? LIMIT 1"
    is_known = all(db.execute(beginning, (part, part + "\U0010ffff")).fetchone() for part in term.split())
    return [term] if is_known else []


def _corrected(db: sqlite3.Connection, term: str) -> list[str]:
    """The words of the library that a term was probably meant to be, or to begin."""
    if len(term) < SURE_LETTERS:
        return []
    mistakes = 1 if len(term) <= 5 else 2
    whole = "SELECT term FROM vocabulary WHERE length(term) BETWEEN ? AND ?"
    beginnings = "SELECT DISTINCT substr(term, 1, ?) FROM vocabulary WHERE length(term) > ?"
    for query, values in (
        (whole, (len(term) - mistakes, len(term) + mistakes)),
        (beginnings, (len(term), len(term))),
    ):
        choices = [word for (word,) in db.execute(query, values)]
        near = process.extract(
            term, choices, scorer=OSA.distance, score_cutoff=mistakes, limit=MOST_CORRECTIONS
        )
        if near:
            return [word for word, _, _ in near if word != term]
    return []


def _likeness(asked: str, title: str, artist: str, album: str) -> float:
    """How well a track fits: the whole question against each name, and against all of them together."""
    together = fuzz.token_set_ratio(asked, f"{artist} {title} {album}")
    return max(
        fuzz.ratio(asked, title), fuzz.ratio(asked, artist) - 1, fuzz.ratio(asked, album) - 2, together * 0.9
    )
