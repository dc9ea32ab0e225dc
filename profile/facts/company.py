"""Owns what was heard together: how near each recording or artist came to what is loved now. Pure."""

import numpy as np
from tunes.profile.columns import Floats, Ints
from tunes.profile.past import Past, distinct

SPAN = 180.0
"""Days back that are looked at."""
LOVED_FOR = 28.0
"""Days after which what was loved is loved half as much."""
MOST_LOVED = 60
CHUNK = 12
"""Plays in a row that count as heard together where sittings are long."""


def company_facts(past: Past) -> tuple[dict[str, Floats], dict[str, Floats]]:
    """Numbers for each recording and for each artist by code, under names that the fitted tables know."""
    rows = np.flatnonzero(past.play & (past.age <= SPAN))
    love = np.exp2(-past.age[rows] / LOVED_FOR)
    songs = {
        f"near in {name}": _near(group, past.recording[rows], love, past.recordings)
        for name, group in (("day", past.day[rows]), ("chunk", np.arange(len(rows)) // CHUNK))
    }
    return songs, {"artist near in sitting": _near(past.sitting[rows], past.artist[rows], love, past.artists)}


def _near(group: Ints, code: Ints, love: Floats, size: int) -> Floats:
    """Cosine of the groups in which each code came with those of the most loved ones, itself left out."""
    if not len(code):
        return np.zeros(size)
    pair = distinct((group - group.min()) * size + code)
    group, what = pair // size, pair % size
    often = np.bincount(what, minlength=size)
    loved = np.bincount(code, weights=love, minlength=size)
    top = np.argsort(-np.round(loved, 9), kind="stable")[:MOST_LOVED]
    pull = np.zeros(size)
    pull[top] = loved[top] / np.sqrt(np.maximum(often[top], 1))
    whole = np.bincount(group, weights=pull[what])
    together = np.bincount(what, weights=whole[group], minlength=size) - pull * often
    return np.sqrt(np.maximum(together, 0) / np.sqrt(np.maximum(often, 1)))
