"""Owns four channels on their way to two ears. libVLC, asked for two, drops the rear ones of quadraphonic sound."""

import numpy as np
from tunes.player.buffer import Frames

CHANNELS = 4
"""Of the files that are meant: front and rear, or left, right, centre and rear centre. libVLC doesn't say which."""
ASKED_FOR = 7
"""Channels that libVLC is asked for then: each of the four has a place among them, whichever they are."""
FRAME_BYTES = 2 * ASKED_FOR

_SIDE = 0.7071
"""3 dB less, as libVLC does it with five channels and more."""
_BOTH = 0.5
"""Of one in the middle of the rear: 3 dB less, and 3 dB for being heard by both ears."""
_EARS = np.array(
    [[1, 0], [0, 1], [_SIDE, 0], [0, _SIDE], [_BOTH, _BOTH], [_SIDE, _SIDE], [0, 0]], dtype=np.float32
)
"""What the ears get of left, right, rear left, rear right, rear centre, centre and the deepest, which is none of the four."""


def folded(samples: bytes) -> bytes:
    """Frames of 16 bits, as they were asked for, on two channels; what is too loud together is cut off."""
    wide = np.frombuffer(samples, dtype=np.int16).reshape(-1, ASKED_FOR)
    ears: Frames = np.clip(np.rint(wide @ _EARS), -32768, 32767).astype(np.int16)
    return ears.tobytes()
