"""Owns the one stream of sound as it is made: takes frames from the deck that plays and joins the next on without a gap."""

import threading
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from tunes.player.buffer import Buffer, Frames, frames_in, silence
from tunes.player.meter import Fact, Meter

READY = frames_in(0.05)
"""Frames that must wait before a deck's sound begins, at first and after it ran dry: sound that begins goes on."""

Samples = NDArray[np.float32]
"""Shape (n, 2), full scale is 1."""


@dataclass(frozen=True, slots=True)
class Source:
    """One stay's sound."""

    stay: int
    buffer: Buffer


class Mixer:
    """Asked for frames through `Ahead`, told what to play by the engine's thread; keeps the meter of what it made.

    Frames are numbered as they are made, from the first ever. When they sound is known to `Ahead`.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._meter = Meter()
        self._current: Source | None = None
        self._following: Source | None = None
        self._is_dry = True
        self.made = 0
        """Frames made so far: the number of the next one."""

    def render(self, most: int) -> Samples:
        """The next frames, at most so many; fewer, or none, where a deck has not decoded them yet."""
        with self._lock:
            out = silence(most)
            filled = self._fill(out)
            self.made += filled
            return out[:filled]

    @property
    def is_playing(self) -> bool:
        """Whether there is a source to take frames from."""
        return self._current is not None

    @property
    def is_ready(self) -> bool:
        """Whether there is something to render."""
        with self._lock:
            return self._current is not None and self._has_enough(self._current.buffer)

    def start(self, source: Source | None) -> None:
        """Leaves what plays and what was to follow, and goes on with `source`."""
        with self._lock:
            self._current, self._following, self._is_dry = source, None, True

    def follow(self, source: Source | None) -> None:
        """What joins on when the present source is exhausted; at once where none plays."""
        with self._lock:
            self._following = source
            if self._current is None:
                self._go_on()

    def drop(self, stay: int) -> int | None:
        """This stay is not to follow after all and counts no more. Its first frame that has not sounded, None where it has none."""
        with self._lock:
            if self._following is not None and self._following.stay == stay:
                self._following = None
            if self._current is not None and self._current.stay == stay:
                self._current = None
            return self._meter.forget(stay)

    def plays(self, stay: int) -> bool:
        """Whether this stay's sound is being taken now."""
        with self._lock:
            return self._current is not None and self._current.stay == stay

    def jumped(self) -> None:
        """What was made but has not sounded yet no longer says where the ear is."""
        with self._lock:
            self._meter.jumped()

    def forget(self, stay: int) -> None:
        """What of this stay has not sounded yet counts no more."""
        with self._lock:
            self._meter.forget(stay)

    def never_sounds(self, frame: int) -> None:
        """What was made from this frame on has been thrown away."""
        with self._lock:
            self._meter.cut(frame)

    def sounded(self, frame: int) -> list[Fact]:
        """What reached the ear since the last time, now that all before `frame` has."""
        with self._lock:
            return self._meter.until(frame)

    def _fill(self, out: Samples) -> int:
        """Writes what the sources have into `out`, from its start on; returns how many frames."""
        filled = 0
        while filled < len(out) and self._current is not None:
            buffer = self._current.buffer
            self._is_dry = self._is_dry and not self._has_enough(buffer)
            got = None if self._is_dry else buffer.read(len(out) - filled)
            if got is not None:
                place, frames = got
                out[filled : filled + len(frames)] = _as_samples(frames)
                self._meter.handed(self._current.stay, self.made + filled, len(frames), place)
                filled += len(frames)
            elif buffer.is_exhausted:
                self._meter.ended(self._current.stay, self.made + filled)
                self._go_on()
            else:
                self._is_dry = True
                break
        return filled

    def _go_on(self) -> None:
        self._current, self._following, self._is_dry = self._following, None, True

    def _has_enough(self, buffer: Buffer) -> bool:
        return buffer.held >= READY or (buffer.has_ended and buffer.held > 0)


def _as_samples(frames: Frames) -> Samples:
    return frames.astype(np.float32) / np.float32(32768)
