"""Owns decoding a whole file as fast as the computer can: libVLC writes it into a pipe. Nothing of it is heard."""

import os
import threading
from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tunes.player.libvlc import LibVlc
from tunes.player.loudness import RATE

CHUNK = RATE * 2
"""Frames handed on at a time: two seconds."""
FRAME_BYTES = 4


class UndecodableError(Exception):
    """libVLC gave a file up."""


def decoded(
    libvlc: LibVlc, path: bytes, start_s: float, end_s: float | None
) -> Iterator[NDArray[np.float32]]:
    """The file's frames from `start_s` to `end_s` or its end, 48,000 a second on two channels. Raises UndecodableError."""
    reading, writing = os.pipe()
    player = libvlc.instance.media_player_new()
    player.set_media(libvlc.media(path, _options(writing, start_s, end_s)))
    events, kinds = player.event_manager(), libvlc.vlc.EventType
    is_over, has_failed = threading.Event(), threading.Event()
    events.event_attach(kinds.MediaPlayerEndReached, lambda _event: is_over.set())
    events.event_attach(kinds.MediaPlayerEncounteredError, lambda _event: [has_failed.set(), is_over.set()])  # type: ignore[func-returns-value]  # two calls in one
    closer = threading.Thread(target=_close, args=(player, is_over, writing), daemon=True)
    closer.start()
    try:
        if player.play() != 0:
            raise UndecodableError
        yield from _frames(reading)
    finally:
        is_over.set()
        os.close(reading)
        closer.join()
        player.release()
    if has_failed.is_set():
        raise UndecodableError


def _close(player: Any, is_over: threading.Event, pipe: int) -> None:
    """LibVLC keeps its own end of the pipe open until it is stopped, and mustn't be from within its events."""
    is_over.wait()
    player.stop()
    os.close(pipe)


def _options(pipe: int, start_s: float, end_s: float | None) -> tuple[str, ...]:
    sout = (
        f":sout=#transcode{{acodec=s16l,channels=2,samplerate={RATE},vcodec=none,scodec=none}}"
        f":std{{access=file,mux=raw,dst=/dev/fd/{pipe}}}"
    )
    options: tuple[str, ...] = (sout, ":no-sout-video", ":no-video", ":no-spu", ":no-sub-autodetect-file")
    if start_s > 0:
        options += (f":start-time={start_s:.3f}",)
    if end_s is not None:
        options += (f":stop-time={end_s:.3f}",)
    return options


def _frames(pipe: int) -> Iterator[NDArray[np.float32]]:
    with os.fdopen(os.dup(pipe), "rb") as sound:
        while chunk := sound.read(CHUNK * FRAME_BYTES):
            whole = len(chunk) // FRAME_BYTES * FRAME_BYTES
            frames = np.frombuffer(chunk[:whole], dtype="<i2").reshape(-1, 2)
            yield frames.astype(np.float32) / np.float32(32768)
