"""Owns how the sound of one stay goes over into that of the next: joined on without a gap, or faded one into the other."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from tunes.player.buffer import Frames, frames_in, silence
from tunes.player.crossfade import coming, leaving
from tunes.player.meter import Meter
from tunes.player.voice import Source, Voice

READY = frames_in(0.05)
"""Frames that must wait before a deck's sound begins, at first and after it ran dry: sound that begins goes on."""

Samples = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Moment:
    """How far everything has come."""

    current: Voice | None = None
    following: Voice | None = None
    overlap: int = 0
    """Frames that the two are to sound together; 0: the second joins on to the first."""
    way: float = 0.0
    """How far the one has faded into the other, 0 to 1."""
    is_dry: bool = True
    """Nothing is read until enough waits."""


@dataclass(frozen=True, slots=True)
class Taken:
    """Frames that were read from a voice."""

    voice: Voice
    place: int
    frames: Frames


class Blend:
    """One voice, or two. Called with the mixer's lock held."""

    def __init__(self) -> None:
        self.current: Voice | None = None
        self.following: Voice | None = None
        self.overlap = 0
        self._way = 0.0
        self._is_dry = True
        self._taken: list[Taken] = []

    @property
    def moment(self) -> Moment:
        """How far it has come."""
        return Moment(self.current, self.following, self.overlap, self._way, self._is_dry)

    @property
    def is_ready(self) -> bool:
        """Whether there is something to read."""
        return self.current is not None and _has_enough(self.current)

    def start(self, source: Source | None) -> None:
        """Goes on with this alone."""
        self._go(Moment(Voice(source) if source is not None else None))

    def follow(self, source: Source | None) -> None:
        """What comes after the present voice; at once where there is none."""
        self.following = Voice(source) if source is not None else None
        if self.current is None:
            self._go_on()

    def drop(self, stay: int) -> None:
        """This stay doesn't sound any more."""
        if self.following is not None and self.following.stay == stay:
            self.following, self._way = None, 0.0
        if self.current is not None and self.current.stay == stay:
            self.current = None

    def voice(self, stay: int) -> Voice | None:
        """The voice of this stay."""
        return next((one for one in (self.current, self.following) if one and one.stay == stay), None)

    def fill(self, out: Samples, since: int, meter: Meter) -> tuple[int, list[Taken]]:
        """Writes what there is into `out`, from its start on, and into the meter as frames `since` and on.

        Returns how many, and what was read for them.
        """
        filled, self._taken = 0, []
        while filled < len(out) and self.current is not None:
            work = self._both if self._is_fading() else self._alone
            count = work(out[filled:], since + filled, meter)
            if count is None:
                self._is_dry = True
                break
            filled += count
        return filled, self._taken

    def go_back(self, moment: Moment, taken: list[Taken]) -> None:
        """All is as it was then; what was read since waits again."""
        for one in reversed(taken):
            one.voice.unread(one.place, one.frames)
        self._go(moment)

    def still_follows(self, before: Moment) -> None:
        """Having gone back, what was settled by then still holds: what comes next, and how."""
        if self.current is before.current:
            self.following, self.overlap = before.following, before.overlap
        elif before.current is not None:
            self.following = before.current

    def _go(self, moment: Moment) -> None:
        self.current, self.following, self.overlap = moment.current, moment.following, moment.overlap
        self._way, self._is_dry = moment.way, moment.is_dry

    def _is_fading(self) -> bool:
        if self.current is None or self.following is None:
            return False
        left = self.current.left if self.overlap else None
        return self._way > 0 or (
            left is not None and 0 < left <= self.overlap and _has_enough(self.following)
        )

    def _alone(self, room: Samples, since: int, meter: Meter) -> int | None:
        """How many frames were written; None where the deck has not come so far yet."""
        voice = self.current
        if voice is None:
            return None
        self._is_dry = self._is_dry and not _has_enough(voice)
        count = 0 if self._is_dry else self._read(voice, room[: self._before_fade(voice)], since, meter)
        return count or self._ended(voice, since, meter)

    def _before_fade(self, voice: Voice) -> int:
        """Frames until the next one is to come in; no limit where it is late, or not to fade."""
        left = voice.left if self.following is not None and self.overlap else None
        return left - self.overlap if left is not None and left > self.overlap else 1 << 30

    def _both(self, room: Samples, since: int, meter: Meter) -> int | None:
        first, second = self.current, self.following
        if first is None or second is None:
            return None
        count = min(len(room), first.held, len(room) if second.buffer.is_exhausted else second.held)
        if not count:
            return self._ended(first, since, meter)
        way = self._steps(count, first.left)
        leaves, comes = silence(count), silence(count)
        self._read_all(first, leaves, since, meter)
        self._read_all(second, comes, since, meter)
        room[:count] = leaves * leaving(way)[:, None] + comes * coming(way)[:, None]
        return count

    def _steps(self, count: int, left: int | None) -> NDArray[np.float32]:
        """The way of the next frames: as much of the rest of it as they are of what is left of the first voice."""
        until = self._way + (1.0 - self._way) * count / max(count, left or 0)
        steps = np.linspace(self._way, until, count, endpoint=False, dtype=np.float32)
        self._way = until
        return steps

    def _read_all(self, voice: Voice, room: Samples, since: int, meter: Meter) -> None:
        read = 0
        while read < len(room) and (count := self._read(voice, room[read:], since + read, meter)):
            read += count

    def _read(self, voice: Voice, room: Samples, since: int, meter: Meter) -> int:
        """Some of what waits; none where nothing does."""
        got = voice.read(len(room))
        if got is None:
            return 0
        place, frames = got
        room[: len(frames)] = voice.samples(frames)
        meter.handed(voice.stay, since, len(frames), place, voice.buffer.rate)
        self._taken.append(Taken(voice, place, frames))
        return len(frames)

    def _ended(self, voice: Voice, since: int, meter: Meter) -> int | None:
        """Goes on to the next voice where this one is over, with nothing written; None where it only has to be waited for."""
        if not voice.buffer.is_exhausted:
            return None
        meter.ended(voice.stay, since)
        self._go_on()
        return 0

    def _go_on(self) -> None:
        """What has faded in already sounds on, however little of it waits."""
        self._go(Moment(self.following, is_dry=self._is_dry or not self._way))


def _has_enough(voice: Voice) -> bool:
    return voice.held >= READY or (voice.buffer.has_ended and voice.held > 0)
