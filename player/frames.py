"""Owns the way of a film's pictures from the engine to the screen: memory that both see. A picture nobody took in time is overwritten, never queued."""

import contextlib
import ctypes
import mmap
import os
import struct
import tempfile
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the screen is to be there before what films need
    import numpy as np
    from numpy.typing import NDArray

SLOTS = 3
"""One that is being painted, one that was painted last and may be read, and one that nobody needs."""
SLOT_BYTES = 1 << 20
"""Enough for 640 × 360 points, more than any terminal shows."""
_PAGE = 4096
_HEAD = struct.Struct("<QIId")
"""Of each slot: number of its picture (0: being painted), width, height, and when it was to be seen (monotonic seconds)."""
_NEWEST = struct.Struct("<Q")
_SIZE = _PAGE + SLOTS * (_PAGE + SLOT_BYTES)


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """One picture of a film."""

    number: int
    """Counted from 1; what lies between two that were taken was dropped."""
    at: float
    """When it was to be seen, on the monotonic clock."""
    points: "NDArray[np.uint8]"
    """Shape (height, width, 3): red, green, blue."""


def pitch_of(width: int) -> int:
    """Bytes from one row of points to the next: libVLC wants them even."""
    return (4 * width + 63) // 64 * 64


def fitting(aspect: float, width: int, height: int) -> tuple[int, int]:
    """The largest picture of this shape in so many points, and in a slot."""
    wide, high = min(width, height * aspect), min(height, width / aspect)
    shrink = min(1.0, (0.95 * SLOT_BYTES / (4 * max(1.0, wide * high))) ** 0.5)
    return max(1, round(wide * shrink)), max(1, round(high * shrink))


class FrameSource:
    """The screen's end. `handles` are to be passed to the engine; `fileno` becomes readable when there is a picture."""

    def __init__(self) -> None:
        self._memory_handle = _nameless_file(_SIZE)
        self._memory = mmap.mmap(self._memory_handle, _SIZE)
        self._wake, self._waking = os.pipe()
        for handle in (self._wake, self._waking):
            os.set_blocking(handle, False)
        self._taken = 0
        self.dropped = 0
        """Pictures that were there and that nobody took."""

    @property
    def handles(self) -> tuple[int, int]:
        """What the engine writes to: the memory, and the pipe that wakes the screen."""
        return self._memory_handle, self._waking

    def fileno(self) -> int:
        """For a selector."""
        return self._wake

    def newest(self) -> Frame | None:
        """The newest picture, once; None while there is no other than was taken."""
        with contextlib.suppress(BlockingIOError):
            while len(os.read(self._wake, 512)) == 512:
                pass
        (number,) = _NEWEST.unpack_from(self._memory, 0)
        frame = _read(self._memory, number) if number != self._taken else None
        if frame is not None:
            self.dropped += number - self._taken - 1
            self._taken = number
        return frame

    def forget(self) -> None:
        """What was shown belongs to a film that is over."""
        (self._taken,) = _NEWEST.unpack_from(self._memory, 0)

    def close(self) -> None:
        """Lets go of memory and pipe; does nothing the second time."""
        if self._memory.closed:
            return
        self._memory.close()
        for handle in (self._memory_handle, self._wake, self._waking):
            os.close(handle)


class FrameSink:
    """The engine's end. Called from libVLC's thread only."""

    def __init__(self, memory: int, waking: int) -> None:
        """Takes the two handles of a `FrameSource`."""
        self._memory = mmap.mmap(memory, _SIZE)
        self._waking = waking
        self._base = ctypes.addressof(ctypes.c_char.from_buffer(self._memory))
        (self.number,) = _NEWEST.unpack_from(self._memory, 0)  # an earlier engine may have shown some
        """Of the picture shown last."""

    def room(self) -> int:
        """The address where the next picture goes, row by row, each `pitch_of` its width; blue, green, red and a byte more."""
        offset = _offset(self.number + 1)
        _HEAD.pack_into(self._memory, offset, 0, 0, 0, 0.0)
        return self._base + offset + _PAGE

    def show(self, width: int, height: int, at: float) -> None:
        """The picture in the room is whole, and is to be seen now."""
        self.number += 1
        _HEAD.pack_into(self._memory, _offset(self.number), self.number, width, height, at)
        _NEWEST.pack_into(self._memory, 0, self.number)
        with contextlib.suppress(BlockingIOError):  # the screen has been woken often enough
            os.write(self._waking, b"\0")


def _read(memory: mmap.mmap, number: int) -> Frame | None:
    """A copy of a picture; None where it is being overwritten."""
    import numpy as np

    offset = _offset(number)
    there, width, height, at = _HEAD.unpack_from(memory, offset)
    pitch = pitch_of(width)
    if there != number or not 0 < pitch * height <= SLOT_BYTES:
        return None
    raw = np.frombuffer(memory, dtype=np.uint8, count=pitch * height, offset=offset + _PAGE)
    points = raw.reshape(height, pitch)[:, : 4 * width].reshape(height, width, 4)[:, :, 2::-1].copy()
    is_whole = _HEAD.unpack_from(memory, offset)[0] == number
    return Frame(number, at, points) if is_whole else None


def _offset(number: int) -> int:
    return _PAGE + number % SLOTS * (_PAGE + SLOT_BYTES)


def _nameless_file(size: int) -> int:
    """Memory that another process can be handed: it has no name, so that nobody else can open it."""
    if hasattr(os, "memfd_create"):
        handle = os.memfd_create("tunes film")
    else:
        with tempfile.TemporaryFile() as file:
            handle = os.dup(file.fileno())
    os.ftruncate(handle, size)
    return handle
