"""Owns that the history follows the files: a scan tells the profile which tracks moved, were retagged, or came at last."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from tunes.tui.edges import Edges
from tunes.tui.places import private_folder

if TYPE_CHECKING:  # imported when a scan begins: who only links is not to wait for it
    from tunes.library.scan import ScanProgress

SETTLED_S = 1.0
"""What was just handed to the recorder is on disk within this, unless the disk is in trouble."""


def scan(
    edges: Edges,
    cancelled: Event,
    roots: Sequence[Path] | None = None,
    wanted: Callable[[], Iterable[str]] | None = None,
) -> "Iterator[ScanProgress]":
    """Looks through the folders, and tells the profile which tracks have moved or been retagged.

    A screen hands in `wanted`, which tells the files that it shows. Raises LibraryError.
    """
    from tunes.library.scan import scan as listed

    catalog, began = edges.catalog(), edges.clock.now()
    for progress in listed(
        catalog,
        roots or catalog.roots(),
        cancelled=cancelled,
        now=edges.clock.now,
        log=private_folder(edges.places.logs) / "readers.log",
        wanted=wanted,
        follow_links=edges.settings().follow_links,
    ):
        if progress.report is not None:
            _tell_links(edges, progress.report.links, catalog.links())
            if progress.report.added and any(edges.places.profile.glob("*/*.json")):
                _welcome(edges, began)
        yield progress


def link(edges: Edges, new: str, old: str) -> None:
    """The listener says which track a gone one has become."""
    edges.catalog().clues.link(new, old)
    edges.recorder().alias(new, old)


def unlink(edges: Edges, old: str) -> None:
    """The listener says that a track is not the one that it was linked to."""
    edges.catalog().clues.link(None, old)
    edges.recorder().apart(old)


def _tell_links(edges: Edges, fresh: Sequence[tuple[str, str]], known: Sequence[tuple[str, str]]) -> None:
    """Which ids are one track: what this scan found, and what an earlier one that was killed could not tell any more."""
    if fresh or known:
        edges.recorder().flush(SETTLED_S)
        history = edges.store().history()
        # Where another computer, or the listener, has said what the old one is, that stands.
        missed = [
            (new, old)
            for new, old in known
            if old not in history.apart and history.newest_id(old) == old and new != old
        ]
        for new, old in dict.fromkeys([*fresh, *missed]):
            edges.recorder().alias(new, old)


def _welcome(edges: Edges, since: float) -> None:
    """Gives tracks that came into the library since then the listens which an import brought under their names."""
    from tunes.profile.exchange.absent import arrivals

    added = (track for track in edges.catalog().all_tracks() if track.added >= since)
    for track, name in arrivals(edges.store().history(), added):
        edges.recorder().alias(track.id, name)
