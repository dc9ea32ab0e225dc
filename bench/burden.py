"""Measures what playing costs: processor and memory of `tunes` with its screen open, beside mpv in a terminal, in the same run.

    python bench/burden.py [--runs 3] [--seconds 30] [--formats flac mp3] [--tracks 10000]

Both play the same file to a private sound server, tunes as the first of two: at the end of a queue it also chooses what is to
come. Counted are all processes of each: processor time as a share of one core, memory as PSS (what is shared is shared out).
For tunes the screen and the sound engine are told apart. The floor is what an app of Textual takes that shows nothing. Needs pulseaudio, ffmpeg and mpv.
"""

import argparse
import os
import random
import shutil
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

sys.path += [str(Path(__file__).parent), str(Path(__file__).parents[1] / "tests")]
from hearing import RATE, encode
from open import fill, make_files
from programs import MPV, TUNES, InTerminal, places
from pulse import PulseAudio
from search import make_tracks

EMPTY = (sys.executable, "-P", "-c", "from textual.app import App; App().run()")
SETTLE_S = 12.0
"""Until the screen is all there, the folders have been looked through, and the decoder has filled its buffer."""
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Burden:
    """What the processes of a program took."""

    first: float
    """Share of a core, of the process that was started, in percent."""
    others: float
    """Of its children."""
    first_mb: float
    others_mb: float

    @property
    def all(self) -> float:
        """Share of a core, in percent."""
        return self.first + self.others

    @property
    def all_mb(self) -> float:
        """Memory."""
        return self.first_mb + self.others_mb


def measured(command: Sequence[str], environment: dict[str, str], seconds: float) -> Burden:
    """Starts a program in a terminal, lets it settle, and watches it for a while."""
    program = InTerminal(command, environment)
    time.sleep(SETTLE_S)
    first, *others = family(program.process)
    before = {pid: ticks(pid) for pid in (first, *others)}
    time.sleep(seconds)
    took = {pid: (ticks(pid) - before[pid]) / TICKS / seconds * 100 for pid in before}
    memory = {pid: pss_mb(pid) for pid in before}
    burden = Burden(
        took[first], sum(took[pid] for pid in others), memory[first], sum(memory[pid] for pid in others)
    )
    program.close()
    return burden


def family(pid: int) -> list[int]:
    """A process and all that came of it."""
    found = [pid]
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in task.read_text().split():
            found += family(int(child))
    return found


def ticks(pid: int) -> int:
    """Processor time so far, of a process that lives."""
    words = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(words[11]) + int(words[12])


def pss_mb(pid: int) -> float:
    """Memory, what is shared shared out."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=30.0)
    parser.add_argument("--formats", nargs="+", default=["flac", "mp3"])
    parser.add_argument("--tracks", type=int, default=10_000, help="in the library that is open")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="tunes-burden-", ignore_cleanup_errors=True) as name:
        sound = PulseAudio()
        os.environ |= sound.environment
        try:
            measure(Path(name), options)
        finally:
            sound.close()
    return 0


def measure(folder: Path, options: argparse.Namespace) -> None:
    """Prints a table for each format."""
    fill(
        folder / "full.db",
        folder / "music",
        make_files(folder, make_tracks(options.tracks, random.Random(1))),
    )
    length = round((SETTLE_S + options.seconds + 20) * RATE)
    music = np.random.default_rng(1).standard_normal((length, 2)).cumsum(axis=0)
    music = 0.3 * np.diff(music, axis=0, prepend=0)
    for ending in options.formats:
        file = encode(folder / f"long.{ending}", music)
        found: dict[str, list[Burden]] = defaultdict(list)
        for _ in range(options.runs):
            home = Path(tempfile.mkdtemp(dir=folder))
            shutil.copyfile(folder / "full.db", home / "library.db")
            found["tunes"].append(
                measured([*TUNES, "play", str(file), str(file)], places(home), options.seconds)
            )
            found["mpv"].append(measured([*MPV, str(file)], {}, options.seconds))
        tell(ending, found["tunes"], found["mpv"])
    floor = measured(EMPTY, {}, 1.0)
    print(f"floor: {floor.all_mb:.0f} MB for an empty app of Textual")


def tell(ending: str, tunes: Sequence[Burden], mpv: Sequence[Burden]) -> None:
    """Medians."""

    def middle(values: Sequence[float]) -> float:
        return statistics.median(values)

    core, core_mpv = middle([one.all for one in tunes]), middle([one.all for one in mpv])
    memory, memory_mpv = middle([one.all_mb for one in tunes]), middle([one.all_mb for one in mpv])
    screen, engine = middle([one.first for one in tunes]), middle([one.others for one in tunes])
    screen_mb, engine_mb = middle([one.first_mb for one in tunes]), middle([one.others_mb for one in tunes])
    print(f"{ending:<6}{'tunes':>10}{'screen':>10}{'engine':>10}{'mpv':>10}{'ratio':>8}")
    print(
        f"{'core':<6}{core:>8.2f} %{screen:>8.2f} %{engine:>8.2f} %{core_mpv:>8.2f} %{core / core_mpv:>8.2f}"
    )
    print(
        f"{'PSS':<6}{memory:>7.0f} MB{screen_mb:>7.0f} MB{engine_mb:>7.0f} MB{memory_mpv:>7.0f} MB{memory / memory_mpv:>8.2f}",
        flush=True,
    )


if __name__ == "__main__":
    sys.exit(main())
