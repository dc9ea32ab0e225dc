"""Owns how one track fades into the next: for how long, and how loud each of the two is on the way. Pure."""

import numpy as np
from numpy.typing import NDArray

MOST_SHARE = 1 / 3
"""Of a track that a fade may take: one of a minute still has a middle of its own."""


def overlap_s(wanted_s: float, first_s: float | None, second_s: float | None) -> float:
    """Seconds that two tracks sound together, by their lengths; none where nobody knows when the first will end."""
    if first_s is None:
        return 0.0
    shorter = first_s if second_s is None else min(first_s, second_s)
    return max(0.0, min(wanted_s, shorter * MOST_SHARE))


def leaving(way: NDArray[np.float32]) -> NDArray[np.float32]:
    """The factors of the track that leaves, at these points of the way from 0 to 1."""
    return np.asarray(np.cos(way * np.float32(np.pi / 2)))


def coming(way: NDArray[np.float32]) -> NDArray[np.float32]:
    """The factors of the one that comes: of equal power, so that together they are as loud as each alone."""
    return np.asarray(np.sin(way * np.float32(np.pi / 2)))
