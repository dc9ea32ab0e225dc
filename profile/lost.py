"""Owns which tracks with a past have no file any more, the most listened to first. Pure."""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from tunes.profile.history import History
from tunes.profile.notes import TrackNote


@dataclass(frozen=True, slots=True)
class Lost:
    """A track that was listened to, or that the listener said something about, and of which no file is known."""

    id: str
    """The newest it had."""
    ids: tuple[str, ...]
    """Every id it has or had."""
    listens: int
    """Those in which something sounded."""
    note: TrackNote | None
    """What is remembered of it."""


def lost_tracks(history: History, here: Collection[str]) -> list[Lost]:
    """The tracks none of whose ids is among `here`, with a listen or a mark; most listens first."""
    ids: dict[int, list[str]] = {}
    for name, place in history.index.items():
        ids.setdefault(place, []).append(name)
    counts = np.bincount(history.track[history.heard > 0], minlength=len(history.tracks)).tolist()
    marked = {history.index[str(mark.what["track"])] for mark in history.marks if "track" in mark.what}
    found = [
        Lost(history.tracks[place], tuple(sorted(names)), counts[place], history.known.get(names[0]))
        for place, names in ids.items()
        if (counts[place] or place in marked) and not any(name in here for name in names)
    ]
    return sorted(found, key=lambda one: (-one.listens, one.id))
