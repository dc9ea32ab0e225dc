"""Owns noticing that something changes below the roots: by what the system tells, or by looking from time to time where it tells nothing."""

import os
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Event

from tunes.library.formats import BESIDE, LISTED, ending
from tunes.library.listing import IGNORE, fingerprint, is_hidden, list_folders
from tunes.library.mounts import is_shared
from tunes.library.notify import AT_A_TIME, MOST_WATCHERS, NEEDS_EACH_FOLDER, Watcher


@dataclass(frozen=True, slots=True)
class Pace:
    """How often what is done, in seconds."""

    ask: float = 0.5
    """Between two questions to the system: ten times as often would cost ten times as much, and nobody would notice."""
    quiet: float = 2.0
    """Without a change, before it is told: copying an album makes many."""
    most: float = 10.0
    """Until it is told although changes go on: a day of copying is to be seen as it comes in."""
    roots: float = 5.0
    """Between two looks at whether the roots are still there, or there again: no event tells of mounting."""
    look: float = 180.0
    """Between two walks where no event tells anything."""


def changes(
    roots: Sequence[Path],
    stop: Event,
    *,
    tell: Callable[[str], None],
    pace: Pace = Pace(),
    shared: Callable[[Path], bool] = is_shared,
    watcher: Callable[[Sequence[str]], Watcher] = Watcher,
    follow_links: bool = False,
) -> Iterator[None]:
    """Watches from now on, and yields each time something has changed below the roots and has come to rest.

    Ends when `stop` is set; `tell` gets sentences.
    """
    watched = [
        _Root(root, pace, stop, shared, watcher, follow_links=follow_links) for root in dict.fromkeys(roots)
    ]
    return _told(watched, stop, tell, pace)


def _told(watched: "Sequence[_Root]", stop: Event, tell: Callable[[str], None], pace: Pace) -> Iterator[None]:
    rest, is_said = Rest(pace), False
    try:
        while not stop.is_set():
            now = time.monotonic()
            if any(root.has_changed(now) for root in watched):
                rest.changed(now)
            if not is_said and (unseen := [root.path for root in watched if not root.is_told]):
                is_said = True
                tell(_slowly(unseen, pace))
            if rest.is_over(now):
                for root in watched:
                    root.see_new_folders()
                yield
            stop.wait(pace.ask)
    finally:
        for root in watched:
            root.close()


class Rest:
    """When changes have come to rest, or have gone on for too long to wait for it."""

    def __init__(self, pace: Pace) -> None:
        self._pace = pace
        self._first: float | None = None
        self._last = 0.0

    def changed(self, now: float) -> None:
        """Something changed."""
        self._first = now if self._first is None else self._first
        self._last = now

    def is_over(self, now: float) -> bool:
        """Whether it is time to tell; asked again, it waits for the next change."""
        if self._first is None:
            return False
        if now - self._last < self._pace.quiet and now - self._first < self._pace.most:
            return False
        self._first = None
        return True


class _Root:
    """One root: there or not, and how its changes are noticed."""

    def __init__(
        self,
        path: Path,
        pace: Pace,
        stop: Event,
        shared: Callable[[Path], bool],
        watcher: Callable[[Sequence[str]], Watcher],
        *,
        follow_links: bool,
    ) -> None:
        self.path = path
        self._follow_links = follow_links
        self.is_told = not shared(path)
        """Whether the system tells of changes; else they are looked for."""
        self._pace = pace
        self._stop = stop
        self._shared = shared
        self._make = watcher
        self._watchers: list[Watcher] = []
        self._folders: set[str] = set()
        self._place = _place(path)
        self._print: int | None = None
        self._next_look = time.monotonic() + pace.roots
        if self.is_told:
            self.see_new_folders()
        else:
            self._look_from_now_on()

    def has_changed(self, now: float) -> bool:
        """Whether something changed since it was last asked."""
        changed = set[str]().union(*(one.changed() for one in self._watchers))
        for path in changed & self._folders:
            self._forget(path)
        told = any(map(_matters, changed))
        if now < self._next_look:
            return told
        self._next_look = now + (self._pace.roots if self.is_told else self._pace.look)
        return (self._has_come_or_gone() if self.is_told else self._looks_other()) or told

    def see_new_folders(self) -> None:
        """Watches the folders that are not watched yet; looks again, since others may have come meanwhile."""
        if len(self._watchers) > MOST_WATCHERS:
            self.close()
        while self.is_told and self._place is not None and (new := self._unwatched()):
            try:
                for at in range(0, len(new), AT_A_TIME):
                    self._watchers.append(self._make(new[at : at + AT_A_TIME]))
                    self._stop.wait(0.001)  # lets the screen have its turn
            except FileNotFoundError:  # one is gone again: the next event or look tells
                return
            except (OSError, UnicodeError):  # no more can be watched, or a name that is no text
                self._look_from_now_on()
            self._folders.update(new)

    def close(self) -> None:
        """Watches nothing any more."""
        for one in self._watchers:
            one.close()
        self._watchers.clear()
        self._folders.clear()

    def _unwatched(self) -> list[str]:
        if not NEEDS_EACH_FOLDER:
            return [os.fspath(self.path)] if not self._folders else []
        there = list(list_folders(self.path, self._stop, follow_links=self._follow_links))
        new = [folder for folder in there if folder not in self._folders]
        self._folders.intersection_update(there)
        return new

    def _forget(self, folder: str) -> None:
        """A folder came or went: what bears its name now is not what was watched."""
        below = folder + os.sep
        self._folders -= {one for one in self._folders if one == folder or one.startswith(below)}

    def _look_from_now_on(self) -> None:
        self.close()
        self.is_told = False
        self._print = self._fingerprint()
        self._next_look = time.monotonic() + self._pace.look

    def _fingerprint(self) -> int | None:
        return fingerprint(self.path, self._stop, follow_links=self._follow_links)

    def _has_come_or_gone(self) -> bool:
        """Whether another disk, or none, lies where the root was: what was watched before is then watched no more."""
        place = _place(self.path)
        if place == self._place:
            return False
        self._place = place
        self.close()
        if place is not None and self._shared(self.path):
            self._look_from_now_on()
        return True

    def _looks_other(self) -> bool:
        before, self._print = self._print, self._fingerprint()
        return self._print != before and not self._stop.is_set()


def _place(root: Path) -> tuple[int, int] | None:
    try:
        status = root.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _matters(path: str) -> bool:
    """Whether a scan might find something else now: files that are not listed come and go all the time."""
    name = os.path.basename(path)  # noqa: PTH119  # may be broken text
    if name == IGNORE or ending(name) in LISTED | BESIDE:
        return name == IGNORE or not is_hidden(name)
    return not is_hidden(name) and not os.path.isfile(path)  # noqa: PTH113  # a folder, or gone: perhaps a folder


def _slowly(roots: Sequence[Path], pace: Pace) -> str:
    where = str(roots[0]) if len(roots) == 1 else f"{len(roots)} of your folders"
    return f"Changes in {where} can't be noticed at once: it is looked at every {pace.look / 60:.0f} minutes. u looks now."
