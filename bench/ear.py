"""An ear of our own beside the player's counting: hears at the sink which seconds of which file really sounded.

Each made file says on its left channel which one it is (a tone of its own), and on the right one where it is (a tone that
rises by 200 Hz a second). So every 20 ms of what the sound server got tells file and place, with no code of tunes.
"""

import os
import subprocess
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import soundfile
from numpy.typing import NDArray
from pulse import PulseAudio

RATE = 44_100
BLOCK = 882
"""Frames that are looked at together: 20 ms."""
BLOCK_S = BLOCK / RATE
FIRST_HZ, STEP_HZ = 600.0, 150.0
"""Of the tones that name a file."""
PLACE_HZ, RISE_HZ = 400.0, 200.0
"""Of the tone that tells the place: where it begins, and what it rises in a second."""
LOUD_ENOUGH = 30.0
"""Sixteen-bit steps; the quietest volume that the benches set leaves 400."""
SLICES = 10
"""Of a block, 2 ms each: where sound breaks off, as on a busy machine, only those that sounded count."""
BROKEN_OFF_S = 0.1
"""A block that is silent in part, so soon after sound, is of the same file; no pitch can be told of it."""
STRAY_S = 1.5 * BLOCK_S
"""A run whose last jump is so near to its end heard only that it ended."""
FORMATS = {"flac": "FLAC", "wav": "WAV", "mp3": "MP3", "ogg": "OGG"}


def make_coded(path: Path, number: int, seconds: float) -> Path:
    """A file that tells what it is and where, in the format of its ending."""
    at = np.arange(round(seconds * RATE)) / RATE
    name = np.sin(2 * np.pi * (FIRST_HZ + STEP_HZ * number) * at)
    place = np.sin(2 * np.pi * (PLACE_HZ * at + RISE_HZ * at**2 / 2))
    soundfile.write(path, 0.4 * np.column_stack([name, place]), RATE, format=FORMATS[path.suffix[1:]])
    return path


@dataclass(slots=True)
class Run:
    """One file that sounded without another between; silence does not end it."""

    number: int
    since: float
    """Unix time of its first sound."""
    first: float
    """Place of it, seconds into the file."""
    until: float = 0.0
    last: float = 0.0
    """Place of its last sound."""
    blocks: float = 0.0
    jumps: list[tuple[float, float, float]] = field(default_factory=list)
    """When, from where, to where."""

    @property
    def heard(self) -> float:
        """Seconds that sounded."""
        return self.blocks * BLOCK_S


class Ear:
    """Listens to a sink from the moment it is made; `runs` are what it heard, in order."""

    def __init__(self, sound: PulseAudio) -> None:
        self.runs: list[Run] = []
        self._process = subprocess.Popen(
            [
                "parec",
                "--device=silent.monitor",
                "--format=s16le",
                f"--rate={RATE}",
                "--channels=2",
                "--latency-msec=40",
                "--raw",
            ],
            env=os.environ | sound.environment,
            stdout=subprocess.PIPE,
        )
        self._thread = threading.Thread(target=self._listen, name="ear", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stops listening."""
        self._process.kill()
        self._process.wait()
        self._thread.join()

    def _listen(self) -> None:
        pipe = self._process.stdout
        assert pipe is not None
        while len(block := pipe.read(BLOCK * 4)) == BLOCK * 4:
            self._take(np.frombuffer(block, dtype="<i2").reshape(-1, 2).astype(np.float64), time.time())

    def _take(self, block: NDArray[np.float64], now: float) -> None:
        loud = np.abs(block[: BLOCK // SLICES * SLICES, 0]).reshape(SLICES, -1).max(axis=1) >= LOUD_ENOUGH
        if not loud.any():
            return
        run, share = self.runs[-1] if self.runs else None, float(loud.mean())
        if run is not None and share < 1 and now - run.until < BROKEN_OFF_S:
            run.until, run.last, run.blocks = now, run.last + share * BLOCK_S, run.blocks + share
            return
        number = round((_pitch(block[:, 0]) - FIRST_HZ) / STEP_HZ)
        place = (_pitch(block[:, 1]) - PLACE_HZ) / RISE_HZ
        if run is None or run.number != number:
            run = Run(number, now, place, last=place - BLOCK_S)
            self.runs.append(run)
        elif abs(place - run.last - BLOCK_S) > 0.15:
            run.jumps.append((now, run.last, place))
        run.until, run.last, run.blocks = now, place, run.blocks + share


def stays(runs: Sequence[Run]) -> list[Run]:
    """The runs without the blocks in which one file gave way to another, or broke off, and which told neither from a third.

    Nobody plays a file right after itself, so what stands beside such a block on both sides is one run.
    """
    kept: list[Run] = []
    for run in runs:
        if run.blocks <= 2:
            continue
        if kept and kept[-1].number == run.number:
            kept[-1] = _joined(kept[-1], run)
        else:
            kept.append(run)
    return [_less_stray_end(run) for run in kept]


def _less_stray_end(run: Run) -> Run:
    """Without the last block or two, where something else was told of them: in them another file begins to sound, or a key fades."""
    if not run.jumps or run.until - run.jumps[-1][0] > STRAY_S:
        return run
    at, left, _ = run.jumps[-1]
    return replace(run, until=at, last=left, jumps=run.jumps[:-1])


def _joined(one: Run, other: Run) -> Run:
    return replace(
        other,
        since=one.since,
        first=one.first,
        blocks=one.blocks + other.blocks,
        jumps=[*one.jumps, *other.jumps],
    )


_WINDOW = np.hanning(BLOCK)
_PADDED = 4 * BLOCK


def _pitch(wave: NDArray[np.float64]) -> float:
    """The frequency of the loudest tone, Hz."""
    strength = np.abs(np.fft.rfft(wave * _WINDOW, _PADDED))
    peak = int(np.clip(strength.argmax(), 1, len(strength) - 2))
    left, top, right = np.log(strength[peak - 1 : peak + 2] + 1e-9)
    bend = left - 2 * top + right
    return float((peak + (0.0 if bend == 0 else 0.5 * (left - right) / bend)) * RATE / _PADDED)
