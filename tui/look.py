"""Owns how a scan reaches the screen: how often the lists are read anew, and what its end and its errors sound like."""

import time
from collections.abc import Callable, Iterator
from threading import Event
from typing import TYPE_CHECKING

from tunes.library.catalog import Catalog
from tunes.tui.first_look import look_at
from tunes.tui.messages import FoldersChanged, LibraryRead, ScanMoved, ScanOver, Told

if TYPE_CHECKING:  # the screen is to be there before what these need
    from tunes.library.scan import ScanProgress, ScanReport

EVERY_S = 0.5
"""Lists that change more often can't be read."""
SHARE = 6
"""Reading 100,000 tracks anew takes a while; it may take one part in this many of the scan's time."""

LOOKING = "looking through your folders…"
NO_FOLDER = "No folder is known yet. Leave with q and name the folder of your music: tunes FOLDER"
NOTHING = "Nothing that can be played was found. tunes FOLDER looks in another folder, u looks here again."

Scan = Callable[[Event], "Iterator[ScanProgress]"]
Watch = Callable[[Event], Iterator[None]]
"""Yields when something has changed, until the event is set."""


def no_watch(_stop: Event) -> Iterator[None]:
    """Nothing is noticed."""
    return iter(())


def read_library(catalog: Catalog) -> LibraryRead:
    """What the catalog holds now."""
    return LibraryRead(look_at(catalog))


def look_through(
    scan: Scan, catalog: Catalog, cancelled: Event
) -> Iterator[LibraryRead | ScanMoved | ScanOver]:
    """Scans, and says so: progress at each batch, the lists from time to time, and one end."""
    report: ScanReport | None = None
    due = 0.0
    try:
        for progress in scan(cancelled):
            yield ScanMoved(progress)
            report = progress.report
            if report is None and time.monotonic() >= due:
                began = time.monotonic()
                yield read_library(catalog)
                ended = time.monotonic()
                due = ended + max(EVERY_S, SHARE * (ended - began))
        if report is not None and has_changed(report):
            yield read_library(catalog)
    except Exception as error:
        yield ScanOver(None, f"Your folders could not be looked through: {error}")
    else:
        yield ScanOver(report)


def watch_over(watch: Watch, stop: Event) -> Iterator[FoldersChanged | Told]:
    """Says when something has changed below the folders."""
    try:
        for _ in watch(stop):
            yield FoldersChanged()
    except Exception as error:
        yield Told(f"Changes in your folders are not noticed, u looks for them: {error}")


def emptiness(catalog: Catalog) -> str:
    """What an empty library says of itself."""
    return NOTHING if catalog.roots() else NO_FOLDER


def has_changed(report: "ScanReport") -> bool:
    """Whether the lists are others than before."""
    return bool(report.added or report.changed or report.moved or report.removed or report.offline)


def status(progress: "ScanProgress") -> str:
    """How far the scan is, for the top line."""
    return f"scanning {progress.read:,} of {progress.total:,}" if progress.total else ""


def outcome(report: "ScanReport") -> str:
    """What of a scan is worth a sentence."""
    said = []
    if report.unreadable and (report.added or report.changed):
        said.append(f"! {report.unreadable:,} unreadable: tunes scan --problems names them.")
    if report.offline:
        said.append(f"◌ {report.offline:,} tracks are offline: their folder is not there.")
    return " ".join(said)
