"""Owns what became of this week's picks: kept, skipped, or never to come again. Pure."""

from collections.abc import Iterable

import numpy as np
from tunes.profile.history import History
from tunes.profile.rules import derive
from tunes.profile.weekly import WeekQueue

KEPT, SKIPPED, NEVER = "kept", "skipped", "never"


def fates(week: WeekQueue, history: History) -> dict[str, str]:
    """What became of each pick since the queue was made, by track id; picks not yet heard are left out.

    A listen that came from this queue counts even if the queue was made anew after it. One play outweighs any skip.
    """
    derived = derive(history)
    here = _since(week, history)
    played = _ids(history, here & derived.play)
    skipped = _ids(history, here & derived.skip)
    banned = history.banned
    return {
        one: NEVER if one in banned else KEPT if one in played else SKIPPED
        for one in (pick.track.id for pick in week.picks)
        if one in banned or one in played or one in skipped
    }


def _since(week: WeekQueue, history: History) -> np.ndarray:
    from_queue = np.array([*(source == week.place for source in history.sources), False], dtype=bool)
    return np.asarray((history.at >= week.built_at) | from_queue[history.source])


def _ids(history: History, rows: Iterable[bool]) -> set[str]:
    """Tracks of these rows, by every id each has or had."""
    places = set(history.track[np.asarray(rows)].tolist())
    return {name for name, place in history.index.items() if place in places}
