"""Owns the one stream of sound as it is made: from one stay to the next, equally loud, and as the listener likes it."""

import threading
from collections import deque
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from tunes.player.blend import Blend, Moment, Taken
from tunes.player.buffer import frames_in, silence
from tunes.player.meter import Fact, Meter
from tunes.player.sound import Sound
from tunes.player.tone import Tone, ToneState
from tunes.player.voice import Source

KEPT = frames_in(1.0)
"""Frames for which it is remembered how they were made: more than any output is handed ahead."""

Samples = NDArray[np.float32]
"""Shape (n, 2), full scale is 1."""


@dataclass(frozen=True, slots=True)
class _Made:
    """Frames made at one go: how everything stood before them, and what was taken from the decks for them."""

    since: int
    end: int
    moment: Moment
    tone: ToneState
    taken: list[Taken]


class Mixer:
    """Asked for frames through `Ahead`, told what to play by the engine's thread; keeps the meter of what it made.

    Frames are numbered as they are made, from the first ever. When they sound is known to `Ahead`.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._meter = Meter()
        self._blend = Blend()
        self._tone = Tone()
        self._kept: deque[_Made] = deque()
        self.made = 0
        """Frames made so far: the number of the next one."""
        self._told = 0

    def render(self, most: int) -> Samples:
        """The next frames, at most so many; fewer, or none, where a deck has not decoded them yet."""
        with self._lock:
            return self._make(most, self._meter)

    @property
    def is_playing(self) -> bool:
        """Whether there is a source to take frames from."""
        return self._blend.current is not None

    @property
    def is_ready(self) -> bool:
        """Whether there is something to render."""
        with self._lock:
            return self._blend.is_ready

    def start(self, source: Source | None) -> None:
        """Leaves what plays and what was to follow, and goes on with `source`."""
        with self._lock:
            self._kept.clear()
            self._blend.start(source)

    def follow(self, source: Source | None) -> None:
        """What joins on when the present source is exhausted; at once where none plays."""
        with self._lock:
            self._blend.follow(source)

    def plan(self, stay: int, ends_at: int | None, overlap: int) -> None:
        """This stay ends before frame `ends_at` of its file, as far as is known, and fades into the next over `overlap` frames."""
        with self._lock:
            voice = self._blend.current
            if voice is not None and voice.stay == stay:
                voice.ends_at, self._blend.overlap = ends_at, overlap

    # What changes the sound: to be heard at once only after `unmake`

    def level(self, stay: int, gain: float) -> None:
        """This stay is played with this factor from now on."""
        with self._lock:
            self._kept.clear()
            voice = self._blend.voice(stay)
            if voice is not None:
                voice.gain = gain

    def lean(self, stay: int, gain: float) -> None:
        """As `level`, where the difference is too small to be heard: what was made is left as it is."""
        with self._lock:
            voice = self._blend.voice(stay)
            if voice is not None:
                voice.gain = gain

    def swap(self, source: Source) -> None:
        """A stay goes on with another source, from the frame of its file where it is; nothing else sounds any more."""
        with self._lock:
            self._kept.clear()
            voice = self._blend.voice(source.stay)
            if voice is not None:
                source.buffer.begins_by(voice.place)
            self._blend.start(source)

    def set_sound(self, sound: Sound) -> None:
        """What is done to all sound alike."""
        with self._lock:
            self._kept.clear()
            self._tone.set(sound)

    def drop(self, stay: int) -> None:
        """This stay is not to follow after all and counts no more."""
        with self._lock:
            self._kept.clear()
            self._blend.drop(stay)
            self._meter.forget(stay)

    def unmake(self, frame: int) -> int:
        """What was made from this frame on is made anew when it is asked for. The frame from which on that was possible.

        Never what was told to have sounded: servers at times take back their word, and it would be heard twice.
        """
        with self._lock:
            frame, before, undone = max(frame, self._told), self._blend.moment, []
            while self._kept and self._kept[-1].end > frame:
                undone.append(self._kept.pop())
                self._blend.go_back(undone[-1].moment, undone[-1].taken)
            if undone:
                self._tone.state, self.made = undone[-1].tone, undone[-1].since
                if self.made < frame:  # as it was made then, so that what comes goes on from there
                    self._make(frame - self.made, Meter())
                self._blend.still_follows(before)
                self._meter.cut(self.made)
            return self.made

    # What has become of it

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
            self._told = max(self._told, frame)
            return self._meter.until(frame)

    def _make(self, most: int, meter: Meter) -> Samples:
        moment, tone, out = self._blend.moment, self._tone.state, silence(most)
        filled, taken = self._blend.fill(out, self.made, meter)
        if not filled:
            return out[:0]
        since, self.made = self.made, self.made + filled
        self._kept.append(_Made(since, self.made, moment, tone, taken))
        while self.made - self._kept[0].end > KEPT:
            self._kept.popleft()
        return self._tone(out[:filled])
