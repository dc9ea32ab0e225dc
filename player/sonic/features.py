"""Owns the numbers that describe how a recording sounds: timbre, rhythm, harmony, dynamics. Pure numpy, a piece at a time.

How loud it is, at which rate and how far up it was encoded, where it begins and how long it is silent tells nothing about music,
so none of that moves the numbers. docs/sonic.md explains them.
"""

import numpy as np
from numpy.typing import NDArray
from tunes.player.sonic import rhythm, timbre
from tunes.player.sonic.spectrum import RATE, powers

VERSION = 1
"""Raised when the numbers come to mean something else: what was computed before is then computed anew."""
SECONDS = 6
"""Of a segment, in which bars and beats fit, and which is described by itself."""
SEGMENT = SECONDS * RATE
BLOCK = 490
"""Frames, a 45th of a second: of so many that are silent nothing is looked at."""
MOST_SEGMENTS = 64
"""Kept; of what is longer than six minutes evenly spread ones."""
SHORTEST = RATE - BLOCK
"""Frames: of less than about a second nothing can be said."""
SILENT_POWER = 1e-9
"""Mean square of what nobody hears: -90 dB."""
QUIET = 1e-3
"""Segments with less than this part of the loudest one's power say nothing: the beginning, the end, a pause."""
VARYING = 8
"""Numbers of timbre of which it counts how much they change from segment to segment."""
COUNT = timbre.COUNT + rhythm.COUNT + VARYING

Floats = NDArray[np.float32]


class Features:
    """Takes a recording piece by piece; what it keeps does not grow with the recording."""

    def __init__(self) -> None:
        self._part = np.zeros(0, np.float32)
        """Of a block."""
        self._blocks = np.zeros(0, np.float32)
        """Of a segment, without what is silent."""
        self._number = 0
        self._every = 1
        """Of the segments every so manieth is described."""
        self._described: list[tuple[float, Floats]] = []
        """Power and numbers of each."""

    def add(self, sound: Floats) -> None:
        """The next frames of one channel, `RATE` of them a second, full scale is 1."""
        held = np.concatenate([self._part, sound])
        whole = len(held) // BLOCK * BLOCK
        self._part = held[whole:]
        blocks = held[:whole].reshape(-1, BLOCK)
        with np.errstate(all="ignore"):
            power = np.square(blocks, dtype=np.float64).mean(axis=1)
        heard = blocks[(power > SILENT_POWER) & np.isfinite(power)]
        self._blocks = np.concatenate([self._blocks, heard.reshape(-1)])
        whole = len(self._blocks) // SEGMENT * SEGMENT
        for start in range(0, whole, SEGMENT):
            self._take(self._blocks[start : start + SEGMENT])
        self._blocks = self._blocks[whole:]

    def _take(self, segment: Floats) -> None:
        if self._number % self._every == 0:
            self._describe(segment)
        self._number += 1
        if len(self._described) > MOST_SEGMENTS:
            self._described = self._described[::2]
            self._every *= 2

    def _describe(self, segment: Floats) -> None:
        power = float(np.mean(np.square(segment, dtype=np.float64)))
        spectra = powers((segment / np.sqrt(power)).astype(np.float32))
        levels = timbre.levels(spectra)
        self._described.append(
            (power, np.concatenate([timbre.numbers(spectra, levels), rhythm.numbers(levels)]))
        )

    @property
    def numbers(self) -> Floats | None:
        """`COUNT` numbers; None where all of it is silent, or less than a second is not. Ends the recording."""
        last, self._blocks = self._blocks, self._blocks[:0]
        if len(last) >= SEGMENT // 2 or (not self._described and len(last) >= SHORTEST):
            self._describe(last)
        if not self._described:
            return None
        loudest = max(power for power, _ in self._described)
        heard = np.array([numbers for power, numbers in self._described if power >= QUIET * loudest])
        changing = heard[:, :VARYING].std(axis=0)
        return np.concatenate([heard.mean(axis=0), changing]).astype(np.float32)
