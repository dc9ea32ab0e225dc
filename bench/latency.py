"""Measures the time from a key to the changed sound, heard at the sink of a private sound server, with mpv beside it.

    python bench/latency.py [--runs 12] [--formats flac mp3 ogg m4a] [--commands]

A key is bytes written to the terminal in which the real `tunes` runs with its screen open, and mpv in another one. With
`--commands` the way through screen and keyboard is left out: the player is called, and mpv by its socket. Told are medians in
milliseconds until the changed sound has half its level, and by how much tunes is later. Needs pulseaudio, ffmpeg and mpv.
"""

import argparse
import json
import os
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Protocol

sys.path += [str(Path(__file__).parent), str(Path(__file__).parents[1] / "tests")]
from hearing import HIGH_HZ, LOW_HZ, SECTION_S, Hearing, make_files, monitored
from programs import MPV, TUNES, InTerminal, places
from pulse import PulseAudio
from tunes.library.track import Kind, Track
from tunes.player.engine_player import EnginePlayer
from tunes.player.events import PlayerEvent

ACTS = ("pause", "play", "seek", "next")
KEYS = {"pause": b" ", "play": b" ", "on": b"\x1b[C", "back": b"\x1b[D", "next": b">"}
TRACK_S = 60.0
BEGUN_S = 30.0
"""For a program to start and sound."""
OPENED_S = 2.5
"""For a screen that plays already to be all there."""
EDGE_S = 1.2
"""So near to the place where the other tone begins by itself, no command is given."""


class Driven(Protocol):
    """A program that plays files. Seeks go by one section."""

    def open(self, files: Sequence[Path]) -> None:
        """Starts it, playing the first of them."""
        ...

    def do(self, act: str) -> None:
        """pause, play, on, back or next."""
        ...

    def close(self) -> None:
        """Ends it."""
        ...


class Called:
    """The player without a screen."""

    def __init__(self, folder: Path) -> None:
        self._log = folder / "engine.log"

    def open(self, files: Sequence[Path]) -> None:
        """Starts it, playing the first."""
        self._player, self._position = EnginePlayer(self._take, self._log), 0.0
        self._files = [Track(f"t1:{file}", file, Kind.MUSIC, file.name, duration=TRACK_S) for file in files]
        self._at = 0
        self._player.load(self._files[0])

    def do(self, act: str) -> None:
        """One command."""
        match act:
            case "pause":
                self._player.pause()
            case "play":
                self._player.play()
            case "next":
                self._at += 1
                self._player.load(self._files[self._at])
            case _:
                self._player.seek(self._position + (SECTION_S if act == "on" else -SECTION_S))

    def close(self) -> None:
        """Ends it."""
        self._player.close()

    def _take(self, event: PlayerEvent) -> None:
        self._position = getattr(event, "position", self._position)


class MpvAsked:
    """mpv by its socket, without a terminal."""

    def __init__(self, folder: Path) -> None:
        self._door = folder / "mpv"

    def open(self, files: Sequence[Path]) -> None:
        """Starts it, playing the first."""
        plain = ["mpv", "--no-config", "--no-video", "--really-quiet", "--no-terminal", "--ao=pulse"]
        self._process = subprocess.Popen([*plain, f"--input-ipc-server={self._door}", *map(str, files)])
        self._socket = socket.socket(socket.AF_UNIX)
        deadline = time.monotonic() + BEGUN_S
        while self._socket.connect_ex(os.fspath(self._door)) and time.monotonic() < deadline:
            time.sleep(0.05)

    def do(self, act: str) -> None:
        """One command."""
        words: dict[str, list[object]] = {
            "pause": ["set_property", "pause", True],
            "play": ["set_property", "pause", False],
            "on": ["seek", SECTION_S, "relative+exact"],
            "back": ["seek", -SECTION_S, "relative+exact"],
            "next": ["playlist-next"],
        }
        self._socket.sendall(json.dumps({"command": words[act]}).encode() + b"\n")

    def close(self) -> None:
        """Ends it."""
        self._socket.close()
        self._process.terminate()
        self._process.wait()


class Keyed:
    """A program in a terminal."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str]) -> None:
        self._command, self._environment = command, environment

    def open(self, files: Sequence[Path]) -> None:
        """Starts it, playing the first."""
        self._program = InTerminal([*self._command, *map(str, files)], self._environment)

    def do(self, act: str) -> None:
        """One key."""
        self._program.press(KEYS[act])

    def close(self) -> None:
        """Ends it."""
        self._program.close()


class Trial:
    """One program with one kind of file: commands, and how long the ear waits for what comes of them."""

    def __init__(self, hearing: Hearing, rng: random.Random) -> None:
        self._hearing = hearing
        self._rng = rng

    def run(self, driven: Driven, files: Mapping[str, Sequence[Path]], runs: int) -> dict[str, list[float]]:
        """Seconds for each act."""
        found: dict[str, list[float]] = defaultdict(list)
        self._begin(driven, files["sections"])
        for run in range(runs):
            self._settle()
            tone = self._tone()
            found["pause"].append(self._asked(driven, "pause", tone, begins=False))
            self._rest()
            found["play"].append(self._asked(driven, "play", tone, begins=True))
            self._settle()
            act = "back" if run % 2 else "on"
            found["seek"].append(self._asked(driven, act, self._other(), begins=True))
        driven.close()
        self._rest()
        self._begin(driven, files["whole"])
        for _ in range(runs):
            self._rest()
            found["next"].append(self._asked(driven, "next", self._other(), begins=True))
        driven.close()
        self._rest()
        return found

    def _begin(self, driven: Driven, files: Sequence[Path]) -> None:
        """When this returns, it sounds, and a screen heeds its keys."""
        driven.open(files)
        self._hearing.when(LOW_HZ, time.monotonic(), begins=True, patience_s=BEGUN_S)
        time.sleep(OPENED_S)

    def _asked(self, driven: Driven, act: str, hz: float, *, begins: bool) -> float:
        at = time.monotonic()
        driven.do(act)
        took = self._hearing.when(hz, at, begins=begins) - at
        self._hearing.forget()
        return took

    def _rest(self) -> None:
        time.sleep(self._rng.uniform(0.5, 0.8))

    def _settle(self) -> None:
        """A while, and then past the place where the tone changes by itself."""
        self._rest()
        left = SECTION_S - self._hearing.place() % SECTION_S
        if left < EDGE_S:
            time.sleep(left + 0.3)

    def _tone(self) -> float:
        tone = self._hearing.sounds()
        assert tone, "nothing sounds"
        return tone

    def _other(self) -> float:
        return LOW_HZ if self._tone() == HIGH_HZ else HIGH_HZ


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--runs", type=int, default=12)
    parser.add_argument("--formats", nargs="+", default=["flac", "mp3", "ogg", "m4a"])
    parser.add_argument("--commands", action="store_true", help="without screen and keyboard")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="tunes-latency-", ignore_cleanup_errors=True) as name:
        sound = PulseAudio()
        try:
            os.environ |= sound.environment
            with monitored(sound) as hearing:
                measure(Path(name), hearing, options)
        finally:
            sound.close()
    return 0


def measure(folder: Path, hearing: Hearing, options: argparse.Namespace) -> None:
    trial = Trial(hearing, random.Random(options.seed))
    print(f"{'ms from ' + ('command' if options.commands else 'key'):<16}{'tunes':>8}{'mpv':>8}{'later':>8}")
    for ending in options.formats:
        files = {
            "sections": make_files(folder / ending, ending, 1, TRACK_S, section_s=SECTION_S),
            "whole": make_files(folder / f"{ending} whole", ending, options.runs + 1, 20, section_s=99),
        }
        found = {
            name: trial.run(make(), files, options.runs) for name, make in programs(folder, options).items()
        }
        for act in ACTS:
            tunes, mpv = (statistics.median(found[name][act]) * 1000 for name in ("tunes", "mpv"))
            print(f"{ending + ' ' + act:<16}{tunes:>8.1f}{mpv:>8.1f}{tunes - mpv:>+8.1f}", flush=True)


def programs(folder: Path, options: argparse.Namespace) -> dict[str, Callable[[], Driven]]:
    """What makes each of the two."""
    if options.commands:
        return {"tunes": lambda: Called(folder), "mpv": lambda: MpvAsked(folder)}
    return {
        "tunes": lambda: Keyed([*TUNES, "play"], places(Path(tempfile.mkdtemp(dir=folder)))),
        "mpv": lambda: Keyed(MPV, {}),
    }


if __name__ == "__main__":
    sys.exit(main())
