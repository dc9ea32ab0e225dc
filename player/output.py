"""Owns ways out for sound that take nothing back: a device through miniaudio (the only module that imports it), and a clock."""

import sys
import threading
import time
from collections.abc import Generator
from contextlib import AbstractContextManager, nullcontext
from typing import Any, Protocol

from tunes.player.ahead import Ahead
from tunes.player.buffer import CHANNELS, RATE, frames_in
from tunes.player.devices import SoundDevice, UnknownDeviceError, meant

PERIOD_MS = 50
"""Sound handed over at a time."""
PERIODS = 4
"""What a device keeps waiting: 200 ms. 90 ms were unbroken on a quiet machine and broke where both cores were busy with
other programs. miniaudio tells no latency, so this is also what has not sounded yet of what was handed over."""
STALLED_S = 3.0
"""A device that asks for nothing this long has gone. PulseAudio's null sink takes 1.8 s before it first asks."""
TICK_S = 0.02
"""How often the clock asks for sound."""

BACKENDS = {"darwin": ("COREAUDIO",), "win32": ("WASAPI",)}
UNIX = ("ALSA", "JACK")
"""Named one by one, or miniaudio falls back on one that swallows all sound without a word. PulseAudio has a module of its own."""


class NoDeviceError(Exception):
    """No sound device can be opened; the text says what was tried."""


class Output(Protocol):
    """Takes frames from `Ahead`."""

    name: str

    @property
    def ear(self) -> int:
        """The frame that sounds now, counted as `Ahead` counts."""
        ...

    @property
    def is_stalled(self) -> bool:
        """It takes nothing any more: unplugged, or its sound server has ended."""
        ...

    def at_once(self) -> AbstractContextManager[None]:
        """What is changed within is heard as soon as this output can."""
        ...

    def close(self) -> None:
        """Gives it back. May hang where a device has vanished."""
        ...


class Device:
    """A sound device that asks for frames by itself, once started, and keeps them."""

    def __init__(self, ahead: Ahead, device: str = "") -> None:
        """`device` is what it is called, "" for the usual one; raises `NoDeviceError` where none can be opened."""
        self._ahead = ahead
        self._device, self.name = open_device(device)

    def start(self) -> None:
        """Raises `NoDeviceError` where it doesn't begin."""
        self._since, self._asked_at = self._ahead.handed, time.monotonic()
        feed = self._feed()
        next(feed)
        try:
            self._device.start(feed)
        except Exception as reason:
            self._device.close()
            raise NoDeviceError(f"{self.name}: {reason}") from reason

    @property
    def ear(self) -> int:
        """What was handed over, less what the device keeps."""
        return max(self._since, self._ahead.handed - PERIODS * frames_in(PERIOD_MS / 1000))

    @property
    def is_stalled(self) -> bool:
        """It has stopped asking."""
        return time.monotonic() - self._asked_at > STALLED_S

    def at_once(self) -> AbstractContextManager[None]:
        """After what the device keeps already."""
        return nullcontext()

    def close(self) -> None:
        """Gives the device back."""
        self._device.close()

    def _feed(self) -> Generator[bytes, int, None]:
        count = yield b""
        while True:
            self._asked_at = time.monotonic()
            count = yield self._ahead.pull(count).tobytes()


class Clock:
    """Stands in where there is no device: asks for frames at the right speed and throws them away."""

    name = "no device"
    is_stalled = False

    def __init__(self, ahead: Ahead) -> None:
        self._ahead = ahead
        self._is_closed = threading.Event()
        self._thread = threading.Thread(target=self._run, name="clock", daemon=True)
        self._thread.start()

    @property
    def ear(self) -> int:
        """All that was handed over."""
        return self._ahead.handed

    def at_once(self) -> AbstractContextManager[None]:
        """Nothing is kept."""
        return nullcontext()

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
            self._ahead.pull(due - asked)
            asked = due


def device_names() -> list[str]:
    """What the devices are called that can be opened here."""
    try:
        return [str(one["name"]) for name in _backends() for one in _listed(_miniaudio(), name)]
    except NoDeviceError:
        return []


def open_device(wanted: str = "") -> tuple[Any, str]:
    """The first device that opens, or the one that is called so, and the name of its back end; raises `NoDeviceError`."""
    miniaudio = _miniaudio()
    refusals = []
    for name in _backends():
        try:
            device = miniaudio.PlaybackDevice(
                device_id=_id_of(wanted, _listed(miniaudio, name)) if wanted else None,
                output_format=miniaudio.SampleFormat.FLOAT32,
                nchannels=CHANNELS,
                sample_rate=RATE,
                buffersize_msec=PERIOD_MS,
                callback_periods=PERIODS,
                backends=[miniaudio.Backend[name]],
                app_name="tunes",
            )
        except (miniaudio.MiniaudioError, UnknownDeviceError) as reason:
            refusals.append(f"{name}: {reason}")
        else:
            return device, device.backend
    raise NoDeviceError("; ".join(refusals))


def _miniaudio() -> Any:
    try:
        import miniaudio
    except (ImportError, OSError) as reason:
        raise NoDeviceError(f"miniaudio can't be loaded: {reason}") from reason
    return miniaudio


def _backends() -> tuple[str, ...]:
    return BACKENDS.get(sys.platform, UNIX)


def _listed(miniaudio: Any, backend: str) -> list[dict[str, Any]]:
    """The devices of one back end; none where it isn't there."""
    try:
        found: list[dict[str, Any]] = miniaudio.Devices([miniaudio.Backend[backend]]).get_playbacks()
    except miniaudio.MiniaudioError:
        return []
    return found


def _id_of(wanted: str, there: list[dict[str, Any]]) -> Any:
    """Raises `UnknownDeviceError`."""
    name = meant(wanted, [SoundDevice(str(one["name"]), "") for one in there]).name
    return next(one["id"] for one in there if str(one["name"]) == name)
