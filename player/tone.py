"""Owns what is done to all sound alike: equaliser, mono and balance, and the guard against clipping, in that order."""

import numpy as np
from numpy.typing import NDArray
from tunes.player.buffer import RATE
from tunes.player.equaliser import Equaliser
from tunes.player.limiter import Limiter
from tunes.player.sound import Sound
from tunes.player.stereo import Stereo

Samples = NDArray[np.float32]


class Tone:
    """Hands samples through untouched where nothing is settled. Called by one thread at a time."""

    def __init__(self) -> None:
        self._equaliser = Equaliser(RATE)
        self._stereo = Stereo()
        self._limiter = Limiter()
        self._is_guarded = True

    def set(self, sound: Sound) -> None:
        """From now on this is heard."""
        self._equaliser.set(sound.curve)
        self._stereo.set(is_mono=sound.is_mono, balance=sound.balance)
        self._is_guarded = sound.is_guarded

    def __call__(self, samples: Samples) -> Samples:
        """The same frames as they are to be heard."""
        made = self._stereo(self._equaliser(samples))
        return self._limiter(made) if self._is_guarded else made
