"""Owns telling whether a listen from elsewhere is known already: brought before, or told by another program too. Pure."""

from bisect import bisect_left
from collections import defaultdict
from typing import NamedTuple

import numpy as np
from tunes.profile.history import History
from tunes.profile.listens import ENDS

SAME_S = 1.0
"""Seconds by which two tellings of one program may differ."""
BETWEEN_S = 60.0
"""Seconds by which two programs may differ in when a listen began; one may count from its end, pauses and all."""


class Span(NamedTuple):
    """When something was heard, and who says so."""

    at: float
    """Unix seconds."""
    until: float
    source: str
    rounded: float
    """Seconds by which the times may be off."""


class Kept:
    """The listens that a history has, and those that were taken since."""

    def __init__(self, history: History) -> None:
        self._history = history
        order = np.lexsort((history.at, history.track))
        self._order = order
        self._at = history.at[order]
        self._starts = np.searchsorted(history.track[order], np.arange(len(history.tracks) + 1))
        self._taken: defaultdict[str, list[Span]] = defaultdict(list)

    def take(self, track: str, name: str, span: Span) -> bool:
        """Takes a listen to a track, which elsewhere has another name's id; False where it is known already."""
        taken = self._taken[track]
        if any(_is_same(span, other) for other in _near(taken, span)):
            return False
        if any(_is_same(span, other) for one in {track, name} for other in self._of(one, span)):
            return False
        taken.insert(bisect_left(taken, span), span)
        return True

    def plays(self, track: str, name: str, until: float) -> int:
        """How many listens to a track are known that began up to then and in which it sounded, skips left out."""
        known = 0
        index = self._history.index
        for place in {index[one] for one in (track, name) if one in index}:
            start, stop = self._starts[place], self._starts[place + 1]
            rows = self._order[start : start + int(np.searchsorted(self._at[start:stop], until + SAME_S))]
            known += int(((self._history.heard[rows] > 0) & (self._history.end[rows] != _NEXT)).sum())
        return known + sum(span.at <= until + SAME_S for span in self._taken[track])

    def _of(self, track: str, span: Span) -> list[Span]:
        """What the history has of a track about that time."""
        place = self._history.index.get(track)
        if place is None:
            return []
        start, stop = self._starts[place], self._starts[place + 1]
        low, high = np.searchsorted(self._at[start:stop], [span.at - _REACH_S, span.until + _REACH_S]) + start
        history = self._history
        return [
            Span(
                float(history.at[row]),
                float(history.at[row] + history.heard[row]),
                history.sources[history.source[row]],
                0.0,
            )
            for row in self._order[low:high].tolist()
        ]


_NEXT = ENDS.index("next")
_REACH_S = 4 * 3600.0
"""Seconds around a listen in which another may have begun that is the same."""


def _near(taken: list[Span], span: Span) -> list[Span]:
    low = bisect_left(taken, (span.at - _REACH_S,))
    high = bisect_left(taken, (span.until + _REACH_S,))
    return taken[low:high]


def _is_same(one: Span, other: Span) -> bool:
    """Whether two tellings are of one listen: of one program by when it began; of two if most of the shorter falls into the longer."""
    apart = abs(one.at - other.at)
    if one.source == other.source:
        return apart < SAME_S
    both = min(one.until, other.until) - max(one.at, other.at)
    shorter = min(one.until - one.at, other.until - other.at)
    return apart <= max(BETWEEN_S, one.rounded, other.rounded) or both > shorter / 2
