"""Owns the one way out for sound: a device through miniaudio (the only module that imports it), or a clock where there is none."""

import sys
import threading
import time
from collections.abc import Callable, Generator
from typing import Any

from tunes.player.buffer import CHANNELS, RATE, frames_in
from tunes.player.mixer import Samples

PERIOD_MS = 50
"""Sound handed over at a time."""
PERIODS = 4
"""What a device keeps waiting: 200 ms, as in mpv. 90 ms were unbroken on a quiet machine and broke where both cores
were busy with other programs. miniaudio tells no latency, so this is also what has not sounded yet of what was handed over."""
STALLED_S = 3.0
"""A device that asks for nothing this long has gone. PulseAudio's null sink takes 1.8 s before it first asks."""
TICK_S = 0.02
"""How often the clock asks for sound."""

BACKENDS = {"darwin": ("COREAUDIO",), "win32": ("WASAPI",)}
UNIX = ("PULSEAUDIO", "ALSA", "JACK")
"""Named one by one, or miniaudio falls back on one that swallows all sound without a word."""


class NoDeviceError(Exception):
    """No sound device can be opened; the text says what was tried."""


class Device:
    """A sound device that asks `pull` for frames from the moment it is made."""

    delay = PERIODS * frames_in(PERIOD_MS / 1000)
    """Frames handed over that have not sounded yet."""

    def __init__(self, pull: Callable[[int], Samples]) -> None:
        """Raises `NoDeviceError` where none can be opened."""
        self._pull = pull
        self._asked_at = time.monotonic()
        self._device, self.name = open_device()
        feed = self._feed()
        next(feed)
        try:
            self._device.start(feed)
        except Exception as reason:
            self._device.close()
            raise NoDeviceError(f"{self.name}: {reason}") from reason

    @property
    def is_stalled(self) -> bool:
        """It has stopped asking: unplugged, or its sound server has ended."""
        return time.monotonic() - self._asked_at > STALLED_S

    def close(self) -> None:
        """Gives the device back. May hang on one that has vanished."""
        self._device.close()

    def _feed(self) -> Generator[bytes, int, None]:
        count = yield b""
        while True:
            self._asked_at = time.monotonic()
            count = yield self._pull(count).tobytes()


class Clock:
    """Stands in where there is no device: asks for frames at the right speed and throws them away."""

    delay = 0
    name = "no device"
    is_stalled = False

    def __init__(self, pull: Callable[[int], Samples]) -> None:
        self._pull = pull
        self._is_closed = threading.Event()
        self._thread = threading.Thread(target=self._run, name="clock", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stops asking."""
        self._is_closed.set()
        self._thread.join()

    def _run(self) -> None:
        began, asked = time.monotonic(), 0
        while not self._is_closed.wait(TICK_S):
            due = int((time.monotonic() - began) * RATE)
            if due - asked > RATE:
                # Stopped from outside for a while: what nobody asked for in time is not made up for.
                began, asked, due = time.monotonic(), 0, 0
            self._pull(due - asked)
            asked = due


def open_device() -> tuple[Any, str]:
    """The first device that opens, and the name of its back end; raises `NoDeviceError`."""
    try:
        import miniaudio
    except (ImportError, OSError) as reason:
        raise NoDeviceError(f"miniaudio can't be loaded: {reason}") from reason
    refusals = []
    for name in BACKENDS.get(sys.platform, UNIX):
        try:
            device = miniaudio.PlaybackDevice(
                output_format=miniaudio.SampleFormat.FLOAT32,
                nchannels=CHANNELS,
                sample_rate=RATE,
                buffersize_msec=PERIOD_MS,
                callback_periods=PERIODS,
                backends=[miniaudio.Backend[name]],
                app_name="tunes",
            )
        except miniaudio.MiniaudioError as reason:
            refusals.append(f"{name}: {reason}")
        else:
            return device, device.backend
    raise NoDeviceError("; ".join(refusals))
