"""Owns the weights of Discover: fitted tables, read from `tables.json`, and what is set by hand beside them.

A table turns one number about an artist or a recording into points. Points are log-odds that a track will be kept in the
next four weeks. `bench/fit_discover.py` fits the tables; nothing of that is needed to read them.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from tunes.profile.columns import Floats
from tunes.profile.facts import Facts

_TABLES = Path(__file__).with_name("tables.json")


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """Points for one number: `points[n]` up to and with `cuts[n]`, the last ones beyond."""

    fact: str
    signal: str
    """The name that the listener sees; several tables may add to one."""
    cuts: Floats
    points: Floats

    def of(self, values: Floats) -> Floats:
        """Points for each value. Rounded first: the last digits are not the same on every computer."""
        return self.points[np.searchsorted(self.cuts, np.round(values, 6))]


@dataclass(frozen=True, slots=True, eq=False)
class Fitted:
    """One set of tables, and the points that every track begins with."""

    start: float
    tables: tuple[Table, ...]

    def parts(self, facts: Facts) -> tuple[dict[str, Floats], dict[str, Floats]]:
        """What each signal adds: by recording, and by artist."""
        songs: dict[str, Floats] = {}
        artists: dict[str, Floats] = {}
        for table in self.tables:
            is_of_song = table.fact in facts.of_song
            parts, values = (songs, facts.of_song) if is_of_song else (artists, facts.of_artist)
            points = table.of(values[table.fact])
            parts[table.signal] = parts[table.signal] + points if table.signal in parts else points
        return songs, artists


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """What everything is worth, in points."""

    again: Fitted
    """For what was played once or twice."""
    skip_again: float
    """Off, for each skip a play, of something played: it may have been the moment."""
    never_played: float = 6.0
    """Off, for what was never played: of such tracks half as many are kept, so what is known comes first where no quota says else."""
    skip_fresh: float = 6.0
    """Off, for what was skipped and never played: enough to put it behind all that was not."""
    artist_fresh: float = 1.0
    """For what was never played: its artist is nearly all that is known."""
    came_back_fresh: float = 1.0
    """For what was never played by somebody to whose every track the listener came back."""
    album: float = 0.4
    """For the rest of an album that is being heard, for each step of its level."""
    album_again: float = 0.12
    """Likewise for what was played: its own plays say more."""
    started_again: float = 0.15
    """For each time, at most twice, that something played was started again at once: so few of them say no more."""
    genre: float = 1.0
    """For what was never played, of a genre that is all one hears; less by its share."""
    genre_again: float = 0.2
    """Likewise for what was played: its own plays say more."""
    hours: float = 2.0
    """For a genre that is all one hears at the hours at which one hears the weekly queue, and otherwise not at all."""
    passed_by: float = 0.1
    """Off, for each week in which it was shown and not begun since, at most three: not reached is not disliked, but others deserve the place."""
    guest: float = 0.2
    """For a track by somebody never heard on which somebody sounds who is. Little: it only orders the unheard."""
    liked: float = 0.5
    """For a track with a like that is seldom played all the same."""
    liked_around: float = 0.3
    """For a track whose artist, album, folder or genre is liked: said outright, but of much at once."""
    stars: float = 0.5
    """For five stars, as for a like; as much off for one."""
    sound: float = 0.3
    """For the track that sounds most like a few favourites, as much off for the one that does least; by hand, for no history tells the sound of what it names."""


def read_model(file: Path) -> Model:
    """The model with the tables of a file."""
    stored = json.loads(file.read_bytes())
    return Model(_fitted(stored), stored["skip"])


def _fitted(stored: Mapping[str, Any]) -> Fitted:
    tables = (
        Table(one["fact"], one["signal"], np.array(one["cuts"]), np.array(one["points"]))
        for one in stored["tables"]
    )
    return Fitted(stored["start"], tuple(tables))


SHIPPED = read_model(_TABLES)
