"""Owns what the listens say of each recording itself: when it was played and skipped, how often, and at what distance. Pure."""

import numpy as np
from tunes.profile.columns import Floats
from tunes.profile.past import Past, count, first_age, last_age

AROUND = 6
"""Plays on each side that count as heard around one."""


def song_facts(past: Past) -> dict[str, Floats]:
    """Numbers for each recording by code, under names that the fitted tables know."""
    size, play, skip = past.recordings, past.play, past.skip
    code, age = past.recording[play], past.age[play]
    plays, skips = count(code, size), count(past.recording[skip], size)
    first, last = first_age(code, age, size), last_age(code, age, size)
    place = np.arange(len(code), dtype=float)
    return {
        "since play": last,
        "since first play": first,
        "since first try": first_age(past.recording, past.age, size),
        "plays": plays,
        "play gap": np.where(plays >= 2, first - last, -1.0),
        "plays since": last_age(code, len(code) - place, size),
        "since skip": last_age(past.recording[skip], past.age[skip], size),
        "skips": skips,
        "skips a play": skips / (1 + plays),
        "played around": _around(past, plays),
    }


def _around(past: Past, plays: Floats) -> Floats:
    """How much else is played of what sounded around it, the mean of the logarithms."""
    code = past.recording[past.play]
    known = np.log1p(plays)[code]
    total = np.concatenate([[0.0], np.cumsum(known)])
    place = np.arange(len(code))
    # The same as looking up `total` at where the neighbours of each play stop and start, but without looking up.
    edge = min(AROUND, len(code))
    stop = np.concatenate([total[AROUND + 1 :], np.full(edge, total[-1])])
    start = np.concatenate([np.zeros(edge), total[: len(code) - edge]])
    others = np.minimum(place, AROUND) + np.minimum(place[::-1], AROUND)
    mean = (stop - start - known) / np.maximum(others, 1)
    summed = np.bincount(code, weights=mean, minlength=past.recordings)
    return np.where(plays > 0, summed / np.maximum(plays, 1), -1.0)
