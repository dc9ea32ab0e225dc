"""Owns where the picture of a film can go: a window of its own, points for a terminal, or nowhere, so that only its sound plays."""

import os
import sys
from dataclasses import dataclass
from enum import StrEnum


class Where(StrEnum):
    """The kinds of places."""

    NOWHERE = "nowhere"
    WINDOW = "window"
    TERMINAL = "terminal"


@dataclass(frozen=True, slots=True)
class Surface:
    """One place for pictures, and in a terminal how many points it has: squares, two to a cell where those are half blocks."""

    where: Where
    width: int = 0
    height: int = 0


NOWHERE = Surface(Where.NOWHERE)
WINDOW = Surface(Where.WINDOW)


def has_display() -> bool:
    """Whether there is a screen on which a window can be opened."""
    if sys.platform in {"darwin", "win32"}:
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def usual_surface() -> Surface:
    """Where films go while nobody has said anything."""
    return WINDOW if has_display() else NOWHERE
