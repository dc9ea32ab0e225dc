"""Owns what can be undone of the queue, and done again. Pure."""

from collections import deque
from dataclasses import dataclass, field, replace

from tunes.player.coming_back import made_whole
from tunes.player.queue import Queue

MOST = 100
"""Steps back; each keeps only what it changed."""


@dataclass(frozen=True, slots=True)
class Change:
    """One change of the queue."""

    before: Queue
    what: str
    """What was done, as in "Undone: …"."""


@dataclass(slots=True)
class SecondThoughts:
    """The changes that can be taken back, and those that were."""

    _done: deque[Change] = field(default_factory=lambda: deque(maxlen=MOST))
    _undone: list[Change] = field(default_factory=list)

    def note(self, before: Queue, what: str) -> None:
        """The queue is about to be another; what was undone before is past."""
        self._done.append(Change(before, what))
        self._undone.clear()

    def forget(self, origin: int) -> None:
        """The list of this origin is whole only now: what it was before is nothing to go back to."""
        self._done = deque((one for one in self._done if one.before.origin != origin), MOST)
        self._undone.clear()

    def fill_up(self, part: Queue, whole: Queue) -> None:
        """What was only a part of this queue comes back as all of it."""

        def filled(change: Change) -> Change:
            is_of_it = change.before.origin == whole.origin
            return replace(change, before=made_whole(change.before, part, whole)) if is_of_it else change

        self._done = deque(map(filled, self._done), MOST)
        self._undone = list(map(filled, self._undone))

    def back(self, present: Queue) -> tuple[Queue, str] | None:
        """The queue without the latest change, and what that was; None where there is none."""
        if not self._done:
            return None
        change = self._done.pop()
        self._undone.append(Change(present, change.what))
        return present.restored(change.before), change.what

    def again(self, present: Queue) -> tuple[Queue, str] | None:
        """The queue with the change that was undone last."""
        if not self._undone:
            return None
        change = self._undone.pop()
        self._done.append(Change(present, change.what))
        return present.restored(change.before), change.what
