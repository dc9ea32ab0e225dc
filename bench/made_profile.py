"""Owns the long made history that the benches of the store read and add to: ten years of it at 1,000,000 listens."""

import os
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from tunes.library.track import Kind, Track
from tunes.profile.listens import Listen, listen_document
from tunes.profile.store import Store

UNTIL = 1_795_000_000.0
"""Unix seconds: 2026-11-18, when its last listen begins."""
EACH_S = 300.0
TRACKS = 20_000
_STRIDE = 7919
"""So that no two neighbours are of one artist, and all tracks come round."""
_AT_ONCE = 10_000


@lru_cache(maxsize=TRACKS)
def track(number: int) -> Track:
    """One of the tracks."""
    title, artist = f"Title {number * _STRIDE % TRACKS}", f"Artist {number % 900}"
    return Track(f"t1:{number:032x}", Path("/m"), Kind.MUSIC, title, artist, "Album", duration=200.0)


def event(number: int, listens: int) -> tuple[dict[str, Any], list[Track]]:
    """The listen of this number, of a history of `listens`; those behind come after `UNTIL`."""
    chosen, at = track(number * _STRIDE % TRACKS), UNTIL + EACH_S * (number - listens)
    listen = Listen(chosen.id, at, 60, 199.9, 200.0, 0.0, 199.9, end="finished", source="album", last_key=at)
    return listen_document(listen), [chosen]


def fill(store: Store, listens: int) -> None:
    """Makes the history; unsynced, for nobody pulls a plug while it is made."""
    real = os.fsync
    os.fsync = _nothing  # type: ignore[assignment]  # it asks for nothing back
    try:
        for start in range(0, listens, _AT_ONCE):
            store.extend("listens", _events(start, min(listens, start + _AT_ONCE), listens))
    finally:
        os.fsync = real


def _events(start: int, stop: int, listens: int) -> Iterator[tuple[dict[str, Any], list[Track]]]:
    return (event(number, listens) for number in range(start, stop))


def _nothing(_: Any) -> None:
    pass
