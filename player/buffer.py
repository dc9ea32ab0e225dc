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
STRETCHED_HOLE_S = 0.25
"""The same where the decoder changes the speed: what it hands over then comes in strides, and its dates with them."""

Frames = NDArray[np.int16]
"""Shape (n, 2)."""


class Buffer:
    """Filled by libVLC's thread, emptied by the audio device's.

    Made anew for every opening of a file, so that nothing of an earlier one can be in it.
    """

    def __init__(self, first: int, end: int | None = None, rate: float = 1.0) -> None:
        """`first`: frame of the file that comes first; `end`: the frame before which it ends, None: with the file.

        `rate`: how many frames of the file each frame stands for, where the decoder makes it faster or slower.
        """
        self._lock = threading.Condition()
        self._chunks: deque[tuple[int, Frames]] = deque()
        self.first = first
        self.rate = rate
        self._place = float(first)
        self._idle = 0
        self._since = first
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

    def pass_over(self, count: int) -> None:
        """The next so many frames that come in are none of the file's."""
        with self._lock:
            self._idle = count

    def begins_by(self, place: int) -> None:
        """What lies before this frame of the file is left out, also of what comes later."""
        with self._lock:
            self._since = place
            waiting, self._chunks, self._held = self._chunks, deque(), 0
            for chunk in waiting:
                self._keep(*chunk)

    def write(
        self, frames: Frames, at_us: int, lasts_us: float | None = None, *, is_late: bool = False
    ) -> None:
        """Takes in decoded frames, which the decoder's clock dates `at_us`; `is_late`: it brought none for long.

        `lasts_us`: how long that is which the decoder brought, where it is not what the frames last.
        """
        with self._lock:
            if self.has_ended or self.is_torn:
                return
            least_us = (HOLE_S if self.rate == 1.0 else STRETCHED_HOLE_S) * 1e6
            if self._due_us is not None and at_us - self._due_us > least_us:
                self.is_torn = is_late
                if is_late:
                    return
                self._place += (at_us - self._due_us) * RATE / 1e6 * self.rate
            self._due_us = at_us + (len(frames) * 1e6 / RATE if lasts_us is None else lasts_us)
            self._take_in(frames)

    def add(self, frames: Frames) -> None:
        """Takes in frames that belong to what was written last."""
        with self._lock:
            if not (self.has_ended or self.is_torn):
                self._take_in(frames)

    def _take_in(self, frames: Frames) -> None:
        idle = min(self._idle, len(frames))
        frames, self._idle = frames[idle:], self._idle - idle
        if self._end is not None and self._place + len(frames) * self.rate >= self._end:
            frames = frames[: max(0, round((self._end - self._place) / self.rate))]
            self.has_ended = True
        if len(frames):
            self._keep(round(self._place), frames)
            self._place += len(frames) * self.rate
            self.total += len(frames)
        self._lock.notify_all()

    def _keep(self, place: int, frames: Frames) -> None:
        before = max(0, min(len(frames), round((self._since - place) / self.rate)))
        if before < len(frames):
            self._chunks.append((place + round(before * self.rate), frames[before:]))
            self._held += len(frames) - before

    def resumed(self) -> None:
        """The decoder's clock stood still for a while: its next date says nothing about lost sound."""
        with self._lock:
            self._due_us = None

    def mended(self) -> int:
        """Another decoder goes on; the frame of the file from which on it is to."""
        with self._lock:
            self.is_torn, self._due_us = False, None
            return round(self._place)

    def end(self, *, is_broken: bool) -> None:
        """No more will come in."""
        with self._lock:
            self.has_ended = True
            self.is_broken = self.is_broken or is_broken
            self._lock.notify_all()

    def wait_for(self, frames: int, patience_s: float) -> None:
        """Until so many frames wait, or no more will come, or patience is at its end."""
        with self._lock:
            self._lock.wait_for(lambda: self._held >= frames or self.has_ended, patience_s)

    def read(self, most: int) -> tuple[int, Frames] | None:
        """The next at most `most` frames that belong together, and the place of the first; None when nothing waits."""
        with self._lock:
            if not self._chunks:
                return None
            place, frames = self._chunks.popleft()
            if len(frames) > most:
                self._chunks.appendleft((place + round(most * self.rate), frames[most:]))
                frames = frames[:most]
            self._held -= len(frames)
            return place, frames

    def unread(self, place: int, frames: Frames) -> None:
        """These were read last, and wait again."""
        with self._lock:
            self._chunks.appendleft((place, frames))
            self._held += len(frames)

    def drop_quiet(self, level: int) -> bool:
        """Drops what waits up to the first frame louder than `level` (of 32,768); whether there was one.

        Where there was none, the last of it still waits: of a file that is silent from end to end something is to be heard.
        """
        with self._lock:
            while self._chunks:
                place, frames = self._chunks.popleft()
                loud = np.flatnonzero(_loudest(frames) > level)
                if not len(loud) and not self._chunks:
                    self._chunks.append((place, frames))
                    return False
                kept = frames[loud[0] :] if len(loud) else frames[:0]
                self._held -= len(frames) - len(kept)
                if len(kept):
                    self._chunks.appendleft((place + round((len(frames) - len(kept)) * self.rate), kept))
                    return True
            return False

    def drop_quiet_end(self, level: int) -> None:
        """Drops what waits behind the last frame louder than `level`; of silence alone the first."""
        with self._lock:
            while len(self._chunks) > 1 or (self._chunks and _loudest(self._chunks[0][1]).max() > level):
                place, frames = self._chunks.pop()
                loud = np.flatnonzero(_loudest(frames) > level)
                kept = frames[: loud[-1] + 1] if len(loud) else frames[:0]
                self._held -= len(frames) - len(kept)
                if len(kept):
                    self._chunks.append((place, kept))
                    return


def _loudest(frames: Frames) -> NDArray[np.int32]:
    """Of both channels, for each frame."""
    return np.asarray(np.abs(frames.astype(np.int32)).max(axis=1))


def seconds(frames: int) -> float:
    """How long so many frames sound."""
    return frames / RATE


def frames_in(duration_s: float) -> int:
    """How many frames sound that long."""
    return round(duration_s * RATE)


def silence(count: int) -> NDArray[Any]:
    """So many frames without sound, as the mixer makes them."""
    return np.zeros((count, CHANNELS), dtype=np.float32)
