"""Owns the signals of the recommender: what each adds to a candidate's score, under a name the listener understands."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from tunes.profile.columns import Columns, Floats, Ints
from tunes.profile.taste import DAY, Taste

Features = Mapping[str, Sequence[float]]
"""Numbers that describe the sound of tracks, by id."""


@dataclass(frozen=True, slots=True)
class Model:
    """What each signal is worth, in points of score; set by hand and checked with bench/discover.py."""

    lately: tuple[tuple[float, float], ...] = ((3.0, 0.3), (14.0, 0.7), (60.0, 1.2))
    """For a track with plays: half-lives in days since the last one, and points. What was begun is finished soon or not."""
    twice: float = 0.45
    """Coming back once makes a third time likelier."""
    artist_again: float = 0.15
    """For a track with plays, whose own plays say most of it."""
    beside: float = 0.05
    """For a track with plays that was heard in sittings with favourites."""
    skip_again: float = 0.3
    """Off, for each skip a play."""
    unheard: float = 2.5
    """Off, for a track without plays: about half as often a hit as one with."""
    artist_fresh: float = 1.0
    """For a track without plays: its artist is nearly all that is known."""
    album_fresh: float = 0.3
    """For the rest of an album that is being heard."""
    skip_fresh: float = 3.0
    """Off, for a track that was skipped and never played."""
    genre: float = 0.5
    """For a genre that is all one hears; less by its share."""
    liked: float = 0.5
    """For a track with a like that is seldom played all the same."""
    liked_around: float = 0.3
    """For a track whose artist, album, folder or genre is liked: said outright, but of much at once."""
    stars: float = 0.5
    """For five stars, as for a like; as much off for one."""
    sound: float = 0.3
    """For a track whose features equal those of the favourites."""


SHIPPED = Model()


def signals(
    columns: Columns, liking: Taste, rows: Ints, model: Model, features: Features | None
) -> dict[str, Floats]:
    """What each signal adds to each candidate, by a name that a listener understands."""
    recording = columns.recording[rows]
    plays, skips = liking.plays[recording], liking.skips[recording]
    again = plays > 0
    age = (liking.as_of - liking.last_play[recording]) / DAY
    lately = sum(
        (points * 0.5 ** (age / half_life) for half_life, points in model.lately), np.zeros(rows.size)
    )
    parts = {
        "played lately": np.where(again, lately, 0.0),
        "came back to": np.where(plays > 1, model.twice, 0.0),
        "artist": np.where(again, model.artist_again, model.artist_fresh)
        * liking.artist[columns.artist[rows]],
        "album": np.where(again, 0.0, model.album_fresh) * liking.album[columns.album[rows]],
        "genre": model.genre * _best_genre(columns, liking)[rows],
        "heard with favourites": np.where(again, model.beside, 0.0) * liking.beside[recording],
        "never played": np.where(again, 0.0, -model.unheard),
        "skipped": -np.where(
            again, model.skip_again * np.minimum(skips / (1 + plays), 2), model.skip_fresh * (skips > 0)
        ),
        "liked": model.liked * np.isin(recording, liking.liked),
    }
    if features is not None:
        parts["sound"] = model.sound * _alike(columns, liking, rows, features)
    return parts


def _best_genre(columns: Columns, liking: Taste) -> Floats:
    best = np.zeros(len(columns.rows))
    np.maximum.at(best, columns.genre_row, liking.genre[columns.genre_code])
    return best


def _alike(columns: Columns, liking: Taste, rows: Ints, features: Features) -> Floats:
    """Cosine of each candidate's features with the mean of the favourites', each feature seen from its usual value."""
    if not features:
        return np.zeros(rows.size)
    table = np.full((len(columns.rows), len(next(iter(features.values())))), np.nan)
    for track, numbers in features.items():
        if track in columns.row_of:
            table[columns.row_of[track]] = numbers
    known = ~np.isnan(table).any(axis=1)
    loved = known & np.isin(columns.recording, liking.favourites)
    if not loved.any():
        return np.zeros(rows.size)
    table = (table - table[known].mean(axis=0)) / (table[known].std(axis=0) + 1e-9)
    middle = table[loved].mean(axis=0)
    mine = table[rows]
    cosine = mine @ middle / (np.linalg.norm(mine, axis=1) * np.linalg.norm(middle) + 1e-9)
    return np.asarray(np.nan_to_num(cosine))


def chance(columns: Columns, rows: Ints, week: str) -> Floats:
    """A little luck for each artist, another one each week, the same for all libraries that hold the artist."""
    luck: dict[int, float] = {}
    for row in rows.tolist():
        artist = int(columns.artist[row])
        if artist not in luck:
            luck[artist] = _draw(week, columns.artist_names[artist])
    return np.array([luck[int(a)] for a in columns.artist[rows]])


def _draw(*words: str) -> float:
    """A number from a normal distribution that depends on nothing but the words."""
    return float(np.random.default_rng(_hashed(*words)).standard_normal())


def _hashed(*words: str) -> int:
    text = "\0".join(words).encode(errors="surrogateescape")
    return int.from_bytes(hashlib.blake2b(text, digest_size=8).digest(), "little")


def ties(columns: Columns, rows: Ints, week: str) -> Ints:
    """What orders equal scores: another order each week, the same on every computer."""
    return np.array([_hashed(week, columns.rows[row].id) >> 1 for row in rows.tolist()], dtype=np.int64)


def spread_out(columns: Columns, rows: Ints, week: str) -> Floats:
    """Off, for each further track of one artist: without favourites every artist has a turn before one has two."""
    turn: dict[int, int] = {}
    off = np.zeros(rows.size)
    for place in np.argsort(ties(columns, rows, week), kind="stable").tolist():
        artist = int(columns.artist[rows[place]])
        off[place] = -turn.setdefault(artist, 0)
        turn[artist] += 1
    return off
