"""Owns making a queue from a ranking: the caps, the fresh share, the rest, and in which order they yield. Pure."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

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
    evening: Ints
    """Number of the one sitting from which its artist is known; -1 where there were several, or none."""
    recording: Ints
    fresh: Flags
    """Never played."""
    stranger: Flags
    """Fresh, and nothing by its artist was ever played, but something links it to what was."""
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
        allowed = np.asarray(ranking.rested >= looser.rest_weeks)
        places = _pick(ranking, allowed, looser, size, quota_yields=quota_yields)
        if len(places) > len(best):
            best = places
        if len(best) == size:
            break
    return Choice(tuple(best), _note(ranking, best, rules, size))


def runners_up(ranking: Ranking, choice: Choice, rules: QueueRules, count: int) -> list[int]:
    """The next behind a choice, by the same rules among themselves; they come in where a pick falls out."""
    taken = ranking.recording[list(choice.places)]
    allowed = (ranking.rested >= min(rules.rest_weeks, 1)) & ~np.isin(ranking.recording, taken)
    return _pick(ranking, allowed, rules, count, quota_yields=True)


def _yielding(rules: QueueRules) -> Iterator[tuple[QueueRules, bool]]:
    """The rules, then ever looser ones; the flag says whether the fresh share yields as well."""
    yield rules, rules.min_fresh == 0
    for weeks in (4, 1):
        if rules.rest_weeks > weeks:
            rules = replace(rules, rest_weeks=weeks)
            yield rules, False
    yield rules, True
    rules = replace(rules, cap_album=None, cap_evening=None)
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


def _places_for_strangers(fresh: int) -> int:
    """Of the places for fresh tracks those for an artist never heard: one or two, the second from sixteen on."""
    return min(2, -(-fresh // 15))


def _pick(ranking: Ranking, allowed: Flags, rules: QueueRules, size: int, *, quota_yields: bool) -> list[int]:
    """The best known and the best fresh ones by turns, as many of each as the quota says.

    What known ones can't fill, fresh ones do; the other way round only when the quota yields.
    """
    quota = _places_for_fresh(rules, size)
    counts = _Counts(rules)
    if not quota:
        return list(islice(_admitted(ranking, np.flatnonzero(allowed), counts), size))
    known = _admitted(ranking, np.flatnonzero(allowed & ~ranking.fresh), counts)
    fresh = _admitted(ranking, np.flatnonzero(allowed & ranking.fresh), counts)
    strangers = _admitted(ranking, np.flatnonzero(allowed & ranking.stranger), counts)
    strange = _places_for_strangers(quota)
    chosen: list[int] = []
    for turn in range(size):
        begun = turn * quota // size
        if (turn + 1) * quota // size == begun:
            sources = [known, fresh]
        else:
            is_strange = (begun + 1) * strange // quota > begun * strange // quota
            sources = [*([strangers] if is_strange else []), fresh, *([known] if quota_yields else [])]
        place = next((place for source in sources for place in islice(source, 1)), None)
        if place is not None:
            chosen.append(place)
    return chosen


def _admitted(ranking: Ranking, places: Ints, counts: "_Counts") -> Iterator[int]:
    """Walks down the ranking past what a cap or its own double forbids by then."""
    return (place for place in places.tolist() if counts.admits(ranking, place))


class _Counts:
    """How many of each artist, album and odd evening are in, and which recordings."""

    def __init__(self, rules: QueueRules) -> None:
        self._rules = rules
        self._artists: Counter[int] = Counter()
        self._albums: Counter[int] = Counter()
        self._evenings: Counter[int] = Counter()
        self._recordings: set[int] = set()

    def admits(self, ranking: Ranking, place: int) -> bool:
        """Counts the candidate in, unless a cap or its own double forbids it."""
        artist, album = int(ranking.artist[place]), int(ranking.album[place])
        recording, evening = int(ranking.recording[place]), int(ranking.evening[place])
        rules = self._rules
        if recording in self._recordings:
            return False
        if rules.cap_artist is not None and self._artists[artist] >= rules.cap_artist:
            return False
        if rules.cap_album is not None and album >= 0 and self._albums[album] >= rules.cap_album:
            return False
        if rules.cap_evening is not None and evening >= 0 and self._evenings[evening] >= rules.cap_evening:
            return False
        self._artists[artist] += 1
        self._albums[album] += 1
        self._evenings[evening] += 1
        self._recordings.add(recording)
        return True
