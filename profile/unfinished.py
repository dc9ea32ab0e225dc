"""Owns what was begun and not finished: films and spoken tracks, and where each is to go on. Pure; told by the listens alone."""

from dataclasses import dataclass

import numpy as np
from tunes.library.track import Kind
from tunes.profile.history import History

FIRST_S = 60.0
"""What was left sooner was only looked at."""
LEAST_S = 10 * 60.0
"""Shorter ones begin at their start."""
CREDITS_SHARE, CREDITS_S = 0.05, 30.0
"""Of the end, as a share and at least in seconds: what was left there is finished."""
IMPORTED = "import:"


@dataclass(frozen=True, slots=True)
class Begun:
    """A track that was left in the middle."""

    left: float
    """Seconds into it."""
    at: float
    """Unix seconds: when that listen began."""


def is_unfinished(kind: Kind, left: float, duration: float | None) -> bool:
    """Whether a track that was left there is to go on there."""
    if kind is Kind.MUSIC or not left >= FIRST_S:
        return False
    if duration is None or not duration > 0:
        return True
    return duration >= LEAST_S and left < duration - max(CREDITS_S, CREDITS_SHARE * duration)


def unfinished(history: History) -> dict[str, Begun]:
    """What was begun and not finished, by every id that a track has or had: its last listen decides."""
    kinds = {history.index[name]: note.kind for name, note in history.known.items() if name in history.index}
    # As arrays of whole numbers: for what may be anything numpy loads 1 MB of itself that nothing else needs.
    long = np.array([place for place, kind in kinds.items() if kind is not Kind.MUSIC], dtype=np.int64)
    imported = np.array(
        [place for place, name in enumerate(history.sources) if name.startswith(IMPORTED)], dtype=np.int64
    )
    rows = np.isin(history.track, long) & (history.heard > 0) & ~np.isin(history.source, imported)
    last = {int(history.track[row]): row for row in np.flatnonzero(rows).tolist()}
    found = {
        place: Begun(float(history.left[row]), float(history.at[row]))
        for place, row in last.items()
        if is_unfinished(kinds[place], float(history.left[row]), _known(float(history.duration[row])))
    }
    return {name: found[place] for name, place in history.index.items() if place in found}


def _known(number: float) -> float | None:
    return None if np.isnan(number) else number
