"""Owns which new track is an old one that moved, was retagged or re-encoded, so that its history follows. Pure."""

from collections import Counter
from collections.abc import Callable, Hashable, Sequence

from tunes.library.text import fold
from tunes.library.track import Track

Sound = tuple[Track, bytes]
"""A track and the digest of its sound."""

_Key = Callable[[Sound], Hashable | None]


def links(fresh: Sequence[Sound], gone: Sequence[Sound]) -> list[tuple[str, str]]:
    """Pairs of new and old id: which fresh track is which old one.

    The first of these decides that fits exactly one old track: the sound, the recording's MusicBrainz id, then artist,
    title, album and length together. Doubtful ones are left out; a path alone says nothing. `gone` are tracks none of whose files is there any more, or whose file now holds the fresh one.
    """
    found: list[tuple[str, str]] = []
    for key in (_sound, _recording, _description):
        taken_new, taken_old = {new for new, _ in found}, {old for _, old in found}
        new = [one for one in fresh if one[0].id not in taken_new]
        old = [one for one in gone if one[0].id not in taken_old]
        found += _matches(new, old, key)
    return found


def _matches(new: Sequence[Sound], old: Sequence[Sound], key: _Key) -> list[tuple[str, str]]:
    old_by_key = {key(one): one[0].id for one in old}
    new_count, old_count = Counter(map(key, new)), Counter(map(key, old))
    return [
        (one[0].id, old_by_key[k])
        for one in new
        if (k := key(one)) is not None
        and old_count[k] == 1
        and new_count[k] == 1
        and old_by_key[k] != one[0].id
    ]


def _sound(one: Sound) -> Hashable:
    return one[1]


def _recording(one: Sound) -> Hashable | None:
    return one[0].mbid


def _description(one: Sound) -> Hashable | None:
    track = one[0]
    if not track.artist or track.duration is None:
        return None
    return fold(track.artist), fold(track.title), fold(track.album), round(track.duration)
