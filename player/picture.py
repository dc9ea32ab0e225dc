"""Owns the picture of a film that goes to a terminal: libVLC scales it to the points there are, and paints it into the shared memory."""

import ctypes
import time
from typing import Any

from tunes.player.frames import FrameSink, fitting, pitch_of
from tunes.player.libvlc import LibVlc

_SIZE = ctypes.POINTER(ctypes.c_uint)
_SETUP = ctypes.CFUNCTYPE(
    ctypes.c_uint, ctypes.c_void_p, ctypes.c_void_p, _SIZE, _SIZE, _SIZE, _SIZE
)  # the binding's own type hands over a copy of the format, which can't be changed
_CLEANUP = ctypes.CFUNCTYPE(None, ctypes.c_void_p)


class Picture:
    """The pictures of one libVLC player. Its box and shape count from the next opening or `renew` on."""

    def __init__(self, libvlc: LibVlc, player: Any, sink: FrameSink) -> None:
        self._player = player
        self._sink = sink
        self._size = (0, 0)
        self.box = (1, 1)
        """Points there are."""
        self.shape: float | None = None
        """Width by height as it is meant to be seen; None while only libVLC knows."""
        self._callbacks = self._connect(libvlc.vlc)

    def renew(self, at_s: float) -> None:
        """Has libVLC make pictures for the box and shape of now, also of a still film; goes on at `at_s`."""
        track = self._player.video_get_track()
        if track >= 0:
            self._player.video_set_track(-1)
            self._player.video_set_track(track)
            self._player.set_time(round(at_s * 1000))  # or it has to guess until the next whole picture

    def _connect(self, vlc: Any) -> list[Any]:
        """Hands libVLC our functions. They must live as long as the player: the list keeps them."""
        make = vlc.CallbackDecorators
        lock = make.VideoLockCb(self._lock)
        unlock = make.VideoUnlockCb(lambda _data, _picture, _planes: None)
        display = make.VideoDisplayCb(self._display)
        setup, cleanup = _SETUP(self._setup), _CLEANUP(lambda _data: None)
        self._player.video_set_callbacks(lock, unlock, display, None)
        vlc.libvlc_video_set_format_callbacks(
            self._player, ctypes.cast(setup, vlc.VideoFormatCb), ctypes.cast(cleanup, vlc.VideoCleanupCb)
        )
        return [lock, unlock, display, setup, cleanup]

    def _setup(self, _data: Any, chroma: int, width: Any, height: Any, pitch: Any, lines: Any) -> int:
        ctypes.memmove(chroma, b"RV32", 4)
        shape = self.shape or width[0] / max(1, height[0])
        self._size = fitting(shape, *self.box)
        width[0], height[0] = self._size
        pitch[0], lines[0] = pitch_of(self._size[0]), self._size[1]
        return 1

    def _lock(self, _data: Any, planes: Any) -> None:
        planes[0] = self._sink.room()

    def _display(self, _data: Any, _picture: Any) -> None:
        self._sink.show(*self._size, time.monotonic())
