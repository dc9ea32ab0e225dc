"""Owns the made listeners that Discover is measured on: a shelf, a hidden taste, and how somebody who has it listens."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from made_genres import GENRES
from numpy.typing import NDArray
from tunes.library.track import Kind, Track
from tunes.profile.discover import week_of
from tunes.profile.exposures import Shown
from tunes.profile.history import History
from tunes.profile.listens import Listen

DAY, WEEK = 86_400.0, 7 * 86_400.0
FIRST_MONDAY = 1_795_388_400.0
"""2026-11-23 00:00 in Berlin."""
WEEKS = 8
DRIFT = 5 * WEEK
BEFORE = 1
"""Weeks of listening before the first queue: as somebody new meets it."""
OWN_LISTENS = 50
"""A week, besides the queue."""
CHILDREN = "Children's music"
EACH, ALBUM = 20, 10
"""Tracks of an artist, and of an album."""
LENGTH = 200.0
QUEUE_HEARD = tuple(day * DAY + hour * 3600 for day, hour in ((1, 8), (2, 19), (4, 19)))
"""Seconds after Monday at which a third of the queue each is begun."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """A made library, and what the listener feels about it and never says."""

    tracks: tuple[Track, ...]
    artist: NDArray[Any]
    genre: NDArray[Any]
    """By track, as index into GENRES; the last one is children's music."""
    appeal: NDArray[Any]
    """By track: what it has beyond its genre, as log-odds of being kept."""


def made_shelf(size: int, loved: NDArray[Any], share: float, rng: np.random.Generator) -> Shelf:
    """Of all artists but four for children `share` are of the genres that are loved."""
    of_artist = rng.integers(0, len(GENRES), size // EACH)
    if len(loved):
        others = np.setdiff1d(np.arange(len(GENRES)), loved)
        mine = rng.random(len(of_artist)) < share
        of_artist = np.where(mine, rng.choice(loved, len(of_artist)), rng.choice(others, len(of_artist)))
    of_artist[:4] = len(GENRES)
    tracks = []
    for n in range(size):
        a = n // EACH
        mate = int(rng.choice(np.flatnonzero(of_artist == of_artist[a])))
        tracks.append(_track(n, (*GENRES, CHILDREN)[of_artist[a]], mate))
    artist = np.arange(size) // EACH
    appeal = rng.normal(0, 0.8, len(of_artist))[artist] + rng.normal(0, 0.6, size)
    return Shelf(tuple(tracks), artist, of_artist[artist], appeal)


def _track(n: int, genre: str, mate: int) -> Track:
    a, number = divmod(n, EACH)
    guest = f" (feat. Artist {mate})" if number % 7 == 3 and mate != a else ""
    return Track(
        id=f"t1:{n:032x}",
        path=Path(f"/made/{a}/{number // ALBUM}/{number}.flac"),
        kind=Kind.MUSIC,
        title=f"Song {n}{guest}",
        artist=f"Artist {a}",
        album=f"Album {a}-{number // ALBUM}",
        genres=(genre,),
        track_no=number % ALBUM + 1,
        duration=LENGTH,
    )


Liking = Callable[[float], NDArray[Any]]
"""Log-odds by track that it is kept, at a unix time."""


def hour_of(at: float) -> float:
    return (at - FIRST_MONDAY) % DAY / 3600


def one_genre(shelf: Shelf, loved: NDArray[Any], _rng: np.random.Generator) -> Liking:
    """Three of four tracks of one genre, more of some artists than of others; hardly anything else."""
    return lambda _at: np.where(shelf.genre == loved[0], 1.2, -1.8) + shelf.appeal


def two_worlds(shelf: Shelf, loved: NDArray[Any], _rng: np.random.Generator) -> Liking:
    """One genre by day, another one by night, and half as often the one in the other's time."""
    day, night = loved

    def liking(at: float) -> NDArray[Any]:
        now, then = (day, night) if 6 <= hour_of(at) < 16 else (night, day)
        odds = np.where(shelf.genre == now, 1.5, np.where(shelf.genre == then, -0.2, -1.8)) + shelf.appeal
        return np.asarray(odds)

    return liking


def weekends(shelf: Shelf, loved: NDArray[Any], _rng: np.random.Generator) -> Liking:
    """One genre from Monday to Friday, another one at weekends, and half as often the one in the other's time."""
    working, free = loved

    def liking(at: float) -> NDArray[Any]:
        now, then = (free, working) if (at - FIRST_MONDAY) % WEEK >= 5 * DAY else (working, free)
        odds = np.where(shelf.genre == now, 1.5, np.where(shelf.genre == then, -0.2, -1.8)) + shelf.appeal
        return np.asarray(odds)

    return liking


def albums(shelf: Shelf, _loved: NDArray[Any], rng: np.random.Generator) -> Liking:
    """A few artists from anywhere, and all they made."""
    artists = int(shelf.artist.max()) + 1
    mine = rng.random(artists) < 0.12
    return lambda _at: np.where(mine[shelf.artist], 1.6, -1.6) + 0.5 * shelf.appeal


def skipper(shelf: Shelf, loved: NDArray[Any], _rng: np.random.Generator) -> Liking:
    """Skips more than half even of the two genres that are loved, for artist and track matter much."""
    return lambda _at: np.where(np.isin(shelf.genre, loved), -0.3, -2.5) + 1.2 * shelf.appeal


def drifting(shelf: Shelf, loved: NDArray[Any], _rng: np.random.Generator) -> Liking:
    """Goes from one genre to another within DRIFT, and stays there; half-way neither is heard gladly."""
    old, new = loved

    def liking(at: float) -> NDArray[Any]:
        done = float(np.clip((at - FIRST_MONDAY) / DRIFT, 0, 1))
        to_old, to_new = 1.2 - 3.0 * done, -1.8 + 3.0 * done
        odds = np.where(shelf.genre == old, to_old, np.where(shelf.genre == new, to_new, -1.8)) + shelf.appeal
        return np.asarray(odds)

    return liking


KINDS = {
    "one genre": (one_genre, 1),
    "two worlds by time of day": (two_worlds, 2),
    "albums": (albums, 0),
    "skipper": (skipper, 2),
    "drifting": (drifting, 2),
    "other music at weekends": (weekends, 2),
}
"""Each taste, and how many genres it loves."""


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

    def hear(self, track: int, at: float, source: str) -> bool:
        """Hears a track, to the end or not, and says whether."""
        chance = 1 / (1 + np.exp(-self.liking(at)[track]))
        keeps = bool(self.rng.random() < chance)
        heard, end = (LENGTH, "finished") if keeps else (15.0, "next")
        self.listens.append(
            Listen(self.shelf.tracks[track].id, at, 60, heard, LENGTH, 0.0, heard, end=end, source=source)  # type: ignore[arg-type]
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
            self.hear(album.pop(0), at, "library")

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

    def history(self, until: float) -> History:
        """What tunes knows: the listens before a moment, and all that was shown."""
        known = [one for one in self.listens if one.at < until]
        return History.of(known, self.shelf.tracks, (), self.shown)

    def hear_queue(self, queue: Sequence[int], monday: float) -> float:
        """Hears all of a queue, ten on each of three days, and tells the share that was kept."""
        week = f"discover:{week_of(monday)}"
        self.shown.append(Shown(monday + 1, week, tuple(self.shelf.tracks[track].id for track in queue)))
        kept = [
            self.hear(track, monday + QUEUE_HEARD[place % 3] + place // 3 * 250, week)
            for place, track in enumerate(queue)
        ]
        self.listens.sort(key=lambda one: one.at)
        return float(np.mean(kept))

    def odds_of_queue(self, monday: float) -> NDArray[Any]:
        """The mean chance of each track to be kept if it stood in this week's queue: what no recommender can know."""
        chances = [1 / (1 + np.exp(-self.liking(monday + after))) for after in QUEUE_HEARD]
        return np.asarray(np.mean(chances, axis=0))


def _softmax(odds: NDArray[Any]) -> NDArray[Any]:
    weight = np.exp(odds - odds.max())
    return np.asarray(weight / weight.sum())


def person(kind: str, seed: int, size: int, share: float) -> Person:
    """Somebody new to tunes, of whose shelf `share` is of the genres that he loves."""
    rng = np.random.default_rng([seed, list(KINDS).index(kind)])
    taste, genres = KINDS[kind]
    loved = rng.choice(len(GENRES), genres, replace=False)
    shelf = made_shelf(size, loved, share, rng)
    one = Person(shelf, taste(shelf, loved, rng), kind == "albums", rng)
    for week in range(-BEFORE, 0):
        one.own_week(FIRST_MONDAY + week * WEEK)
    return one
