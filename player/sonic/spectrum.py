"""Owns short spectra of a piece of sound, and how they are summed up by pitch. Pure numpy.

Nothing above 7 kHz is looked at: there encoders cut, and a copy in another format would seem to be other music.
"""

from functools import cache

import numpy as np
from numpy.typing import NDArray

RATE = 22_050
"""Frames a second of what is described."""
WINDOW, HOP = 2048, 512
"""Frames: 93 ms, every 23 ms."""
FRAMES_A_SECOND = RATE / HOP
LOWEST_HZ, HIGHEST_HZ = 50.0, 7_000.0
BANDS = 40
"""Of the mel scale, between those two."""
OCTAVES_HZ = (50.0, 200.0, 400.0, 800.0, 1_600.0, 3_200.0, HIGHEST_HZ)
TUNED_HZ = 440.0
CHROMA_HZ = (100.0, 3_500.0)
"""Where notes are told from one another: below the bins are wider than a semitone."""

Floats = NDArray[np.float32]

_window = np.hanning(WINDOW + 1)[:-1].astype(np.float32)


def powers(sound: Floats) -> Floats:
    """The power of each frequency in each window of a mono sound; one row a window."""
    windows = np.lib.stride_tricks.sliding_window_view(sound, WINDOW)[::HOP]
    spectra = np.fft.rfft(windows * _window, axis=1)
    return np.asarray(spectra.real**2 + spectra.imag**2, np.float32)[:, : _bins().size]


@cache
def _bins() -> NDArray[np.float64]:
    """The frequencies that are looked at, in Hz."""
    hz = np.fft.rfftfreq(WINDOW, 1 / RATE)
    return np.asarray(hz[hz <= HIGHEST_HZ], np.float64)


def bin_hz() -> Floats:
    """The frequency of each column of `powers`, in Hz."""
    return _bins().astype(np.float32)


@cache
def mel_weights() -> Floats:
    """What each frequency (row) gives to each band (column): triangles, evenly spaced in mel."""
    edges = _from_mel(np.linspace(_mel(LOWEST_HZ), _mel(HIGHEST_HZ), BANDS + 2))
    low, middle, high = edges[:-2], edges[1:-1], edges[2:]
    hz = _bins()[:, None]
    up, down = (hz - low) / (middle - low), (high - hz) / (high - middle)
    weights = np.maximum(0.0, np.minimum(up, down))
    return np.asarray(weights / np.maximum(weights.sum(axis=0), 1e-9), np.float32)


def _mel(hz: float) -> float:
    return float(2595 * np.log10(1 + hz / 700))


def _from_mel(mel: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(700 * (10 ** (mel / 2595) - 1))


@cache
def cosines(count: int) -> Floats:
    """Makes the shape of the bands' levels out of them (a DCT): the first is a slope, later ones are ripples; the level itself is left out."""
    band = np.arange(BANDS)[:, None] + 0.5
    return np.asarray(np.cos(np.pi / BANDS * band * np.arange(1, count + 1)) * np.sqrt(2 / BANDS), np.float32)


@cache
def octave_starts() -> tuple[int, ...]:
    """The first column of each octave, and the end of the last one."""
    return tuple(int(place) for place in np.searchsorted(_bins(), OCTAVES_HZ))


@cache
def pitch_weights() -> Floats:
    """What each frequency gives to each of the twelve notes: nearest first, and nothing from between two."""
    hz = _bins()
    note = 12 * np.log2(np.maximum(hz, 1.0) / TUNED_HZ)
    near = np.maximum(0.0, 1 - 2 * np.abs(note - np.round(note)))
    near *= (hz >= CHROMA_HZ[0]) & (hz <= CHROMA_HZ[1])
    weights = np.zeros((hz.size, 12))
    weights[np.arange(hz.size), np.round(note).astype(int) % 12] = near
    return np.asarray(weights, np.float32)
