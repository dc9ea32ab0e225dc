"""Owns the scan: lists the folders, reads what is new or changed, and tells what moved. Changes no file of the listener's."""

import os
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Event

from tunes.library.catalog import Catalog
from tunes.library.listing import Found, Listing, list_files
from tunes.library.made import track_from
from tunes.library.readers import Answer, Readers
from tunes.library.relink import Sound, links
from tunes.library.schema import GONE, HERE, OFFLINE

FIRST_BATCH, BATCH = 50, 500
"""Files kept in one change; few at first, so that something is on the screen at once."""
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
) -> Iterator[ScanProgress]:
    """Brings the catalog up to date with the folders, in batches; what was read before a cancel is kept.

    Files of the readers' own noise go to `log`.
    """
    began = time.monotonic()
    run = _Run(catalog, list_files(roots, cancelled), now())
    yield ScanProgress(0, len(run.unread))
    if run.unread:
        with Readers(log) as readers:
            for path, answer in readers.read([found.path for found in run.unread], cancelled):
                run.take(path, answer)
                if run.is_batch_full():
                    run.keep()
                    yield ScanProgress(run.read, len(run.unread))
    report = run.finish(is_whole=not cancelled.is_set(), began=began)
    yield ScanProgress(run.read, len(run.unread), report)


class _Run:
    """One scan under way."""

    def __init__(self, catalog: Catalog, listing: Listing, now: float) -> None:
        self._catalog = catalog
        self._listing = listing
        self._now = now
        roots = (*listing.present, *listing.absent)
        self._known = {path: known for root in roots for path, known in catalog.known_below(root).items()}
        self._listed_before = catalog.listed_ids()
        self.unread = [found for found in listing.files if not self._is_known(found)]
        self._found_at = {found.path: found for found in self.unread}
        self.read = 0
        self._batch: list[Sound] = []
        self._unreadable: list[tuple[Found, str]] = []
        self._fresh: list[Sound] = []
        """Tracks that the catalog did not know."""
        self._changed = 0
        self._kept_at = time.monotonic()

    def take(self, path: Path, answer: Answer) -> None:
        """Takes in what a reader said of a file."""
        found = self._found_at[path]
        self.read += 1
        known = self._known.get(os.fsencode(path))
        self._changed += known is not None
        if "problem" in answer:
            self._unreadable.append((found, str(answer["problem"])))
        else:
            self._batch.append((track_from(found, answer, self._now), bytes.fromhex(answer["payload"])))

    def is_batch_full(self) -> bool:
        """Whether it is time to keep what was read."""
        most = FIRST_BATCH if self.read <= FIRST_BATCH else BATCH
        return len(self._batch) >= most or time.monotonic() - self._kept_at > BATCH_S

    def keep(self) -> None:
        """Puts what was read into the catalog."""
        with self._catalog.change() as db:
            self._fresh += self._catalog.put(db, self._batch)
            self._catalog.put_unreadable(db, [(f.path, f.size, f.mtime, why) for f, why in self._unreadable])
        self._batch.clear()
        self._unreadable.clear()
        self._kept_at = time.monotonic()

    def finish(self, *, is_whole: bool, began: float) -> ScanReport:
        """Notes what is gone or offline and links what moved; a cancelled scan takes nothing for gone."""
        self.keep()
        with self._catalog.change() as db:
            if is_whole:
                self._catalog.put_states(db, self._states())
            self._catalog.put_unreadable(db, [(p.path, -1, 0, p.reason) for p in self._listing.problems])
            self._catalog.relist(db)
            found = links(self._fresh, self._catalog.gone_sounds(db)) if self._fresh else []
            self._catalog.put_links(db, found)
        listed = self._catalog.listed_ids()
        offline = self._catalog.count_tracks(OFFLINE)
        gone = self._listed_before - listed
        new = listed & {track.id for track, _ in self._fresh}
        return ScanReport(
            files=self._catalog.count_files(),
            added=len(new) - len(found),
            changed=self._changed,
            moved=len(found),
            removed=max(0, len(gone - {old for _, old in found}) - offline),
            unreadable=len(self._catalog.problems()),
            offline=offline,
            seconds=round(time.monotonic() - began, 3),
            links=tuple(found),
        )

    def _is_known(self, found: Found) -> bool:
        known = self._known.get(os.fsencode(found.path))
        return known is not None and (known.size, known.mtime) == (found.size, found.mtime)

    def _states(self) -> Iterator[tuple[bytes, int]]:
        """What has become of each known file, where that is news."""
        here = {os.fsencode(found.path) for found in self._listing.files}
        here |= {os.fsencode(problem.path) for problem in self._listing.problems}
        absent = [os.path.join(os.fsencode(root), b"") for root in self._listing.absent]  # noqa: PTH118  # bytes
        for path, known in self._known.items():
            is_offline = any(path.startswith(root) for root in absent)
            state = HERE if path in here else OFFLINE if is_offline else GONE
            if state != known.state:
                yield path, state
