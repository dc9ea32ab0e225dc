"""Owns doing an import: reading the files to their end, then once more, keeping what is new; and saying how far it is."""

import sys
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import groupby, islice
from pathlib import Path
from typing import Any

from tunes.library.text import clean
from tunes.profile.errors import NotSaved, ProfileError
from tunes.profile.exchange.bringing import Tally, brought, links
from tunes.profile.exchange.formats import OWN, Export, exports_in, formats
from tunes.profile.exchange.matching import Matcher
from tunes.profile.exchange.restoring import Missing, restored
from tunes.profile.exchange.told import Event, Opinion, Passed, Told, Total
from tunes.profile.listens import VERSION, Listen, listen_document
from tunes.profile.marks import Mark, mark_document
from tunes.profile.notes import TrackNote
from tunes.profile.store import Table
from tunes.tui.edges import Edges, Sorry
from tunes.tui.printed import counted

BATCH = 5_000
"""Events handed to the profile at once."""
TOLD_EVERY = 10_000
"""Listens between two words of how far it is."""


class Bringing:
    """One import of some files. Raises Sorry with a sentence for whatever is wrong with them."""

    def __init__(self, files: Sequence[Path], edges: Edges) -> None:
        self.exports = _exports(files)
        self._edges = edges
        self._history = edges.store().history()
        self._matcher = Matcher(edges.catalog().all_tracks())

    def look_through(self) -> Tally:
        """Goes through everything once: whatever is wrong with a file is found before anything is kept."""
        tally = Tally()
        try:
            for number, _ in enumerate(self._listens(tally), 1):
                if number % TOLD_EVERY == 0:
                    _progress(f"{number:,} listens read")
            for _ in self._events(tally):
                pass
        except ProfileError as error:
            raise Sorry(str(error)) from error
        except OSError as error:
            raise Sorry(
                f"A file can't be read to its end: {error.strerror}. Nothing was imported."
            ) from error
        finally:
            _progress("")
        return tally

    def keep(self) -> None:
        """Goes through it again and keeps it."""
        tally = Tally()
        try:
            self._keep_listens(tally)
            self._keep_events(tally)
            self._mark(tally)
        except NotSaved as error:
            kept = counted(tally.listens, "listen")
            raise Sorry(
                f"{error} {kept} may have been kept; to go on, import the same files again."
            ) from error
        finally:
            _progress("")

    def _keep_listens(self, tally: Tally) -> None:
        store, listens = self._edges.store(), self._listens(tally)
        while some := list(islice(listens, BATCH)):
            store.extend("listens", [(listen_document(listen), [note]) for listen, note in some])
            _progress(f"{tally.listens:,} listens kept")
        now = self._edges.clock.now()
        found = links(tally, self._history)
        store.extend(
            "aliases",
            [({"at": now, "new": track.id, "old": name, "v": VERSION}, [track]) for track, name in found],
        )

        opinions = sorted(tally.opinions, key=lambda one: one[0].at)
        store.extend("marks", [(mark_document(mark), [note]) for mark, note in opinions])

    def _keep_events(self, tally: Tally) -> None:
        events = self._events(tally)
        while some := list(islice(events, BATCH)):
            for table, group in groupby(some, key=lambda event: event[0]):
                self._edges.store().extend(table, [(document, notes) for _, document, notes in group])
            _progress(f"{tally.listens:,} listens kept")

    def _mark(self, tally: Tally) -> None:
        """Notes that this happened: Discover is chosen anew after it."""
        if tally.listens:
            span = {"from": tally.first or 0.0, "to": tally.last or 0.0}
            mark = Mark(self._edges.clock.now(), "imported", span, tally.listens)
            self._edges.store().append("marks", mark_document(mark))

    def _listens(self, tally: Tally) -> Iterator[tuple[Listen, TrackNote]]:
        return brought(_told(self.exports), self._matcher, self._history, tally, _offset)

    def _events(self, tally: Tally) -> Iterator[tuple[Table, Mapping[str, Any], list[TrackNote]]]:
        own = [export for export in self.exports if export.format.source == OWN]
        if not own:
            return
        missing = Missing(tables for _, tables in self._edges.store().shards())
        events = (event for export in own for event in export.told() if isinstance(event, Event))
        yield from restored(events, missing, tally)


def _exports(files: Iterable[Path]) -> list[Export]:
    found: list[Export] = []
    for file in files:
        try:
            found += exports_in(file, formats(_utc_of))
        except ProfileError as error:
            raise Sorry(str(error)) from error
        except OSError as error:
            raise Sorry(f"{clean(str(file))} can't be opened: {error.strerror}.") from error
    return found


def _told(exports: Sequence[Export]) -> Iterator[tuple[str, Told | Total | Opinion | Passed]]:
    for export in exports:
        if export.format.source != OWN:
            for one in export.told():
                if not isinstance(one, Event):
                    yield export.format.source, one


def _offset(at: float) -> int:
    """Minutes by which the clocks here were ahead of UTC at a unix time: exports seldom tell."""
    return (time.localtime(at).tm_gmtoff or 0) // 60


def _utc_of(shown: float) -> float:
    """Unix seconds of what a clock here showed, which a player wrote down as if it were UTC."""
    return (datetime(1970, 1, 1) + timedelta(seconds=shown)).timestamp()  # noqa: DTZ001  # that is the point


def _progress(sentence: str) -> None:
    if sys.stderr is not None and sys.stderr.isatty():
        print(f"\r\x1b[K{sentence}", end="", file=sys.stderr, flush=True)
