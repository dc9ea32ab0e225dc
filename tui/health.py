"""Owns how it is said what could be better about the files, to a person and to a script."""

import os
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from tunes.library.text import clean

if TYPE_CHECKING:
    from tunes.library.health import Health


def health_shape(health: "Health") -> dict[str, list[dict[str, Any]]]:
    """As scripts read it (docs/formats.md)."""
    return {
        "twice": [
            {"why": str(one.why), "paths": [os.fspath(path) for path in one.paths]} for one in health.twice
        ],
        "untagged": [{"path": os.fspath(one.path), "missing": list(one.missing)} for one in health.untagged],
        "broken": [{"path": os.fspath(one.path), "reason": one.reason} for one in health.broken],
        "coverless": [
            {"artist": one.artist or None, "album": one.album, "folder": os.fspath(one.folder)}
            for one in health.coverless
        ],
    }


def health_lines(health: "Health") -> Iterator[str]:
    """As a person reads it."""
    twice = [line for one in health.twice for line in (f"{one.why}:", *(f"  {path}" for path in one.paths))]
    yield from _part("The same recording more than once", len(health.twice), twice)
    untagged = [f"{one.path}: no {', no '.join(one.missing)}" for one in health.untagged]
    yield from _part("Music without tags", len(untagged), untagged)
    yield from _part(
        "Broken files", len(health.broken), [f"{one.path}: {one.reason}" for one in health.broken]
    )
    coverless = [
        " – ".join(filter(None, (one.artist, f"{one.album}: {one.folder}"))) for one in health.coverless
    ]
    yield from _part("Albums without a cover", len(coverless), coverless)


def _part(name: str, count: int, lines: Sequence[str]) -> Iterable[str]:
    return [f"{name}: {count or 'none'}", *(f"  {clean(line)}" for line in lines)]
