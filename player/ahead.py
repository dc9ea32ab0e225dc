"""Owns the sound that was handed over and has not sounded yet: fades and volume are put on it here, and it can be taken back."""

import math
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from tunes.player.buffer import silence
from tunes.player.meter import Fact
from tunes.player.mixer import Mixer, Samples
from tunes.player.voice import Source

FADE = 441
"""Frames (10 ms) in which sound comes and goes at a pause, a seek or a stop: too short to notice, too long to click."""
GLIDE = 882
"""Frames (20 ms) in which a new volume is reached."""

Levels = float | NDArray[np.float32]
"""One factor for all frames, or one for each."""


def gain_of(percent: int) -> float:
    """The factor for a volume of 0 to 100.

    The cube, as libVLC, PulseAudio and mpv have it: half the way sounds about half as loud (-18 dB), and the
    lowest tenth still has steps one can hear.
    """
    return float((max(0, min(100, percent)) / 100) ** 3)


@dataclass(frozen=True, slots=True)
class _Run:
    """Frames handed over together, as the mixer made them, and what was done to them."""

    since: int
    """Frames handed over before, from the first ever."""
    count: int
    first: int
    """The mixer's number of the first of them; for silence, of the next to come."""
    frames: Samples | None
    """None: silence."""
    before: float
    """The level of the frame before."""
    levels: Levels
    tail: Samples
    """What sounded beside them, from their first frame on."""

    @property
    def end(self) -> int:
        return self.since + self.count

    def made_until(self, frame: int) -> int:
        """The mixer's number of what comes next when all before `frame` has been handed over."""
        return self.first + (max(0, min(frame, self.end) - self.since) if self.frames is not None else 0)

    def parted(self, at: int) -> tuple["_Run", "_Run"]:
        """What lies before frame `at`, and the rest."""
        n = at - self.since
        before: Levels
        after: Levels
        if isinstance(self.levels, float):
            before = after = last = self.levels
        else:
            before, after, last = self.levels[:n], self.levels[n:], float(self.levels[n - 1])
        frames = (None, None) if self.frames is None else (self.frames[:n], self.frames[n:])
        head = replace(self, count=n, frames=frames[0], levels=before, tail=self.tail[:n])
        rest = _Run(at, self.count - n, self.made_until(at), frames[1], last, after, self.tail[n:])
        return head, rest


class Ahead:
    """Asked for frames by the output's thread, told what happens by the engine's.

    An output that can take sound back calls `take_back`, lets the engine change something, and asks for frames anew:
    so a change is heard at once, however much was handed over before.
    """

    def __init__(self, mixer: Mixer) -> None:
        self._lock = threading.RLock()
        self._mixer = mixer
        self._runs: deque[_Run] = deque()
        self._again: deque[tuple[int, Samples]] = deque()
        self._tail = silence(0)
        self._gain = 1.0
        self._is_open = True
        self._level = self._goal = 1.0
        """Factors now and to be reached."""
        self._step = 0.0
        """From frame to frame, on the way."""
        self._lacks = False
        self.is_fresh = False
        """What comes has nothing to do with what was taken back last: where that sounds in its place, its beginning is missed."""
        self.handed = 0
        """Frames handed over, from the first ever."""

    def pull(self, count: int) -> Samples:
        """The next `count` frames for the ear; silence where there is nothing to play."""
        with self._lock:
            out, done = silence(count), 0
            while done < count:
                done += self._hand_over(out[done:])
            return out

    @property
    def is_ending(self) -> bool:
        """All of it was handed over, and some has not sounded."""
        with self._lock:
            return any(run.frames is not None for run in self._runs)

    @property
    def is_waiting(self) -> bool:
        """Silence was handed over because a deck has decoded too little."""
        return self._lacks and self._is_open and self._mixer.is_playing

    @property
    def could_go_on(self) -> bool:
        """Silence was handed over for want of sound, and now there is some."""
        return self._lacks and self._is_open and self._mixer.is_ready

    def take_back(self, frame: int) -> int:
        """What was handed over from `frame` on will not sound, and is handed over again. The frame from which on that was possible."""
        with self._lock:
            frame = min(self.handed, max(frame, self._runs[0].since if self._runs else self.handed))
            taken: deque[_Run] = deque()
            while self._runs and self._runs[-1].end > frame:
                run = self._runs.pop()
                if run.since < frame:
                    head, run = run.parted(frame)
                    self._runs.append(head)
                taken.appendleft(run)
            if taken:
                self._level = taken[0].before
                self._again.extendleft(
                    (run.first, run.frames) for run in reversed(taken) if run.frames is not None
                )
                self._tail = np.concatenate([*(run.tail for run in taken), self._tail])
            self.is_fresh = self._lacks
            self.handed, self._lacks = frame, False
            return frame

    def wait(self, count: int) -> None:
        """So many frames of silence, before all that comes."""
        with self._lock:
            silent = _Run(self.handed, count, self._coming, None, self._level, self._level, silence(0))
            self._runs.append(silent)
            self.handed += count

    def start(self, source: Source | None, *, is_soft: bool = False) -> None:
        """Leaves what plays and what was to follow, and goes on with `source`; `is_soft` lets it fade in."""
        with self._lock:
            self._throw_away(self._coming)
            self._mixer.start(source)
            self.is_fresh = True
            self._level = 0.0 if is_soft else self._goal
            self._aim(FADE)

    def drop(self, stay: int) -> None:
        """This stay is not to follow after all; what of it went out already is not counted."""
        self.change(lambda: self._mixer.drop(stay))

    def change(self, change: Callable[[], None]) -> None:
        """Lets the mixer be changed: what was to come is made anew, and the old goes over into the new without a click."""
        with self._lock:
            coming = self._coming
            first = self._mixer.unmake(coming)
            self._again = deque(
                (number, frames[: first - number]) for number, frames in self._again if number < first
            )
            before = self._glimpsed(first)
            change()
            fading = before - self._glimpsed(first)
            fading *= self._level * np.linspace(1.0, 0.0, FADE, dtype=np.float32)[:, None]
            if fading.any():
                self._tail = _added(self._tail, np.concatenate([silence(first - coming), fading]))

    def _glimpsed(self, first: int) -> Samples:
        """What the mixer makes next, from its frame `first` on; silence where it has nothing."""
        made, glimpsed = self._mixer.render(FADE), silence(FADE)
        glimpsed[: len(made)] = made
        self._mixer.unmake(first)
        return glimpsed

    def open(self) -> None:
        """Lets sound through."""
        with self._lock:
            self._is_open = True
            self._aim(FADE)

    def shut(self) -> None:
        """Falls silent; what plays waits at its place."""
        with self._lock:
            self._is_open = False
            self._aim(FADE)

    def set_volume(self, percent: int) -> None:
        """0 to 100; reached within `GLIDE`."""
        with self._lock:
            self._gain = gain_of(percent)
            self._aim(GLIDE)

    def sounded(self, frame: int) -> list[Fact]:
        """What reached the ear since the last time, now that all before `frame` of what was handed over has sounded."""
        with self._lock:
            made = None
            while self._runs and self._runs[0].since < frame:
                made = self._runs[0].made_until(frame)
                if self._runs[0].end > frame:
                    break
                self._runs.popleft()
            return self._mixer.sounded(made) if made is not None else []

    @property
    def _coming(self) -> int:
        """The mixer's number of the frame that is handed over next."""
        return self._again[0][0] if self._again else self._mixer.made

    def _hand_over(self, room: Samples) -> int:
        """Fills a part of `room`, from its start on; returns how much."""
        coming, before = self._coming, self._level
        frames = self._next_frames(self._wanted(len(room)))
        count = len(frames) or len(room)
        levels = self._levels(len(frames))
        if len(frames):
            room[:count] = frames * (levels if isinstance(levels, float) else levels[:, None])
        self._lacks = not len(frames)
        tail, self._tail = self._tail[:count], self._tail[count:]
        room[: len(tail)] += tail
        run = _Run(self.handed, count, coming, frames if len(frames) else None, before, levels, tail)
        self._runs.append(run)
        self.handed += count
        return count

    def _wanted(self, most: int) -> int:
        """How many frames are to sound next: all, none, or as many as it takes to fall silent."""
        if self._is_open:
            return most
        return min(most, math.ceil(self._level / -self._step)) if self._level and self._step < 0 else 0

    def _next_frames(self, most: int) -> Samples:
        if not most or not self._again:
            return self._mixer.render(most)
        first, frames = self._again.popleft()
        if len(frames) > most:
            self._again.appendleft((first + most, frames[most:]))
        return frames[:most]

    def _aim(self, duration: int) -> None:
        """From the present level to the one that is wanted, in so many frames."""
        self._goal = self._gain if self._is_open else 0.0
        self._step = (self._goal - self._level) / duration

    def _levels(self, count: int) -> Levels:
        if not count and not self._is_open:
            self._level = 0.0
        if not count or self._level == self._goal:
            return self._level
        if (self._goal - self._level) * self._step <= 0:
            self._aim(FADE)
        way = self._level + self._step * np.arange(1, count + 1, dtype=np.float32)
        levels: NDArray[np.float32] = np.clip(way, min(self._level, self._goal), max(self._level, self._goal))
        self._level = float(levels[-1])
        return levels

    def _throw_away(self, first: int) -> None:
        """What the mixer made from this frame on never sounds, but for a few frames that fade away beside what comes next."""
        if first == self._coming:
            self._tail = self._faded(self._tail)
        kept = [(number, frames[: first - number]) for number, frames in self._again if number < first]
        self._again = deque(kept)
        self._mixer.never_sounds(first)

    def _faded(self, beside: Samples) -> Samples:
        """The next few frames, fading away, and what sounds beside them."""
        words = [self._next_frames(FADE)] if self._level else []
        while words and len(words[-1]) and (missing := FADE - sum(map(len, words))) > 0:
            words.append(self._next_frames(missing))
        last = np.concatenate([*words, silence(0)])
        last *= np.linspace(self._level, 0.0, len(last), dtype=np.float32)[:, None]
        return _added(last, beside)


def _added(one: Samples, other: Samples) -> Samples:
    """Two sounds at once, as long as the longer one."""
    both = silence(max(len(one), len(other)))
    both[: len(one)] += one
    both[: len(other)] += other
    return both
