"""Owns reading what the lists of the library show. Knows no Textual: at the start it is read while that is still being imported."""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from tunes.library.catalog import ArtistRow, Catalog
from tunes.library.shelf import Shelf


@dataclass(frozen=True, slots=True)
class Look:
    """What the library holds at one moment."""

    artists: Sequence[ArtistRow]
    tracks: Shelf
    at: float
    """When, on the monotonic clock: two threads may read at once, and the older answer come last."""


def look_at(catalog: Catalog) -> Look:
    """What the catalog holds now, and what a scan under way knows by name. Raises LibraryError."""
    at = time.monotonic()
    tracks = catalog.shelf(unread=True)
    return Look(catalog.artists(unread=True), tracks, at)


def begun(catalog: Catalog) -> Callable[[], Look]:
    """The same, begun now beside whatever else there is to do; to be waited for, once."""
    worker = ThreadPoolExecutor(1, "first-look")
    looking = worker.submit(look_at, catalog)
    worker.shutdown(wait=False)
    return looking.result
