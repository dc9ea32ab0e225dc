"""Owns what stands in the queue: a track and where it came from, in a numbered place; and the ways in which a queue can go on."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from tunes.library.track import Track

REPEATED = "repeat"
"""Where a listen came from that nobody asked for again."""


class Repeat(StrEnum):
    """What follows the end."""

    OFF = "off"
    ALL = "all"
    """Of the queue: its start, in another order where it is shuffled."""
    ONE = "one"
    """Of the track: the track."""


class Shuffle(StrEnum):
    """What is in random order."""

    OFF = "off"
    TRACKS = "tracks"
    ALBUMS = "albums"
    """Whole albums, each in its own order."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One place in the queue; the same track may stand in several."""

    track: Track
    source: str
    """Where it came from, as a listen keeps it: "album:…", "search", "queue"."""


class Cell(NamedTuple):
    """An entry under a number that no other place of this queue, or of those before it, ever has."""

    entry: Entry
    number: int
    after: int | None = None
    """Number of the place that it was put right behind while the queue was shuffled."""


def numbered(entries: Iterable[Entry], first: int, after: int | None = None) -> list[Cell]:
    """Places for entries, numbered from `first` on; put behind the place `after`, one behind the other."""
    cells: list[Cell] = []
    for number, entry in enumerate(entries, first):
        cells.append(Cell(entry, number, after))
        after = None if after is None else number
    return cells
