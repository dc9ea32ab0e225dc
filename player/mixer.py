"""Owns the one stream of sound as it is made: from one stay to the next, equally loud, and as the listener likes it."""

import threading

import numpy as np
from numpy.typing import NDArray
from tunes.player.blend import Blend
from tunes.player.buffer import silence
from tunes.player.meter import Fact, Meter
from tunes.player.sound import Sound
from tunes.player.tone import Tone
from tunes.player.voice import Source

Samples = NDArray[np.float32]
"""Shape (n, 2), full scale is 1."""


class Mixer:
    """Asked for frames through `Ahead`, told what to play by the engine's thread; keeps the meter of what it made.

    Frames are numbered as they are made, from the first ever. When they sound is known to `Ahead`.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._meter = Meter()
        self._blend = Blend(self._meter)
        self._tone = Tone()
        self.made = 0
        """Frames made so far: the number of the next one."""

    def render(self, most: int) -> Samples:
        """The next frames, at most so many; fewer, or none, where a deck has not decoded them yet."""
        with self._lock:
            out = silence(most)
            filled = self._blend.fill(out, self.made)
            self.made += filled
            return self._tone(out[:filled]) if filled else out[:0]

    @property
    def is_ready(self) -> bool:
        """Whether there is something to render."""
        with self._lock:
            return self._blend.is_ready

    def plays(self, stay: int) -> bool:
        """Whether frames of this stay are made, and of no other before it."""
        with self._lock:
            return self._blend.current is not None and self._blend.current.stay == stay

    def start(self, source: Source | None) -> None:
        """Leaves what plays and what was to follow, and goes on with `source`."""
        with self._lock:
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

    def level(self, stay: int, gain: float, *, is_at_once: bool = False) -> None:
        """This stay is played with this factor from now on; `is_at_once`: nothing of it has sounded yet."""
        with self._lock:
            voice = self._blend.voice(stay)
            if voice is not None:
                voice.level(gain, is_at_once=is_at_once)

    def set_sound(self, sound: Sound) -> None:
        """What is done to all sound alike."""
        with self._lock:
            self._tone.set(sound)

    def drop(self, stay: int) -> int | None:
        """This stay is not to follow after all and counts no more. Its first frame that has not sounded, None where it has none."""
        with self._lock:
            self._blend.drop(stay)
            return self._meter.forget(stay)

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
