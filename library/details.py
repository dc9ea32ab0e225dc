"""Owns what is known of a track beyond what every track has: each of its artists, its work, a film's pictures and languages. Pure."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Stream:
    """One of the sounds or subtitles of a film; "" and None where it tells nothing."""

    language: str = ""
    """As tagged, mostly `en` or `eng`."""
    title: str = ""
    format: str = ""
    channels: int | None = None
    """Of sound."""


@dataclass(frozen=True, slots=True)
class Details:
    """What is known beyond a `Track`; "", None and () where nothing is. Text is as tagged, not yet cleaned for a screen."""

    artists: tuple[str, ...] = ()
    """Each of several, whom `Track.artist` names together; empty where there is one."""
    work: str = ""
    """What a movement is part of."""
    movement: str = ""
    width: int | None = None
    """Of the picture, in pixels."""
    height: int | None = None
    audio: tuple[Stream, ...] = ()
    """The sounds of a film to choose from."""
    subtitles: tuple[Stream, ...] = ()
    plot: str = ""


def details_from(said: Mapping[str, Any]) -> Details:
    """The details among what a reader answered, or what was kept."""
    if _NAMES.isdisjoint(said):  # nearly always
        return _NOTHING
    known = {name: said[name] for name in said.keys() & _NAMES}
    for name in ("audio", "subtitles"):
        if name in known:
            known[name] = tuple(Stream(**stream) for stream in known[name])
    if "artists" in known:
        known["artists"] = tuple(known["artists"])
    return Details(**known)


def kept(details: Details) -> str:
    """The details as the library file keeps them: JSON of what is known, "" where that is nothing."""
    if details == _NOTHING:  # nearly always
        return ""
    known = {name: value for name, value in asdict(details).items() if value}
    return json.dumps(known, ensure_ascii=False, separators=(",", ":"))


def details_of(kept_as: str) -> Details:
    """The details as they were kept."""
    return details_from(json.loads(kept_as)) if kept_as else _NOTHING


_NOTHING = Details()
_NAMES = frozenset(Details.__dataclass_fields__)
