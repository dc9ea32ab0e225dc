"""Owns the decoded sound of one deck on its way to the mixer: whole frames in order, each with its place in the file."""

import threading
from collections import deque
from typing import Any

import numpy as np
from numpy.typing import NDArray

RATE = 44_100
"""Frames a second everywhere behind the decoder: what nearly all music has, so that it passes unchanged."""
CHANNELS = 2
FRAME_BYTES = 2 * CHANNELS
HOLE_S = 0.02
"""A jump of the decoder's time larger than this is sound that it threw away, not rounding (which stays below 2 ms)."""

Frames = NDArray[np.int16]
"""Shape (n, 2)."""


class Buffer:
    """Filled by libVLC's thread, emptied by the audio device's.

    Made anew for every opening of a file, so that nothing of an earlier one can be in it.
    """

    def __init__(self, first: int, end: int | None = None) -> None:
        """`first`: frame of the file that comes first; `end`: the frame before which it ends, None: with the file."""
        self._lock = threading.Lock()
        self._chunks: deque[tuple[int, Frames]] = deque()
        self._place = first
        self._end = end
        self._due_us: float | None = None
        self._held = 0
        self.total = 0
        """Frames that ever came in."""
        self.has_ended = False
        """No more will come in."""
        self.is_broken = False
        """The decoder gave up."""
        self.is_torn = False
        """Its disk stalled, and the decoder threw away what came late: nothing comes in until it is mended."""

    @property
    def held(self) -> int:
        """Frames that wait."""
        return self._held

    @property
    def is_exhausted(self) -> bool:
        """Nothing waits and nothing will come."""
        return self.has_ended and not self._held

    def write(self, samples: bytes, at_us: int, *, is_late: bool = False) -> None:
        """Takes in decoded frames, which the decoder's clock dates `at_us`; `is_late`: it brought none for long."""
        frames: Frames = np.frombuffer(samples, dtype=np.int16).reshape(-1, CHANNELS)
        with self._lock:
            if self.has_ended or self.is_torn:
                return
            if self._due_us is not None and at_us - self._due_us > HOLE_S * 1e6:
                self.is_torn = is_late
                if is_late:
                    return
                self._place += round((at_us - self._due_us) * RATE / 1e6)
            self._due_us = at_us + len(frames) * 1e6 / RATE
            if self._end is not None and self._place + len(frames) >= self._end:
                frames = frames[: max(0, self._end - self._place)]
                self.has_ended = True
            if len(frames):
                self._chunks.append((self._place, frames))
                self._place += len(frames)
                self._held += len(frames)
                self.total += len(frames)

    def resumed(self) -> None:
        """The decoder's clock stood still for a while: its next date says nothing about lost sound."""
        with self._lock:
            self._due_us = None

    def mended(self) -> int:
        """Another decoder goes on; the frame of the file from which on it is to."""
        with self._lock:
            self.is_torn, self._due_us = False, None
            return self._place

    def end(self, *, is_broken: bool) -> None:
        """No more will come in."""
        with self._lock:
            self.has_ended = True
            self.is_broken = self.is_broken or is_broken

    def read(self, most: int) -> tuple[int, Frames] | None:
        """The next at most `most` frames that belong together, and the place of the first; None when nothing waits."""
        with self._lock:
            if not self._chunks:
                return None
            place, frames = self._chunks.popleft()
            if len(frames) > most:
                self._chunks.appendleft((place + most, frames[most:]))
                frames = frames[:most]
            self._held -= len(frames)
            return place, frames


def seconds(frames: int) -> float:
    """How long so many frames sound."""
    return frames / RATE


def frames_in(duration_s: float) -> int:
    """How many frames sound that long."""
    return round(duration_s * RATE)


def silence(count: int) -> NDArray[Any]:
    """So many frames without sound, as the mixer makes them."""
    return np.zeros((count, CHANNELS), dtype=np.float32)
