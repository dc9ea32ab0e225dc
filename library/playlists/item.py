"""Owns what one line of a playlist says, before anybody has looked whether it is there; and a playlist as it is written."""

import os
import re
from dataclasses import dataclass

from tunes.library.track import Track

MOST_ITEMS = 100_000
"""Of one playlist. What is longer is a mistake, or means harm."""

_ADDRESS = re.compile(rb"[A-Za-z][A-Za-z0-9+.-]+://")
"""Two letters at least: `C:` is a drive."""
_FILE_ADDRESS = re.compile(rb"file:/", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Item:
    """One place in a playlist, as written: nothing here is to be believed, or shown without `clean`."""

    where: bytes
    """A path, absolute or relative to the playlist, or an address."""
    title: str = ""
    """What the playlist calls it; "" where it says nothing."""
    seconds: float | None = None
    start: float | None = None
    """Seconds into the file, where it is only a part of it."""
    end: float | None = None
    text: str = ""
    """`where` as the playlist's own encoding has it, where that is told; "" leaves it to be guessed."""
    is_uri: bool = False
    """Whether `%41` in it stands for another byte."""
    is_before_packing: bool = False
    """Whether it may be called by the ending that it had before it was compressed, as in cue sheets."""
    span: tuple[int, int] | None = None
    """Which bytes of the file it is, so that it can be moved or taken out and all else stays as it was."""

    @property
    def is_elsewhere(self) -> bool:
        """Whether it is not a file but something on a network."""
        return _ADDRESS.match(self.where) is not None and _FILE_ADDRESS.match(self.where) is None

    @property
    def is_file_address(self) -> bool:
        """Whether it is a file, said as an address."""
        return _FILE_ADDRESS.match(self.where) is not None


@dataclass(frozen=True, slots=True)
class Written:
    """A playlist as it is written."""

    items: tuple[Item, ...] = ()
    title: str = ""
    """What it calls itself."""
    problem: str = ""
    """A sentence about what could not be read of it, "" if nothing."""


def item_of(track: Track) -> Item:
    """What a playlist says of a track."""
    return Item(
        os.fsencode(track.path),
        " - ".join(text for text in (track.artist, track.title) if text),
        track.duration,
        track.start,
        track.end,
    )
