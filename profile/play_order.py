"""Owns the order in which a queue is played: the best first, neighbours that sound alike, no artist twice in a row. Pure."""

from collections.abc import Sequence

import numpy as np
from tunes.profile.columns import Floats

LOOK_AHEAD = 6
"""Picks in rank of which the best fitting comes next: further ahead, the end of the list would be left-overs."""
APART = 2
"""Picks between two of one artist."""


def play_order(artists: Sequence[int], sound: Floats | None = None) -> list[int]:
    """Places of a list in rank as they are to be played; `sound` has a row of features each, NaN where not known."""
    waiting = list(range(len(artists)))
    order: list[int] = []
    while waiting:
        lately = {artists[place] for place in order[-APART:]}
        apart = [place for place in waiting if artists[place] not in lately] or waiting[:1]
        chosen = _best_fit(order[-1], apart[:LOOK_AHEAD], sound) if order and sound is not None else apart[0]
        waiting.remove(chosen)
        order.append(chosen)
    return order


def _best_fit(before: int, places: Sequence[int], sound: Floats) -> int:
    """Which of these sounds most like the one before; the first of equals, and 0 where one is not known."""
    one, others = sound[before], sound[list(places)]
    length = np.sqrt((one**2).sum()) * np.sqrt((others**2).sum(axis=1))
    cosine = np.nan_to_num((others * one).sum(axis=1) / np.maximum(length, 1e-9))
    return places[int(np.argmax(np.round(cosine, 6)))]
