"""Owns the instruments of the demo: each makes one note of a given pitch and length, mono, between -1 and 1.

They know nothing of music; what is played is said in `figures`.
"""

from collections.abc import Callable
from functools import cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Sound = NDArray[np.float32]
Voice = Callable[[float, float], Sound]
"""Takes a pitch in Hz and a length in seconds."""

RATE = 22_050
"""Samples a second: bright enough for a demo, and half the bytes of a record."""

_TABLE = 2048
"""Samples of one stored wave: fine enough that reading it without interpolation is not heard as noise."""


def _seconds(length: float) -> Sound:
    return np.arange(int(length * RATE), dtype=np.float32) / np.float32(RATE)


def _envelope(count: int, attack: float, release: float) -> Sound:
    """Rises for `attack` seconds, falls for the last `release` seconds."""
    ramp = np.arange(count, dtype=np.float32)
    rise = ramp / max(attack * RATE, 1.0)
    fall = (count - ramp) / max(release * RATE, 1.0)
    return np.asarray(np.minimum(np.minimum(rise, fall), 1.0), dtype=np.float32)


@cache
def _wave(partials: tuple[float, ...]) -> Sound:
    """One stored cycle with these strengths of the 1st, 2nd, … partial, its peak at 1."""
    spectrum = np.zeros(_TABLE // 2 + 1, dtype=complex)
    spectrum[1 : len(partials) + 1] = np.asarray(partials) * -1j
    cycle = np.fft.irfft(spectrum, _TABLE)
    return np.asarray(cycle / np.abs(cycle).max(), dtype=np.float32)


def _audible(hz: float, partials: tuple[float, ...]) -> tuple[float, ...]:
    """Only the partials below 10 kHz, so that none folds back as a whistle."""
    return partials[: max(1, int(10_000 / hz))]


def _play(hz: float, length: float, partials: tuple[float, ...], bend: Sound | None = None) -> Sound:
    """Reads a stored wave at a pitch; `bend` moves the phase, in cycles."""
    phase = _seconds(length) * np.float32(hz)
    if bend is not None:
        phase = phase + bend
    return np.asarray(
        _wave(_audible(hz, partials))[(phase * _TABLE).astype(np.int64) & (_TABLE - 1)], dtype=np.float32
    )


def _series(count: int, slope: float, *, odd: bool = False) -> tuple[float, ...]:
    return tuple(0.0 if odd and n % 2 == 0 else n**-slope for n in range(1, count + 1))


def pluck(hz: float, length: float, damping: float = 0.996) -> Sound:
    """A plucked string (Karplus and Strong): a burst of noise going round a loop that dulls it."""
    period = max(2, int(RATE / hz))
    rounds = np.empty((int(length * hz) + 2, period), dtype=np.float32)
    rounds[0] = np.random.default_rng(period).uniform(-1, 1, period)
    for now, after in pairwise(rounds):
        after[1:] = now[1:] + now[:-1]
        after[0] = now[0] + now[-1]
        np.multiply(after, 0.5 * damping, out=after)
    raw = rounds.ravel()
    # A loop has a whole number of samples: read it a little faster or slower to be in tune.
    spots = np.arange(int(length * RATE)) * (hz * (period + 0.5) / RATE)
    tuned = np.interp(spots, np.arange(raw.size), raw).astype(np.float32)
    return np.asarray(tuned * _envelope(tuned.size, 0.002, 0.05), dtype=np.float32)


def koto(hz: float, length: float) -> Sound:
    """A short, hard string."""
    return pluck(hz, length, 0.985)


def fuzz(hz: float, length: float) -> Sound:
    """An overdriven guitar with its fifth."""
    both = pluck(hz, length, 0.999) + pluck(hz * 1.5, length, 0.999)
    return np.asarray(np.tanh(5 * both) * 0.6, dtype=np.float32)


def bell(hz: float, length: float) -> Sound:
    """A struck bell by frequency modulation."""
    t = _seconds(length)
    index = 3.0 * np.exp(-2.2 * t)
    tone = np.sin(2 * np.pi * hz * t + index * np.sin(2 * np.pi * 3.53 * hz * t))
    return np.asarray((tone * np.exp(-2.0 * t)) * _envelope(t.size, 0.003, 0.05), dtype=np.float32)


def tines(hz: float, length: float) -> Sound:
    """An electric piano."""
    t = _seconds(length)
    index = 1.6 * np.exp(-4 * t)
    tone = np.sin(2 * np.pi * hz * t + index * np.sin(2 * np.pi * hz * t))
    knock = 0.2 * np.sin(2 * np.pi * 13.2 * hz * t) * np.exp(-25 * t) if hz < 700 else 0.0
    return np.asarray(((tone + knock) * np.exp(-1.6 * t)) * _envelope(t.size, 0.004, 0.06), dtype=np.float32)


def marimba(hz: float, length: float) -> Sound:
    """A wooden bar."""
    t = _seconds(length)
    tone = np.sin(2 * np.pi * hz * t) * np.exp(-6 * t)
    knock = 0.5 * np.sin(2 * np.pi * 3.93 * hz * t) * np.exp(-22 * t)
    return np.asarray((tone + knock) * _envelope(t.size, 0.002, 0.03) * np.float32(0.8), dtype=np.float32)


def kalimba(hz: float, length: float) -> Sound:
    """A thumbed metal tongue."""
    t = _seconds(length)
    tone = np.sin(2 * np.pi * hz * t) * np.exp(-3.5 * t)
    buzz = 0.35 * np.sin(2 * np.pi * 5.4 * hz * t) * np.exp(-14 * t)
    return np.asarray((tone + buzz) * _envelope(t.size, 0.002, 0.04) * np.float32(0.8), dtype=np.float32)


def musicbox(hz: float, length: float) -> Sound:
    """A small comb, two octaves up."""
    t = _seconds(length)
    tone = np.sin(4 * np.pi * hz * t) + 0.3 * np.sin(12.2 * np.pi * hz * t) * np.exp(-8 * t)
    return np.asarray((tone * np.exp(-2.5 * t) * 0.7) * _envelope(t.size, 0.001, 0.05), dtype=np.float32)


def square(hz: float, length: float) -> Sound:
    """A square wave of an old game."""
    return _play(hz, length, _series(25, 1.0, odd=True)) * _envelope(int(length * RATE), 0.002, 0.02)


def saw(hz: float, length: float) -> Sound:
    """A bright bass or lead of a synthesiser, closing as it goes."""
    bright, dull = _play(hz, length, _series(24, 1.0)), _play(hz, length, _series(5, 1.6))
    share = np.exp(-5 * _seconds(length))
    return np.asarray(
        (bright * share + dull * (1 - share)) * _envelope(bright.size, 0.004, 0.03), dtype=np.float32
    )


def pad(hz: float, length: float) -> Sound:
    """A soft, wide synthesiser that takes its time."""
    both = _play(hz * 1.003, length, _series(9, 1.5)) + _play(hz * 0.997, length, _series(9, 1.5))
    return 0.5 * both * _envelope(both.size, min(0.9, length / 3), min(0.9, length / 3))


def organ(hz: float, length: float) -> Sound:
    """Pipes at eight, four and two feet."""
    ranks = (1.0, 0.7, 0.25, 0.4, 0.0, 0.15, 0.0, 0.2)
    return _play(hz, length, ranks) * _envelope(int(length * RATE), 0.05, 0.12)


def flute(hz: float, length: float) -> Sound:
    """A breathy pipe with vibrato."""
    t = _seconds(length)
    bend = (0.08 * np.sin(2 * np.pi * 5.2 * t) * np.minimum(t * 2, 1)).astype(np.float32)
    breath = np.random.default_rng(int(hz)).standard_normal(t.size).astype(np.float32) * np.float32(0.02)
    return (_play(hz, length, (1.0, 0.25, 0.08), bend) + breath) * _envelope(t.size, 0.07, 0.1)


def choir(hz: float, length: float) -> Sound:
    """Voices on an "ah": partials that are strong near the formants of the mouth."""
    formants = ((800, 90, 1.0), (1150, 110, 0.6), (2900, 160, 0.15))
    partials = tuple(
        sum(share * float(np.exp(-(((n * hz - at) / (2 * width)) ** 2))) for at, width, share in formants)
        + 0.15 / n
        for n in range(1, 24)
    )
    t = _seconds(length)
    bend = (0.03 * np.sin(2 * np.pi * 4.6 * t)).astype(np.float32)
    return _play(hz, length, partials, bend) * _envelope(t.size, min(0.2, length / 4), min(0.3, length / 4))


def brass(hz: float, length: float) -> Sound:
    """A horn that opens after its start."""
    t = _seconds(length)
    open_ = np.minimum(t * 9, 1).astype(np.float32)
    dark, bright = _play(hz, length, _series(4, 1.4)), _play(hz, length, _series(18, 0.9))
    return (dark * (1 - open_) + bright * open_) * _envelope(t.size, 0.04, 0.08)


def theremin(hz: float, length: float) -> Sound:
    """A hand in the air: sliding in from below, with a deep vibrato."""
    t = _seconds(length)
    slide = -0.02 * hz * np.exp(-9 * t) / 9
    wobble = 0.0003 * hz * np.sin(2 * np.pi * 6 * t)
    bend = (slide + wobble).astype(np.float32)
    return _play(hz, length, (1.0, 0.3, 0.12), bend) * _envelope(t.size, 0.08, 0.12)


def sub(hz: float, length: float) -> Sound:
    """A deep round bass."""
    t = _seconds(length)
    return np.asarray(
        _play(hz, length, (1.0, 0.35, 0.1)) * np.exp(-1.2 * t) * _envelope(t.size, 0.006, 0.05),
        dtype=np.float32,
    )


VOICES: dict[str, Voice] = {
    "pluck": pluck,
    "koto": koto,
    "fuzz": fuzz,
    "bell": bell,
    "tines": tines,
    "marimba": marimba,
    "kalimba": kalimba,
    "musicbox": musicbox,
    "square": square,
    "saw": saw,
    "pad": pad,
    "organ": organ,
    "flute": flute,
    "choir": choir,
    "brass": brass,
    "theremin": theremin,
    "sub": sub,
}
