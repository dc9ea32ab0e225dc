"""Owns making a queue from a ranking: the caps, the fresh share, the rest, and in which order they yield. Pure."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from tunes.profile.columns import Flags, Floats, Ints
from tunes.profile.picks import QueueRules

_FULL_SIZE = 30
"""Size for which `QueueRules.min_fresh` is meant; a shorter queue needs its share of it."""


@dataclass(frozen=True, slots=True)
class Ranking:
    """What may be picked, the best first: one entry of each column a candidate."""

    artist: Ints
    album: Ints
    """-1 where unknown."""
    recording: Ints
    fresh: Flags
    """Never played."""
    rested: Floats
    """Weeks since it last stood in a queue; inf where never."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The chosen places in a ranking, best first, and which rules had to yield."""

    places: tuple[int, ...]
    note: str
    """For the listener; "" when every rule held."""


def choose(ranking: Ranking, rules: QueueRules, size: int) -> Choice:
    """The best `size` that keep the rules; where too few do, the rules yield one after another."""
    best: list[int] = []
    for looser, quota_yields in _yielding(rules):
        places = _pick(ranking, looser, size, quota_yields=quota_yields)
        if len(places) > len(best):
            best = places
        if len(best) == size:
            break
    return Choice(tuple(best), _note(ranking, best, rules, size))


def runners_up(ranking: Ranking, choice: Choice, rules: QueueRules, count: int) -> list[int]:
    """The next in rank behind a choice, by the same caps among themselves; they come in where a pick falls out."""
    taken = set(ranking.recording[list(choice.places)].tolist())
    counts = _Counts(rules)
    found: list[int] = []
    for place in np.flatnonzero(ranking.rested >= min(rules.rest_weeks, 1)).tolist():
        if len(found) == count:
            break
        if int(ranking.recording[place]) not in taken and counts.admits(ranking, place):
            found.append(place)
    return found


def _yielding(rules: QueueRules) -> Iterator[tuple[QueueRules, bool]]:
    """The rules, then ever looser ones; the flag says whether the fresh share yields as well."""
    yield rules, rules.min_fresh == 0
    for weeks in (4, 1):
        if rules.rest_weeks > weeks:
            rules = replace(rules, rest_weeks=weeks)
            yield rules, False
    yield rules, True
    rules = replace(rules, cap_album=None)
    yield rules, True
    for cap in (3, 4):
        if rules.cap_artist is not None and rules.cap_artist < cap:
            rules = replace(rules, cap_artist=cap)
            yield rules, True


def _note(ranking: Ranking, places: list[int], rules: QueueRules, size: int) -> str:
    """Which rules a choice does not keep, with numbers."""
    said = []
    early = int(np.sum(ranking.rested[places] < rules.rest_weeks))
    if early:
        said.append(f"{early} back after less than {rules.rest_weeks} weeks")
    fresh, wanted = int(np.sum(ranking.fresh[places])), _places_for_fresh(rules, size)
    if fresh < wanted:
        said.append(f"{fresh} never played instead of {wanted}")
    albums = _most(ranking.album[places][ranking.album[places] >= 0])
    if rules.cap_album is not None and albums > rules.cap_album:
        said.append(f"up to {albums} of one album instead of {rules.cap_album}")
    artists = _most(ranking.artist[places])
    if rules.cap_artist is not None and artists > rules.cap_artist:
        said.append(f"up to {artists} of one artist instead of {rules.cap_artist}")
    if len(places) < size:
        said.append(f"{len(places)} instead of {size} tracks")
    return f"little to choose from: {', '.join(said)}" if said else ""


def _most(codes: Ints) -> int:
    return int(np.unique(codes, return_counts=True)[1].max(initial=0))


def _places_for_fresh(rules: QueueRules, size: int) -> int:
    return -(-rules.min_fresh * min(size, _FULL_SIZE) // _FULL_SIZE)


def _pick(ranking: Ranking, rules: QueueRules, size: int, *, quota_yields: bool) -> list[int]:
    """Walks down the ranking; places kept for fresh tracks are given to others only when the quota yields."""
    kept_for_fresh = _places_for_fresh(rules, size)
    allowed = np.flatnonzero(ranking.rested >= rules.rest_weeks)
    counts = _Counts(rules)
    chosen: list[int] = []
    passed: list[int] = []
    others = 0
    for place in allowed.tolist():
        if len(chosen) == size:
            break
        is_fresh = bool(ranking.fresh[place])
        if not is_fresh and others >= size - kept_for_fresh:
            passed.append(place)
        elif counts.admits(ranking, place):
            chosen.append(place)
            others += not is_fresh
    if quota_yields:
        for place in passed:
            if len(chosen) == size:
                break
            if counts.admits(ranking, place):
                chosen.append(place)
    return sorted(chosen)


class _Counts:
    """How many of each artist and album are in, and which recordings."""

    def __init__(self, rules: QueueRules) -> None:
        self._rules = rules
        self._artists: Counter[int] = Counter()
        self._albums: Counter[int] = Counter()
        self._recordings: set[int] = set()

    def admits(self, ranking: Ranking, place: int) -> bool:
        """Counts the candidate in, unless a cap or its own double forbids it."""
        artist, album = int(ranking.artist[place]), int(ranking.album[place])
        recording = int(ranking.recording[place])
        rules = self._rules
        if recording in self._recordings:
            return False
        if rules.cap_artist is not None and self._artists[artist] >= rules.cap_artist:
            return False
        if rules.cap_album is not None and album >= 0 and self._albums[album] >= rules.cap_album:
            return False
        self._artists[artist] += 1
        self._albums[album] += 1
        self._recordings.add(recording)
        return True


def spread(artists: Sequence[int]) -> list[int]:
    """Places in play order: by rank, but one artist's tracks at least two others apart where that can be."""
    waiting = list(range(len(artists)))
    order: list[int] = []
    while waiting:
        lately = {artists[place] for place in order[-2:]}
        chosen = next((place for place in waiting if artists[place] not in lately), waiting[0])
        waiting.remove(chosen)
        order.append(chosen)
    return order
