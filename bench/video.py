"""Measures a film in a terminal: pictures a second, processor time, and how far sound and picture are apart, with mpv's --vo=tct beside it.

    python bench/video.py [--seconds 20] [--size 160x45] [--beside mpv]

A clip of 1280 × 720 at 24 pictures a second, with grain so that no two are alike, plays in a terminal of its own. Its left edge
turns from white to black, and its tone from low to high, once a second: the picture is timed when its bytes leave the program, the
sound when a null sink of a private sound server hears it. Processor time is that of all processes of the program.
Needs pulseaudio and ffmpeg; mpv where it is installed.
"""

import argparse
import fcntl
import os
import re
import select
import shutil
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time
from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path

sys.path += [str(Path(__file__).parent), str(Path(__file__).parents[1] / "tests")]
from hearing import HIGH_HZ, LOW_HZ, Hearing, encode, monitored, two_tones
from programs import TUNES, InTerminal, places
from pulse import PulseAudio

FPS, SECTION_S = 24, 1.0
ROW = 12
"""Of the screen, the one that is watched."""
BEGUN_S = 6.0
"""From the start of a program to a film that has settled."""
_ROW = re.compile(rb"\x1b\[%d;\d+[Hf]([^\x1b]*(?:\x1b\[[0-9;]*m[^\x1b]*)+)\x1b" % ROW)
_COLOUR = re.compile(rb"8;2;(\d+);\d+;\d+")
MPV = ("mpv", "--no-config", "--vo=tct", "--ao=pulse", "--really-quiet")


class Watched(InTerminal):
    """A program in a terminal, of whose picture one row is read."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str], size: tuple[int, int]) -> None:
        self.pictures: list[float] = []
        """When each other picture came, on the monotonic clock."""
        self.turns: list[tuple[float, bool]] = []
        """When the left edge turned, and whether to white."""
        self.bytes = 0
        self._rest = self._last = b""
        super().__init__(command, environment)
        fcntl.ioctl(self._leader, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))

    def _drain(self) -> None:
        while not self._is_over:
            if select.select([self._leader], [], [], 0.1)[0]:
                try:
                    self._take(os.read(self._leader, 1 << 20), time.monotonic())
                except OSError:  # the program has ended
                    return

    def _take(self, some: bytes, now: float) -> None:
        self.bytes += len(some)
        self._rest += some
        end = 0
        for found in _ROW.finditer(self._rest):
            end = found.end() - 1
            row = found[1]
            if row != self._last:
                self.pictures.append(now)
                self._last = row
            colour = _COLOUR.search(row)
            is_white = colour is not None and int(colour[1]) > 127
            if colour is not None and (not self.turns or self.turns[-1][1] != is_white):
                self.turns.append((now, is_white))
        self._rest = self._rest[max(end, len(self._rest) - (1 << 16)) :]


def make_clip(folder: Path, seconds: int) -> Path:
    """The film."""
    sound = encode(folder / "tones.wav", two_tones(seconds, section_s=SECTION_S))
    edge = "drawbox=x=0:y=0:w=256:h=720:t=fill"
    turning = f"{edge}:c=white:enable='lt(mod(n,{2 * FPS}),{FPS})',{edge}:c=black:enable='gte(mod(n,{2 * FPS}),{FPS})'"
    source = f"testsrc2=s=1280x720:r={FPS}:d={seconds},noise=alls=8:allf=t,{turning}"
    made = folder / "clip.mkv"
    coded = ["-c:v", "libx264", "-preset", "veryfast", "-crf", "23", "-pix_fmt", "yuv420p", "-c:a", "flac"]
    subprocess.run(
        ["ffmpeg", "-y", "-loglevel", "error", "-f", "lavfi", "-i", source, "-i", sound, *coded, made],
        check=True,
    )
    return made


def processor_s(process: int) -> float:
    """Of a process and all below it."""
    parents: dict[int, list[int]] = {}
    times: dict[int, float] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        number = int(stat.parent.name)
        parents.setdefault(int(fields[1]), []).append(number)
        times[number] = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    total, below = 0.0, [process]
    while below:
        one = below.pop()
        total += times.get(one, 0.0)
        below += parents.get(one, [])
    return total


def measure(name: str, program: Watched, hearing: Hearing, seconds: float) -> str:
    """A line of figures."""
    time.sleep(BEGUN_S)
    since, used, sent = time.monotonic(), processor_s(program.process), program.bytes
    time.sleep(seconds)
    until = time.monotonic()
    share, sent = (processor_s(program.process) - used) / (until - since), program.bytes - sent
    times = [at for at in program.pictures if since <= at < until]
    apart = [
        (turn - hearing.when(LOW_HZ if is_white else HIGH_HZ, turn - SECTION_S / 2, begins=True)) * 1000
        for turn, is_white in program.turns
        if since <= turn < until - SECTION_S
    ]
    longest = max((b - a for a, b in pairwise(times)), default=0.0)
    offset = (
        f"{statistics.median(apart):+8.0f} [{min(apart):+.0f}..{max(apart):+.0f}]" if apart else "       -"
    )
    figures = f"{len(times) / (until - since):8.1f}{longest * 1000:10.0f}{share * 100:8.0f}"
    return f"{name:<8}{figures}{sent / (until - since) / 1e6:8.1f}  {offset}"


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seconds", type=int, default=20)
    parser.add_argument("--size", default="160x45")
    parser.add_argument("--beside", nargs="*", default=["mpv"])
    options = parser.parse_args()
    size = tuple(map(int, options.size.split("x")))
    surrounding = {"COLORTERM": "truecolor", "DISPLAY": "", "WAYLAND_DISPLAY": ""}
    with tempfile.TemporaryDirectory(prefix="tunes-video-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        clip = make_clip(folder, options.seconds + round(BEGUN_S) + 10)
        sound = PulseAudio()
        os.environ |= sound.environment
        commands = {"tunes": [*TUNES, "play", os.fspath(clip)]}
        if "mpv" in options.beside and shutil.which("mpv"):
            commands["mpv"] = [*MPV, os.fspath(clip)]
        print(
            f"{options.size:<8}{'a second':>8}{'longest':>10}{'% core':>8}{'MB/s':>8}  {'picture behind sound, ms':>8}"
        )
        try:
            with monitored(sound) as hearing:
                for program, command in commands.items():
                    watched = Watched(command, surrounding | places(folder), (size[0], size[1]))
                    if program == "tunes":
                        time.sleep(BEGUN_S / 2)
                        watched.press(b"f")
                    try:
                        print(measure(program, watched, hearing, options.seconds), flush=True)
                    finally:
                        watched.close()
        finally:
            sound.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
