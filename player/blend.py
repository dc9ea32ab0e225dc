"""Owns how the sound of one stay goes over into that of the next: joined on without a gap, or faded one into the other."""

import numpy as np
from numpy.typing import NDArray
from tunes.player.buffer import frames_in, silence
from tunes.player.crossfade import coming, leaving
from tunes.player.meter import Meter
from tunes.player.voice import Source, Voice

READY = frames_in(0.05)
"""Frames that must wait before a deck's sound begins, at first and after it ran dry: sound that begins goes on."""
BACK = frames_in(0.05)
"""In which a track is as loud as before, when what it was fading into is taken away."""

Samples = NDArray[np.float32]


class Blend:
    """One voice, or two. Called with the mixer's lock held."""

    def __init__(self, meter: Meter) -> None:
        self._meter = meter
        self.current: Voice | None = None
        self.following: Voice | None = None
        self.overlap = 0
        """Frames that the two are to sound together; 0: the second joins on to the first."""
        self._way = 0.0
        """How far the one has faded into the other."""
        self._back = 0.0
        """How far it had when the other was taken away."""
        self._is_dry = True

    @property
    def is_ready(self) -> bool:
        """Whether there is something to read."""
        return self.current is not None and _has_enough(self.current)

    def start(self, source: Source | None) -> None:
        """Goes on with this alone."""
        self.current, self.following = Voice(source) if source is not None else None, None
        self._way, self._back, self.overlap = 0.0, 0.0, 0
        self._is_dry = True

    def follow(self, source: Source | None) -> None:
        """What comes after the present voice; at once where there is none."""
        self.following = Voice(source) if source is not None else None
        if self.current is None:
            self._go_on()

    def drop(self, stay: int) -> None:
        """This stay doesn't sound any more."""
        if self.following is not None and self.following.stay == stay:
            self.following, self._way, self._back = None, 0.0, self._way
        if self.current is not None and self.current.stay == stay:
            self.current = None

    def voice(self, stay: int) -> Voice | None:
        """The voice of this stay."""
        return next((one for one in (self.current, self.following) if one and one.stay == stay), None)

    def fill(self, out: Samples, since: int) -> int:
        """Writes what there is into `out`, from its start on, and into the meter as frames `since` and on; returns how many."""
        filled = 0
        while filled < len(out) and self.current is not None:
            work = self._both if self._is_fading() else self._alone
            count = work(out[filled:], since + filled)
            if count is None:
                self._is_dry = True
                break
            filled += count
        return filled

    def _is_fading(self) -> bool:
        if self.current is None or self.following is None or not self.overlap:
            return self._way > 0
        left = self.current.left
        return self._way > 0 or (
            left is not None and 0 < left <= self.overlap and _has_enough(self.following)
        )

    def _alone(self, room: Samples, since: int) -> int | None:
        """How many frames were written; None where the deck has not come so far yet."""
        voice = self.current
        if voice is None:
            return None
        self._is_dry = self._is_dry and not _has_enough(voice)
        got = None if self._is_dry else voice.read(min(len(room), self._before_fade(voice)))
        if got is None:
            return self._ended(voice, since)
        place, samples = got
        room[: len(samples)] = samples if not self._back else samples * self._coming_back(len(samples))
        self._meter.handed(voice.stay, since, len(samples), place, voice.buffer.rate)
        return len(samples)

    def _before_fade(self, voice: Voice) -> int:
        """Frames until the next one is to come in; no limit where it is late, or not to fade."""
        left = voice.left if self.following is not None and self.overlap else None
        return left - self.overlap if left is not None and left > self.overlap else 1 << 30

    def _both(self, room: Samples, since: int) -> int | None:
        first, second = self.current, self.following
        if first is None or second is None:
            return None
        count = min(len(room), first.held, len(room) if second.buffer.is_exhausted else second.held)
        if not count:
            return self._ended(first, since)
        way = self._steps(count, first.left)
        room[:count] = self._read(first, count, since) * leaving(way)[:, None]
        room[:count] += self._read(second, count, since) * coming(way)[:, None]
        return count

    def _steps(self, count: int, left: int | None) -> NDArray[np.float32]:
        """The way of the next frames: as much of the rest of it as they are of what is left of the first voice."""
        until = self._way + (1.0 - self._way) * count / max(count, left or 0)
        steps = np.linspace(self._way, until, count, endpoint=False, dtype=np.float32)
        self._way = until
        return steps

    def _read(self, voice: Voice, count: int, since: int) -> Samples:
        read, out = 0, silence(count)
        while read < count and (got := voice.read(count - read)) is not None:
            place, samples = got
            out[read : read + len(samples)] = samples
            self._meter.handed(voice.stay, since + read, len(samples), place, voice.buffer.rate)
            read += len(samples)
        return out

    def _ended(self, voice: Voice, since: int) -> int | None:
        """Goes on to the next voice where this one is over, with nothing written; None where it only has to be waited for."""
        if not voice.buffer.is_exhausted:
            return None
        self._meter.ended(voice.stay, since)
        self._go_on()
        return 0

    def _go_on(self) -> None:
        self._is_dry = self._is_dry or not self._way
        self.current, self.following = self.following, None
        self._way, self._back, self.overlap = 0.0, 0.0, 0

    def _coming_back(self, count: int) -> Samples:
        until = max(0.0, self._back - count / BACK)
        way = np.linspace(self._back, until, count, dtype=np.float32)
        self._back = until
        return leaving(way)[:, None]


def _has_enough(voice: Voice) -> bool:
    return voice.held >= READY or (voice.buffer.has_ended and voice.held > 0)
