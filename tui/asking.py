"""Owns how queries are answered by library and history together. Knows no screen."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING

from tunes.library.errors import QueryError
from tunes.tui.cli import WRONG_USE
from tunes.tui.edges import Sorry

if TYPE_CHECKING:  # numpy and TinyDB are imported by the first query that asks for plays
    from tunes.library.catalog import Catalog
    from tunes.library.shelf import Shelf
    from tunes.profile.history import History
    from tunes.profile.store import Store

Counts = Mapping[str, tuple[int, int]]


@dataclass(slots=True)
class Counted:
    """Plays and skips of each track by every id it had, derived when first asked for, and again when the history has changed."""

    store: "Callable[[], Store]"
    _stamp: object = None
    _counts: Counts = field(default_factory=dict)
    _guard: Lock = field(default_factory=Lock)

    def __call__(self) -> Counts:
        """The counts by now. Takes a moment after each listen: not for the thread of the screen."""
        from tunes.profile.shards import all_shards
        from tunes.profile.storage import signature_of

        with self._guard:
            store = self.store()
            stamp = [signature_of(shard.path) for shard in all_shards(store.folder)]
            if stamp != self._stamp:
                self._counts, self._stamp = counts_of(store.history()), stamp
            return self._counts


def counts_of(history: "History") -> Counts:
    """Plays and skips by track id; who has none is left out."""
    import numpy as np
    from tunes.profile.rules import derive

    derived, most = derive(history), len(history.tracks)
    plays = np.bincount(history.track[derived.play], minlength=most).tolist()
    skips = np.bincount(history.track[derived.skip], minlength=most).tolist()
    return {
        name: (plays[place], skips[place])
        for name, place in history.index.items()
        if plays[place] or skips[place]
    }


@dataclass(frozen=True, slots=True)
class Asking:
    """Answers queries. Wrong ones raise `QueryError`, a sentence for the listener."""

    catalog: "Catalog"
    now: Callable[[], float]
    counts: Callable[[], Counts]

    def search(self, words: str, limit: int) -> "Shelf":
        """The tracks that a query finds, best first."""
        return self.catalog.search(words, limit, now=self.now(), counts=self.counts)

    def matching(self, words: str) -> "Shelf":
        """All tracks that a query finds, in library order."""
        return self.catalog.matching(words, now=self.now(), counts=self.counts)


@contextmanager
def or_wrong_use() -> Iterator[None]:
    """At the command line a wrong query is wrong use."""
    try:
        yield
    except QueryError as error:
        raise Sorry(str(error), WRONG_USE) from error
