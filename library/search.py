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
    alternatives = [_alternatives(db, term) for term in terms]
    if not terms or not all(alternatives) or limit == 0:
        return []
    query = " AND ".join("(" + " OR ".join(f'"{one}"*' for one in some) + ")" for some in alternatives)
    most = -1 if limit is None else max(limit, MOST_RANKED)
    found = db.execute(
        "SELECT w.rowid, w.title, w.artist, w.album FROM words w JOIN tracks t ON t.n = w.rowid "
        "WHERE words MATCH ? AND t.listed = 1 ORDER BY bm25(words, 4, 3, 2, 1) LIMIT ?",
        (query, most),
    ).fetchall()
    if limit is None:
        return [number for number, *_ in found]
    asked = " ".join(some[0] for some in alternatives)
    ranked = sorted(
        found, key=lambda row: _likeness(asked, *row[1:]), reverse=True
    )  # stable: ties stay in bm25's order
    return [number for number, *_ in ranked[:limit]]


def _bare(word: str) -> str:
    """The letters and digits that SQLite's tokenizer would keep of a word; it splits at all others."""
    return "".join(char if char.isalnum() else " " for char in word).strip()


def _alternatives(db: sqlite3.Connection, term: str) -> list[str]:
    """The term itself where the library has words that begin so, else the words that it was probably meant to be."""
    parts = term.split()
    known = all(
        db.execute(
            "SELECT 1 FROM vocabulary WHERE term >= ? AND term < ? LIMIT 1", (part, part + "\U0010ffff")
        ).fetchone()
        for part in parts
    )
    if known:
        return [term]
    if len(term) < SURE_LETTERS:
        return []
    vocabulary = [word for (word,) in db.execute("SELECT term FROM vocabulary WHERE length(term) >= 3")]
    mistakes = 1 if len(term) <= 5 else 2
    near = process.extract(
        term, vocabulary, scorer=OSA.distance, score_cutoff=mistakes, limit=MOST_CORRECTIONS
    ) or process.extract(
        term,
        [word[: len(term)] for word in vocabulary if len(word) > len(term)],
        scorer=OSA.distance,
        score_cutoff=mistakes,
        limit=MOST_CORRECTIONS,
    )
    return list(dict.fromkeys(word for word, _, _ in near))


def _likeness(asked: str, title: str, artist: str, album: str) -> float:
    """How well a track fits: the whole question against each name, and against all of them together."""
    together = fuzz.token_set_ratio(asked, f"{artist} {title} {album}")
    return max(
        fuzz.ratio(asked, title), fuzz.ratio(asked, artist) - 1, fuzz.ratio(asked, album) - 2, together * 0.9
    )
