"""Owns what the listens say of each artist: how much and how lately heard, how often something new, how often skipped. Pure."""

import numpy as np
from tunes.profile.columns import Flags, Floats, Ints
from tunes.profile.doubt import skip_odds
from tunes.profile.past import Past, count, days_of, fading, first_age, last_age

FEW = 4.0
"""Listens' worth of the listener's own mean that a share begins with, so that one skip says little."""


def artist_facts(past: Past) -> dict[str, Floats]:
    """Numbers for each artist by code, under names that the fitted tables know."""
    play, skip = _those(past, past.play), _those(past, past.skip)
    first_play, first_try = _those(past, past.first_play), _those(past, past.first_try)
    once_a_day = _those(past, _once_a_day(past))
    facts: dict[str, Floats] = {}
    skipped: Floats = np.zeros(past.artists)
    heard = skipped
    for half_life, left in fading(past.age):
        plays = _sum(past, play, left)
        facts[f"artist plays {half_life:g}"] = np.log1p(plays)
        facts[f"artist share {half_life:g}"] = np.log(plays / max(plays.sum(), 1e-9) + 1e-4)
        if half_life <= 112:
            facts[f"artist first plays {half_life:g}"] = _faded(past, first_play, left)
        if 3 < half_life < 200:
            facts[f"artist on days {half_life:g}"] = _faded(past, once_a_day, left)
        if half_life == 28:
            facts["artist tries 28"] = _faded(past, first_try, left)
        if half_life == 56:
            skipped, heard = _sum(past, skip, left), plays
    facts["artist skipped 56"] = skip_odds(skipped, heard, FEW)
    return facts | _ages(past) | _days(past) | _breadth(past)


def _once_a_day(past: Past) -> Flags:
    """One play of each artist a day: an evening with one artist is one evening."""
    rows = np.flatnonzero(past.play)
    once = np.zeros(len(past.play), dtype=bool)
    if rows.size:
        day = past.day[rows] - past.day[rows].min()
        ordered = np.sort((day * past.artists + past.artist[rows]) * rows.size + np.arange(rows.size))
        pair, place = ordered // rows.size, ordered % rows.size
        once[rows[place[np.append(True, pair[1:] != pair[:-1])]]] = True
    return once


def _those(past: Past, which: Flags) -> tuple[Ints, Ints]:
    """The rows that are meant, and the artist of each: looked up once for all half-lives."""
    rows = np.flatnonzero(which)
    return rows, past.artist[rows]


def _faded(past: Past, those: tuple[Ints, Ints], left: Floats) -> Floats:
    return np.log1p(_sum(past, those, left))


def _sum(past: Past, those: tuple[Ints, Ints], left: Floats) -> Floats:
    rows, artist = those
    return np.bincount(artist, weights=left[rows], minlength=past.artists).astype(float)


def _ages(past: Past) -> dict[str, Floats]:
    size, play, new = past.artists, past.play, past.first_play
    return {
        "artist since play": last_age(past.artist[play], past.age[play], size),
        "artist since new": last_age(past.artist[new], past.age[new], size),
        "artist since first": first_age(past.artist, past.age, size),
    }


def _days(past: Past) -> dict[str, Floats]:
    """How regularly an artist comes, and comes with something new."""
    size, play, new = past.artists, past.play, past.first_play
    ever = days_of(past.artist[play], past.day[play], size)
    span = float(past.age.max(initial=0.0))
    first = np.minimum(first_age(past.artist[play], past.age[play], size), span)
    since = np.minimum(last_age(past.artist[play], past.age[play], size), span)
    return {
        "artist days": ever,
        "artist day rate": np.log((ever + 0.1) / (first + 20)),
        "artist new rate": np.log((days_of(past.artist[new], past.day[new], size) + 0.05) / (first + 20)),
        "artist overdue": np.log((since + 1) * np.maximum(ever, 1) / (first + 1)),
    }


def _breadth(past: Past) -> dict[str, Floats]:
    """How many of an artist's recordings were tried, kept, come back to."""
    size = past.artists
    by_recording = np.zeros(past.recordings, dtype=np.int64)
    by_recording[past.recording] = past.artist
    plays = np.bincount(past.recording[past.play], minlength=past.recordings)
    tried = count(past.artist[past.first_try], size)
    kept = count(past.artist[past.first_play], size)
    back = count(by_recording[plays >= 2], size)
    all_tried, all_kept, all_back = tried.sum(), kept.sum(), back.sum()
    return {
        "artist breadth": kept,
        "artist depth": (count(past.artist[past.play], size) + 1) / (kept + 1),
        "artist kept": (kept + FEW * all_kept / max(all_tried, 1)) / (tried + FEW),
        "artist came back": (back + FEW * all_back / max(all_kept, 1)) / (kept + FEW),
    }
