"""Measures what is lost or added where one track joins on to the next, heard at the sink of a private sound server, beside mpv and MPD.

    python bench/gap.py [--runs 20] [--formats flac mp3 wav ogg m4a opus] [--beside mpv mpd] [--scrolling] [--scanning]

Noise that is the same nowhere is cut into tracks, which are played in a row; each track is found again in what the sink got. Told
is, over all joins, by how many frames (44,100 a second) the next track comes late (+) or early (-), how often sound broke inside
of tracks, how much longer all was than the noise, and, where nothing is lost by encoding, how many samples are not the file's.
With `--scrolling` the screen is open on 100,000 tracks and runs through the list of them all the while; with `--scanning`
`tunes scan` reads a folder for the first time, over and over. Needs pulseaudio and ffmpeg; mpv and MPD where they are installed.
"""

import argparse
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

sys.path += [str(Path(__file__).parent), str(Path(__file__).parents[1] / "tests")]
from hearing import RATE, Hearing, encode, piped
from open import fill, make_files
from programs import MPV, TUNES, InTerminal, Mpd, WithoutTerminal, places
from pulse import PulseAudio
from scan import make_folder
from search import make_tracks

FORMATS = ("flac", "mp3", "wav", "ogg", "m4a", "opus")
LOSSLESS = ("flac", "wav")
TRACK_S = 2.5
ODD = 61
"""Frames that a track is longer than the one before, so that no length is one of a coder's frames."""
WINDOW = 8192
REACH = RATE // 2
"""Frames by which a track may come early or late and is found."""
ALIKE = 0.8
"""Correlation above which two windows hold the same sound."""
QUIET = 0.01
PAUSE_S = 1.5
"""After so much silence all has been played."""
SCANNED_FILES = 4000
SHOWN_TRACKS = 100_000


class Playing(Protocol):
    """A program that plays a list of files."""

    def close(self) -> None:
        """Ends it."""
        ...


def noise(frames: int, seed: int) -> NDArray[np.float64]:
    """Between 200 and 5000 Hz, which every coder keeps."""
    strength = np.fft.rfft(np.random.default_rng(seed).standard_normal(frames))
    hz = np.fft.rfftfreq(frames, 1 / RATE)
    strength[(hz < 200) | (hz > 5000)] = 0
    made: NDArray[np.float64] = np.fft.irfft(strength, frames)
    rounded: NDArray[np.float64] = np.round(np.clip(0.2 * made / made.std(), -0.95, 0.95) * 32768)
    return rounded / 32768


@dataclass(frozen=True, slots=True)
class Joined:
    """What the sink got of one list."""

    shifts: list[int]
    """Frames by which each track but the first comes late."""
    breaks: int
    """Tracks inside of which something was lost or added."""
    longer: int
    """Frames from the first sound to the last, less what they should be."""
    wrong: int
    """Samples that are not the file's."""


def judged(heard: NDArray[np.float64], original: NDArray[np.float64], cuts: Sequence[int]) -> Joined:
    """Finds each track near its begin and near its end; `cuts` are the frames at which tracks begin, and the end."""
    sounding = np.flatnonzero(np.abs(heard) > QUIET)
    begins = found(heard, original, cuts[0] + WINDOW, int(sounding[0]), RATE)
    ends = begins
    shifts, breaks = [], 0
    for number, (first, after) in enumerate(pairwise(cuts)):
        begins = found(heard, original, first + WINDOW // 2, ends, REACH)
        if number:
            shifts.append(begins - ends)
        ends = found(heard, original, after - WINDOW - WINDOW // 2, begins, REACH)
        breaks += begins != ends
    start = found(heard, original, cuts[0] + WINDOW // 2, int(sounding[0]), RATE)
    part = heard[max(0, start) : max(0, start) + len(original)]
    wrong = np.count_nonzero(np.abs(part - original[: len(part)]) > 0.5 / 32768) + len(original) - len(part)
    return Joined(shifts, breaks, int(sounding[-1] - sounding[0]) + 1 - len(original), int(wrong))


def found(
    heard: NDArray[np.float64], original: NDArray[np.float64], frame: int, offset: int, reach: int
) -> int:
    """By how many frames the window that begins at `frame` of the original comes later in what was heard."""
    wanted = original[frame : frame + WINDOW]
    first = max(0, frame + offset - reach)
    among = heard[first : frame + offset + reach + WINDOW]
    size = 1 << (len(among) + WINDOW).bit_length()
    alike = np.fft.irfft(np.fft.rfft(among, size) * np.conj(np.fft.rfft(wanted, size)), size)[: len(among)]
    best = int(alike.argmax())
    there = among[best : best + WINDOW]
    quality = alike[best] / (np.sqrt((wanted**2).sum() * (there**2).sum()) + 1e-9)
    assert quality > ALIKE, f"the sound at {frame / RATE:.2f} s was not heard ({quality:.2f})"
    return first + best - frame


def played(start: Callable[[], Playing], hearing: Hearing, seconds: float) -> NDArray[np.float64]:
    """Lets a program play until it is silent; what was heard on the left."""
    hearing.forget(but_s=0.0)
    time.sleep(0.5)
    program = start()
    deadline = time.monotonic() + seconds + 30
    time.sleep(seconds)
    while time.monotonic() < deadline:
        time.sleep(0.2)
        last = hearing.all()[-round(PAUSE_S * RATE) :, 0]
        if np.abs(last).max() < QUIET:
            break
    program.close()
    return hearing.all()[:, 0]


class Bench:
    """All that the measurements share."""

    def __init__(self, folder: Path, hearing: Hearing, options: argparse.Namespace) -> None:
        self._folder, self._hearing, self._options = folder, hearing, options
        lengths = [round(TRACK_S * RATE) + ODD * number for number in range(options.runs + 1)]
        self._cuts = [0, *np.cumsum(lengths).tolist()]
        self._original = noise(self._cuts[-1], options.seed)
        if options.scrolling:
            tracks = make_files(folder, make_tracks(SHOWN_TRACKS, random.Random(options.seed)))
            fill(folder / "full.db", folder / "music", tracks)

    def measure(self, ending: str) -> None:
        """One format, by all programs."""
        files = self._files(ending)
        for name, start in self._programs(files).items():
            try:
                heard = played(start, self._hearing, self._cuts[-1] / RATE)
                print(line(f"{ending} {name}", judged(heard, self._original, self._cuts), ending), flush=True)
            except AssertionError as reason:
                print(f"{ending + ' ' + name:<12} {reason}", flush=True)

    def _files(self, ending: str) -> list[Path]:
        folder = self._folder / ending
        folder.mkdir()
        both = np.repeat(self._original[:, None], 2, axis=1)
        return [
            encode(folder / f"{number:02}.{ending}", both[first:after])
            for number, (first, after) in enumerate(pairwise(self._cuts))
        ]

    def _programs(self, files: Sequence[Path]) -> dict[str, Callable[[], Playing]]:
        names = [str(file) for file in files]
        beside: dict[str, Callable[[], Playing]] = {
            "mpv": lambda: WithoutTerminal([*MPV, *names], {}),
            "mpd": lambda: Mpd(files, Path(tempfile.mkdtemp(dir=self._folder)) / "mpd"),
        }
        wanted = [name for name in self._options.beside if shutil.which(name)]
        return {"tunes": lambda: self._tunes(names)} | {name: beside[name] for name in wanted}

    def _tunes(self, names: Sequence[str]) -> Playing:
        home = Path(tempfile.mkdtemp(dir=self._folder))
        if not self._options.scrolling:
            return WithoutTerminal([*TUNES, "play", *names], places(home))
        shutil.copyfile(self._folder / "full.db", home / "library.db")
        return Scrolled([*TUNES, "play", *names], home)


class Scrolled:
    """tunes, whose list of all tracks never stands still."""

    def __init__(self, command: Sequence[str], home: Path) -> None:
        self._program = InTerminal(command, places(home))
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._scroll, daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Ends it."""
        self._is_over.set()
        self._thread.join()
        self._program.close()

    def _scroll(self) -> None:
        while not self._is_over.wait(0.03):
            self._program.press(b"2\x1b[6~")


@contextmanager
def scanning(folder: Path) -> Iterator[None]:
    """Reads a folder for the first time, over and over."""
    make_folder(folder / "scanned", SCANNED_FILES, 1)
    is_over = threading.Event()

    def scan() -> None:
        while not is_over.is_set():
            home = Path(tempfile.mkdtemp(dir=folder))
            command = [*TUNES, "scan", str(folder / "scanned")]
            subprocess.run(command, env=os.environ | places(home), capture_output=True, check=True)

    thread = threading.Thread(target=scan)
    thread.start()
    try:
        yield
    finally:
        is_over.set()
        thread.join()


def line(name: str, joined: Joined, ending: str) -> str:
    """One row of the table."""
    shifts = joined.shifts
    middle, least, most = statistics.median(shifts), min(shifts), max(shifts)
    tight = sum(shift == 0 for shift in shifts)
    wrong = f"{joined.wrong:>8}" if ending in LOSSLESS else f"{'-':>8}"
    return (
        f"{name:<12} {middle:>+8.0f} [{least:>+6} ..{most:>+6}] {middle / RATE * 1000:>+8.2f} ms  {tight:>3}/{len(shifts)}"
        f" {joined.breaks:>8} {joined.longer / RATE * 1000:>+10.1f} ms {wrong}"
    )


def measure(bench: Bench, folder: Path, options: argparse.Namespace) -> None:
    """All formats, under the load that is wanted."""
    print(
        f"{'':<12} {'frames':>8} {'[least .. most]':>17} {'median':>11} {'tight':>7} {'breaks':>8} {'longer':>13} {'wrong':>8}"
    )
    with scanning(folder) if options.scanning else nullcontext():
        for ending in options.formats:
            bench.measure(ending)


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--runs", type=int, default=20, help="joins of each format")
    parser.add_argument("--formats", nargs="+", default=FORMATS)
    parser.add_argument("--beside", nargs="*", default=["mpv", "mpd"])
    parser.add_argument("--scrolling", action="store_true")
    parser.add_argument("--scanning", action="store_true")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="tunes-gap-", ignore_cleanup_errors=True) as name:
        sound = PulseAudio()
        os.environ |= sound.environment
        try:
            with piped(sound, Path(name) / "fifo") as hearing:
                measure(Bench(Path(name), hearing, options), Path(name), options)
        finally:
            sound.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
