"""Owns rapidfuzz and how a query finds tracks: mistyped words corrected against the library's own vocabulary, best first."""

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA
from tunes.library.conditions import SURE_LETTERS, Beyond, Spelt, bare, begun, conditions
from tunes.library.hits import Hit, Hits
from tunes.library.query import Query, Text, parse
from tunes.library.vocabulary import Vocabulary

MOST_RANKED = 500
"""Tracks of which the order is worth knowing; nobody scrolls past them in a search."""
MOST_CORRECTIONS = 16
"""Words of the library that a mistyped one may have meant."""
SHORT_LETTERS = 3
"""Words as short as this are corrected only where the library has none that begins so."""
TWICE_LETTERS = 6
"""Words as long as this may hold two mistakes."""
MANY_WORDS = 3
"""So many words still name a track when one of them is left out."""
ENOUGH = 5
"""Hits that fill the first glance; with fewer, a word that the library has may be mistyped all the same."""

SETBACKS = (0.0, 3.0, 10.0)
"""What a hit of each try loses against the tries before."""
SURE = 89.0
"""Likeness of a track that has all the words as they were typed."""
REPEATED = 1.0
"""Likeness that each further track loses that is found by the same name."""
MOST_REPEATED = 10
"""Tracks that lose it: the others of an artist still come before what is much less like the words."""


def find_numbers(
    db: sqlite3.Connection, line: str, limit: int | None, vocabulary: Vocabulary, beyond: Beyond
) -> list[int]:
    """The row numbers of the tracks that a query finds, best first; with no limit, all of them.

    Raises `QueryError`, a sentence, where the query makes no sense.
    """
    query = parse(line, lambda text: _has(db, text))
    hits = Hits(db, conditions(db, query.terms, beyond))
    wanted = _wanted(query)
    texts = [text for text in wanted if bare(text.words)]  # punctuation alone can't be looked up
    if limit == 0 or any(text.field for text in wanted if text not in texts):
        return []
    if not texts:
        return hits.in_order(-1 if limit is None else limit) if hits.conditions else []
    search = _Search(hits, vocabulary, texts)
    return search.everything() if limit is None else search.best(limit)


def _has(db: sqlite3.Connection, text: str) -> bool:
    """Whether these words stand side by side in a track, the last one maybe not to its end."""
    words = bare(text)
    query = "SELECT 1 FROM words WHERE words MATCH ? LIMIT 1"
    return bool(words) and db.execute(query, (begun(words),)).fetchone() is not None


def _wanted(query: Query) -> list[Text]:
    return [term.what for term in query.terms if term.is_wanted and isinstance(term.what, Text)]


@dataclass(frozen=True, slots=True)
class _Search:
    """Words being looked for, in up to three tries."""

    hits: Hits
    vocabulary: Vocabulary
    texts: Sequence[Text]

    def everything(self) -> list[int]:
        """All that the words find, in no order."""
        return [number for number, *_ in self._tried(-1)]

    def best(self, limit: int) -> list[int]:
        """The best that the words find, best first."""
        ranking = _Ranking(self.texts)
        if ranking.is_idle:
            return self.hits.shelved(self._tried(limit, ranked=False))
        most, found = max(limit, MOST_RANKED), dict[Hit, float]()
        tries: Sequence[Callable[[int], list[Hit]]] = self._first_try, self._second_try, self._third_try
        for attempt, setback in zip(tries, SETBACKS, strict=True):
            if len(found) < min(limit, ENOUGH) and not ranking.is_sure(found):
                found = dict.fromkeys(attempt(most), setback) | found
        return ranking.best_first(found)[:limit]

    def _tried(self, most: int, *, ranked: bool = True) -> list[Hit]:
        return self._first_try(most, ranked=ranked) or self._second_try(most, ranked=ranked)

    def _first_try(self, most: int, *, ranked: bool = True) -> list[Hit]:
        """Each word as typed where the library has it, else corrected."""
        return self._found(
            {one: self._typed(one) or self._corrected(one, SHORT_LETTERS) for one in self.texts}, most, ranked
        )

    def _second_try(self, most: int, *, ranked: bool = True) -> list[Hit]:
        """Any of the words may be mistyped, though another track has it."""
        return self._found(
            {one: [*self._typed(one), *self._corrected(one)] for one in self.texts}, most, ranked
        )

    def _third_try(self, most: int) -> list[Hit]:
        """One of the words may be mistyped beyond finding: what is most like the whole will be best."""
        unknown = [one for one in self.texts if not self._typed(one)]
        free = [one for one in self.texts if not one.field]
        if len(unknown) > 1 or len(self.texts) == 1:
            return []
        doubtful = unknown or [one for one in free if not self._is_whole(one)]
        return self._without_each(doubtful, most) or self._without_each(
            # Of many words, one may have been mistyped into another that the library has.
            [] if unknown or len(self.texts) < MANY_WORDS else free,
            most,
        )

    def _without_each(self, doubtful: Sequence[Text], most: int) -> list[Hit]:
        """What all words but one of these find."""
        return [
            hit
            for left_out in doubtful
            for hit in self._found(
                {one: self._typed(one) for one in self.texts if one != left_out}, most, ranked=True
            )
        ]

    def _found(self, spellings: dict[Text, list[str]], most: int, ranked: bool) -> list[Hit]:
        if not spellings or not all(spellings.values()):
            return []
        spelt = [Spelt(text, tuple(some), text.is_phrase) for text, some in spellings.items()]
        return self.hits.of(spelt, most, ranked=ranked)

    def _typed(self, text: Text) -> list[str]:
        """The words themselves, where the library has words that begin so."""
        words = bare(text.words)
        return [words] if text.is_phrase or all(map(self.hits.has_word, words.split())) else []

    def _is_whole(self, text: Text) -> bool:
        """Whether each is a word of the library as it stands."""
        return text.is_phrase or all(map(self.hits.is_word, bare(text.words).split()))

    def _corrected(self, text: Text, least: int = SURE_LETTERS) -> list[str]:
        """The words of the library that one was probably meant to be, or to begin."""
        word = bare(text.words)
        if len(word) < least or text.is_phrase:
            return []
        db, words = self.hits.db, self.vocabulary
        return (
            _near(word, words.near(db, word), 1)
            or _near(word, words.beginnings(db, len(word)), 1)
            or (len(word) >= TWICE_LETTERS and _near(word, words.about(db, len(word), 2), 2))
            or (len(word) >= TWICE_LETTERS and _near(word, words.beginnings(db, len(word)), 2))
            or []
        )


def _near(word: str, choices: Sequence[str], mistakes: int) -> list[str]:
    found = process.extract(word, choices, scorer=OSA.distance, score_cutoff=mistakes, limit=MOST_CORRECTIONS)
    return [one for one, _, _ in found if one != word]


class _Ranking:
    """How well a track fits what was typed."""

    def __init__(self, texts: Sequence[Text]) -> None:
        self._free = " ".join(bare(text.words) for text in texts if not text.field)
        self._fields = [
            (bare(text.words), text.field) for text in texts if text.field in {"title", "artist", "album"}
        ]
        self.is_idle = not self._free and not self._fields
        """Whether all fit alike."""

    def best_first(self, hits: Mapping[Hit, float]) -> list[int]:
        """The numbers of hits, each with what it is set back. Each name's first comes before an equal one's second: words may be meant in several ways."""
        fits = ((hit, setback, *self._fit(hit)) for hit, setback in hits.items())
        scored = [(likeness - setback, name, hit[0]) for hit, setback, likeness, name in fits]
        scored.sort(key=_likeness, reverse=True)  # ties stay in the order of the match
        seen: Counter[str] = Counter()
        placed = []
        for likeness, name, number in scored:
            placed.append((likeness - REPEATED * min(seen[name], MOST_REPEATED), number))
            seen[name] += 1
        return [number for _, number in sorted(placed, key=_likeness, reverse=True)]

    def is_sure(self, hits: Iterable[Hit]) -> bool:
        """Whether one of these has all the words as they were typed: nobody doubts them then."""
        return any(self._fit(hit)[0] >= SURE for hit in hits)

    def _fit(self, hit: Hit) -> tuple[float, str]:
        """How like the words it is, up to 100, and which name of it is."""
        _, title, artist, album = hit
        by_field = {"title": title, "artist": artist, "album": album}
        fits = [_holding(words, by_field[field]) for words, field in self._fields]
        free, name = self._fit_of_free(title, artist, album) if self._free else (0.0, title)
        parts = [*fits, *([free] if self._free else [])]
        return sum(parts) / len(parts), name

    def _fit_of_free(self, title: str, artist: str, album: str) -> tuple[float, str]:
        """The words against each name, and against all of them together."""
        asked, both = self._free, f"{artist} - {title}"
        return max(
            (_alike(asked, title), title),
            (_alike(asked, artist) - 0.3, f"{artist} -"),
            (_alike(asked, album) - 0.6, f"- {album}"),
            (_alike(asked, f"{artist} {title}") - 0.9, both),
            (_alike(asked, f"{title} {artist}") - 0.9, both),
            (_holding(asked, f"{artist} {title} {album}"), both),
        )


def _holding(words: str, text: str) -> float:
    """How like the words a text is, or holds them among others."""
    return max(_alike(words, text), fuzz.token_set_ratio(words, text) * 0.9)


def _alike(one: str, other: str) -> float:
    return 100 * OSA.normalized_similarity(one, other)


_likeness = itemgetter(0)
