"""Owns the guard against clipping: what would be cut off is made quieter before it comes, and let go again slowly."""

import numpy as np
from numpy.typing import NDArray

CEILING = 0.999
"""What is louder than full scale is brought to this; what just reaches full scale passes untouched."""
STEP = 64
"""Frames (1.5 ms) in which it takes hold."""
RELEASE = 0.9998**STEP
"""Of the way back that is left after each step: half of it is gone in 80 ms."""

Samples = NDArray[np.float32]


class Limiter:
    """Costs one look for the loudest sample while nothing is too loud. Called by one thread at a time."""

    def __init__(self) -> None:
        self.gain = 1.0
        """The factor that the last frame got."""

    def __call__(self, samples: Samples) -> Samples:
        """The same frames with no peak above full scale."""
        if not len(samples):
            return samples
        if self.gain >= 1.0 and float(np.abs(samples).max()) <= 1.0:
            return samples
        return np.asarray(np.clip(samples * self._gains(samples)[:, None], -1.0, 1.0))

    def _gains(self, samples: Samples) -> NDArray[np.float32]:
        starts = np.arange(0, len(samples), STEP)
        peaks = np.maximum.reduceat(np.abs(samples).max(axis=1), starts)
        allowed = np.where(peaks > 1.0, CEILING / np.maximum(peaks, 1.0), 1.0)
        nodes = [self.gain]
        for here, after in zip(allowed, [*allowed[1:], 1.0], strict=True):
            freed = 1.0 - (1.0 - nodes[-1]) * RELEASE
            nodes.append(min(here, after, freed if freed < 0.9999 else 1.0))
        self.gain = float(nodes[-1])
        places = np.append(starts, len(samples))
        return np.interp(np.arange(1, len(samples) + 1), places, nodes).astype(np.float32)
