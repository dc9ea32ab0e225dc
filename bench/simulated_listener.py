"""Owns the made listeners that Discover is measured on: a shelf, a hidden taste, and how somebody who has it listens."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from made_genres import GENRES
from numpy.typing import NDArray
from tunes.library.track import Kind, Track
from tunes.profile.discover import week_of, weekly_queue
from tunes.profile.exposures import Shown
from tunes.profile.history import History
from tunes.profile.listens import Listen
from tunes.profile.picks import Pick

DAY, WEEK = 86_400.0, 7 * 86_400.0
FIRST_MONDAY = 1_795_388_400.0
"""2026-11-23 00:00 in Berlin."""
WEEKS = 8
BEFORE = 1
"""Weeks of listening before the first queue: as somebody new meets it."""
OWN_LISTENS = 50
"""A week, besides the queue."""
CHILDREN = "Children's music"
EACH, ALBUM = 20, 10
"""Tracks of an artist, and of an album."""
LENGTH = 200.0


@dataclass(frozen=True, slots=True)
class Shelf:
    """A made library, and what the listener feels about it and never says."""

    tracks: tuple[Track, ...]
    artist: NDArray[Any]
    genre: NDArray[Any]
    """By track, as index into GENRES; the last one is children's music."""
    appeal: NDArray[Any]
    """By track: what it has beyond its genre, as log-odds of being kept."""


def made_shelf(size: int, rng: np.random.Generator) -> Shelf:
    artists = size // EACH
    of_artist = rng.integers(0, len(GENRES), artists)
    of_artist[:4] = len(GENRES)
    names = (*GENRES, CHILDREN)
    tracks = []
    for n in range(size):
        a, number = divmod(n, EACH)
        mate = int(rng.choice(np.flatnonzero(of_artist == of_artist[a])))
        guest = f" (feat. Artist {mate})" if number % 7 == 3 and mate != a else ""
        tracks.append(
            Track(
                id=f"t1:{n:032x}",
                path=Path(f"/made/{a}/{number // ALBUM}/{number}.flac"),
                kind=Kind.MUSIC,
                title=f"Song {n}{guest}",
                artist=f"Artist {a}",
                album=f"Album {a}-{number // ALBUM}",
                genres=(names[of_artist[a]],),
                track_no=number % ALBUM + 1,
                duration=LENGTH,
            )
        )
    artist = np.arange(size) // EACH
    appeal = rng.normal(0, 0.8, artists)[artist] + rng.normal(0, 0.6, size)
    return Shelf(tuple(tracks), artist, of_artist[artist], appeal)


Liking = Callable[[float], NDArray[Any]]
"""Log-odds by track that it is kept, at a unix time."""


def hour_of(at: float) -> float:
    return (at - FIRST_MONDAY) % DAY / 3600


def one_genre(shelf: Shelf, rng: np.random.Generator) -> Liking:
    loved = rng.integers(len(GENRES))
    return lambda _at: np.where(shelf.genre == loved, 1.2, -1.8) + shelf.appeal


def two_worlds(shelf: Shelf, rng: np.random.Generator) -> Liking:
    """One genre by day, another one by night."""
    day, night = rng.choice(len(GENRES), 2, replace=False)

    def liking(at: float) -> NDArray[Any]:
        now, then = (day, night) if 6 <= hour_of(at) < 16 else (night, day)
        odds = np.where(shelf.genre == now, 1.5, np.where(shelf.genre == then, -0.2, -1.8)) + shelf.appeal
        return np.asarray(odds)

    return liking


def albums(shelf: Shelf, rng: np.random.Generator) -> Liking:
    """A few artists from anywhere, and all they made."""
    artists = int(shelf.artist.max()) + 1
    loved = rng.random(artists) < 0.12
    return lambda _at: np.where(loved[shelf.artist], 1.6, -1.6) + 0.5 * shelf.appeal


def skipper(shelf: Shelf, rng: np.random.Generator) -> Liking:
    loved = rng.choice(len(GENRES), 2, replace=False)
    return lambda _at: np.where(np.isin(shelf.genre, loved), -0.3, -2.5) + 1.2 * shelf.appeal


def drifting(shelf: Shelf, rng: np.random.Generator) -> Liking:
    """From one genre to another in the course of the eight weeks."""
    old, new = rng.choice(len(GENRES), 2, replace=False)

    def liking(at: float) -> NDArray[Any]:
        done = float(np.clip((at - FIRST_MONDAY) / (WEEKS * WEEK), 0, 1))
        to_old, to_new = 1.2 - 3.0 * done, -1.8 + 3.0 * done
        odds = np.where(shelf.genre == old, to_old, np.where(shelf.genre == new, to_new, -1.8)) + shelf.appeal
        return np.asarray(odds)

    return liking


KINDS = {
    "one genre": one_genre,
    "two worlds by time of day": two_worlds,
    "albums": albums,
    "skipper": skipper,
    "drifting": drifting,
}


@dataclass(slots=True)
class Person:
    """A made listener and what was logged of him."""

    shelf: Shelf
    liking: Liking
    by_album: bool
    rng: np.random.Generator
    listens: list[Listen] = field(default_factory=list)
    shown: list[Shown] = field(default_factory=list)
    known: list[int] = field(default_factory=list)
    """Tracks that were kept."""

    def hear(self, track: int, at: float) -> bool:
        """Hears a track, to the end or not, and says whether."""
        chance = 1 / (1 + np.exp(-self.liking(at)[track]))
        keeps = bool(self.rng.random() < chance)
        heard = LENGTH if keeps else 15.0
        end = "finished" if keeps else "next"
        self.listens.append(
            Listen(self.shelf.tracks[track].id, at, 60, heard, LENGTH, 0.0, heard, end=end)  # type: ignore[arg-type]
        )
        if keeps:
            self.known.append(track)
        return keeps

    def own_week(self, monday: float) -> None:
        """Plays from the shelf: what is known and liked again, else something that looks good."""
        moments = np.sort(monday + self.rng.integers(0, 7, OWN_LISTENS) * DAY + self._hours(OWN_LISTENS))
        album: list[int] = []
        for at in moments.tolist():
            if not album:
                album = self._next_up(at)
            self.hear(album.pop(0), at)

    def _hours(self, count: int) -> NDArray[Any]:
        return np.where(self.rng.random(count) < 0.4, 8.0, 19.0) * 3600 + self.rng.uniform(0, 10_000, count)

    def _next_up(self, at: float) -> list[int]:
        odds = self.liking(at)
        if self.known and self.rng.random() < 0.5:
            lately = np.array(self.known[-150:])
            return [int(self.rng.choice(lately, p=_softmax(odds[lately])))]
        track = int(self.rng.choice(len(odds), p=_softmax(0.7 * odds)))
        if self.by_album:
            start = track - track % ALBUM
            return list(range(start, start + ALBUM))
        return [track]

    def queue(self, monday: float, *, learned_until: float) -> list[Pick]:
        """Discover for a Monday, which knows the listens before a moment, and all that was shown."""
        known = [one for one in self.listens if one.at < learned_until]
        return weekly_queue(self.shelf.tracks, History.of(known, self.shelf.tracks, (), self.shown), monday)

    def hear_queue(self, picks: Sequence[Pick], monday: float) -> float:
        """Hears all of a queue, ten on each of three days, and tells the share that was kept."""
        self.shown.append(Shown(monday + 1, f"discover:{week_of(monday)}", tuple(p.track.id for p in picks)))
        number = {track.id: n for n, track in enumerate(self.shelf.tracks)}
        start = [monday + day * DAY + hour * 3600 for day, hour in ((1, 8), (2, 19), (4, 19))]
        kept = [
            self.hear(number[pick.track.id], start[place % 3] + place // 3 * 250)
            for place, pick in enumerate(picks)
        ]
        self.listens.sort(key=lambda one: one.at)
        return float(np.mean(kept))


def _softmax(odds: NDArray[Any]) -> NDArray[Any]:
    weight = np.exp(odds - odds.max())
    return np.asarray(weight / weight.sum())


def person(kind: str, seed: int, size: int) -> Person:
    rng = np.random.default_rng([seed, list(KINDS).index(kind)])
    shelf = made_shelf(size, rng)
    one = Person(shelf, KINDS[kind](shelf, rng), kind == "albums", rng)
    for week in range(-BEFORE, 0):
        one.own_week(FIRST_MONDAY + week * WEEK)
    return one
