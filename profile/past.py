"""Owns the listens as the signals read them: whose, how long ago, for the first time or again; and how they fade with age."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from tunes.profile.columns import Columns, Flags, Floats, Ints
from tunes.profile.taste import DAY, Heard

SLOWEST = 448.0
"""Days: the longest half-life; each further one is half of it, because squaring is cheaper than a power."""
HALF_LIVES = tuple(SLOWEST / 2**step for step in range(9))
"""448, 224, 112, 56, 28, 14, 7, 3.5 and 1.75 days."""
LONG_AGO = 4000.0
"""Days since what never happened."""


@dataclass(frozen=True, slots=True, eq=False)
class Past:
    """One row per listen that says something, oldest first."""

    columns: Columns
    recording: Ints
    artist: Ints
    album: Ints
    """-1 where unknown."""
    age: Floats
    """Days before the moment that is looked from."""
    day: Ints
    """Number of the day, by the listener's clock."""
    sitting: Ints
    play: Flags
    skip: Flags
    first_try: Flags
    """The recording was never listened to before."""
    first_play: Flags
    """It was never played before."""

    @property
    def artists(self) -> int:
        """How many artists there are."""
        return int(self.columns.artist.max(initial=-1)) + 1

    @property
    def recordings(self) -> int:
        """How many recordings there are."""
        return self.columns.recordings


def past(columns: Columns, heard: Heard, as_of: float) -> Past:
    """The listens before `as_of`, with what the signals ask of them."""
    recording = columns.recording[heard.row]
    return Past(
        columns=columns,
        recording=recording,
        artist=columns.artist[heard.row],
        album=columns.album[heard.row],
        age=np.maximum(as_of - heard.at, 0) / DAY,
        day=np.floor(heard.at + heard.offset * 60).astype(np.int64) // int(DAY),
        sitting=heard.sitting,
        play=heard.play,
        skip=heard.skip,
        first_try=_first(recording, np.ones(len(recording), dtype=bool), columns.recordings),
        first_play=_first(recording, heard.play, columns.recordings),
    )


def _first(code: Ints, which: Flags, size: int) -> Flags:
    """The first row of each code among those meant."""
    rows = np.flatnonzero(which)
    first = np.full(size, -1)
    first[code[rows[::-1]]] = rows[::-1]  # of several the last one written stays: the oldest
    marked = np.zeros(len(code), dtype=bool)
    marked[first[first >= 0]] = True
    return marked


def fading(age: Floats) -> Iterator[tuple[float, Floats]]:
    """Each half-life in days, the longest first, with what is left of each listen by then."""
    left = np.exp2(-age / SLOWEST)
    for half_life in HALF_LIVES:
        yield half_life, left
        left = left * left


def count(code: Ints, size: int) -> Floats:
    """How often each code comes."""
    return np.bincount(code, minlength=size).astype(float)


def last_age(code: Ints, age: Floats, size: int) -> Floats:
    """Days since each code came last; rows are oldest first."""
    last = np.full(size, LONG_AGO)
    last[code] = age
    return last


def first_age(code: Ints, age: Floats, size: int) -> Floats:
    """Days since each code came first."""
    first = np.full(size, LONG_AGO)
    first[code[::-1]] = age[::-1]
    return first


def days_of(code: Ints, day: Ints, size: int) -> Floats:
    """On how many days each code came."""
    if not len(code):
        return np.zeros(size)
    start = day.min()
    span = int(day.max() - start) + 1
    return count(distinct(code * span + (day - start)) // span, size)


def distinct(keys: Ints) -> Ints:
    """Each key once, in order: much quicker than `np.unique` for a million."""
    ordered = np.sort(keys)
    return ordered[np.append(True, ordered[1:] != ordered[:-1])] if len(keys) else ordered
