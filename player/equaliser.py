"""Owns the ten-band equaliser: a curve made into filters that hit it."""

import numpy as np
from numpy.typing import NDArray
from tunes.player.filters import Chain, Section, peak
from tunes.player.leveling import factor
from tunes.player.presets import BANDS_HZ, Curve

Q = 1.41
"""An octave wide, as the bands are apart."""
ROUNDS = 6
"""Of bringing the sections to where the curve goes through its points: after these it is within 0.1 dB."""

Samples = NDArray[np.float32]


class Equaliser:
    """Does nothing, and costs nothing, until a curve is set. Called by one thread at a time."""

    def __init__(self, rate: int) -> None:
        self._rate = rate
        self._curve: Curve | None = None
        self._chain: Chain | None = None

    @property
    def state(self) -> NDArray[np.float64] | None:
        """What the filters remember; None while there are none."""
        return self._chain.state if self._chain is not None else None

    @state.setter
    def state(self, state: NDArray[np.float64] | None) -> None:
        if self._chain is not None and state is not None:
            self._chain.state = state

    def set(self, curve: Curve | None) -> None:
        """From now on this is heard. What the filters remember is kept, so that low tones don't swell anew at each change."""
        if curve == self._curve:
            return
        state, self._curve = self.state, curve
        self._chain = None
        if curve is not None:
            self._chain = Chain(sections(curve, self._rate), factor(curve.preamp_db))
            self.state = state

    def __call__(self, samples: Samples) -> Samples:
        """The same frames as they are to be heard."""
        return samples if self._chain is None else self._chain(samples)


def sections(curve: Curve, rate: int) -> list[Section]:
    """One filter a band, which together go through the points of a curve: each also touches its neighbours, which is made up for."""
    centres = np.array(BANDS_HZ, dtype=np.float64)
    wanted = np.array(curve.bands_db)
    gains = wanted.copy()
    for _ in range(ROUNDS):
        chain = [peak(hz, gain, Q, rate) for hz, gain in zip(BANDS_HZ, gains, strict=True)]
        gains += wanted - sum((one.response_db(centres, rate) for one in chain), np.zeros(len(centres)))
    return [peak(hz, gain, Q, rate) for hz, gain in zip(BANDS_HZ, gains, strict=True)]
