"""Owns which queues are made anew each week: songs, which is Discover, and films; what differs between them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from tunes.library.track import Track
from tunes.profile.discover import ENOUGH_PLAYS, Built, build_queue
from tunes.profile.evidence import evidence
from tunes.profile.films import queue as films
from tunes.profile.history import History
from tunes.profile.picks import SHIPPED_RULES, QueueRules
from tunes.profile.signals import Features

_RESERVE = 20


@dataclass(frozen=True, slots=True)
class Weekly:
    """One of the queues."""

    name: str
    """How sources of listens, and places where it was shown, name it."""
    stored_as: str
    """What stands before the week in the profile: earlier versions of tunes knew only songs, and take a bare week for theirs."""
    size: int
    reserve: int
    """Picks frozen behind the queue: they come in where one is banned or its file is gone."""
    rules: QueueRules
    """Where the listener has settled nothing else."""
    most_of_artist: int | None
    """Of one artist, counting what comes in later; None: whatever comes."""
    enough: int
    """Of what `known` counts before Monday, from which on the queue is final."""
    known: Callable[[Sequence[Track], History, float], int]
    build: Callable[..., Built]


def _plays_before(tracks: Sequence[Track], history: History, as_of: float) -> int:
    return int(evidence(tracks, history, as_of).heard.play.sum())


SONGS = Weekly("discover", "", 30, _RESERVE, SHIPPED_RULES, 2, ENOUGH_PLAYS, _plays_before, build_queue)
FILMS = Weekly(
    "watch",
    "watch:",
    films.SIZE,
    films.SIZE,
    films.RULES,
    None,
    films.FEW_WATCHED,
    films.watched_before,
    films.film_queue,
)


def songs_by_sound(features: Callable[[], Features]) -> Weekly:
    """Songs, chosen also by how they sound; the features are read only where a queue is built."""

    def build(*given: Any, **settled: Any) -> Built:
        return build_queue(*given, features=features(), **settled)

    return replace(SONGS, build=build)
