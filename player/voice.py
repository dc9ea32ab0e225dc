"""Owns one stay's sound on its way into the mix: how loud it is played, what of its ends is silence, and how much of it is left."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from tunes.player.buffer import Buffer, Frames

QUIET = 32
"""Of 32,768: what never comes above it (-60 dB) is silence."""

Samples = NDArray[np.float32]
"""Shape (n, 2), full scale is 1."""


@dataclass(frozen=True, slots=True)
class Source:
    """One stay's sound, as it comes from a deck."""

    stay: int
    buffer: Buffer
    gain: float = 1.0
    """The factor that makes it as loud as the others."""
    skips_start: bool = False
    """Silence at its start is passed over."""
    skips_end: bool = False
    """Silence at its end is passed over, as far as it has been decoded when the end is known."""


class Voice:
    """Called with the mixer's lock held."""

    def __init__(self, source: Source) -> None:
        self.stay = source.stay
        self.buffer = source.buffer
        self.gain = source.gain
        self.ends_at: int | None = None
        """The frame of its file before which it ends, as far as is known before its end has been decoded."""
        self._is_at_start = source.skips_start
        self._has_end_to_look_at = source.skips_end
        self.place = source.buffer.first
        """The frame of its file that comes next."""

    @property
    def left(self) -> int | None:
        """Frames still to come; None where nobody knows."""
        held = self.held
        if self.buffer.has_ended:
            return held
        if self.ends_at is None:
            return None
        return max(held, round((self.ends_at - self.place) / self.buffer.rate))

    @property
    def held(self) -> int:
        """Frames that can be read at once."""
        if self._is_at_start:
            # Asked before: what came in between is looked at the next time.
            has_ended = self.buffer.has_ended
            self._is_at_start = not self.buffer.drop_quiet(QUIET) and not has_ended
            if self._is_at_start:
                return 0
        if self._has_end_to_look_at and self.buffer.has_ended:
            self._has_end_to_look_at = False
            self.buffer.drop_quiet_end(QUIET)
        return self.buffer.held

    def read(self, most: int) -> tuple[int, Frames] | None:
        """The next at most `most` frames that belong together, and the place of the first; None when nothing waits."""
        got = self.buffer.read(most) if self.held else None
        if got is not None:
            place, frames = got
            self.place = place + round(len(frames) * self.buffer.rate)
        return got

    def unread(self, place: int, frames: Frames) -> None:
        """These were read last, and wait again."""
        self.buffer.unread(place, frames)
        self.place = place

    def samples(self, frames: Frames) -> Samples:
        """Frames as loud as they are to be played."""
        samples = frames.astype(np.float32) / np.float32(32768)
        return samples if self.gain == 1.0 else samples * np.float32(self.gain)
