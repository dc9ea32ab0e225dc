"""Owns the words of the library in memory, by their length, for whoever compares one with all of them. May be used from any thread."""

import sqlite3
import threading
from collections import defaultdict

_STAMP = "SELECT id, block FROM words_data WHERE id IN (1, 10) ORDER BY id"
"""FTS5 keeps there how many words it holds and how often it was written: whoever changes a word changes them."""

ALIKE = 2
"""Letters at the begin or the end that one typing mistake leaves as they are, in a word of five or more."""


class Vocabulary:
    """Every word that stands in a track, read again when one has changed: 100,000 tracks have some 10 MB of them."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._stamp: object = None
        self._words: dict[int, list[str]] = {}
        self._alike: dict[tuple[int, str, str], list[str]] = {}
        """By length and first letters, and by length and last letters."""
        self._beginnings: dict[int, list[str]] = {}

    def near(self, db: sqlite3.Connection, word: str) -> list[str]:
        """The words that differ from this one by a letter or so: they begin or end alike, and are about as long."""
        with self._guard:
            self._refresh(db)
            ends = (word[:ALIKE], ""), ("", word[-ALIKE:])
            lengths = range(len(word) - 1, len(word) + 2)
            found = (one for length in lengths for end in ends for one in self._alike.get((length, *end), ()))
            return list(dict.fromkeys(found))

    def about(self, db: sqlite3.Connection, length: int, margin: int) -> list[str]:
        """The words of about this many letters."""
        with self._guard:
            self._refresh(db)
            lengths = range(length - margin, length + margin + 1)
            return [one for size in lengths for one in self._words.get(size, ())]

    def beginnings(self, db: sqlite3.Connection, length: int) -> list[str]:
        """The first letters, this many, of the words that are longer."""
        with self._guard:
            self._refresh(db)
            if length not in self._beginnings:
                longer = (word for size, words in self._words.items() if size > length for word in words)
                self._beginnings[length] = sorted({word[:length] for word in longer})
            return self._beginnings[length]

    def _refresh(self, db: sqlite3.Connection) -> None:
        stamp = db.execute(_STAMP).fetchall()
        if stamp == self._stamp:
            return
        words: defaultdict[int, list[str]] = defaultdict(list)
        alike: defaultdict[tuple[int, str, str], list[str]] = defaultdict(list)
        for (word,) in db.execute("SELECT term FROM vocabulary"):
            words[len(word)].append(word)
            alike[len(word), word[:ALIKE], ""].append(word)
            alike[len(word), "", word[-ALIKE:]].append(word)
        self._stamp, self._words, self._alike, self._beginnings = stamp, dict(words), dict(alike), {}
