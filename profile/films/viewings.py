"""Owns what became of each film and episode so far: watched, under way, given up. Pure; told by the listens alone."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from tunes.library.track import Track
from tunes.profile.columns import Columns, Flags, Ints
from tunes.profile.evidence import lined_up
from tunes.profile.excluded import excluded
from tunes.profile.history import History
from tunes.profile.listens import ENDS
from tunes.profile.sorts import is_film
from tunes.profile.taste import DAY, Heard
from tunes.profile.unfinished import FIRST_S, is_unfinished

NEVER = float("-inf")
GIVEN_UP_DAYS = 30.0
"""What was left in the middle and not gone on with for so long was given up."""
_LEFT_FOR_ANOTHER = [ENDS.index("next"), ENDS.index("jumped")]


@dataclass(frozen=True, slots=True)
class Viewing:
    """What became of one video."""

    times: int = 0
    """How often it was watched."""
    watched: float = NEVER
    """Unix seconds of the listen with which it was watched last; -inf where never."""
    offset: int = 0
    """Minutes that local time was ahead of UTC then."""
    touched: float = NEVER
    """Unix seconds: when it was on last, since it was watched; -inf where it was not, or only looked at."""
    is_open: bool = False
    """Left in the middle, lately: it goes on there."""
    is_given_up: bool = False
    """Left in the middle for another, or long ago."""

    @property
    def is_seen(self) -> bool:
        """Whether it was watched, or at least its end was reached."""
        return self.times > 0 or (self.touched > NEVER and not self.is_open and not self.is_given_up)

    @property
    def is_begun(self) -> bool:
        """Whether anything came of it."""
        return self.times > 0 or self.touched > NEVER

    @property
    def last(self) -> float:
        """Unix seconds: when it was on last; -inf where it was not."""
        return max(self.watched, self.touched)


NOTHING = Viewing()


def viewings(table: Columns, heard: Heard, history: History, as_of: float) -> dict[int, Viewing]:
    """By row of the columns, of every film and episode that was ever on; `history` ends at `as_of` (unix seconds)."""
    films = np.array([is_film(track) for track in table.rows], dtype=np.bool_)
    plays: dict[int, list[int]] = {}
    for place in np.flatnonzero(films[heard.row] & heard.play).tolist():
        plays.setdefault(int(heard.row[place]), []).append(place)
    watched = {
        row: Viewing(len(places), float(heard.at[places[-1]]), int(heard.offset[places[-1]]))
        for row, places in plays.items()
    }
    since = _since(lined_up(table.rows[: table.here], history).row_of_place, history, films, watched)
    begun = {
        row: _begun(watched.get(row, NOTHING), table.rows[row], history, listens, as_of)
        for row, listens in since.items()
        if history.heard[listens].sum() >= FIRST_S
    }
    return watched | begun


def _since(
    row_of_place: Ints,
    history: History,
    films: Flags,
    watched: Mapping[int, Viewing],
) -> dict[int, list[int]]:
    """By row, its listens since it was watched last, oldest first."""
    row = row_of_place[history.track]
    since: dict[int, list[int]] = {}
    for listen in np.flatnonzero(films[row] & (history.heard > 0) & ~excluded(history)).tolist():
        mine = int(row[listen])
        if history.at[listen] > watched.get(mine, NOTHING).watched:
            since.setdefault(mine, []).append(listen)
    return since


def _begun(before: Viewing, track: Track, history: History, listens: list[int], as_of: float) -> Viewing:
    last = listens[-1]
    at, length = float(history.at[last]), float(history.duration[last])
    is_open = is_unfinished(track.kind, float(history.left[last]), None if np.isnan(length) else length)
    is_given_up = is_open and (
        at < as_of - GIVEN_UP_DAYS * DAY or int(history.end[last]) in _LEFT_FOR_ANOTHER
    )
    return Viewing(before.times, before.watched, before.offset, at, is_open and not is_given_up, is_given_up)
