"""Owns how tracks sound beside one another, as far as somebody measured it. Pure.

Sums are made without a linear algebra library: its last digits differ from computer to computer.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from tunes.profile.columns import Columns, Floats, Ints

Features = Mapping[str, Sequence[float] | None]
"""Numbers that describe the sound of tracks, by id; None where nobody listened yet."""
_TINY = 1e-9


def alike(columns: Columns, favourites: Ints, features: Features) -> Floats:
    """Cosine of each track of the library with the middle of the favourites; 0 where one of them is not known."""
    table = standard(columns, features)
    loved = ~np.isnan(table[:, :1]).any(axis=1) & np.isin(columns.recording, favourites)
    if not table.shape[1] or not loved.any():
        return np.zeros(columns.here)
    middle = table[loved].mean(axis=0)
    mine = table[: columns.here]
    length = np.sqrt((mine**2).sum(axis=1)) * np.sqrt((middle**2).sum())
    return np.asarray(np.nan_to_num((mine * middle).sum(axis=1) / (length + _TINY)))


def standard(columns: Columns, features: Features) -> Floats:
    """The features of each row, each seen from its usual value over the library; NaN where nothing is known."""
    known = {
        columns.row_of[track]: numbers
        for track, numbers in features.items()
        if numbers is not None and track in columns.row_of
    }
    width = len(next(iter(known.values()), ()))
    table = np.full((len(columns.rows), width), np.nan)
    if known:
        values = np.array(list(known.values()), dtype=float)
        table[list(known)] = (values - values.mean(axis=0)) / (values.std(axis=0) + _TINY)
    return table
