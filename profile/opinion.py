"""Owns what the listener thinks outright of tracks, row by row: likes of what is around them, and stars. Pure."""

from dataclasses import dataclass

import numpy as np
from tunes.profile.columns import Columns, Flags, Floats, Ints
from tunes.profile.history import History
from tunes.profile.marks import MOST_STARS
from tunes.profile.things import Things

USUAL_STARS = 3.0
"""Neither good nor bad."""


@dataclass(frozen=True, slots=True)
class Opinion:
    """By row of the columns."""

    around: Flags
    """Its artist, album, folder or one of its genres is liked; of a folder that stands wherever its way is in a path."""
    stars: Floats
    """From −1 for one star over 0 for three to 1 for five; 0 where there are none."""

    def parts(self, rows: Ints, around: float, stars: float) -> dict[str, Floats]:
        """What it adds to the score of these rows: `around` for a like, `stars` for five of them."""
        liked = np.where(self.around[rows], around, 0.0)
        return {"liked around it": liked, "your stars": stars * self.stars[rows]}


def opinion(table: Columns, history: History) -> Opinion:
    """What was said of each row, and of what it belongs to."""
    liked = Things.of(
        mark.what for mark in history.standing if mark.kind == "like" and "track" not in mark.what
    )
    around = np.zeros(len(table.rows), dtype=np.bool_)
    if liked.has_names:
        around[:] = [liked.covers(track) for track in table.rows]
    return Opinion(around, _stars(table, history))


def _stars(table: Columns, history: History) -> Floats:
    """Copies of a recording share theirs; where they differ, the best counts."""
    stars = np.zeros(len(table.rows))
    rated = {name: value for name, value in history.marked("rate").items() if _is_stars(value)}
    if rated:
        given = np.array([float(rated.get(track.id, np.nan)) for track in table.rows])  # type: ignore[arg-type]  # numbers, as was just asked
        best = np.full(table.recordings, -np.inf)
        has = np.isfinite(given)
        np.maximum.at(best, table.recording[has], given[has])
        known = np.isfinite(best[table.recording])
        of_row = np.clip(best[table.recording], 1, MOST_STARS)
        stars[known] = (of_row[known] - USUAL_STARS) / (MOST_STARS - USUAL_STARS)
    return stars


def _is_stars(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
