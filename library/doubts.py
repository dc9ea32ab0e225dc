"""Owns what a track whose file is gone may have become: the cases that no rule of `relink` decides. Pure."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from tunes.library.relink import SAME_LENGTH_S
from tunes.library.text import fold

MOST_CANDIDATES = 9
"""Candidates shown of one case: each is chosen by one digit, and who finds nothing among nine skips."""


class Fit(StrEnum):
    """What speaks for a candidate, the strongest first."""

    SOUND = "the same sound"
    RECORDING = "the same MusicBrainz recording"
    DESCRIBED = "the same artist, title, album and length"
    OTHER_ALBUM = "the same artist, title and length, another album"
    OTHER_LENGTH = "the same artist and title, another length"
    NAME = "the same file name and length"


_RANK = {fit: rank for rank, fit in enumerate(Fit)}


@dataclass(frozen=True, slots=True)
class Clue:
    """What is known of a track that helps to tell it from others; "" and None where nothing is."""

    id: str
    artist: str = ""
    title: str = ""
    album: str = ""
    duration: float | None = None
    """Seconds."""
    mbid: str | None = None
    """MusicBrainz recording id."""
    payload: bytes = b""
    """The digest of its sound."""
    name: str = ""
    """Of its file, without folder and ending."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A track that is here and may be one that is gone."""

    id: str
    fit: Fit


@dataclass(frozen=True, slots=True)
class Doubt:
    """A track that is gone, and those that it may have become, the likeliest first."""

    lost: Clue
    candidates: tuple[Candidate, ...]


def doubts(lost: Sequence[Clue], here: Iterable[Clue]) -> list[Doubt]:
    """The doubtful cases, in the order of `lost`; those for which nothing speaks are left out."""
    wanted: dict[Hashable, list[int]] = defaultdict(list)
    for number, one in enumerate(lost):
        for key in _keys(one):
            wanted[key].append(number)
    found: list[list[tuple[int, float, str, Fit]]] = [[] for _ in lost]
    for track in here:
        for number in {number for key in _keys(track) for number in wanted.get(key, ())}:
            if (fit := fitting(lost[number], track)) is not None:
                found[number].append((_RANK[fit], _apart(lost[number], track), track.id, fit))
    return [
        Doubt(one, tuple(Candidate(name, fit) for *_, name, fit in sorted(fits)[:MOST_CANDIDATES]))
        for one, fits in zip(lost, found, strict=True)
        if fits
    ]


def fitting(lost: Clue, track: Clue) -> Fit | None:
    """The strongest that speaks for the track being the lost one."""
    is_as_long = _apart(lost, track) <= SAME_LENGTH_S
    if lost.payload and lost.payload == track.payload:
        return Fit.SOUND
    if lost.mbid and lost.mbid == track.mbid:
        return Fit.RECORDING
    if lost.artist and lost.title and _described(lost) == _described(track):
        if not is_as_long:
            return Fit.OTHER_LENGTH
        return Fit.DESCRIBED if fold(lost.album) == fold(track.album) else Fit.OTHER_ALBUM
    return Fit.NAME if lost.name and fold(lost.name) == fold(track.name) and is_as_long else None


def _keys(one: Clue) -> Iterator[Hashable]:
    """What two tracks have in common when anything speaks for them."""
    if one.payload:
        yield one.payload
    if one.mbid:
        yield "mbid", one.mbid
    if one.artist and one.title:
        yield _described(one)
    if one.name:
        yield "name", fold(one.name)


def _described(one: Clue) -> Hashable:
    return fold(one.artist), fold(one.title)


def _apart(one: Clue, other: Clue) -> float:
    """Seconds by which they differ; boundless where one of them is not known."""
    if one.duration is None or other.duration is None:
        return float("inf")
    return abs(one.duration - other.duration)
