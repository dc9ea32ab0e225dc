"""Owns the numbers that say what a segment is made of: colours, how tonal it is, its notes against each other, how much it moves. Pure numpy."""

import itertools

import numpy as np
from numpy.typing import NDArray
from tunes.player.sonic.spectrum import bin_hz, cosines, mel_weights, octave_starts, pitch_weights

SHAPES, MOVING = 20, 12
"""Numbers of the spectrum's shape, and those of which it counts how fast they change."""
OCTAVES = len(octave_starts()) - 1
INTERVALS = 6
FLOOR = 1e-5
"""Of a segment's mean power: below it everything is alike, so that an encoder's noise is not heard as music. -50 dB."""
TINY = 1e-12
COUNT = 2 * SHAPES + MOVING + 2 * OCTAVES + 8 + INTERVALS + 2 + 3

Floats = NDArray[np.float32]


def levels(spectra: Floats) -> Floats:
    """The level of each band in each window, as a natural logarithm, never below the floor."""
    bands = spectra @ mel_weights()
    return np.asarray(np.log(bands + FLOOR * bands.mean() + TINY), np.float32)


def numbers(spectra: Floats, levels: Floats) -> Floats:
    """`COUNT` numbers; `levels` are those of these spectra."""
    shapes = levels @ cosines(SHAPES)
    moving = np.diff(shapes[:, :MOVING], axis=0).std(axis=0)
    return np.concatenate(
        [
            shapes.mean(axis=0),
            shapes.std(axis=0),
            moving,
            _noise(spectra),
            _spread(spectra),
            _harmony(spectra),
            _dynamics(levels),
        ]
    ).astype(np.float32)


def _noise(spectra: Floats) -> Floats:
    """For each octave how flat its spectrum is: near 0 for noise, far below for tones."""
    floor = FLOOR * spectra.mean() + TINY
    logs, starts = np.log(spectra + floor), octave_starts()
    flat = np.stack(
        [
            logs[:, low:high].mean(axis=1) - np.log(spectra[:, low:high].mean(axis=1) + floor)
            for low, high in itertools.pairwise(starts)
        ],
        axis=1,
    )
    return np.concatenate([flat.mean(axis=0), flat.std(axis=0)])


def _spread(spectra: Floats) -> Floats:
    """Where the middle of the spectrum lies, how wide it is, under which frequency most of it lies, how much it changes."""
    whole = spectra + FLOOR * spectra.mean() + TINY
    share = whole / whole.sum(axis=1, keepdims=True)
    octave = np.log2(np.maximum(bin_hz(), 20.0))
    middle = share @ octave
    width = np.sqrt(np.maximum(share @ octave**2 - middle**2, 0.0))
    most = octave[np.minimum((np.cumsum(share, axis=1) < 0.85).sum(axis=1), octave.size - 1)]
    change = np.abs(np.diff(np.sqrt(share), axis=0)).sum(axis=1)
    return np.array([stat for one in (middle, width, most, change) for stat in (one.mean(), one.std())])


def _harmony(spectra: Floats) -> Floats:
    """Which intervals sound together, in whatever key; how many notes at once; how fast they change."""
    notes = np.sqrt(spectra @ pitch_weights())
    notes /= notes.sum(axis=1, keepdims=True) + TINY
    usual = notes.mean(axis=0)
    usual = usual / (np.sqrt((usual**2).sum()) + TINY)
    intervals = [float((usual * np.roll(usual, step)).sum()) for step in range(1, INTERVALS + 1)]
    crowd = float(-(notes * np.log(notes + TINY)).sum(axis=1).mean())
    return np.array([*intervals, crowd, float(np.abs(np.diff(notes, axis=0)).sum(axis=1).mean())])


def _dynamics(levels: Floats) -> Floats:
    """How far loud and quiet moments lie apart."""
    loud = levels.mean(axis=1)
    low, middle, high = np.quantile(loud, (0.1, 0.5, 0.9))
    return np.array([loud.std(), high - middle, middle - low])
