"""Owns what a showing is: tracks put in front of the listener at one place, whether or not they were played."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tunes.profile.listens import VERSION


@dataclass(frozen=True, slots=True)
class Shown:
    """Tracks put in front of the listener together; each of them is one exposure."""

    at: float
    """Unix seconds, UTC."""
    place: str
    """Where: "discover:2026-W48", a row of the home screen."""
    tracks: tuple[str, ...]
    """Ids, in the order shown."""
    device: str = ""
    v: int = VERSION


def shown_document(shown: Shown) -> dict[str, Any]:
    """The showing as it is stored."""
    return {
        "at": shown.at,
        "place": shown.place,
        "tracks": list(shown.tracks),
        "device": shown.device,
        "v": shown.v,
    }


def is_shown(document: Mapping[str, Any]) -> bool:
    """Whether a stored document can be read as a showing."""
    tracks = document.get("tracks")
    return (
        isinstance(document.get("at"), (int, float))
        and isinstance(document.get("place"), str)
        and isinstance(tracks, list)
        and all(isinstance(track, str) for track in tracks)
    )
