"""Owns chance that is the same on every computer: it comes from words alone, so a week's queue can be made again."""

import hashlib
from functools import lru_cache
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from tunes.profile.columns import Columns, Floats, Ints

_MIXING = ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB), (31, 1))
"""The end of splitmix64: close numbers come out far apart."""


def chance(columns: Columns, rows: Ints, week: str) -> Floats:
    """A little luck for each artist, another one each week, the same for all libraries that hold the artist."""
    luck: dict[int, float] = {}
    for artist in np.unique(columns.artist[rows]).tolist():
        luck[artist] = draw(week, columns.artist_names[artist])
    return np.array([luck[artist] for artist in columns.artist[rows].tolist()])


def draw(*words: str) -> float:
    """A number from a normal distribution that depends on nothing but the words."""
    return float(np.random.default_rng(_hashed(*words)).standard_normal())


def _hashed(*words: str) -> int:
    text = "\0".join(words).encode(errors="surrogateescape")
    return int.from_bytes(hashlib.blake2b(text, digest_size=8).digest(), "little")


@lru_cache(maxsize=1)  # it depends on the library alone
def _marks(columns: Columns) -> NDArray[np.uint64]:
    """A number for each track, from its id."""
    ids = (track.id.encode(errors="surrogateescape") for track in columns.rows)
    return np.fromiter(map(crc32, ids), dtype=np.uint64, count=len(columns.rows))


def ties(columns: Columns, rows: Ints, week: str) -> Ints:
    """What orders equal scores: another order each week, the same on every computer."""
    with np.errstate(over="ignore"):  # it turns over, as meant
        mixed = _marks(columns)[rows] + np.uint64(_hashed(week))
        for shift, factor in _MIXING:
            mixed = (mixed ^ (mixed >> np.uint64(shift))) * np.uint64(factor)
    return (mixed >> np.uint64(1)).astype(np.int64)


def spread_out(columns: Columns, rows: Ints, week: str) -> Floats:
    """Off, for each further track of one artist: without favourites every artist has a turn before one has two."""
    turn: dict[int, int] = {}
    off = np.zeros(rows.size)
    for place in np.argsort(ties(columns, rows, week), kind="stable").tolist():
        artist = int(columns.artist[rows[place]])
        off[place] = -turn.setdefault(artist, 0)
        turn[artist] += 1
    return off
