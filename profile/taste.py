"""Owns what the listener likes, as of one moment, decayed with age: per recording, artist, album and genre.

Numbers only; what to do with them is decided in `discover`.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from tunes.profile.columns import Columns, Flags, Floats, Ints

DAY = 86_400.0

ARTIST_MIX = ((3.0, 0.7), (14.0, 0.2), (60.0, 0.1))
"""Half-lives in days and their shares: what was heard this week says most about the next four."""
ALBUM_HALF_LIFE = 14.0
GENRE_HALF_LIFE = 60.0
FAVOURITE_HALF_LIFE = 60.0
"""Days: slower than the rest, a favourite is not forgotten in a fortnight."""

LIKE = 3.0
"""Plays that one like counts for in the affinity to a track."""
RESTED = 180 * DAY
"""Seconds after which even an often played track is under-played again."""
MOST_FAVOURITES = 60
"""Enough to reach every corner of a taste; further ones are hardly favourites."""
SOME_FAVOURITES = 8
"""Tracks heard three times from which one with two no longer counts as a favourite."""
MANY_SINGLE_PLAYS = 50
"""Plays from which even one who never hears a track twice has shown a taste."""


@dataclass(frozen=True, slots=True)
class Heard:
    """Listens and likes before one moment, oldest first, by row of the columns."""

    row: Ints
    at: Floats
    """Unix seconds."""
    play: Flags
    skip: Flags
    replay: Flags
    finished: Flags
    """The end of the track sounded."""
    offset: Ints
    """Minutes that local time was ahead of UTC."""
    sitting: Ints
    """Number of the sitting."""
    liked: Ints
    """Rows that are liked."""


@dataclass(frozen=True, slots=True)
class Taste:
    """What is known of the listener at `as_of`. All but `artist`, `album` and `genre` are per recording."""

    as_of: float
    plays: Ints
    skips: Ints
    replays: Ints
    last_play: Floats
    """Unix seconds; -inf where never played."""
    affinity: Floats
    """Plays, replays and likes less skips, decayed."""
    liked: Ints
    """Recordings with a like."""
    favourites: Ints
    """Recordings with a like or with many plays and replays for this listener, highest affinity first."""
    under_played: Flags
    artist: Floats
    """By code: logarithm of the decayed plays, over several half-lives."""
    album: Floats
    """By code, likewise; the last one is 0, for unknown albums."""
    genre: Floats
    """By code: its share of the decayed plays, 0 to 1."""


def taste(columns: Columns, heard: Heard, as_of: float) -> Taste:
    """Reads the listener's taste off what was heard."""
    size = columns.recordings
    recording = columns.recording[heard.row]
    plays, skips, replays = (
        np.bincount(recording[flag], minlength=size) for flag in (heard.play, heard.skip, heard.replay)
    )
    last_play = np.full(size, -np.inf)
    np.maximum.at(last_play, recording[heard.play], heard.at[heard.play])
    liked = np.unique(columns.recording[heard.liked])
    left = _decay(heard.at, as_of, FAVOURITE_HALF_LIFE)
    value = heard.play.astype(float) + heard.replay - heard.skip
    affinity = np.bincount(recording, weights=value * left, minlength=size).astype(float)
    affinity[liked] += LIKE
    played, at = heard.row[heard.play], heard.at[heard.play]
    wanted = {*(half_life for half_life, _ in ARTIST_MIX), ALBUM_HALF_LIFE, GENRE_HALF_LIFE}
    faded = {half_life: _decay(at, as_of, half_life) for half_life in wanted}
    return Taste(
        as_of=as_of,
        plays=plays,
        skips=skips,
        replays=replays,
        last_play=last_play,
        affinity=affinity,
        liked=liked,
        favourites=_favourites(affinity, plays + replays, liked, last_play),
        under_played=_under_played(plays, last_play, as_of),
        artist=_artist_level(columns.artist, played, faded),
        album=_album_level(columns.album, played, faded[ALBUM_HALF_LIFE]),
        genre=_genre_share(columns, played, faded[GENRE_HALF_LIFE]),
    )


def _decay(at: Floats, as_of: float, half_life: float) -> Floats:
    return np.asarray(0.5 ** ((as_of - at) / (half_life * DAY)))


def _favourites(affinity: Floats, wanted: Ints, liked: Ints, last_play: Floats) -> Ints:
    """`wanted` counts plays and replays."""
    eligible = wanted >= _enough_of_one(wanted)
    eligible[liked] = True
    chosen = np.flatnonzero(eligible & (affinity > 0))
    order = np.lexsort((-last_play[chosen], -wanted[chosen], -np.round(affinity[chosen], 6)))
    return chosen[order][:MOST_FAVOURITES]


def _enough_of_one(wanted: Ints) -> int:
    """Plays and replays that make a favourite: three, if some have so many; less for who seldom hears a thing again."""
    if np.sum(wanted >= 3) >= SOME_FAVOURITES:
        return 3
    return 1 if wanted.max(initial=0) < 2 and wanted.sum() >= MANY_SINGLE_PLAYS else 2


def _under_played(plays: Ints, last_play: Floats, as_of: float) -> Flags:
    """At most two plays ever, or none for half a year and fewer than the median of what was ever played."""
    played = plays[plays > 0]
    median = float(np.median(played)) if played.size else 0.0
    return np.asarray((plays <= 2) | ((last_play < as_of - RESTED) & (plays < median)))


def _artist_level(artist: Ints, played: Ints, faded: Mapping[float, Floats]) -> Floats:
    """`played` are the rows of the plays, and `faded` what is left of each, by half-life in days."""
    size, code = int(artist.max(initial=-1)) + 1, artist[played]
    level = np.zeros(size)
    for half_life, share in ARTIST_MIX:
        level += share * np.log1p(np.bincount(code, weights=faded[half_life], minlength=size))
    return level


def _album_level(album: Ints, played: Ints, faded: Floats) -> Floats:
    code = album[played]
    known = code >= 0
    size = int(album.max(initial=-1)) + 1
    return np.append(np.log1p(np.bincount(code[known], weights=faded[known], minlength=size)), 0.0)


def _genre_share(columns: Columns, played: Ints, faded: Floats) -> Floats:
    by_row = np.bincount(played, weights=faded, minlength=len(columns.rows))
    size = int(columns.genre_code.max(initial=-1)) + 1
    by_genre = np.bincount(columns.genre_code, weights=by_row[columns.genre_row], minlength=size)
    total = by_row.sum()
    return np.asarray(by_genre / total if total > 0 else by_genre)
