"""Owns the seam between a running player and whoever drives it from outside: what can be asked of it, and how it stands."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from tunes.library.track import Track
from tunes.player.entry import Repeat, Shuffle


@dataclass(frozen=True, slots=True)
class Present:
    """What is on the player, and where in it the ear is."""

    track: Track | None = None
    """None: nothing plays, and nothing is paused."""
    position: float = 0.0
    """Seconds into the track."""
    jumps: int = 0
    """Rises with each seek, so that those who count along with the clock know that the position is another."""
    duration: float | None = None
    """Seconds; None where unknown."""
    is_playing: bool = False


@dataclass(frozen=True, slots=True)
class Standing(Present):
    """How it stands, at the moment of asking, as others see it."""

    volume: int = 100
    """0 to 100, of what is to be heard: 0 while muted."""
    has_something: bool = False
    """Whether there is anything to play."""
    has_next: bool = False
    has_previous: bool = False
    shuffle: Shuffle = Shuffle.OFF
    repeat: Repeat = Repeat.OFF
    rate: float = 1.0
    """Seconds of the track in a second."""


class Controls(Protocol):
    """What others may ask. Everything returns at once and is called on one thread, that of the player's owner."""

    def standing(self) -> Standing:
        """How it stands now."""
        ...

    def subscribe(self, listener: Callable[[], None]) -> None:
        """Calls `listener` after every change; also several times a second while something plays."""
        ...

    def play(self) -> None:
        """Goes on, or starts what is in the queue."""
        ...

    def pause(self) -> None:
        """Falls silent and keeps the place."""
        ...

    def toggle(self) -> None:
        """One or the other."""
        ...

    def stop(self) -> None:
        """Leaves the track."""
        ...

    def next(self) -> None:
        """Goes to the following track."""
        ...

    def previous(self) -> None:
        """Goes back."""
        ...

    def seek_to(self, position: float) -> None:
        """Goes to `position` seconds into the track, kept within it."""
        ...

    def set_volume(self, percent: int) -> None:
        """0 to 100; any change ends a mute."""
        ...

    def set_shuffle(self, by: Shuffle) -> None:
        """What is to be in random order."""
        ...

    def set_repeat(self, repeat: Repeat) -> None:
        """What follows the end."""
        ...

    def set_rate(self, rate: float) -> None:
        """Seconds of the track in a second, kept within what can be."""
        ...

    def open(self, path: Path) -> None:
        """Plays a file or folder, as soon as it has been looked at."""
        ...

    def quit(self) -> None:
        """Keeps everything and ends the program."""
        ...
