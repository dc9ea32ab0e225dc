"""Owns what can follow the end of the queue, and what of a sitting counts for it. Frozen values; knows no numpy."""

from dataclasses import dataclass
from enum import StrEnum

SOURCE = "autoplay"
"""Where a listen says that it came from."""


class Autoplay(StrEnum):
    """What follows the end of the queue."""

    OFF = "off"
    SIMILAR = "similar"
    FAMILIAR = "familiar"
    DARING = "daring"


@dataclass(frozen=True, slots=True)
class Stayed:
    """One track of this sitting, and whether the listener left it for another."""

    track: str
    """Id."""
    is_skip: bool
