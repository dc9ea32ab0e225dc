"""Owns which new track is an old one that moved, was retagged or re-encoded, so that its history follows. Pure."""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass

SAME_LENGTH_S = 1.0
"""Seconds by which encodings of one recording differ: encoders pad."""

MOST_PAIRS = 10_000
"""Pairs looked at that are alike in something: a folder of a thousand tracks called the same is all doubt."""


@dataclass(frozen=True, slots=True)
class Sound:
    """What tells whether two tracks are the same recording."""

    id: str
    payload: bytes
    """The digest of its sound."""
    mbid: str | None = None
    """MusicBrainz recording id."""
    described: str = ""
    """Artist, title and album as tagged, folded; "" where artist or title are not tagged. Names of files tell nothing here."""
    duration: float | None = None
    """Seconds."""


_Key = Callable[[Sound], Hashable | None]


def links(
    fresh: Sequence[Sound], gone: Sequence[Sound], *, back: Sequence[Sound] = (), others: Sequence[Sound] = ()
) -> list[tuple[str, str]]:
    """Pairs of new and old id: which fresh track is which old one.

    The first of these decides that fits exactly one old track: the sound, the recording's MusicBrainz id, then artist,
    title, album and length together. Doubtful ones are left out; a path alone says nothing. `gone` are tracks none of
    whose files is there any more, or whose file now holds the fresh one; `back` those that had gone and are there again,
    of which only the sound can say that they are another as well; `others` all else that is like a fresh one.
    """
    found = _pairs([*fresh, *back], gone, _payload, _always)
    # Whose sound is known already is a copy of that, whatever its tags say.
    known = {one.payload for one in others}
    own = [one for one in fresh if one.payload not in known]
    found += _pairs(_without(own, found), _without(gone, found), _mbid, _always)
    # Equal names and lengths tell least: that nothing else has them, gone or there or linked just now, is asked for too.
    alike = _pairs([*fresh, *others], gone, _described, _same_length)
    free = {one.id for one in (*_without(own, found), *_without(gone, found))}
    return found + [pair for pair in alike if free.issuperset(pair)]


def _pairs(
    new: Sequence[Sound], old: Sequence[Sound], key: _Key, fits: Callable[[Sound, Sound], bool]
) -> list[tuple[str, str]]:
    """Those that fit each other, and nothing else."""
    found: list[tuple[str, str]] = []
    olds, news = _grouped(old, key), _grouped(new, key)
    for name in news:
        if name in olds and len(news[name]) * len(olds[name]) <= MOST_PAIRS:
            pairs = [(a, b) for a in news[name] for b in olds[name] if a.id != b.id and fits(a, b)]
            times = Counter(one.id for pair in pairs for one in pair)
            found += [(a.id, b.id) for a, b in pairs if times[a.id] == times[b.id] == 1]
    return found


def _without(sounds: Iterable[Sound], found: Iterable[tuple[str, str]]) -> list[Sound]:
    taken = {one for pair in found for one in pair}
    return [one for one in sounds if one.id not in taken]


def _grouped(sounds: Iterable[Sound], key: _Key) -> dict[Hashable, list[Sound]]:
    groups: dict[Hashable, list[Sound]] = defaultdict(list)
    for one in sounds:
        if name := key(one):
            groups[name].append(one)
    return groups


def _payload(one: Sound) -> Hashable:
    return one.payload


def _mbid(one: Sound) -> Hashable | None:
    return one.mbid


def _described(one: Sound) -> Hashable | None:
    return one.described if one.duration is not None else None


def _always(_new: Sound, _old: Sound) -> bool:
    return True


def _same_length(new: Sound, old: Sound) -> bool:
    return abs((new.duration or 0) - (old.duration or 0)) <= SAME_LENGTH_S
