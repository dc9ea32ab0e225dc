"""Owns how tracks sound beside one another, as far as somebody listened to them. Pure.

Features are brought to whole numbers before they are multiplied: sums of these are exact, so that every computer gets the same, whatever
its linear algebra library does with the last digits.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from tunes.profile.columns import Columns, Floats, Ints

Features = Mapping[str, "Sequence[float] | NDArray[np.float16] | None"]
"""Numbers that describe the sound of tracks, by id; None where nobody listened yet."""
FEWEST = 10
"""Tracks whose sound is known from which on it can be said what is usual among them."""
STEPS, MOST = 16, 64
"""A standard deviation is so many steps; further than four of them from the middle nothing goes."""
SAMPLE = 256
"""Tracks, spread over the library, beside which it is seen how near to everything a track is."""
FAR = 4.0
"""So much nearer than usual, in standard deviations, counts as the same; what is found nearest in a real library is at 2 to 4."""
FAVOURITES = 3
"""To so many favourites a track has to be near: one may be an odd one."""
ROWS_AT_ONCE = 8192

_Table = NDArray[np.float32]


class Sounds:
    """How near tracks sound to each other: 1 for the same, 0 for any two, down to -1; 0 where one of them is not known.

    A track that is a little like everything (there are always some) is no nearer to anything for that: what counts is how much nearer
    two are than each is to others. Rows are those of the columns.
    """

    def __init__(self, columns: Columns, features: Features) -> None:
        found = {
            row: numbers
            for track, numbers in features.items()
            if numbers is not None and (row := columns.row_of.get(track)) is not None
        }
        self._size = len(columns.rows)
        self._rows = np.array(sorted(found), dtype=np.int64)
        self._place = np.full(self._size, -1)
        self._place[self._rows] = np.arange(self._rows.size)
        self._table = _standard([found[row] for row in self._rows.tolist()])
        self._shorter = (1 / (np.sqrt((self._table**2).sum(axis=1, dtype=np.float64)) + 1e-9)).astype(
            np.float32
        )
        self._usual, self._spread = self._beside_others()
        self._asked = -1
        self._near = self._sorted = np.zeros(0, np.float32)

    @property
    def rows(self) -> Ints:
        """The rows whose sound is known."""
        return self._rows

    def __bool__(self) -> bool:
        """Whether enough is known to say anything."""
        return self._rows.size >= FEWEST

    def _beside_others(self) -> tuple[_Table, _Table]:
        """Mean and standard deviation of each track's cosines with a sample of all."""
        count = self._rows.size
        sample = np.unique(np.linspace(0, max(count - 1, 0), min(SAMPLE, count)).astype(np.int64))
        usual, spread = np.zeros(count, np.float32), np.ones(count, np.float32)
        for start in range(0, count, ROWS_AT_ONCE):
            piece = np.arange(start, min(start + ROWS_AT_ONCE, count))
            cosine = self._cosines(piece, sample)
            usual[piece], spread[piece] = cosine.mean(axis=1), cosine.std(axis=1)
        return usual, np.maximum(spread, np.float32(1e-3))

    def _cosines(self, these: Ints | slice, others: Ints) -> _Table:
        products = self._table[these] @ self._table[others].T  # whole numbers below 2**24: exact
        products *= self._shorter[these][:, None]
        products *= self._shorter[others]
        return np.asarray(products, np.float32)

    def near(self, rows: Ints) -> _Table:
        """How near every track sounds to each of these: a row for each track, a column for each of these."""
        near = np.zeros((self._size, len(rows)), np.float32)
        places = self._place[rows]
        columns = np.flatnonzero(places >= 0)
        if self and columns.size:
            one = places[columns]
            cosine = self._cosines(slice(None), one)
            nearer = (cosine - self._usual[:, None]) / self._spread[:, None]
            nearer += (cosine - self._usual[one]) / self._spread[one]
            near[np.ix_(self._rows, columns)] = np.clip(nearer / np.float32(2 * FAR), -1.0, 1.0)
        return near

    def blend(self, rows: Ints, shares: Floats) -> Floats:
        """The sum of how near every track sounds to each of these, times its share; for many of them, in a fifth of the time.

        Exact to some six digits, and no further alike on every computer.
        """
        known = self._place[rows] >= 0
        one, share = self._place[rows[known]], shares[known]
        near = np.zeros(self._size)
        if self and one.size:
            scaled = self._table[one].T * self._shorter[one]
            towards = np.stack([scaled @ share, scaled @ (share / self._spread[one])], axis=1)
            mine, theirs = ((self._table @ towards.astype(np.float32)) * self._shorter[:, None]).T
            usual = float((share * self._usual[one] / self._spread[one]).sum())
            nearer = (mine - share.sum() * self._usual) / self._spread + theirs - usual
            near[self._rows] = nearer / (2 * FAR)
        return near

    def to_favourites(self, rows: Ints) -> Floats:
        """For every track its place among all by how near it is to the nearest few of these: 1 for the nearest, -1 for the furthest."""
        known = rows[self._place[rows] >= 0]
        places = np.zeros(self._size)
        if known.size:
            near = self.near(known)
            near[known, np.arange(known.size)] = 0.0  # one is no company for oneself
            most = min(FAVOURITES, known.size)
            nearest = np.partition(near[self._rows], known.size - most, axis=1)[:, -most:].mean(axis=1)
            further = np.searchsorted(np.sort(nearest), nearest)
            places[self._rows] = np.round(2.0 * further / max(self._rows.size - 1, 1) - 1.0, 6)
        return places

    def row_of(self, columns: Columns) -> Ints:
        """For each recording a row that tells its sound, where one is known; else any of its rows."""
        row = np.zeros(columns.recordings, dtype=np.int64)
        row[columns.recording] = np.arange(self._size)
        row[columns.recording[self._rows]] = self._rows
        return row

    def share_further(self, one: int, other: int) -> float:
        """The share of all known tracks that sound less like `one` than `other` does; 0 where one of them is not known."""
        if not self or min(self._place[one], self._place[other]) < 0:
            return 0.0
        if self._asked != one:  # of one track it is asked about several others
            self._near = self.near(np.array([one]))[:, 0]
            self._sorted = np.sort(self._near[self._rows])
            self._asked = one
        return float(np.searchsorted(self._sorted, self._near[other])) / max(self._rows.size - 1, 1)

    def table(self, rows: Ints) -> Floats:
        """The features of these rows, each seen from its usual value; NaN where nothing is known."""
        places = self._place[rows]
        table = np.full((len(rows), self._table.shape[1]), np.nan)
        table[places >= 0] = self._table[places[places >= 0]] / STEPS
        return table


def _standard(numbers: "Sequence[Sequence[float] | NDArray[np.float16]]") -> _Table:
    """Each number seen from its usual value, in steps of its spread."""
    if not numbers:
        return np.zeros((0, 0), np.float32)
    values = np.array(numbers, np.float32)
    values -= values.mean(axis=0, dtype=np.float64)
    values *= STEPS / (np.sqrt((values**2).mean(axis=0, dtype=np.float64)) + 1e-9)
    return np.asarray(np.clip(np.rint(values), -MOST, MOST), np.float32)


class _Given:
    """A library and its features, known again by being the very same: both are far too large to compare."""

    def __init__(self, columns: Columns, features: Features) -> None:
        self.columns, self.features = columns, features

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Given) and self.columns is other.columns and self.features is other.features

    def __hash__(self) -> int:
        return hash((id(self.columns), id(self.features)))


@lru_cache(maxsize=1)  # it depends on these alone
def _made(given: _Given) -> Sounds:
    return Sounds(given.columns, given.features)


def sounds(columns: Columns, features: Features | None) -> Sounds | None:
    """How the tracks sound; None where too few are known to say anything."""
    return (_made(_Given(columns, features)) or None) if features else None
