"""Owns the signals of the recommender: what each adds to a track's score, under a name the listener understands.

Fitted tables say most of it. What real histories could not teach (albums, genres, likes, guests, sound) is set by hand.
"""

import numpy as np
from tunes.profile.columns import Columns, Flags, Floats
from tunes.profile.facts import Facts, facts
from tunes.profile.facts.guests import guest_level
from tunes.profile.model import SHIPPED, Fitted, Model
from tunes.profile.past import Past
from tunes.profile.sound import Features, Sounds
from tunes.profile.taste import Taste

__all__ = ["SHIPPED", "Features", "Model", "signals"]


def signals(past: Past, liking: Taste, model: Model, sounds: Sounds | None) -> dict[str, Floats]:
    """What each signal adds to each track of the library, by a name that a listener understands."""
    columns, known = past.columns, facts(past)
    recording = columns.recording[: columns.here]
    again = liking.plays[recording] > 0
    parts = {"never played": np.where(again, 0.0, -model.never_played)}
    parts["heard before"] = np.where(again, model.again.start, 0.0)
    for name, points in _fitted(model.again, known, columns).items():
        parts[name] = np.where(again, points, 0.0)
    _add(
        parts,
        "artist",
        np.where(again, 0.0, model.artist_fresh) * liking.artist[columns.artist[: columns.here]],
    )
    came_back = known.of_artist["artist came back"][columns.artist[: columns.here]]
    _add(parts, "came back to", np.where(again, 0.0, model.came_back_fresh) * came_back)
    for name, points in _by_hand(columns, known, liking, model, again).items():
        _add(parts, name, points)
    if sounds is not None:
        favourites = np.flatnonzero(np.isin(columns.recording, liking.favourites))
        parts["sound"] = model.sound * sounds.to_favourites(favourites)[: columns.here]
    return parts


def _add(parts: dict[str, Floats], name: str, points: Floats) -> None:
    parts[name] = parts[name] + points if name in parts else points


def _fitted(fitted: Fitted, known: Facts, columns: Columns) -> dict[str, Floats]:
    """The points of the tables for every track of the library."""
    here = slice(columns.here)
    songs, artists = fitted.parts(known)
    parts = {name: points[columns.recording[here]] for name, points in songs.items()}
    for name, points in artists.items():
        _add(parts, name, points[columns.artist[here]])
    return parts


def _by_hand(columns: Columns, known: Facts, liking: Taste, model: Model, again: Flags) -> dict[str, Floats]:
    """The signals that are no tables."""
    recording = columns.recording[: columns.here]
    plays, skips = liking.plays[recording], liking.skips[recording]
    cooled = model.skip_again * np.minimum(skips / (1 + plays), 2)
    level = known.of_artist["artist plays 56"]
    is_heard = level[columns.artist[: columns.here]] > 0
    return {
        "skipped": -np.where(again, cooled, model.skip_fresh * (skips > 0)),
        "album": np.where(again, model.album_again, model.album)
        * liking.album[columns.album[: columns.here]],
        "started again": np.where(again, model.started_again, 0.0) * np.minimum(liking.replays[recording], 2),
        "genre": np.where(again, model.genre_again, model.genre) * _best_genre(columns, liking),
        "guest": np.where(is_heard, 0.0, model.guest) * guest_level(columns, level),
        "liked": model.liked * np.isin(recording, liking.liked),
    }


def _best_genre(columns: Columns, liking: Taste) -> Floats:
    """The share that the best of its genres has in what is heard, by track of the library."""
    best = np.zeros(len(columns.rows))
    np.maximum.at(best, columns.genre_row, liking.genre[columns.genre_code])
    return best[: columns.here]
