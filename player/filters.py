"""Owns running recursive filters quickly: a chain of second-order sections, worked off a block at a time as matrix products. Pure numpy."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

BLOCK = 64
"""Frames worked off at once: larger ones multiply more zeros, smaller ones make more calls."""

Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Section:
    """One second-order filter, by the factors of its transfer function; the first of the denominator is 1."""

    b0: float
    b1: float
    b2: float
    a1: float
    a2: float

    def response_db(self, hz: NDArray[np.float64], rate: int) -> NDArray[np.float64]:
        """What it does to tones of these frequencies, in dB."""
        z = np.exp(-2j * np.pi * hz / rate)
        h = (self.b0 + self.b1 * z + self.b2 * z**2) / (1 + self.a1 * z + self.a2 * z**2)
        return np.asarray(20 * np.log10(np.abs(h)))


def peak(hz: float, gain_db: float, q: float, rate: int) -> Section:
    """Raises or lowers what lies around a frequency (R. Bristow-Johnson's cookbook)."""
    a = 10 ** (gain_db / 40)
    w = 2 * np.pi * hz / rate
    alpha, cos = np.sin(w) / (2 * q), float(np.cos(w))
    whole = 1 + alpha / a
    return Section(
        float((1 + alpha * a) / whole),
        -2 * cos / float(whole),
        float((1 - alpha * a) / whole),
        -2 * cos / float(whole),
        float((1 - alpha / a) / whole),
    )


class Chain:
    """Sections one after the other, for two channels, with their memory of what came before."""

    def __init__(self, sections: Sequence[Section], gain: float = 1.0) -> None:
        a, b, c, d = _joined(sections)
        self._powers = _powers(a, BLOCK)
        self._out = gain * np.vstack([c @ self._powers[k] for k in range(BLOCK)])
        into = [self._powers[k] @ b for k in range(BLOCK)]
        self._in = np.hstack(into[::-1])
        answer = np.array([d, *(float((c @ one).item()) for one in into[: BLOCK - 1])]) * gain
        rows, columns = np.indices((BLOCK, BLOCK))
        self._through = np.where(rows >= columns, answer[rows - columns], 0.0)
        self.state = np.zeros((len(a), 2))
        """Of two chains of equally many sections one can go on from the state of the other. Never changed in place."""

    def __call__(self, samples: NDArray[np.float32]) -> NDArray[np.float32]:
        """The same frames, filtered."""
        whole = len(samples) // BLOCK * BLOCK
        made = [self._blocks(samples[:whole])] if whole else []
        return np.concatenate([*made, self._rest(samples[whole:])]).astype(np.float32)

    def _blocks(self, samples: NDArray[np.float32]) -> Matrix:
        count = len(samples) // BLOCK
        # One column for each block and channel: most of the work is then two large products.
        columns = samples.astype(np.float64).reshape(count, BLOCK, 2).transpose(1, 0, 2).reshape(BLOCK, -1)
        pushed = (self._in @ columns).reshape(len(self.state), count, 2)
        states = np.empty((len(self.state), count, 2))
        step, state = self._powers[BLOCK], self.state
        for number in range(count):
            states[:, number] = state
            state = step @ state + pushed[:, number]
        self.state = state
        made = self._through @ columns + self._out @ states.reshape(len(state), count * 2)
        return np.asarray(made.reshape(BLOCK, count, 2).transpose(1, 0, 2).reshape(-1, 2))

    def _rest(self, samples: NDArray[np.float32]) -> Matrix:
        count = len(samples)
        given = samples.astype(np.float64)
        made = self._through[:count, :count] @ given + self._out[:count] @ self.state
        self.state = self._powers[count] @ self.state + self._in[:, BLOCK - count :] @ given
        return np.asarray(made)


def _joined(sections: Sequence[Section]) -> tuple[Matrix, Matrix, Matrix, float]:
    """State, input, output and direct way of all sections in a row (transposed direct form II of each)."""
    a, b, c, d = np.zeros((0, 0)), np.zeros((0, 1)), np.zeros((1, 0)), 1.0
    for s in sections:
        own = np.array([[-s.a1, 1.0], [-s.a2, 0.0]])
        enters = np.array([[s.b1 - s.a1 * s.b0], [s.b2 - s.a2 * s.b0]])
        leaves = np.array([[1.0, 0.0]])
        a = np.block([[a, np.zeros((len(a), 2))], [enters @ c, own]])
        b, c, d = np.vstack([b, enters * d]), np.hstack([s.b0 * c, leaves]), d * s.b0
    return a, b, c, d


def _powers(a: Matrix, count: int) -> list[Matrix]:
    powers = [np.eye(len(a))]
    for _ in range(count):
        powers.append(powers[-1] @ a)
    return powers
