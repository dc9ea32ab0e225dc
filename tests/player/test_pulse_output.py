"""The stream to PulseAudio, heard frame by frame at a real sink."""

import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hearing import RATE, piped
from pulse import PulseAudio
from tunes.player import pulse_output
from tunes.player.ahead import Ahead
from tunes.player.buffer import Buffer
from tunes.player.mixer import Mixer
from tunes.player.pulse_output import PulseOutput
from tunes.player.voice import Source

pytestmark = pytest.mark.sound


def test_what_begins_is_heard_once_though_we_are_held_up_when_it_was_handed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By other programs that keep the cores busy: the server has passed by its beginning then, but had it in time."""
    sound = PulseAudio()
    for name, value in sound.environment.items():
        monkeypatch.setenv(name, value)
    noise = np.random.default_rng(1).integers(-20_000, 20_000, (RATE, 2)).astype(np.int16)
    buffer = Buffer(0)
    buffer.write(noise, 0)
    buffer.end(is_broken=False)
    try:
        with piped(sound, tmp_path / "fifo") as hearing:
            mixer = Mixer()
            ahead = Ahead(mixer)
            output = PulseOutput(ahead)
            output.start()
            _until(lambda: output.ear > RATE // 4)
            monkeypatch.setattr(
                pulse_output, "MARGIN", RATE // 5
            )  # so that on a busy computer it has it in time
            _hold_up_after_each_word(output, monkeypatch)
            with output.at_once():
                ahead.start(Source(1, buffer))
            begun = ahead.handed
            _until(lambda: output.ear > begun + RATE // 4)
            heard = np.round(hearing.all() * 32768)
            output.close()
    finally:
        sound.close()
    (first, *_) = np.flatnonzero(np.abs(heard).max(axis=1))
    assert np.abs(heard[first : first + 4410] - noise[:4410]).max() <= 1


def _hold_up_after_each_word(output: PulseOutput, monkeypatch: pytest.MonkeyPatch) -> None:
    library, locks, has_spoken = output._pa, type(output._connection.lock()), threading.Event()
    write, enter = library.pa_stream_write, locks.__enter__

    def speak(*words: Any) -> Any:
        has_spoken.set()
        return write(*words)

    def held_up(lock: Any) -> Any:
        if has_spoken.is_set():
            has_spoken.clear()
            time.sleep(0.25)
        return enter(lock)

    monkeypatch.setattr(library, "pa_stream_write", speak)
    monkeypatch.setattr(locks, "__enter__", held_up)


def _until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.01)
