"""Owns the one stream of sound: takes frames from the deck that plays, joins the next without a gap, fades and sets the volume."""

import threading

import numpy as np
from numpy.typing import NDArray
from tunes.player.blend import Blend
from tunes.player.buffer import silence
from tunes.player.meter import Fact, Meter
from tunes.player.sound import Sound
from tunes.player.tone import Tone
from tunes.player.voice import Source

FADE = 441
"""Frames (10 ms) in which sound comes and goes at a pause, a seek or a stop: too short to notice, too long to click."""
GLIDE = 882
"""Frames (20 ms) in which a new volume is reached."""

Samples = NDArray[np.float32]
"""Shape (n, 2), full scale is 1."""


def gain_of(percent: int) -> float:
    """The factor for a volume of 0 to 100.

    The cube, as libVLC, PulseAudio and mpv have it: half the way sounds about half as loud (-18 dB), and the
    lowest tenth still has steps one can hear.
    """
    return float((max(0, min(100, percent)) / 100) ** 3)


class Mixer:
    """Asked for frames by the output's thread, told what to play by the engine's; keeps the meter of what went out."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._meter = Meter()
        self._blend = Blend(self._meter)
        self._tone = Tone()
        self._is_open = True
        self._level = 1.0
        self._gain = self._goal = 1.0
        self._glide = GLIDE
        self._tail = silence(0)
        self._handed = 0

    def pull(self, count: int) -> Samples:
        """The next `count` frames for the ear; silence where there is nothing to play."""
        with self._lock:
            out = silence(count)
            if not count:
                return out
            most = count if self._is_open else min(count, round(self._level * FADE))
            filled = self._blend.fill(out[:most], self._handed) if most else 0
            if filled:
                out[:filled] = self._tone(out[:filled])
            if filled and (not self._is_open or self._level < 1):
                self._fade(out, filled)
            elif not self._is_open:
                self._level = 0.0
            self._set_gain(out)
            overlap = min(count, len(self._tail))
            out[:overlap] += self._tail[:overlap]
            self._tail = self._tail[overlap:]
            self._handed += count
            return out

    def start(self, source: Source | None, *, is_soft: bool = False) -> None:
        """Leaves what plays and what was to follow, and goes on with `source`; `is_soft` lets it fade in."""
        with self._lock:
            if self._blend.current is not None:
                self._tail = self._last_words()
            self._blend.start(source)
            self._level = 0.0 if is_soft or not self._is_open else 1.0

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

    def drop(self, stay: int) -> None:
        """This stay is not to follow after all; what of it went out already is not counted."""
        with self._lock:
            if self._blend.current is not None and self._blend.current.stay == stay:
                self._tail = self._last_words()
            self._blend.drop(stay)
            self._meter.forget(stay)

    def open(self) -> None:
        """Lets sound through."""
        with self._lock:
            self._is_open = True

    def shut(self) -> None:
        """Falls silent; what plays waits at its place."""
        with self._lock:
            self._is_open = False

    def set_volume(self, percent: int) -> None:
        """0 to 100; reached within `GLIDE`."""
        with self._lock:
            self._goal, self._glide = gain_of(percent), GLIDE

    def jumped(self) -> None:
        """What went out but has not sounded yet no longer says where the ear is."""
        with self._lock:
            self._meter.jumped()

    def forget(self, stay: int) -> None:
        """What of this stay has not sounded yet counts no more."""
        with self._lock:
            self._meter.forget(stay)

    def sounded(self, delay: int) -> list[Fact]:
        """What reached the ear since the last time, `delay` frames being still on their way to it."""
        with self._lock:
            return self._meter.until(self._handed - delay)

    def _fade(self, out: Samples, filled: int) -> None:
        way = np.arange(1, filled + 1, dtype=np.float32) / FADE
        levels = np.clip(self._level + (way if self._is_open else -way), 0.0, 1.0)
        out[:filled] *= levels[:, None]
        self._level = float(levels[-1])

    def _set_gain(self, out: Samples) -> None:
        if self._gain != self._goal:
            way = np.minimum(np.arange(1, len(out) + 1, dtype=np.float32) / self._glide, 1.0)
            out *= (self._gain + (self._goal - self._gain) * way)[:, None]
            self._gain += (self._goal - self._gain) * float(way[-1])
            self._glide -= len(out)
            if self._glide <= 0:
                self._gain = self._goal
        elif self._gain != 1.0:
            out *= np.float32(self._gain)

    def _last_words(self) -> Samples:
        """A few frames of what plays, fading away: they sound beside whatever comes next. Not counted as heard."""
        if self._blend.current is None or not self._level:
            return silence(0)
        tail = silence(FADE)
        tail = self._tone(tail[: self._blend.fill(tail, self._handed)])
        return tail * np.linspace(self._level * self._gain, 0.0, len(tail), dtype=np.float32)[:, None]
