"""Owns what libVLC decodes of one file on its way into a buffer: what a coder put around the music is left out, and the rest brought to the mixer's rate."""

import threading
from collections.abc import Callable

import numpy as np
from tunes.player.buffer import CHANNELS, RATE, Buffer, Frames
from tunes.player.extent import Extent
from tunes.player.resampler import Resampler, turn


class Intake:
    """Made for one opening of a file. Called on libVLC's threads."""

    def __init__(self, buffer: Buffer, look: Callable[[], Extent | None] | None = None) -> None:
        """`look` reads where the music lies, when its first sound has come."""
        self.buffer = buffer
        self._look = look
        self._extent: Extent | None = None
        self._lock = threading.RLock()
        self._rate = RATE
        self._resampler: Resampler | None = None
        self._has_begun = False
        self._idle = 0
        """Frames of the file still to be left out."""
        self._left: int | None = None
        """Frames of it that are its music's, still to come; None where nobody knows."""

    @property
    def length_s(self) -> float | None:
        """Seconds of music, where the file says so."""
        return self._extent.length_s if self._extent is not None else None

    def lies(self, extent: Extent) -> None:
        """Where the music lies within what is decoded."""
        self._extent = extent

    def comes_at(self, rate: int) -> int:
        """So many frames a second are decoded from now on; how many are to be handed over: others are libVLC's to resample."""
        with self._lock:
            self._rest()
            if self._has_begun:  # a file that changes its rate says nothing true about its end
                self._left = None
            self._rate = rate if turn(rate) is not None else RATE
            return self._rate

    def take(self, samples: bytes, at_us: int, *, is_late: bool) -> None:
        """Takes in decoded frames, which the decoder's clock dates `at_us`; `is_late`: it brought none for long."""
        with self._lock:
            if not self._has_begun:
                self._begin()
            frames: Frames = np.frombuffer(samples, dtype=np.int16).reshape(-1, CHANNELS)
            lasts_us = len(frames) * 1e6 / self._rate
            self.buffer.write(self._resampled(self._music(frames)), at_us, lasts_us, is_late=is_late)
            if self._left == 0:
                self.ended(is_broken=False)

    def drained(self) -> None:
        """All that was decoded so far has come."""
        with self._lock:
            self._rest()

    def ended(self, *, is_broken: bool) -> None:
        """No more will come."""
        with self._lock:
            self._rest()
            if not self.buffer.is_torn:
                self.buffer.end(is_broken=is_broken)

    def _begin(self) -> None:
        self._has_begun = True
        if self._look is not None:
            self._extent = self._look()
        if self._extent is not None:
            idle_s, length_s, speed = self._extent.idle_s, self._extent.length_s, self.buffer.rate
            self._idle = round(idle_s * self._rate / speed)
            if length_s is not None and speed == 1:
                self._left = round(length_s * self._rate)

    def _music(self, frames: Frames) -> Frames:
        """Those that are the music's."""
        idle = min(self._idle, len(frames))
        frames, self._idle = frames[idle:], self._idle - idle
        if self._left is not None:
            frames = frames[: self._left]
            self._left -= len(frames)
        return frames

    def _resampled(self, frames: Frames) -> Frames:
        if self._resampler is None:
            by = turn(self._rate)
            if by is None:
                return frames
            self._resampler = Resampler(self._rate, by)
        return self._resampler(frames)

    def _rest(self) -> None:
        resampler, self._resampler = self._resampler, None
        if resampler is not None:
            self.buffer.add(resampler.rest())
