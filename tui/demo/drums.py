"""Owns the drums of the demo, and the wind: sounds without a pitch."""

from functools import cache

import numpy as np
from tunes.tui.demo.voices import RATE, Sound


def _noise(length: float, seed: int) -> Sound:
    return np.random.default_rng(seed).uniform(-1, 1, int(length * RATE)).astype(np.float32)


def _fall(length: float, speed: float) -> Sound:
    return np.exp(-speed * np.arange(int(length * RATE)) / RATE).astype(np.float32)


def _kick() -> Sound:
    t = np.arange(int(0.3 * RATE)) / RATE
    return (np.sin(2 * np.pi * (48 * t - 6.5 * np.exp(-28 * t))) * np.exp(-9 * t)).astype(np.float32)


def _snare() -> Sound:
    t = np.arange(int(0.2 * RATE)) / RATE
    return 0.6 * _noise(0.2, 1) * _fall(0.2, 22) + (
        0.4 * np.sin(2 * np.pi * 190 * t) * np.exp(-25 * t)
    ).astype(np.float32)


def _hat() -> Sound:
    return np.diff(_noise(0.06, 2), prepend=np.float32(0)) * _fall(0.06, 70) * np.float32(0.5)


def _brush() -> Sound:
    return _noise(0.22, 3) * _fall(0.22, 16) * np.float32(0.35)


def _clave() -> Sound:
    t = np.arange(int(0.08 * RATE)) / RATE
    return (np.sin(2 * np.pi * 2300 * t) * np.exp(-60 * t) * 0.6).astype(np.float32)


def _tom() -> Sound:
    t = np.arange(int(0.35 * RATE)) / RATE
    return np.asarray(
        np.sin(2 * np.pi * (95 * t - 2 * np.exp(-20 * t))) * np.exp(-8 * t) * 0.8, dtype=np.float32
    )


def _clank() -> Sound:
    t = np.arange(int(0.25 * RATE)) / RATE
    ring = np.sin(2 * np.pi * 523 * t) * np.sin(2 * np.pi * 811 * t)
    return np.asarray(np.tanh(3 * ring * np.exp(-14 * t)) * np.float32(0.5), dtype=np.float32)


_KIT = {"k": _kick, "s": _snare, "h": _hat, "b": _brush, "c": _clave, "t": _tom, "x": _clank}


@cache
def drum(key: str) -> Sound:
    """The sound of one piece: kick k, snare s, hat h, brush b, clave c, tom t, clank x."""
    return _KIT[key]()


def wind(seconds: float, seed: int) -> Sound:
    """Noise that swells and changes its colour slowly, like wind round a house."""
    rng = np.random.default_rng(seed)
    count = 1 << int(seconds * RATE).bit_length()  # a power of two, for a quick transform
    spectrum = np.fft.rfft(rng.standard_normal(count))
    hz = np.fft.rfftfreq(count, 1 / RATE)
    low = np.fft.irfft(spectrum * np.exp(-hz / 220), count)
    high = np.fft.irfft(spectrum * np.exp(-(((hz - 900) / 300) ** 2)), count)
    turns = np.arange(count) / RATE
    swell = 0.5 + 0.5 * np.sin(2 * np.pi * turns / rng.uniform(7, 11) + rng.uniform(0, 6))
    gust = low / np.abs(low).max() + swell * high / np.abs(high).max()
    return np.asarray(0.5 * gust[: int(seconds * RATE)], dtype=np.float32)
