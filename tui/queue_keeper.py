"""Owns the queue on disk: kept while the program runs by a thread of its own, and brought back at the next start.

Whoever changes the queue is never held up. Two files: the entries, written when they change, and the place, written at every
step and every few seconds while something plays, so that a kill costs seconds. One program of a profile keeps its queue there.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tunes.player.queue import Queue
from tunes.player.saved_queue import Find, Garbled, Known, Place, Saved, Writing, read_queue, written_place
from tunes.profile.atomic import private_folder, replace_file
from tunes.profile.lock import Lock
from tunes.tui.plenty import plenty
from tunes.tui.session import Session

SETTLED_S = 0.5
"""Changes that follow one another this closely are written once."""
PLACE_EVERY_S = 5.0
"""A kill costs at most this much of the way through a track."""
CLOSE_S = 3.0
"""How long quitting waits for the disk."""


@dataclass(frozen=True, slots=True)
class _State:
    queue: Queue
    place: Place


class QueueKeeper:
    """Keeps one session's queue. `on_error` gets sentences for the listener, from any thread."""

    def __init__(self, folder: Path, known: Known, find: Find, on_error: Callable[[str], None]) -> None:
        self._entries = folder / "entries.jsonl"
        self._place = folder / "place.json"
        self._lock = Lock(folder / ".lock")
        self._folder = folder
        self._find = find
        self._on_error = on_error
        self._writing = Writing(known)
        self._session: Session | None = None
        self._changed = threading.Condition()
        self._state: _State | None = None
        """What is to be written."""
        self._written: _State | None = None
        self._is_ours = False
        self._jumps = 0
        self._is_urgent = False
        """Whether more than the position is another."""
        self._is_closing = False
        self._complaint = ""
        self._thread: threading.Thread | None = None

    # Bringing it back

    def saved(self, around: int | None = None) -> Saved | None:
        """The queue as it was; None where there is none, or where another tunes has it. Slow: for a worker.

        With `around`, only so many entries before and behind the present one, which is quick.
        """
        try:
            if not self._take():
                return None
            entries = self._entries.read_bytes()
            place = self._place.read_bytes() if self._place.exists() else b""
            with plenty():
                found = read_queue(entries, place, self._find, around)
            self._written = _State(found.queue, found.place)
        except FileNotFoundError:
            return None
        except Garbled:
            self._put_aside()
        except OSError as error:
            self._on_error(f"The queue of the last time can't be read: {error.strerror} ({self._folder}).")
        else:
            return found if found.queue.cells or found.missing else None
        return None

    def _put_aside(self) -> None:
        aside = self._entries.with_suffix(".damaged")
        self._entries.replace(aside)
        self._on_error(
            f"The queue of the last time is damaged, and you begin with an empty one. What was there is in {aside}."
        )

    # Keeping it

    def watch(self, session: Session) -> None:
        """Keeps the queue of this session from now on. Called on the session's own thread."""
        self._session = session
        self._thread = threading.Thread(target=self._run, name="queue-keeper", daemon=True)
        self._thread.start()
        session.subscribe(self._look)
        self._look()

    def close(self) -> None:
        """Returns when everything is on disk, after a few seconds at most."""
        with self._changed:
            self._is_closing = True
            self._changed.notify_all()
        if self._thread is not None:
            self._thread.join(CLOSE_S)
        self._lock.release()

    def _look(self) -> None:
        """Something has changed. What a guest does is not looked at, nor how the sitting ends."""
        session, before = self._session, self._state or self._written
        if session is None or session.is_over or session.now.is_incognito:
            return
        state = _State(session.queue, Place(session.now.position, session.now.volume))
        is_same_queue = before is not None and before.queue is state.queue
        if before is not None and is_same_queue and before.place == state.place:
            return
        is_urgent = not is_same_queue or not session.now.is_playing or session.now.jumps != self._jumps
        self._jumps = session.now.jumps
        with self._changed:
            is_news = self._state is None or (is_urgent and not self._is_urgent)
            self._state, self._is_urgent = state, self._is_urgent or is_urgent
            if is_news:
                self._changed.notify_all()

    def _run(self) -> None:
        while True:
            with self._changed:
                while self._state is None and not self._is_closing:
                    self._changed.wait()
                self._rest()
                state, self._state, self._is_urgent = self._state, None, False
                is_last = self._is_closing
            is_kept = state is None or self._write(state)
            if is_last:
                return
            with self._changed:
                if not is_kept and self._state is None:
                    self._state = state  # tried again in a while: another tunes may end, a disk be freed

    def _rest(self) -> None:
        """Waits till it is worth writing."""
        until = time.monotonic() + PLACE_EVERY_S
        while not self._is_closing and not self._is_urgent and time.monotonic() < until:
            self._changed.wait(until - time.monotonic())
        until = time.monotonic() + SETTLED_S
        while not self._is_closing and time.monotonic() < until:
            self._changed.wait(until - time.monotonic())

    def _write(self, state: _State) -> bool:
        before = self._written
        try:
            if not self._take():
                return False
            if before is None or not _holds_same(before.queue, state.queue):
                replace_file(self._entries, self._writing.entries(state.queue))
            replace_file(self._place, written_place(state.queue, state.place))
            self._written, self._complaint = state, ""
        except Exception as error:  # the library may be damaged as well as the disk full
            why = (error.strerror if isinstance(error, OSError) else None) or error
            self._complain(f"The queue can't be kept for the next start: {why} ({self._folder}).")
            return False
        return True

    def _take(self) -> bool:
        """Whether this program is the one that keeps its queue there."""
        if not self._is_ours:
            private_folder(self._folder)
            self._is_ours = self._lock.take()
        return self._is_ours

    def _complain(self, sentence: str) -> None:
        """Once, till it has worked again."""
        if sentence != self._complaint:
            self._complaint = sentence
            self._on_error(sentence)


def _holds_same(one: Queue, other: Queue) -> bool:
    is_same = one.cells is other.cells and one.straight is other.straight and one.shuffle is other.shuffle
    return is_same or not (one.cells or other.cells)
