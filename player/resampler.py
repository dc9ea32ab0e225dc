"""Owns bringing sound of other rates to the mixer's: as many frames come out as the time they last holds, none is lost at either end. Pure.

So many frames that go in stand beside so many that come out, which one matrix turns into one another: a sinc in a Kaiser window.
"""

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from tunes.player.buffer import CHANNELS, RATE, Frames

PASSED, STOPPED = 0.907, 1.02
"""Of half the lower rate: up to the one all tones pass (20 kHz of 22.05), from the other on none does."""
ATTENUATION_DB = 100.0
"""More than the 16 bits hold that go in and come out."""
LEAST = 128
"""Frames that come out of one turn, at least: smaller matrices cost more than they save."""
MOST = 1 << 20
"""Numbers in a matrix. Rates that need more have hardly a divisor in common with ours, and nobody uses them."""

LOOKED_AT = 512
"""Frames from which it is told how sound goes on beyond a file's ends."""
ORDER = 32
"""Frames from which each next one is told."""

Samples = NDArray[np.float32]
"""Shape (2, n)."""


@dataclass(frozen=True, slots=True)
class Turn:
    """How a block of one rate becomes one of the other."""

    takes: int
    gives: int
    beside: int
    """Frames before and behind those taken that are looked at too."""
    matrix: NDArray[np.float32]
    """Shape (takes + 2 * beside, gives)."""


@lru_cache(maxsize=4)
def turn(rate: int) -> Turn | None:
    """From this rate to ours; None where it is ours, or has too little in common with it."""
    if rate == RATE or rate <= 0:
        return None
    shared = math.gcd(rate, RATE)
    times = -(-LEAST * shared // RATE)
    takes, gives = rate // shared * times, RATE // shared * times
    lower = min(rate, RATE) / rate  # of the rate that goes in
    # Kaiser's rule for how long a filter must be.
    beside = math.ceil((ATTENUATION_DB - 7.95) / (2.285 * math.pi * (STOPPED - PASSED) * lower) / 2)
    if (takes + 2 * beside) * gives > MOST:
        return None
    return Turn(takes, gives, beside, _matrix(takes, gives, beside, lower * (PASSED + STOPPED) / 2))


def _matrix(takes: int, gives: int, beside: int, cutoff: float) -> NDArray[np.float32]:
    """`cutoff`: of half the rate that goes in."""
    at = np.arange(gives) * takes / gives
    away = at[None, :] - np.arange(-beside, takes + beside)[:, None]
    within = np.clip(1.0 - (away / beside) ** 2, 0.0, None)
    beta = 0.1102 * (ATTENUATION_DB - 8.7)
    window = np.where(np.abs(away) <= beside, np.i0(beta * np.sqrt(within)) / np.i0(beta), 0.0)
    sinc = np.sinc(cutoff * away) * window
    return np.asarray(sinc / sinc.sum(axis=0), dtype=np.float32)


class Resampler:
    """One file's sound, from its first frame to its last. Called by one thread at a time."""

    def __init__(self, rate: int, by: Turn) -> None:
        self._rate, self._by = rate, by
        self._waiting: Samples = np.zeros((CHANNELS, 0), dtype=np.float32)
        self._last = self._waiting
        """The frames that came last, whether they wait or not."""
        self._has_begun = False
        self._took = self._gave = 0

    def __call__(self, frames: Frames) -> Frames:
        """What can be told of the next frames; the last of them wait for what comes."""
        self._took += len(frames)
        new = frames.T.astype(np.float32)
        self._waiting = np.concatenate([self._waiting, new], axis=1)
        self._last = np.concatenate([self._last, new[:, -LOOKED_AT:]], axis=1)[:, -LOOKED_AT:]
        if not self._has_begun:
            if self._waiting.shape[1] < LOOKED_AT:
                return frames[:0]
            self._begin()
        return self._turned()

    def rest(self) -> Frames:
        """What still waits, now that nothing comes any more."""
        by, missing = self._by, round(self._took * RATE / self._rate) - self._gave
        if not self._has_begun:
            self._begin()
        after = beyond(self._last, by.beside)
        idle = np.zeros((CHANNELS, by.takes * (missing // by.gives + 1)), dtype=np.float32)
        self._waiting = np.concatenate([self._waiting, after, idle], axis=1)
        return self._turned()[:missing]

    def _begin(self) -> None:
        before = beyond(self._waiting[:, ::-1], self._by.beside)[:, ::-1]
        self._waiting = np.concatenate([before, self._waiting], axis=1)
        self._has_begun = True

    def _turned(self) -> Frames:
        by = self._by
        wide = by.takes + 2 * by.beside
        turns = max(0, (self._waiting.shape[1] - 2 * by.beside) // by.takes)
        out = np.empty((turns * by.gives, CHANNELS), dtype=np.int16)
        if turns:
            for channel, samples in enumerate(self._waiting):
                seen = np.lib.stride_tricks.sliding_window_view(samples, wide)[:: by.takes][:turns]
                made = np.ascontiguousarray(seen) @ by.matrix
                out[:, channel] = np.clip(np.rint(made), -32768, 32767).reshape(-1)
        self._waiting = self._waiting[:, turns * by.takes :]
        self._gave += turns * by.gives
        return out


def beyond(sound: Samples, count: int) -> Samples:
    """How sound most likely goes on for so many frames, by linear prediction.

    Taken for silence instead, what lies beyond a file's ends would leave a click where a recording goes on in the next.
    """
    gone_on = np.zeros((CHANNELS, count), dtype=np.float32)
    if sound.shape[1] > 2 * ORDER:
        for channel, samples in enumerate(sound[:, -LOOKED_AT:].astype(np.float64)):
            known = np.concatenate([samples[-ORDER:], np.zeros(count)])
            weights = _prediction(samples)[::-1]
            for at in range(ORDER, ORDER + count):
                known[at] = weights @ known[at - ORDER : at]
            gone_on[channel] = known[ORDER:]
    return gone_on


def _prediction(samples: NDArray[np.float64]) -> NDArray[np.float64]:
    """How each sample follows from those before it, the nearest first; by Burg's method, with which nothing ever swells."""
    ahead, behind = samples[1:], samples[:-1]
    weights = np.ones(1)
    for _ in range(ORDER):
        power = ahead @ ahead + behind @ behind
        reflected = -2.0 * (ahead @ behind) / power if power else 0.0
        longer = np.append(weights, 0.0)
        weights = longer + reflected * longer[::-1]
        ahead, behind = (ahead + reflected * behind)[1:], (behind + reflected * ahead)[:-1]
    return -weights[1:]
