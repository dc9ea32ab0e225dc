"""Hears a sink: all that it gets, and the moment at which each frame of it was heard."""

import os
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pulse import PulseAudio

RATE = 44_100
WINDOW = 176
"""Frames (4 ms) in which a tone is recognised: four swings of the lower one."""
LOW_HZ, HIGH_HZ = 1000.0, 3000.0
SECTION_S = 5.0
"""How long one of the two sounds in a file before the other does: the step of both players' arrow keys."""
PLACE_HZ, RISE_HZ = 400.0, 150.0
"""Of the tone that tells the place: where it begins, and what it rises in a second."""
LEVEL = 0.4


def two_tones(seconds: float, *, section_s: float = SECTION_S, first: int = 0) -> NDArray[np.float64]:
    """On the left the low tone (0) and the high one (1) take turns; on the right one rises, and so tells the place."""
    at = np.arange(round(seconds * RATE)) / RATE
    is_high = (at // section_s).astype(int) % 2 != first
    tone = np.where(is_high, np.sin(2 * np.pi * HIGH_HZ * at), np.sin(2 * np.pi * LOW_HZ * at))
    place = np.sin(2 * np.pi * (PLACE_HZ * at + RISE_HZ * at**2 / 2))
    return LEVEL * np.column_stack([tone, place])


class Hearing:
    """Takes in what a sink gets from the moment it is made."""

    def __init__(self, source: int, block_s: float) -> None:
        """`source` gives 16-bit stereo; a block of so many seconds comes when the first of its frames is heard."""
        self._source, self._block_s = source, block_s
        self._heard = bytearray()
        self._arrivals: list[tuple[float, int]] = []
        self._lock = threading.Lock()
        self._has_begun = threading.Event()
        self._is_over = False
        self._thread = threading.Thread(target=self._listen, name="hearing", daemon=True)
        self._thread.start()
        assert self._has_begun.wait(10), "the sink is silent"

    def close(self) -> None:
        """Stops listening."""
        self._is_over = True
        self._thread.join()

    def forget(self, but_s: float = 2.0) -> None:
        """What was heard so far is of no interest any more, but for the last seconds."""
        with self._lock:
            cut = max(0, self._frames - round(but_s * RATE))
            del self._heard[: cut * 4]
            self._arrivals = [(at, frames - cut) for at, frames in self._arrivals if frames > cut]

    def all(self) -> NDArray[np.float64]:
        """Both channels of all that was heard, full scale 1."""
        with self._lock:
            return np.frombuffer(bytes(self._heard[: self._frames * 4]), "<i2").reshape(-1, 2) / 32768

    def levels(self, hz: float, since: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """The monotonic time and the level of a tone, frame by frame, from `since` on."""
        with self._lock:
            began = self._began()
            first = max(0, round((since - began) * RATE) - WINDOW)
            part = np.frombuffer(bytes(self._heard[first * 4 : self._frames * 4]), "<i2")[::2] / 32768
        turned = part * np.exp(-2j * np.pi * hz * np.arange(len(part)) / RATE)
        summed = np.concatenate([[0], np.cumsum(turned)])
        levels = 2 * np.abs(summed[WINDOW:] - summed[:-WINDOW]) / WINDOW
        # A window tells of its middle: a tone that begins there has half its level in it.
        times = began + (first + WINDOW / 2 + np.arange(len(levels))) / RATE
        return times, levels

    def when(self, hz: float, since: float, *, begins: bool, patience_s: float = 3.0) -> float:
        """Waits until a tone has begun, or ended, after `since`; the monotonic time of the ear at which it had half its level."""
        deadline = time.monotonic() + patience_s
        while time.monotonic() < deadline:
            times, levels = self.levels(hz, since)
            hits = np.flatnonzero((levels > LEVEL / 2) == begins)
            if len(hits):
                return float(times[hits[0]])
            time.sleep(0.02)
        raise AssertionError(f"{hz:g} Hz did not {'begin' if begins else 'end'} within {patience_s:g} s")

    def sounds(self) -> float:
        """The tone that sounds now, Hz; 0 where neither does."""
        time.sleep(0.05)
        strength = {hz: self.levels(hz, time.monotonic() - 0.1)[1] for hz in (LOW_HZ, HIGH_HZ)}
        return next((hz for hz, levels in strength.items() if len(levels) and levels[-1] > LEVEL / 2), 0.0)

    def place(self) -> float:
        """Seconds into the file at which the ear is, as the rising tone tells it, within a tenth or so."""
        with self._lock:
            last = np.frombuffer(bytes(self._heard[(self._frames - 4096) * 4 : self._frames * 4]), "<i2")[
                1::2
            ]
        strength = np.abs(np.fft.rfft(last * np.hanning(len(last))))
        return float((strength.argmax() * RATE / len(last) - PLACE_HZ) / RISE_HZ)

    @property
    def _frames(self) -> int:
        return self._arrivals[-1][1] if self._arrivals else 0

    def _began(self) -> float:
        """The time of the first frame, as those tell it that came soonest: what comes late was held up on its way to us.

        The sink hands a block to its monitor when it makes it, which is when the first of its frames is heard.
        """
        return min(at - frames / RATE for at, frames in self._arrivals[-200:]) + self._block_s

    def _listen(self) -> None:
        while not self._is_over and (block := os.read(self._source, 1 << 16)):
            now = time.monotonic()
            with self._lock:
                self._heard += block
                self._arrivals.append((now, len(self._heard) // 4))
            self._has_begun.set()


@contextmanager
def monitored(sound: PulseAudio, sink: str = "silent", latency_ms: int = 20) -> Iterator[Hearing]:
    """Hears a sink by its monitor. What is taken back within a block that is under way, a monitor does not tell."""
    command = ["parec", f"--device={sink}.monitor", "--format=s16le", f"--rate={RATE}", "--channels=2"]
    command += [f"--latency-msec={latency_ms}", "--raw"]
    with subprocess.Popen(command, env=os.environ | sound.environment, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        hearing = Hearing(process.stdout.fileno(), latency_ms / 1000)
        try:
            yield hearing
        finally:
            hearing.close()
            process.kill()


@contextmanager
def piped(sound: PulseAudio, fifo: Path) -> Iterator[Hearing]:
    """Makes a sink of its own the usual one, and hears each of its frames; it takes nothing back."""
    module = f"module-pipe-sink sink_name=piped file={fifo} rate={RATE} channels=2 format=s16le use_system_clock_for_timing=yes"
    for words in (["load-module", *module.split()], ["set-default-sink", "piped"]):
        subprocess.run(
            ["pactl", *words], env=os.environ | sound.environment, stdout=subprocess.DEVNULL, check=True
        )
    source = os.open(fifo, os.O_RDONLY)
    hearing = Hearing(source, 0.0)
    try:
        yield hearing
    finally:
        hearing.close()
        os.close(source)


def make_files(folder: Path, ending: str, count: int, seconds: float, *, section_s: float) -> list[Path]:
    """So many files of two tones in one format, made by ffmpeg; each begins with the tone that the one before did not."""
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    for number in range(count):
        sound = two_tones(seconds, section_s=section_s, first=number % 2)
        made.append(encode(folder / f"{number:02}.{ending}", sound))
    return made


def encode(path: Path, sound: NDArray[np.float64], rate: int = RATE) -> Path:
    """Writes sound of any rate and number of channels in the format of the file's ending."""
    pcm = np.round(np.clip(sound * 32768, -32768, 32767)).astype("<i2").tobytes()
    given = ["-f", "s16le", "-ar", str(rate), "-ac", str(sound.shape[1]), "-i", "-"]
    codec = {"m4a": ["-c:a", "aac", "-b:a", "192k"], "opus": ["-c:a", "libopus", "-b:a", "160k"]}
    codec |= {"ogg": ["-c:a", "libvorbis", "-q:a", "6"], "mp3": ["-c:a", "libmp3lame", "-b:a", "192k"]}
    chosen = codec.get(path.suffix[1:], [])
    subprocess.run(
        ["ffmpeg", "-y", "-loglevel", "error", *given, *chosen, os.fspath(path)], input=pcm, check=True
    )
    return path
