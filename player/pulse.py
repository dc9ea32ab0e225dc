"""Owns the connection to a PulseAudio server (PipeWire speaks the same): the only module that knows libpulse."""

import ctypes
import ctypes.util
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from ctypes import (
    CFUNCTYPE,
    POINTER,
    Structure,
    byref,
    c_char_p,
    c_int,
    c_int64,
    c_long,
    c_size_t,
    c_uint8,
    c_uint32,
    c_uint64,
    c_void_p,
)
from typing import Any, Self

from tunes.player.devices import SoundDevice

PATIENCE_S = 3.0
"""For a server that has to be reached, and for a stream."""
LOOK_S = 0.001
"""Between two looks whether it has answered: it mostly takes less than two of them."""

READY = {"context": 4, "stream": 2}
BROKEN = {"context": (5, 6), "stream": (3, 4)}
FLOAT32LE = 5
RELATIVE = 0
PLAYBACK_FLAGS = 0x0002 | 0x0004 | 0x0008 | 0x2000
"""The place is reckoned between two reports of the server, need not be monotonic, is reported now and then, and the device may
wait as long as we hand over ahead."""


DONT_MOVE = 0x0200
"""When its device goes the stream ends, instead of going on where nobody wanted it."""


class PulseError(Exception):
    """PulseAudio can't be reached or has gone; the text says why."""


class _Spec(Structure):
    _fields_ = (("format", c_int), ("rate", c_uint32), ("channels", c_uint8))


class _Lengths(Structure):
    _fields_ = tuple((name, c_uint32) for name in ("maxlength", "tlength", "prebuf", "minreq", "fragsize"))


class Timing(Structure):
    """What the server last reported of a stream; microseconds and bytes."""

    _fields_ = (
        ("seconds", c_long),
        ("microseconds", c_long),
        ("synchronized_clocks", c_int),
        ("sink_us", c_uint64),
        ("source_us", c_uint64),
        ("transport_us", c_uint64),
        ("playing", c_int),
        ("write_index_corrupt", c_int),
        ("write_index", c_int64),
        ("read_index_corrupt", c_int),
        ("read_index", c_int64),
    )


class _Sink(Structure):
    """The head of what the server tells of a sink."""

    _fields_ = (("name", c_char_p), ("index", c_uint32), ("description", c_char_p))


_TAKE_SINK = CFUNCTYPE(None, c_void_p, POINTER(_Sink), c_int, c_void_p)


def _library() -> Any:
    """Raises `PulseError` where it is not installed."""
    try:
        library: Any = ctypes.CDLL("libpulse.so.0")
    except OSError as reason:
        raise PulseError(f"libpulse can't be loaded: {reason}") from reason
    pointer, number = c_void_p, c_int
    for name, result, *arguments in (
        ("threaded_mainloop_new", pointer),
        ("threaded_mainloop_get_api", pointer, pointer),
        ("threaded_mainloop_start", number, pointer),
        ("threaded_mainloop_stop", None, pointer),
        ("threaded_mainloop_free", None, pointer),
        ("threaded_mainloop_lock", None, pointer),
        ("threaded_mainloop_unlock", None, pointer),
        ("context_new", pointer, pointer, c_char_p),
        ("context_connect", number, pointer, c_char_p, number, pointer),
        ("context_get_state", number, pointer),
        ("context_errno", number, pointer),
        ("context_disconnect", None, pointer),
        ("context_unref", None, pointer),
        ("context_get_sink_info_list", pointer, pointer, _TAKE_SINK, pointer),
        ("stream_new", pointer, pointer, c_char_p, POINTER(_Spec), pointer),
        ("stream_connect_playback", number, pointer, c_char_p, POINTER(_Lengths), number, pointer, pointer),
        ("stream_get_state", number, pointer),
        ("stream_write", number, pointer, c_char_p, c_size_t, pointer, c_int64, number),
        ("stream_writable_size", c_size_t, pointer),
        ("stream_get_time", number, pointer, POINTER(c_uint64)),
        ("stream_update_timing_info", pointer, pointer, pointer, pointer),
        ("stream_get_timing_info", POINTER(Timing), pointer),
        ("stream_disconnect", number, pointer),
        ("stream_unref", None, pointer),
        ("operation_get_state", number, pointer),
        ("operation_unref", None, pointer),
        ("strerror", c_char_p, number),
    ):
        function = getattr(library, f"pa_{name}")
        function.restype, function.argtypes = result, arguments
    return library


class Connection:
    """One connection with a thread of libpulse's. `with connection.lock():` goes round every call that names a stream."""

    def __init__(self) -> None:
        """Raises `PulseError` where no server answers."""
        self.pa = _library()
        self._loop = self.pa.pa_threaded_mainloop_new()
        self.context = self.pa.pa_context_new(self.pa.pa_threaded_mainloop_get_api(self._loop), b"tunes")
        self._lock = _Lock(self.pa, self._loop)
        self.pa.pa_threaded_mainloop_start(self._loop)
        try:
            with self._lock:
                begun = self.pa.pa_context_connect(self.context, None, 0, None)
            if begun < 0:
                raise PulseError(self.reason())
            self._await("context", lambda: self.pa.pa_context_get_state(self.context))
        except PulseError:
            self.close()
            raise

    def lock(self) -> AbstractContextManager[object]:
        """Keeps libpulse's thread from touching what we look at."""
        return self._lock

    def sinks(self) -> list[SoundDevice]:
        """The devices that the server has; none where it doesn't answer."""
        found: list[SoundDevice] = []

        def take(_context: int, sink: Any, is_end: int, _data: int) -> None:
            if not is_end:
                told = (sink.contents.name, sink.contents.description)
                found.append(SoundDevice(*((text or b"").decode(errors="replace") for text in told)))

        taking = _TAKE_SINK(take)
        ask = self.pa.pa_context_get_sink_info_list
        return found if self.finished(lambda: ask(self.context, taking, None), PATIENCE_S) else []

    def stream(self, device: str, rate: int, channels: int, frames: int, least: int) -> int:
        """A stream of 32-bit floats to a sink, "" for whichever is the default, that holds `frames` and begins with `least`; raises `PulseError` where it is refused."""
        spec = _Spec(FLOAT32LE, rate, channels)
        width = 4 * channels
        lengths = _Lengths(0xFFFFFFFF, frames * width, least * width, 0xFFFFFFFF, 0xFFFFFFFF)
        with self._lock:
            stream: int = self.pa.pa_stream_new(self.context, b"music", byref(spec), None)
            name, flags = device.encode() or None, PLAYBACK_FLAGS | (DONT_MOVE if device else 0)
            begun = self.pa.pa_stream_connect_playback(stream, name, byref(lengths), flags, None, None)
        if begun < 0:
            raise PulseError(self.reason())
        self._await("stream", lambda: self.pa.pa_stream_get_state(stream))
        return stream

    def is_alive(self, stream: int) -> bool:
        """Whether server and stream are still there."""
        with self._lock:
            context, state = self.pa.pa_context_get_state(self.context), self.pa.pa_stream_get_state(stream)
        return bool((context, state) == (READY["context"], READY["stream"]))

    def finished(self, begin: Callable[[], int | None], patience_s: float) -> bool:
        """Begins an operation and waits for it; False when it failed or took too long."""
        with self._lock:
            operation = begin()
        if not operation:
            return False
        deadline = time.monotonic() + patience_s
        while True:
            with self._lock:
                is_running = self.pa.pa_operation_get_state(operation) == 0
            if not is_running or time.monotonic() > deadline:
                break
            time.sleep(LOOK_S / 4)
        with self._lock:
            self.pa.pa_operation_unref(operation)
        return not is_running

    def reason(self) -> str:
        """What went wrong last."""
        with self._lock:
            number = self.pa.pa_context_errno(self.context)
        return str(self.pa.pa_strerror(number).decode(errors="replace"))

    def close(self, stream: int | None = None) -> None:
        """Ends the connection and its stream."""
        with self._lock:
            if stream is not None:
                self.pa.pa_stream_disconnect(stream)
                self.pa.pa_stream_unref(stream)
            self.pa.pa_context_disconnect(self.context)
            self.pa.pa_context_unref(self.context)
        self.pa.pa_threaded_mainloop_stop(self._loop)
        self.pa.pa_threaded_mainloop_free(self._loop)

    def _await(self, what: str, look: Callable[[], int]) -> None:
        deadline = time.monotonic() + PATIENCE_S
        while True:
            with self._lock:
                state = look()
            if state == READY[what]:
                return
            if state in BROKEN[what] or time.monotonic() > deadline:
                raise PulseError(self.reason() if state in BROKEN[what] else "it does not answer")
            time.sleep(LOOK_S)


class _Lock:
    """libpulse's own lock, which its thread holds while it works. It may be taken again by who has it."""

    def __init__(self, pa: Any, loop: int) -> None:
        self._pa, self._loop = pa, loop

    def __enter__(self) -> Self:
        self._pa.pa_threaded_mainloop_lock(self._loop)
        return self

    def __exit__(self, *_reason: object) -> None:
        self._pa.pa_threaded_mainloop_unlock(self._loop)
