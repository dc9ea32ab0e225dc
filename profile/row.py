"""Owns what a row of the home screen is, and the draft it is filled from. Frozen values."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tunes.profile.picks import Pick

if TYPE_CHECKING:  # the screen, which shows rows, is to be there before numpy
    from tunes.profile.columns import Ints


@dataclass(frozen=True, slots=True)
class Going:
    """How a pick that was begun goes on."""

    at: float = 0.0
    """Seconds into its track."""
    then: tuple[str, ...] = ()
    """Ids of what follows it: the rest of its album, the next episodes."""
    name: str = ""
    """What goes on, where that is more than the track: the album, the show and which of its episodes."""
    note: str = ""
    """How far it is: "23 min left", "track 9 of 11"; "" where there is nothing to say."""


@dataclass(frozen=True, slots=True)
class Row:
    """One shelf of the home screen."""

    key: str
    """What it is: "continue", "discover:2026-W48", "because:ID", "genre:dub" …; also where its listens come from."""
    title: str
    picks: tuple[Pick, ...]
    """In the order shown, at most `SIZE`; none of them stands in another row of the page."""
    reason: str
    """Why the row is there, one true sentence."""
    going: Mapping[str, Going] = field(default_factory=dict)
    """Of picks that were begun, by id, how they go on."""


@dataclass(frozen=True, slots=True)
class Why:
    """Why a recording is in a row."""

    text: str
    parts: dict[str, float]
    """The numbers that it was ranked by; they sum to its score."""
    because: tuple[str, ...] = ()
    """Ids of the tracks that the text names."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A row as it would be if no other row took anything of it."""

    key: str
    title: Callable[[Sequence[int]], str]
    """Its name, when it is known which recordings it holds."""
    reason: str
    ranked: "Ints | Sequence[int]"
    """The best first."""
    why: Callable[[int], Why]
    least: int = 4
    """Picks from which on it is a row."""
    cap_artist: int | None = 2
    """Most of one artist; None: no cap."""
    cap_album: int | None = None
    going: Mapping[int, Going] = field(default_factory=dict)
    """By recording."""
    rows: Mapping[int, int] = field(default_factory=dict)
    """By recording, the row of the library that is meant, where it is not any of them."""
