"""Made music that sounds like something: chords, a beat, a colour, all out of a seed. Two pieces of one style sound alike, of two they don't."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

RATE = 22_050
Sound = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Style:
    """What the pieces of a style have in common."""

    beats_a_minute: float
    overtones: int
    falls: float
    """How much weaker each overtone is than the one before, 0 to 1."""
    hiss: float
    """How much of the beat is noise."""
    notes: tuple[int, ...]
    """Semitones of its chords."""


CALM = Style(54, 3, 0.3, 0.0, (0, 4, 7))
WILD = Style(150, 14, 0.85, 0.5, (0, 1, 6))
MARCH = Style(112, 8, 0.6, 0.15, (0, 7))


def piece(style: Style, seed: int, seconds: float = 20.0) -> Sound:
    """A piece of that style on one channel, -20 dB or so."""
    rng = np.random.default_rng(seed)
    beat = 60 / style.beats_a_minute
    made = np.zeros(round(seconds * RATE), np.float32)
    for at in np.arange(0.0, seconds - beat, beat):
        time = np.arange(round(beat * RATE)) / RATE
        fall = np.exp(-3 * time / beat)
        root = 110 * 2 ** (int(rng.integers(0, 12)) / 12)
        tone = sum(
            style.falls**n * np.sin(2 * np.pi * root * 2 ** (note / 12) * (n + 1) * time)
            for note in style.notes
            for n in range(style.overtones)
        )
        noise = style.hiss * rng.normal(size=time.size) * np.exp(-20 * time / beat)
        start = round(at * RATE)
        made[start : start + time.size] += (fall * tone + 5 * noise).astype(np.float32)
    return np.asarray(made / (np.abs(made).max() + 1e-9) * 0.3, np.float32)
