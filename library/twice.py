"""Owns which files hold the same recording more than once. Pure."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

NEAR_S = 3.0
"""Seconds by which versions of one recording differ: silence at the ends is cut or left."""


class Same(StrEnum):
    """What tells that two files hold one recording, the surest first."""

    SOUND = "the same sound"
    RECORDING = "the same MusicBrainz recording"
    NAMES = "the same artist and title, about as long"


@dataclass(frozen=True, slots=True)
class Held:
    """A file, and what tells what it holds."""

    path: Path
    payload: bytes
    """The digest of its sound."""
    mbid: str | None = None
    """MusicBrainz recording id."""
    names: str = ""
    """Artist and title as tagged, folded; "" where one of them is not."""
    duration: float | None = None
    """Seconds."""


@dataclass(frozen=True, slots=True)
class Twice:
    """Files that hold one recording."""

    why: Same
    paths: tuple[Path, ...]


def twice(files: Sequence[Held]) -> list[Twice]:
    """The recordings held more than once, each by the surest that tells it, in the order of their paths."""
    found: list[Twice] = []
    told: list[set[Path]] = []
    told_of: dict[Path, list[int]] = defaultdict(list)
    for why, groups in (
        (Same.SOUND, _alike(files, lambda one: one.payload)),
        (Same.RECORDING, _alike(files, lambda one: one.mbid)),
        (Same.NAMES, _as_long(_alike(files, lambda one: one.names))),
    ):
        for group in groups:
            paths = {one.path for one in group}
            if any(paths <= told[number] for number in told_of[group[0].path]):
                continue
            for path in paths:
                told_of[path].append(len(told))
            told.append(paths)
            found.append(Twice(why, tuple(sorted(paths))))
    return sorted(found, key=lambda one: one.paths)


def _alike(files: Iterable[Held], key: Callable[[Held], Hashable]) -> Iterator[list[Held]]:
    groups: dict[Hashable, list[Held]] = defaultdict(list)
    for one in files:
        if name := key(one):
            groups[name].append(one)
    return (group for group in groups.values() if len(group) > 1)


def _as_long(groups: Iterable[list[Held]]) -> Iterator[list[Held]]:
    """Each group in parts that are about as long."""
    for group in groups:
        part: list[Held] = []
        for one in sorted(group, key=lambda one: one.duration or 0):
            if part and (one.duration or 0) - (part[0].duration or 0) > NEAR_S:
                if len(part) > 1:
                    yield part
                part = []
            if one.duration is not None:
                part.append(one)
        if len(part) > 1:
            yield part
