"""Owns the scan: lists the folders, reads what is new or changed, and tells what moved. Changes no file of the listener's."""

import os
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from threading import Event

from tunes.library.catalog import Catalog
from tunes.library.errors import LibraryError
from tunes.library.ledger import Known, Ledger
from tunes.library.listing import Found, Listing, cues_of, first_files, list_files
from tunes.library.made import Read, read_from, row_by_name
from tunes.library.readers import Answer, Readers
from tunes.library.relink import links
from tunes.library.schema import GONE, HERE, OFFLINE, UNREADABLE

FIRST_BATCH, BATCH = 50, 2_000
"""Files kept in one change; few at first, so that something is on the screen at once."""
FIRST_NAMED, FIRST_READ = 200, 1_500
"""Files listed by their names before anything else is looked for; files that are read meanwhile where no screen waits."""
NAMED = 2_000
"""Files listed by their names at a time: more than anybody scrolls through while as many are read."""
BATCH_S = 0.5
"""Seconds after which a batch is kept even if it is small."""


@dataclass(frozen=True, slots=True)
class ScanReport:
    """What a scan found."""

    files: int
    """Files listed as tracks."""
    added: int
    """Tracks that were not known."""
    changed: int
    """Files that were written since they were last read."""
    moved: int
    """Tracks known by another id or place before; their history follows."""
    removed: int
    """Tracks of which no file is left."""
    unreadable: int
    """Files that could not be read."""
    offline: int
    """Tracks whose folder is not there."""
    seconds: float
    tracks: int = 0
    """What the files hold: a cue sheet cuts one into several."""
    links: tuple[tuple[str, str], ...] = ()
    """Pairs of new and old id."""


@dataclass(frozen=True, slots=True)
class ScanProgress:
    """How far a scan is."""

    read: int
    """Files read so far."""
    total: int
    """Files to be read."""
    report: ScanReport | None = None
    """With the last one."""


def scan(
    catalog: Catalog,
    roots: Sequence[Path],
    *,
    cancelled: Event,
    now: Callable[[], float],
    log: Path | None = None,
    wanted: Callable[[], Iterable[str]] | None = None,
    follow_links: bool = False,
) -> Iterator[ScanProgress]:
    """Brings the catalog up to date with the folders, in batches; what was read before a cancel is kept.

    What the readers' libraries say of files goes to `log`. A screen hands in `wanted`, the paths of the files that it shows:
    files are then listed by their names until they are read, and those shown are read before the others. Raises LibraryError.
    """
    began = time.monotonic()
    ledger = catalog.ledger
    first: list[Found] = []
    with ledger.roomy():
        with Readers(log) as readers:
            if ledger.has_named():
                with ledger.change() as db:
                    ledger.forget_named(db)
            if not ledger.newest():
                # All there is will be read: that begins while we look for the rest.
                first = first_files(roots, FIRST_READ if wanted is None else FIRST_NAMED, cancelled)
                if wanted is not None:
                    yield from _first_names(ledger, first, now())
                readers.begin([found.path for found in first], cues=cues_of(first), first=wanted)
            listing = list_files(roots, cancelled, follow_links=follow_links)
            run = _Run(ledger, listing, now(), asked=first, is_whole=not cancelled.is_set())
            if wanted is not None:
                run.name_some()
            yield ScanProgress(0, len(run.unread))
            cues = cues_of(run.unread.values())
            for path, answer in readers.read(list(run.unread), cancelled, cues=cues, first=wanted):
                if path in run.unread:  # or it went after it was asked for
                    run.take(path, answer)
                if run.is_batch_full():
                    run.keep()
                    if wanted is not None:
                        run.name_some()
                    yield ScanProgress(run.read, len(run.unread))
                if cancelled.is_set():
                    break
        report = run.finish(is_whole=not cancelled.is_set(), began=began)
        yield ScanProgress(run.read, len(run.unread), report)


def _first_names(ledger: Ledger, first: Sequence[Found], now: float) -> Iterator[ScanProgress]:
    """Of a library that is still empty, something to see at once."""
    with ledger.change() as db:
        ledger.put_named(db, [row_by_name(found, now) for found in first])
    yield ScanProgress(0, 0)


class _Run:
    """One scan under way."""

    def __init__(
        self, ledger: Ledger, listing: Listing, now: float, *, asked: Sequence[Found], is_whole: bool
    ) -> None:
        self._ledger = ledger
        self._now = now
        self._mark = listing.mark() if is_whole and listing.is_sound else None
        """Of a listing that the catalog will tell as it is, once all is read."""
        has_seen = self._mark is not None and self._mark == ledger.seen()
        self._known: dict[str, Known] = {}
        for root in () if has_seen else (*listing.present, *listing.absent):
            self._known |= ledger.known_below(root)
        found = {} if has_seen else {one.path: one for one in listing.files}
        states = list(self._states(listing, found)) if is_whole else []
        self.unread = {path: one for path, one in found.items() if not self._is_known(one)}
        if before := {one.path: one for one in asked if self.unread.get(one.path, one) != one}:
            self.unread |= (
                before  # written to since it was asked for: kept as it was then, so that it is read again
            )
            self._mark = None
        self._is_idle = not (states or self.unread or listing.problems) and ledger.is_settled()
        """Whether everything is as it was: then nothing is looked up, and nothing written."""
        if has_seen:
            self._mark = None
        self._listed_before = {} if self._is_idle else ledger.listed()
        self._newest_before = ledger.newest()
        if not self._is_idle:
            with ledger.change() as db:
                ledger.unsettle(db)
                ledger.put_states(db, states)
                ledger.put_unreadable(db, [(one.path, -1, 0, one.reason) for one in listing.problems])
            self.unread |= {path: found[path] for path in ledger.misplaced() if path in found}
        self.read = 0
        self._was_read: set[str] = set()
        self._by_name: set[str] = set()
        """What is listed by its name and not yet read."""
        self._unnamed = iter([path for path in self.unread if path not in self._known])
        self._batch: list[Read] = []
        self._unreadable: list[tuple[str, int, float, str]] = []
        self._changed = 0
        self._kept_at = time.monotonic()

    def take(self, path: str, answer: Answer) -> None:
        """Takes in what a reader said of a file."""
        found = self.unread[path]
        self.read += 1
        self._was_read.add(path)
        known = self._known.get(path)
        self._changed += known is not None and known.size >= 0 and not self._is_known(found)
        if "problem" in answer:
            size = -1 if answer.get("passing") else found.size
            if answer.get("passing"):
                self._mark = None
            self._unreadable.append((path, size, found.mtime, str(answer["problem"])))
        else:
            self._batch += read_from(found, answer, self._now)

    def name_some(self) -> None:
        """Lists some of the files that are neither read nor listed yet by their names."""
        paths = list(islice((path for path in self._unnamed if path not in self._was_read), NAMED))
        if paths:
            self._by_name.update(paths)
            with self._ledger.change() as db:
                self._ledger.put_named(db, [row_by_name(self.unread[path], self._now) for path in paths])

    def is_batch_full(self) -> bool:
        """Whether it is time to keep what was read."""
        left = (
            len(self.unread) - self.read
        )  # small ones again at the end: nobody reads any more while the last is kept
        most = FIRST_BATCH if self.read <= FIRST_BATCH else max(FIRST_BATCH, min(BATCH, left // 2))
        return len(self._batch) >= most or time.monotonic() - self._kept_at > BATCH_S

    def keep(self) -> None:
        """Puts what was read into the catalog."""
        if self._batch or self._unreadable:
            with self._ledger.change() as db:
                self._ledger.put(db, self._batch)
                self._ledger.hide_named(db, self._by_name & self._was_read)
                self._ledger.put_unreadable(db, self._unreadable)
        self._batch.clear()
        self._unreadable.clear()
        self._by_name -= self._was_read
        self._kept_at = time.monotonic()

    def finish(self, *, is_whole: bool, began: float) -> ScanReport:
        """Lists what is there, and links what moved; after a cancelled scan, what was not found stays listed."""
        self.keep()
        ledger, found = self._ledger, []
        if not self._is_idle:
            with ledger.change() as db:
                ledger.forget_named(db)
                if is_whole and self._newest_before:  # else nothing can have gone, moved or come back
                    ledger.relist(db)
                    found = self._links(db)
                if is_whole:
                    ledger.put_links(db, found)
                    self._put_seen(db)
        elif self._mark is not None:
            with (
                suppress(LibraryError),
                ledger.change() as db,
            ):  # where nothing can be written, the next look takes longer
                self._put_seen(db)
        listed = ledger.listed() if self._listed_before else {}
        old = {one for _, one in found}
        left = {name: path for name, path in self._listed_before.items() if name not in listed}
        return ScanReport(
            files=ledger.count_files(HERE),
            added=len(ledger.listed_since(self._newest_before) - {one for one, _ in found})
            if self._newest_before
            else ledger.count_listed(),
            changed=self._changed,
            moved=len(found) + self._count_moved(listed),
            removed=len(left.keys() - old - ledger.ids_not_gone()) if left else 0,
            unreadable=ledger.count_files(UNREADABLE),
            offline=ledger.count_offline(),
            seconds=round(time.monotonic() - began, 3),
            tracks=ledger.count_held(),
            links=tuple(found),
        )

    def _put_seen(self, db: sqlite3.Connection) -> None:
        if self._mark is not None:
            self._ledger.put_seen(db, self._mark)

    def _links(self, db: sqlite3.Connection) -> list[tuple[str, str]]:
        """Which tracks have become others."""
        ledger = self._ledger
        gone = ledger.gone_sounds(db)
        if not gone:
            return []
        fresh = ledger.fresh_sounds(db)
        known = {*self._listed_before, *(one.id for one in fresh)}
        back = ledger.sounds(db, [one for one in ledger.listed() if one not in known])
        return links(fresh, gone, back=back, others=ledger.other_sounds(db) if fresh else ())

    def _count_moved(self, listed: Mapping[str, bytes]) -> int:
        """Tracks that lie elsewhere than before, where they lay is nothing of theirs."""
        before = self._listed_before
        moved = [name for name in before.keys() & listed.keys() if before[name] != listed[name]]
        return sum(not self._ledger.is_at(name, before[name]) for name in moved)

    def _is_known(self, found: Found) -> bool:
        known = self._known.get(found.path)
        return known is not None and known.size == found.size and known.mtime == found.mtime

    def _states(self, listing: Listing, found: Mapping[str, Found]) -> Iterator[tuple[str, int]]:
        """What has become of each known file, where that is news."""
        absent = tuple(os.path.join(root, "") for root in listing.absent)  # noqa: PTH118  # compared as text
        failing = {os.fspath(problem.path) for problem in listing.problems}
        for path, known in self._known.items():
            if path in found:
                state = known.state if known.state == UNREADABLE else HERE
            elif path in failing:
                continue
            else:
                state = OFFLINE if path.startswith(absent) else GONE
            if state != known.state:
                yield path, state
