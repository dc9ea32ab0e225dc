"""Owns the numbers that say how a segment moves in time: at which speeds its levels swing, and how clear its beat is. Pure numpy."""

import itertools

import numpy as np
from numpy.typing import NDArray
from tunes.player.sonic.spectrum import BANDS, FRAMES_A_SECOND

GROUPS = 5
"""Of bands that swing together, from bass to treble."""
SWINGS_HZ = (0.5, 1.0, 2.0, 4.0, 8.0, 16.0)
LAGS_S = (0.25, 0.3, 0.36, 0.43, 0.52, 0.62, 0.74, 0.89, 1.07, 1.28, 1.54, 1.85, 2.2)
"""Between beats: 240 to 27 a minute, a fifth more each."""
TINY = 1e-6
COUNT = GROUPS * (len(SWINGS_HZ) - 1) + (len(LAGS_S) - 1) + 2

Floats = NDArray[np.float32]


def numbers(levels: Floats) -> Floats:
    """`COUNT` numbers of a segment, by the level of each band in each window."""
    return np.concatenate([_swings(levels), _beat(levels)]).astype(np.float32)


def _swings(levels: Floats) -> Floats:
    """How much each group of bands swings at each speed, as logarithms."""
    groups = levels.reshape(len(levels), GROUPS, BANDS // GROUPS).mean(axis=2)
    groups = groups - groups.mean(axis=0)
    spectra = np.abs(np.fft.rfft(groups * np.hanning(len(groups))[:, None], axis=0)) / len(groups)
    hz = np.fft.rfftfreq(len(groups), 1 / FRAMES_A_SECOND)
    return np.concatenate(
        [
            np.log(np.sqrt((spectra[(hz >= low) & (hz < high)] ** 2).sum(axis=0)) + 1e-2)
            for low, high in itertools.pairwise(SWINGS_HZ)
        ]
    )


def _beat(levels: Floats) -> Floats:
    """How alike the attacks are after each lag; how clear the clearest of them is; how much attack there is."""
    attacks = np.maximum(np.diff(levels, axis=0), 0.0).mean(axis=1)
    usual = float(attacks.mean())
    swing = attacks - usual
    size = 2 * len(swing)
    alike = np.fft.irfft(np.abs(np.fft.rfft(swing, size)) ** 2)[: len(swing)]
    alike = alike / (alike[0] + TINY)
    edges = [round(lag * FRAMES_A_SECOND) for lag in LAGS_S]
    peaks = [
        float(alike[low:high].max(initial=-1.0)) if low < len(alike) else 0.0
        for low, high in itertools.pairwise(edges)
    ]
    return np.array([*peaks, max(peaks) - float(np.median(peaks)), np.log(usual + 1e-2)])
