"""Owns how loud a recording is as people hear it: ITU-R BS.1770-4 with its two gates, as EBU R128 has it. Pure numpy."""

import numpy as np
from numpy.typing import NDArray
from tunes.player.filters import Chain, Section

RATE = 48_000
"""Frames a second of what is measured: the standard tells its filters for this rate."""
HEAD = Section(1.53512485958697, -2.69169618940638, 1.19839281085285, -1.69065929318241, 0.73248077421585)
"""What a head does to sound: some 4 dB more from 2 kHz up."""
EAR = Section(1.0, -2.0, 1.0, -1.99004745483398, 0.99007225036621)
"""What the ear does with the lowest tones."""
STEP = RATE // 10
STEPS_A_BLOCK = 4
"""Blocks of 400 ms, each 100 ms after the one before."""
SILENT_LUFS = -70.0
QUIETER_LU = 10.0
"""Blocks that far below the mean of the others don't count: pauses make no piece quieter."""

Powers = NDArray[np.float64]


class LoudnessMeter:
    """Takes a recording piece by piece."""

    def __init__(self) -> None:
        self._weigh = Chain([HEAD, EAR])
        self._rest = np.zeros((0, 2), np.float32)
        self._steps: list[Powers] = []

    def add(self, samples: NDArray[np.float32]) -> None:
        """The next frames; shape (n, 2), full scale is 1, 48,000 of them a second."""
        weighted = np.concatenate([self._rest, self._weigh(samples)])
        whole = len(weighted) // STEP * STEP
        self._rest = weighted[whole:]
        power = np.square(weighted[:whole], dtype=np.float64).sum(axis=1)
        self._steps.append(power.reshape(-1, STEP).mean(axis=1))

    @property
    def lufs(self) -> float | None:
        """How loud all of it is; None where it is silent, or shorter than 0.4 s."""
        steps = np.concatenate([*self._steps, np.zeros(0)])
        if len(steps) < STEPS_A_BLOCK:
            return None
        blocks = np.convolve(steps, np.full(STEPS_A_BLOCK, 1 / STEPS_A_BLOCK), mode="valid")
        loud = blocks[blocks > _power(SILENT_LUFS)]
        if not len(loud):
            return None
        counting = loud[loud > loud.mean() * 10 ** (-QUIETER_LU / 10)]
        return float(-0.691 + 10 * np.log10(counting.mean()))


def _power(lufs: float) -> float:
    return float(10 ** ((lufs + 0.691) / 10))
