"""Owns the ten-band equaliser: a curve made into filters that hit it, and going from one curve to another without a click."""

import numpy as np
from numpy.typing import NDArray
from tunes.player.filters import Chain, Section, peak
from tunes.player.leveling import factor
from tunes.player.presets import BANDS_HZ, Curve

Q = 1.41
"""An octave wide, as the bands are apart."""
ROUNDS = 6
"""Of bringing the sections to where the curve goes through its points: after these it is within 0.1 dB."""
TURN = 2_205
"""Frames (50 ms) in which one curve gives way to another: the lowest band needs this long to settle."""

Samples = NDArray[np.float32]


class Equaliser:
    """Does nothing, and costs nothing, until a curve is set. Called by one thread at a time."""

    def __init__(self, rate: int) -> None:
        self._rate = rate
        self._curve: Curve | None = None
        self._chain: Chain | None = None
        self._before: Chain | None = None
        self._turned = TURN

    @property
    def is_idle(self) -> bool:
        """Whether it leaves everything as it is."""
        return self._chain is None and self._turned >= TURN

    def set(self, curve: Curve | None) -> None:
        """From now on this is heard."""
        if curve != self._curve:
            chain = None if curve is None else Chain(sections(curve, self._rate), factor(curve.preamp_db))
            self._curve, self._before, self._chain, self._turned = curve, self._chain, chain, 0

    def __call__(self, samples: Samples) -> Samples:
        """The same frames as they are to be heard."""
        if self.is_idle:
            return samples
        after = samples if self._chain is None else self._chain(samples)
        if self._turned >= TURN:
            return after
        before = samples if self._before is None else self._before(samples)
        way = (self._turned + np.arange(1, len(samples) + 1, dtype=np.float32)) / np.float32(TURN)
        self._turned += len(samples)
        return np.asarray(before + (after - before) * np.minimum(way, np.float32(1))[:, None])


def sections(curve: Curve, rate: int) -> list[Section]:
    """Filters that together go through the points of a curve: each also touches its neighbours, which is made up for."""
    centres = np.array(BANDS_HZ, dtype=np.float64)
    wanted = np.array(curve.bands_db)
    gains = wanted.copy()
    for _ in range(ROUNDS):
        chain = [peak(hz, gain, Q, rate) for hz, gain in zip(BANDS_HZ, gains, strict=True)]
        gains += wanted - sum((one.response_db(centres, rate) for one in chain), np.zeros(len(centres)))
    return [peak(hz, gain, Q, rate) for hz, gain in zip(BANDS_HZ, gains, strict=True) if abs(gain) > 1e-3]
