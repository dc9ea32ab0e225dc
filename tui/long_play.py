"""Owns playing from lists so long that reading all of them would keep the listener waiting: the rest follows from a worker."""

from collections.abc import Callable, Sequence
from functools import partial

from textual.dom import DOMNode
from textual.worker import get_current_worker
from tunes.library.track import Track
from tunes.player.queue import Entry, Queue, Shuffle
from tunes.tui.modes import MIXED_AT_ONCE, SHUFFLE
from tunes.tui.plenty import plenty
from tunes.tui.session import Session, counted

AT_ONCE = 500
"""Tracks that are read within a few milliseconds."""
BEHIND = 100
"""Of a longer list, the tracks before the chosen one that are within reach of `<` at once."""
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
        if len(near) < len(tracks):
            origin = session.queue.origin
            self._work(lambda do: self._bring(do, session, origin, tracks, start, source))

    def add(self, session: Session, tracks: Sequence[Track], source: str, *, is_next: bool) -> None:
        """Puts tracks right after the present one, or at the end of the queue."""
        if len(tracks) <= AT_ONCE:
            (session.enqueue_next if is_next else session.enqueue)(tracks, source)
            return

        def add(do: Do) -> None:
            with plenty():
                entries = [Entry(track, source) for track in tracks]
                self._change(
                    do,
                    session,
                    lambda seen: seen.inserted_next(entries) if is_next else seen.appended(entries),
                    counted(tracks),
                )

        self._work(add, group="long-add", exclusive=False)

    def shuffle(self, session: Session, by: Shuffle) -> None:
        """Another order."""
        if len(session.queue) <= MIXED_AT_ONCE:
            session.set_shuffle(by)
            return

        def mix(do: Do) -> None:
            with plenty():
                is_done = self._change(do, session, lambda seen: seen.shuffled(by), "shuffle")
            if is_done:
                do(lambda: session.say(SHUFFLE[by]))

        self._work(mix, group="long-shuffle")

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
        self, do: Do, session: Session, origin: int, tracks: Sequence[Track], start: int, source: str
    ) -> None:
        """What lies before and behind the part that plays. The queue is made here and only changed there: that takes no time."""
        with plenty():
            before = [Entry(track, source) for track in only_read(tracks[:start])]
            after = [Entry(track, source) for track in only_read(tracks[start + AT_ONCE :])]
            self._change(do, session, lambda seen: seen.completed(before, after), origin=origin)

    def _change(
        self,
        do: Do,
        session: Session,
        make: Callable[[Queue], Queue],
        what: str = "",
        *,
        origin: int | None = None,
    ) -> bool:
        """Has the session swap its queue for what is made of it here, made anew where it has changed meanwhile; not where it is another list."""
        while origin in {None, session.queue.origin}:
            seen = session.queue
            changed = make(seen)
            answers: list[bool] = []
            if not do(partial(_swap, session, seen, changed, what, answers)):
                return False
            if any(answers):
                return True
        return False

    def _work(
        self, body: Callable[[Do], object], *, group: str = "long-play", exclusive: bool = True
    ) -> None:
        """Runs it beside the screen; what it hands to `do` is done on the screen's thread, unless something else is wanted by now."""
        app = self._owner.app

        def run() -> None:
            worker = get_current_worker()

            def do(step: Callable[[], object]) -> bool:
                if not worker.is_cancelled:
                    app.call_from_thread(step)
                return not worker.is_cancelled

            body(do)

        app.run_worker(run, thread=True, exclusive=exclusive, exit_on_error=False, group=group)


def _swap(session: Session, seen: Queue, changed: Queue, what: str, answers: list[bool]) -> None:
    answers.append(session.swap(seen, changed, what))


def _append(session: Session, queue: Queue, tracks: Sequence[Track], source: str) -> None:
    """Only behind the list that they belong to; the present entry may have moved on."""
    if session.queue.origin == queue.origin and tracks:
        session.swap(session.queue, session.queue.appended([Entry(track, source) for track in tracks]))
