"""Owns the queue: what plays, what comes next, and in which order. Frozen and pure; every change returns a new queue."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Self

from tunes.library.track import Track


@dataclass(frozen=True, slots=True)
class Entry:
    """One place in the queue; the same track may stand in several."""

    track: Track
    source: str
    """Where it came from, as a listen keeps it: "album:…", "search", "queue"."""


@dataclass(frozen=True, slots=True)
class Queue:
    """Entries in the order they play, and which of them is the present one.

    An index outside the queue changes nothing: a key may come after the entry it meant has gone.
    """

    entries: tuple[Entry, ...] = ()
    index: int = 0
    """Place of the present entry; where `has_lost_current`, of the one that follows it. 0 in an empty queue."""
    has_lost_current: bool = False
    """The present entry was taken out, perhaps while it sounds: it stands unseen between `index` - 1 and `index`."""

    @classmethod
    def of(cls, entries: Iterable[Entry], at: int = 0) -> Self:
        """A new queue whose present entry is the one at `at`, kept within it."""
        kept = tuple(entries)
        return cls(kept, max(0, min(at, len(kept) - 1)))

    def __len__(self) -> int:
        return len(self.entries)

    @property
    def current(self) -> Entry | None:
        """The present entry; None in an empty queue and where it was taken out."""
        return None if self.has_lost_current else self._at(self.index)

    @property
    def upcoming(self) -> Entry | None:
        """What plays when the present entry has finished; None at the end."""
        return self._at(self._next_index)

    def following(self) -> Self | None:
        """The queue one entry on; None at its end."""
        return self._standing_at(self._next_index)

    def preceding(self) -> Self | None:
        """The queue one entry back; None at its start."""
        return self._standing_at(self.index - 1)

    def jumped(self, index: int) -> Self:
        """The queue with the entry at `index` as the present one."""
        return self._standing_at(index) or self

    def appended(self, entries: Iterable[Entry]) -> Self:
        """More entries at the end."""
        return replace(self, entries=(*self.entries, *entries))

    def inserted_next(self, entries: Iterable[Entry]) -> Self:
        """More entries right after the present one."""
        place = min(self._next_index, len(self.entries))
        return replace(self, entries=(*self.entries[:place], *entries, *self.entries[place:]))

    def removed(self, index: int) -> Self:
        """One entry less. The present one, taken out, is `current` no more, but what followed it still follows."""
        if self._at(index) is None:
            return self
        entries = self.entries[:index] + self.entries[index + 1 :]
        if index < self.index:
            return replace(self, entries=entries, index=self.index - 1)
        if index == self.index and not self.has_lost_current:
            return replace(self, entries=entries, has_lost_current=True)
        return replace(self, entries=entries)

    def moved(self, index: int, to: int) -> Self:
        """One entry at another place, kept within the queue; the present one stays the present one."""
        entry = self._at(index)
        if entry is None:
            return self
        to = max(0, min(to, len(self.entries) - 1))
        rest = self.entries[:index] + self.entries[index + 1 :]
        return replace(self, entries=(*rest[:to], entry, *rest[to:]), index=self._index_after_move(index, to))

    def cleared(self) -> Self:
        """No entries; what is added later comes after the one that sounds now."""
        return type(self)(has_lost_current=self.has_lost_current or self.current is not None)

    @property
    def _next_index(self) -> int:
        """The one place that knows the order of play."""
        return self.index if self.has_lost_current else self.index + 1

    def _at(self, index: int) -> Entry | None:
        return self.entries[index] if 0 <= index < len(self.entries) else None

    def _standing_at(self, index: int) -> Self | None:
        return None if self._at(index) is None else replace(self, index=index, has_lost_current=False)

    def _index_after_move(self, index: int, to: int) -> int:
        if index == self.index and not self.has_lost_current:
            return to
        without = self.index - (index < self.index)
        return without + (to < without or (to == without and not self.has_lost_current))
