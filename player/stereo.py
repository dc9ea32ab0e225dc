"""Owns mono and balance: how much of each channel reaches each ear, and getting there without a click. Pure numpy."""

import numpy as np
from numpy.typing import NDArray

GLIDE = 882
"""Frames (20 ms) in which a change is reached."""

Samples = NDArray[np.float32]
AS_IT_IS = np.eye(2, dtype=np.float32)


class Stereo:
    """Costs nothing while both channels go where they belong. Called by one thread at a time."""

    def __init__(self) -> None:
        self._now = self._goal = AS_IT_IS
        self._gone = GLIDE

    def set(self, *, is_mono: bool, balance: float) -> None:
        """From now on this is heard. `balance`: -1 the left ear only, 1 the right ear only."""
        goal = mixing(is_mono=is_mono, balance=balance)
        if not np.array_equal(goal, self._goal):
            self._now, self._goal, self._gone = self._present(), goal, 0

    def __call__(self, samples: Samples) -> Samples:
        """The same frames as they are to be heard."""
        if self._gone >= GLIDE:
            return samples if np.array_equal(self._goal, AS_IT_IS) else samples @ self._goal
        way = (self._gone + np.arange(1, len(samples) + 1, dtype=np.float32)) / np.float32(GLIDE)
        self._gone += len(samples)
        before, after = samples @ self._now, samples @ self._goal
        return np.asarray(before + (after - before) * np.minimum(way, np.float32(1))[:, None])

    def _present(self) -> Samples:
        share = min(1.0, self._gone / GLIDE)
        return (self._now + (self._goal - self._now) * np.float32(share)).astype(np.float32)


def mixing(*, is_mono: bool, balance: float) -> Samples:
    """What each channel (row) gives to each ear (column)."""
    both = np.full((2, 2), 0.5, np.float32) if is_mono else AS_IT_IS
    ears = np.array([min(1.0, 1.0 - balance), min(1.0, 1.0 + balance)], np.float32)
    return (both * ears).astype(np.float32)
