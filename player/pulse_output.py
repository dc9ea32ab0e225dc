"""Owns a stream to PulseAudio or PipeWire: keeps it filled far ahead, and takes back what has not sounded when something changes."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import byref, c_uint64

import numpy as np
from tunes.player.ahead import Ahead
from tunes.player.buffer import CHANNELS, RATE, frames_in, silence
from tunes.player.devices import UnknownDeviceError, meant
from tunes.player.mixer import Samples
from tunes.player.output import NoDeviceError
from tunes.player.pulse import RELATIVE, Connection, PulseError

HELD = frames_in(0.4)
"""Frames handed over ahead. They cost no delay, since they are taken back when something changes; meant to last while
other programs keep every core busy, which has not been measured."""
WRITE_S = 0.1
"""Between two looks whether there is room for more: each costs as much as the frames that it hands over."""
LEAST = frames_in(0.01)
"""Frames with which a stream that ran dry begins again."""
STARVED_S = 0.004
"""Between two looks whether a deck has begun to decode."""
MARGIN = frames_in(0.005)
"""How far ahead of the server what is written anew lies: it works on while our word is on its way."""
MARGINS = (frames_in(0.02), frames_in(0.06), frames_in(0.2))
"""The same, where that was too little."""
SHALLOW = frames_in(0.06)
"""A device that holds less than this is left what it has; from one that holds more the server can take sound back."""
REWIND = frames_in(0.025)
"""What a device that holds more keeps of it."""
ANSWER_S = 0.05
"""For the server to say where it is."""
STALLED_S = 3.0
"""A stream that moves no further this long has gone. PulseAudio's null sink may take 2 s before it begins."""
WIDTH = 4 * CHANNELS
"""Bytes of a frame."""


class PulseOutput:
    """A stream that takes frames from `ahead` once it is started."""

    def __init__(self, ahead: Ahead, device: str = "") -> None:
        """`device` is what a sink is called, "" for whichever is the default; raises `NoDeviceError` where there is none."""
        self.name = "PulseAudio"
        self._ahead = ahead
        self._base = self._ear = ahead.handed
        self._turn = threading.RLock()
        self._is_closed = False
        self._news = threading.Event()
        self._moved_at, self._moved_to = time.monotonic(), 0
        self._thread = threading.Thread(target=self._run, name="sound", daemon=True)
        try:
            self._connection = Connection()
            try:
                sink = meant(device, self._connection.sinks()).name if device else ""
                self._stream = self._connection.stream(sink, RATE, CHANNELS, HELD, LEAST)
            except (PulseError, UnknownDeviceError):
                self._connection.close()
                raise
        except (PulseError, UnknownDeviceError) as reason:
            raise NoDeviceError(f"PulseAudio: {reason}") from reason
        self._pa = self._connection.pa

    def start(self) -> None:
        """Begins."""
        self._base = self._ear = self._ahead.handed
        self._moved_at = time.monotonic()
        self._thread.start()

    @property
    def ear(self) -> int:
        """The frame that sounds now, counted as `Ahead` counts."""
        passed = c_uint64()
        with self._connection.lock():
            is_known = self._pa.pa_stream_get_time(self._stream, byref(passed)) == 0
        if is_known:
            self._ear = min(self._base + passed.value * RATE // 1_000_000, self._ahead.handed)
        return self._ear

    @property
    def is_stalled(self) -> bool:
        """The server has gone, or moves no further."""
        now, ear = time.monotonic(), self.ear
        if ear != self._moved_to:
            self._moved_at, self._moved_to = now, ear
        return now - self._moved_at > STALLED_S or not self._connection.is_alive(self._stream)

    @contextmanager
    def at_once(self) -> Iterator[None]:
        """What is changed within is heard at once: all that has not sounded is handed over anew."""
        with self._turn:
            before = self._ahead.handed
            soonest = self._soonest(MARGIN)
            since = self._ahead.take_back(before if soonest is None else soonest)
            yield
            if self._ahead.is_fresh:
                self._begin(since, before)
            else:
                self._write(before - since, since - before)
        self._news.set()  # a deck that has begun to decode is looked at more often

    def close(self) -> None:
        """Ends the stream."""
        self._is_closed = True
        self._news.set()
        self._thread.join()
        with self._turn:
            self._connection.close(self._stream)

    def _run(self) -> None:
        while not self._is_closed:
            self._news.clear()
            if self._ahead.could_go_on:
                with self.at_once():
                    pass
            with self._turn:
                self._write(self._room(), 0)
            self._news.wait(STARVED_S if self._ahead.is_waiting else WRITE_S)

    def _room(self) -> int:
        with self._connection.lock():
            room: int = self._pa.pa_stream_writable_size(self._stream)
        return room // WIDTH if room < 1 << 30 else 0  # a stream that has gone says -1

    def _write(self, count: int, offset: int) -> None:
        """Hands over so many frames, `offset` from where the last ones ended."""
        if count > 0:
            self._send(self._ahead.pull(count), offset)

    def _send(self, frames: Samples, offset: int) -> None:
        samples = frames.tobytes()
        with self._connection.lock():
            self._pa.pa_stream_write(self._stream, samples, len(samples), None, offset * WIDTH, RELATIVE)

    def _begin(self, since: int, before: int) -> None:
        """Hands over what begins at `since`, where frames were handed over up to `before`, and makes sure that its beginning is heard.

        Where other programs keep the cores busy, the server has passed by before our word came: it begins further on then. The
        server is asked in the same breath: asked later, it would have passed by what it took in time, and the beginning be heard twice.
        """
        frames, place = self._ahead.pull(before - since), since
        for margin in MARGINS:
            passed = self._soonest(0, frames, place - before)
            if passed is None or passed <= since:
                return
            before = self._ahead.handed
            place = self._ahead.take_back(since)
            count = passed + margin - place
            self._ahead.wait(count)
            frames = np.concatenate([silence(count), self._ahead.pull(max(0, before - place - count))])
            since = place + count
        self._send(frames, place - before)

    def _soonest(self, margin: int, frames: Samples | None = None, offset: int = 0) -> int | None:
        """The first frame in place of which something else can still be heard, so far ahead of the server, which is first sent `frames`; None where it says nothing."""

        def ask() -> int | None:
            if frames is not None and len(frames):
                self._send(frames, offset)
            operation: int | None = self._pa.pa_stream_update_timing_info(self._stream, None, None)
            return operation

        if not self._connection.finished(ask, ANSWER_S):
            return None
        with self._connection.lock():
            timing = self._pa.pa_stream_get_timing_info(self._stream).contents
            given: int = self._base + timing.read_index // WIDTH
            held = timing.sink_us * RATE // 1_000_000
        return given + margin if held <= SHALLOW else given - held + (REWIND if margin else 0)
