"""Owns what is done to all sound alike: equaliser, mono and balance, and the guard against clipping, in that order."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from tunes.player.buffer import RATE
from tunes.player.equaliser import Equaliser
from tunes.player.limiter import Limiter
from tunes.player.sound import Sound
from tunes.player.stereo import AS_IT_IS, mixing

Samples = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class ToneState:
    """What is remembered of the sound that went through."""

    equaliser: NDArray[np.float64] | None
    limiter: float


class Tone:
    """Hands samples through untouched where nothing is settled. Called by one thread at a time."""

    def __init__(self) -> None:
        self._equaliser = Equaliser(RATE)
        self._ears = AS_IT_IS
        self._limiter = Limiter()
        self._is_guarded = True

    @property
    def state(self) -> ToneState:
        """What is remembered of the sound that went through."""
        return ToneState(self._equaliser.state, self._limiter.gain)

    @state.setter
    def state(self, state: ToneState) -> None:
        self._equaliser.state, self._limiter.gain = state.equaliser, state.limiter

    def set(self, sound: Sound) -> None:
        """From now on this is heard."""
        self._equaliser.set(sound.curve)
        self._ears = mixing(is_mono=sound.is_mono, balance=sound.balance)
        self._is_guarded = sound.is_guarded

    def __call__(self, samples: Samples) -> Samples:
        """The same frames as they are to be heard."""
        made = self._equaliser(samples)
        if self._ears is not AS_IT_IS:
            made = made @ self._ears
        return self._limiter(made) if self._is_guarded else made
