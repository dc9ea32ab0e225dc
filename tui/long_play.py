"""Owns playing from lists so long that reading all of them would keep the listener waiting: the rest follows from a worker."""

from collections.abc import Sequence

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


class LongPlay:
    """Starts a list at once, and brings what lies further down behind it."""

    def __init__(self, owner: DOMNode) -> None:
        self._owner = owner

    def play(self, session: Session, tracks: Sequence[Track], at: int, source: str) -> None:
        """Makes `tracks` the queue and plays from `at` on."""
        if len(tracks) <= AT_ONCE:
            session.play(tracks, at, source)
            return
        start = max(0, at - BEHIND)
        session.play(tracks[start : start + AT_ONCE], at - start, source)
        if start + AT_ONCE < len(tracks):
            self._bring(session, session.queue, tracks, start + AT_ONCE, source)

    def _bring(
        self, session: Session, queue: Queue, tracks: Sequence[Track], start: int, source: str
    ) -> None:
        app = self._owner.app

        def read() -> None:
            worker = get_current_worker()
            rest = list(tracks[start : start + MOST - AT_ONCE])
            if not worker.is_cancelled:
                app.call_from_thread(append, rest)

        def append(rest: list[Track]) -> None:
            # Only behind the list that it belongs to; the present entry may have moved on.
            if session.queue.entries is queue.entries:
                session.enqueue(rest, source)

        app.run_worker(read, thread=True, exclusive=True, exit_on_error=False, group="long-play")
