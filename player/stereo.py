"""Owns mono and balance: how much of each channel reaches each ear. Pure."""

import numpy as np
from numpy.typing import NDArray

Mixing = NDArray[np.float32]
"""What each channel (row) gives to each ear (column)."""

AS_IT_IS: Mixing = np.eye(2, dtype=np.float32)


def mixing(*, is_mono: bool, balance: float) -> Mixing:
    """`balance`: -1 the left ear only, 1 the right ear only. `AS_IT_IS` itself where nothing is to be done."""
    if not is_mono and not balance:
        return AS_IT_IS
    both = np.full((2, 2), 0.5, np.float32) if is_mono else AS_IT_IS
    ears = np.array([min(1.0, 1.0 - balance), min(1.0, 1.0 + balance)], np.float32)
    return np.asarray(both * ears, np.float32)
