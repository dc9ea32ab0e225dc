"""Owns the writing of the profile while the program runs: one thread, in order, that never gives an event up.

Whoever calls is never held up by the disk.
"""

import threading
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tunes.library.track import Track
from tunes.profile.errors import NotSaved
from tunes.profile.exposures import Shown, shown_document
from tunes.profile.listens import VERSION, Listen, listen_document
from tunes.profile.marks import Mark, Value, mark_document
from tunes.profile.open_listen import OpenListens, OrphanFile, orphans_in
from tunes.profile.store import Store, Table

RETRY_S = (0.2, 1.0, 5.0, 30.0)
"""Waits before an event is tried again: a full disk is freed within minutes, and a sleeping one wakes within a second."""

MOST_OPEN = 3
"""Listens in progress at once: one fades into the next; more are left over from tracks that were only passed by."""

_Key = tuple[str, float]
"""Which listen: its track and when it began."""


@dataclass(frozen=True, slots=True)
class _Append:
    table: Table
    document: Mapping[str, Any]
    tracks: Sequence[Track] = ()
    closes: _Key | None = None
    """The listen in progress that is over with it."""


@dataclass(frozen=True, slots=True)
class _Keep:
    listen: Listen
    track: Track

    @property
    def key(self) -> _Key:
        return self.listen.track, self.listen.at


@dataclass(frozen=True, slots=True)
class _Clear:
    at: float | None


class Recorder:
    """Keeps every event it is handed, in that order. `on_error` gets sentences for the listener, from the writing thread."""

    def __init__(
        self, store: Store, on_error: Callable[[str], None], *, now: Callable[[], float] = time.time
    ) -> None:
        self._store = store
        self._on_error = on_error
        self._now = now
        self._jobs: deque[_Append | _Keep | _Clear] = deque()
        self._changed = threading.Condition()
        self._is_busy = False
        self._is_closing = False
        self._is_given_up = False
        self._thread: threading.Thread | None = None
        self._open: dict[_Key, tuple[Listen, Track]] = {}
        self._file = OpenListens(store.folder / store.device)

    # Events

    def listen(self, listen: Listen, track: Track) -> None:
        """A listen is over."""
        closes = listen.track, listen.at
        self._give(_Append("listens", listen_document(listen), [track], closes))

    def keep_open(self, listen: Listen, track: Track) -> None:
        """A listen is in progress and would read like this if it ended now."""
        self._give(_Keep(listen, track))

    def clear_open(self, at: float | None = None) -> None:
        """The listen in progress that began at unix time `at` is not to be kept; without a time, none of them is."""
        self._give(_Clear(at))

    def mark(
        self, kind: str, value: Value = True, *, track: Track | None = None, **what: str | float
    ) -> None:
        """The listener says something outright about a track, or about what `what` names; see `marks`."""
        about = what if track is None else {"track": track.id, **what}
        self.say(Mark(self._now(), kind, about, value), track)

    def say(self, mark: Mark, track: Track | None = None) -> None:
        """The same, dated by who says it; `track` is the one that it is about, where there is one."""
        self._give(_Append("marks", mark_document(mark), [track] if track else []))

    def shown(self, tracks: Sequence[Track], place: str) -> None:
        """Tracks were put in front of the listener."""
        if tracks:
            shown = Shown(self._now(), place, tuple(track.id for track in tracks))
            self._give(_Append("shown", shown_document(shown), tracks))

    def alias(self, new: str, old: str) -> None:
        """The track of id `old` has the id `new` from now on."""
        self._give(_Append("aliases", {"at": self._now(), "new": new, "old": old, "v": VERSION}))

    def apart(self, old: str) -> None:
        """The track of id `old` is not the one that it was linked to."""
        self._give(_Append("marks", mark_document(Mark(self._now(), "apart", {"track": old}))))

    def queue(self, document: Mapping[str, Any], tracks: Sequence[Track]) -> None:
        """A weekly queue is frozen."""
        self._give(_Append("queues", document, tracks))

    # The life of the recorder

    def recover(self) -> int:
        """Keeps, as "lost", the listens that were in progress when an earlier run died. Returns how many there were."""
        closed = 0
        folder = self._store.folder / self._store.device
        try:
            for left in orphans_in(folder):
                closed += self._closed(left)
                left.remove()
        except NotSaved as error:
            self._on_error(
                f"{error} A listen that was cut short waits there and is kept as soon as it can be."
            )
        except OSError as error:
            self._on_error(f"What was left open in {folder} can't be looked at: {error.strerror}.")
        self._tell_notices()
        return closed

    def flush(self, timeout: float | None = None) -> bool:
        """Waits until all that was handed over is safely on disk; says whether it is, after at most `timeout` seconds."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._jobs and not self._is_busy, timeout)

    def close(self, timeout: float = 3.0) -> bool:
        """Writes what is left and ends the thread; says whether everything is on disk, after at most `timeout` seconds."""
        with self._changed:
            self._is_closing = True
            self._changed.notify_all()
        is_done = self.flush(timeout)
        if not is_done:
            with self._changed:
                self._is_given_up = True
                waiting = sum(isinstance(job, _Append) for job in self._jobs) + self._is_busy
                self._jobs.clear()
            self._on_error(
                f"{waiting} of your listens and marks could not be saved in {self._store.folder} and are lost."
            )
        elif self._thread is not None:
            self._thread.join(timeout)
        self._file.close()
        return is_done

    def _give(self, job: _Append | _Keep | _Clear) -> None:
        with self._changed:
            if self._is_closing:
                raise RuntimeError("the recorder is closed")
            last = self._jobs[-1] if self._jobs else None
            if isinstance(job, _Keep) and isinstance(last, _Keep) and last.key == job.key:
                self._jobs.pop()  # only the newest state of a listen in progress matters
            self._jobs.append(job)
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="recorder", daemon=True)
                self._thread.start()
            self._changed.notify_all()

    # On the writing thread

    def _work(self) -> None:
        while (job := self._next()) is not None:
            try:
                self._do(job)
            except Exception as error:  # one bad event must not stop those after it
                self._on_error(f"An event could not be saved: {error}")
            self._tell_notices()
            with self._changed:
                self._is_busy = False
                self._changed.notify_all()

    def _next(self) -> _Append | _Keep | _Clear | None:
        with self._changed:
            self._changed.wait_for(lambda: self._jobs or self._is_closing)
            self._is_busy = bool(self._jobs)
            return self._jobs.popleft() if self._jobs else None

    def _do(self, job: _Append | _Keep | _Clear) -> None:
        if isinstance(job, _Append):
            self._append(job)
            if job.closes is None or self._open.pop(job.closes, None) is None:
                return
        elif isinstance(job, _Keep):
            self._open[job.key] = job.listen, job.track
            self._open = dict(list(self._open.items())[-MOST_OPEN:])
        else:
            self._open = {key: kept for key, kept in self._open.items() if job.at not in {None, key[1]}}
        self._save_open()

    def _append(self, job: _Append) -> None:
        """Tries until it is on disk, or the recorder is closed without it."""
        attempt = 0
        while not self._is_given_up:
            try:
                self._store.append(job.table, job.document, job.tracks)
            except NotSaved as error:
                if attempt == 0:
                    self._on_error(
                        f"{error} It waits in memory and is tried again; free some space, or look at the folder."
                    )
                self._pause(RETRY_S[min(attempt, len(RETRY_S) - 1)])
                attempt += 1
            else:
                if attempt:
                    self._on_error("Your history is being saved again; nothing was lost.")
                return

    def _pause(self, seconds: float) -> None:
        with self._changed:
            self._changed.wait(RETRY_S[0] if self._is_closing else seconds)

    def _save_open(self) -> None:
        """Once is enough: what was not saved now is saved again in seconds, or over by then."""
        try:
            self._file.save(list(self._open.values()))
        except OSError as error:
            self._on_error(
                f"The listen in progress can't be saved in {self._store.folder} ({error.strerror})."
            )

    def _closed(self, left: OrphanFile) -> int:
        if left.notice:
            self._on_error(left.notice)
        lost = [
            orphan
            for orphan in left.orphans
            if orphan.document["heard"] > 0
            and not self._store.holds(orphan.document["track"], orphan.document["at"])
        ]
        for orphan in lost:
            self._store.append("listens", orphan.document, [orphan.note])
        return len(lost)

    def _tell_notices(self) -> None:
        for notice in self._store.take_notices():
            self._on_error(notice)
