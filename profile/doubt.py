"""Owns how likely each track is to be skipped once it is begun, as far as the skips of it and of its artist say. Pure."""

import numpy as np
from tunes.profile.columns import Columns, Floats, Ints
from tunes.profile.taste import Taste

OF_ARTIST, OF_TRACK = 8.0, 2.0
"""Listens' worth of the listener's own mean that each begins with, so that one skip says little."""
TRACK_SHARE = 0.25
"""Of the track's own doubt: once or twice heard says less than all of its artist."""
FRESH_SHARE = 0.5
"""Where it was never played: only its artist is known, and that is less."""
MOST = 2.0
"""Log-odds: beyond, a listener who hardly ever skips would get nothing but the most played."""


def doubt(columns: Columns, liking: Taste) -> Floats:
    """By row of the library: log-odds of a skip beyond the listener's usual ones; below 0 for what is kept more than usual."""
    recording, artist = columns.recording[: columns.here], columns.artist[: columns.here]
    of_track = skip_odds(liking.skips, liking.plays, OF_TRACK)[recording]
    of_artist = skip_odds(_by_artist(columns, liking.skips), _by_artist(columns, liking.plays), OF_ARTIST)[
        artist
    ]
    is_fresh = liking.plays[recording] == 0
    whole = np.where(is_fresh, FRESH_SHARE * of_artist, of_artist + TRACK_SHARE * of_track)
    return np.round(np.clip(whole, -MOST, MOST), 6)


def _by_artist(columns: Columns, of_recording: Ints) -> Floats:
    artist = np.zeros(columns.recordings, dtype=np.int64)
    artist[columns.recording] = columns.artist
    size = int(columns.artist.max(initial=-1)) + 1
    return np.bincount(artist, weights=of_recording, minlength=size).astype(float)


def skip_odds(skips: Floats | Ints, plays: Floats | Ints, few: float) -> Floats:
    """How much likelier a skip is than usual, as a logarithm; each begins with `few` listens as they usually are."""
    usual = (skips.sum() + 0.5) / (skips.sum() + plays.sum() + 1)
    odds: Floats = np.log((skips + few * usual) / (plays + few * (1 - usual))) - np.log(usual / (1 - usual))
    return odds
