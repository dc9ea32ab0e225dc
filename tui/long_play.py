"""Owns playing from lists so long that reading all of them would keep the listener waiting: the rest follows from a worker."""

from collections.abc import Callable, Sequence
from functools import partial

from textual.dom import DOMNode
from textual.worker import get_current_worker
from tunes.library.track import Track
from tunes.player.queue import Queue
from tunes.tui.session import Session

AT_ONCE = 500
"""Tracks that are read within a few milliseconds."""
MOST = 5_000
"""Tracks of one queue: two weeks without a pause. More only cost memory."""
BEHIND = 100
"""Of a longer list, the tracks before the chosen one that stay within reach of `<`."""
UNREAD_AT_ONCE = 25
"""Files that a scan has not come to yet, read at a time: on a slow disk a second or two."""

ReadNow = Callable[[Sequence[Track]], list[Track]]
"""The same tracks, those known by the names of their files only read at once; what can't be read is left out."""

Do = Callable[[Callable[[], object]], bool]
"""Does a step on the screen's thread; False where nobody wants it any more."""


def only_read(tracks: Sequence[Track]) -> list[Track]:
    """Where nothing can be read: the tracks that have been."""
    return [track for track in tracks if not track.is_unread]


class LongPlay:
    """Starts a list at once, and brings what lies further down behind it."""

    def __init__(self, owner: DOMNode, read: ReadNow, say_unreadable: Callable[[], object]) -> None:
        self._owner = owner
        self._read = read
        self._say_unreadable = say_unreadable

    def play(self, session: Session, tracks: Sequence[Track], at: int, source: str) -> None:
        """Makes `tracks` the queue and plays from `at` on."""
        start = max(0, at - BEHIND) if len(tracks) > AT_ONCE else 0
        near = tracks[start : start + AT_ONCE]
        if any(track.is_unread for track in near):
            self._work(lambda do: self._read_and_play(do, session, near[at - start :], source))
            return
        session.play(near, at - start, source)
        if start + AT_ONCE < len(tracks):
            queue = session.queue
            self._work(lambda do: self._bring(do, session, queue, tracks, start + AT_ONCE, source))

    def when_read(self, tracks: Sequence[Track], then: Callable[[Sequence[Track]], object]) -> None:
        """Does something with tracks, as soon as all of them are read; says so where none can be."""

        def read(do: Do) -> None:
            found = self._read(tracks)
            do(partial(then, found) if found else self._say_unreadable)

        if any(track.is_unread for track in tracks):
            self._work(read, group="read-now")
        else:
            then(tracks)

    def _read_and_play(self, do: Do, session: Session, tracks: Sequence[Track], source: str) -> None:
        """The chosen track alone, and then those behind it, some at a time."""
        chosen = self._read(tracks[:1])
        if not chosen:
            do(self._say_unreadable)
        if not chosen or not do(lambda: session.play(chosen, 0, source)):
            return
        queue = session.queue
        for start in range(1, len(tracks), UNREAD_AT_ONCE):
            more = self._read(tracks[start : start + UNREAD_AT_ONCE])
            if not do(partial(_append, session, queue, more, source)):
                return
            queue = session.queue

    def _bring(
        self, do: Do, session: Session, queue: Queue, tracks: Sequence[Track], start: int, source: str
    ) -> None:
        rest = only_read(tracks[start : start + MOST - AT_ONCE])
        do(lambda: _append(session, queue, rest, source))

    def _work(self, body: Callable[[Do], object], *, group: str = "long-play") -> None:
        """Runs it beside the screen; what it hands to `do` is done on the screen's thread, unless something else is wanted by now."""
        app = self._owner.app

        def run() -> None:
            worker = get_current_worker()

            def do(step: Callable[[], object]) -> bool:
                if not worker.is_cancelled:
                    app.call_from_thread(step)
                return not worker.is_cancelled

            body(do)

        app.run_worker(run, thread=True, exclusive=True, exit_on_error=False, group=group)


def _append(session: Session, queue: Queue, tracks: Sequence[Track], source: str) -> None:
    """Only behind the list that they belong to; the present entry may have moved on."""
    if session.queue.cells is queue.cells and tracks:
        session.enqueue(tracks, source)
