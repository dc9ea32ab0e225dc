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


def links(fresh: Sequence[Sound], gone: Sequence[Sound]) -> list[tuple[str, str]]:
    """Pairs of new and old id: which fresh track is which old one.

    The first of these decides that fits exactly one old track: the sound, the recording's MusicBrainz id, then artist,
    title, album and length together. Doubtful ones are left out; a path alone says nothing. `gone` are tracks none of
    whose files is there any more, or whose file now holds the fresh one.
    """
    found: list[tuple[str, str]] = []
    for key, fits in ((_payload, _always), (_mbid, _always), (_described, _same_length)):
        taken = {one for pair in found for one in pair}
        old = _grouped((one for one in gone if one.id not in taken), key)
        new = _grouped((one for one in fresh if one.id not in taken), key)
        for name in new:
            if name in old and len(new[name]) * len(old[name]) <= MOST_PAIRS:
                pairs = [(a, b) for a in new[name] for b in old[name] if a.id != b.id and fits(a, b)]
                times = Counter(one.id for pair in pairs for one in pair)
                found += [(a.id, b.id) for a, b in pairs if times[a.id] == times[b.id] == 1]
    return found


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
