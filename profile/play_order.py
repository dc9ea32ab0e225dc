"""Owns the order in which a queue is played: the best first, neighbours that fit, no artist or album twice in a row. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from tunes.profile.columns import Floats

LOOK_AHEAD = 6
"""Picks in rank of which the best fitting comes next: further ahead, the end of the list would be left-overs."""
APART = 2
"""Picks between two of one artist."""
RUN = 2
"""Picks of one genre in a row, where the next in rank hold another."""


@dataclass(frozen=True, slots=True)
class Laid:
    """A list in rank: an entry of each a pick."""

    artists: Sequence[int]
    albums: Sequence[int]
    """-1 where unknown."""
    genres: Sequence[int]
    """The first one of each; -1 where unknown."""
    sound: Floats | None = None
    """A row of features each, NaN where not known."""


def play_order(laid: Laid) -> list[int]:
    """Places of a list in rank as they are to be played."""
    waiting = list(range(len(laid.artists)))
    order: list[int] = []
    while waiting:
        places = next(filter(None, _ever_looser(laid, order, waiting)))[:LOOK_AHEAD]
        chosen = places[0]
        if order and laid.sound is not None:
            chosen = _best_fit(order[-1], places, laid.sound)
        elif _is_run(laid.genres, order):
            chosen = next((one for one in places if laid.genres[one] != laid.genres[order[-1]]), chosen)
        waiting.remove(chosen)
        order.append(chosen)
    return order


def _ever_looser(laid: Laid, order: Sequence[int], waiting: Sequence[int]) -> Iterator[Sequence[int]]:
    """What may come next; where that is nothing, what may with one demand less."""
    lately = {laid.artists[place] for place in order[-APART:]}
    album = laid.albums[order[-1]] if order else -1
    apart = [place for place in waiting if laid.artists[place] not in lately]
    yield [place for place in apart if album < 0 or laid.albums[place] != album]
    yield apart
    yield waiting[:1]


def _is_run(genres: Sequence[int], order: Sequence[int]) -> bool:
    """Whether the last ones have one genre."""
    last = {genres[place] for place in order[-RUN:]}
    return len(order) >= RUN and len(last) == 1 and last != {-1}


def _best_fit(before: int, places: Sequence[int], sound: Floats) -> int:
    """Which of these sounds most like the one before; the first of equals, and 0 where one is not known."""
    one, others = sound[before], sound[list(places)]
    length = np.sqrt((one**2).sum()) * np.sqrt((others**2).sum(axis=1))
    cosine = np.nan_to_num((others * one).sum(axis=1) / np.maximum(length, 1e-9))
    return places[int(np.argmax(np.round(cosine, 6)))]
