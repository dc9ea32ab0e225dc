"""Kills and stops the engine at random moments while it plays, and tunes itself, and looks what was heard, what was kept, and who is left.

    python bench/kill_engine.py [--rounds 60] [--programs 20] [--seed 1]

First an evening of short made files with an ear at the sink. Every few seconds the engine is killed (SIGKILL), stopped for good
(SIGSTOP; tunes takes it for hung after 8 s) or for a while, sometimes between two keys. Sound has to go on, or a word to say why, and
of each listen as much has to be counted as the ear heard: never more, and less only by what sounded unseen around each such moment.
Then `tunes play` itself is killed at random moments, with its engine running or stopped: no engine may be left, and of each program
at most one listen, the one that was in progress, is kept as lost. Exit code 1 if anything is wrong.
"""

import argparse
import os
import random
import signal
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

sys.path.append(str(Path(__file__).parents[1] / "tests"))
sys.path.append(str(Path(__file__).parent))
from ear import Run
from evening import HEARD_S, Evening, Findings
from media import make_sound
from pulse import PulseAudio
from shell import Shell
from tunes.player.events import Failed

HALF_A_SECOND = 25
"""In blocks of the ear."""
GOES_ON_S = 20.0
"""A hung engine is found out after 8 s, on a busy machine a little later."""
UNSEEN_S = {"killed": 0.5, "stopped": 0.9, "stopped a while": 0.5}
"""What may have sounded unseen: up to a report ago, and what the sound server had been given ahead."""
SAVED_S = 11.0
"""A listen in progress is kept every 10 s."""
SURELY_S = 6.0
"""A program that lived so long had sounded, and had kept that, also on a busy machine."""


class Hounded(Evening):
    """An evening whose engine is not left in peace."""

    def __init__(self, seed: int) -> None:
        super().__init__(seed, broken=0)
        self.blows: list[tuple[float, str]] = []
        self.silences: list[float] = []
        """How long nothing sounded after each blow, seconds."""
        self.given_up: list[str] = []
        self.unseen: list[float] = []
        """What the ear heard and nobody counted, of each listen with a blow in it, seconds a blow."""

    def strike(self) -> None:
        """One blow, and what comes of it."""
        engine = self.player._engine._process.pid  # noqa: SLF001  # nobody else may know it
        way = self.rng.choice(list(UNSEEN_S))
        self.blows.append((time.time(), way))
        os.kill(engine, signal.SIGKILL if way == "killed" else signal.SIGSTOP)
        if way == "stopped a while":
            self.wait(self.rng.uniform(0.1, 5.0))
            os.kill(engine, signal.SIGCONT)
        elif self.rng.random() < 0.3:
            self.press()
        self._look_whether_it_goes_on(way)

    def _look_whether_it_goes_on(self, way: str) -> None:
        words = sum(isinstance(event, Failed) for event in self.events)
        struck = time.time()
        heard = sum(run.blocks for run in self.ear.runs) + HALF_A_SECOND

        def goes_on() -> bool:
            return (
                sum(run.blocks for run in self.ear.runs) > heard
                or sum(isinstance(event, Failed) for event in self.events) > words
                or self.session.now.track is None
            )

        self.wait(GOES_ON_S, goes_on)
        self.silences.append(time.time() - struck)
        if not goes_on():
            self.given_up.append(f"nothing went on after the engine was {way}: {self.session.now}")

    def _look_at(self, listen: dict[str, Any], run: Run, allowed: set[str], found: Findings) -> None:  # noqa: ARG002  # why it ended is not asked here
        blows = [way for at, way in self.blows if run.since - 1.0 < at < run.until + 1.0]
        off = listen["heard"] - run.heard
        found.differences.append(off)
        found.ends[listen["end"]] = found.ends.get(listen["end"], 0) + 1
        if blows:
            self.unseen.append(-off / len(blows))
        if not -HEARD_S - sum(UNSEEN_S[way] for way in blows) < off < HEARD_S:
            found.wrong.append(f"heard differs by {off:.2f} s after {blows}: {listen} but the ear: {run}")

    def _look_at_errors(self, stored: list[dict[str, Any]], found: Findings) -> None:  # type: ignore[override]
        """A file that was open when two engines died is left alone with a word: it can't know who struck."""
        found.errors = sum(one["end"] == "error" for one in stored)
        words = sum(isinstance(event, Failed) for event in self.events)
        if found.errors != words:
            found.wrong.append(f"{found.errors} listens ended by an error, {words} words about it")


def hound(rounds: int, seed: int) -> list[str]:
    """The evening; returns what was wrong."""
    evening = Hounded(seed)
    try:
        evening.play_afresh()
        for _ in range(rounds):
            evening.wait(evening.rng.uniform(0.2, 5.0))
            if evening.session.now.track is None:
                evening.play_afresh()
                evening.wait(1.0)
            evening.strike()
    finally:
        evening.close()
    found = evening.compare()
    show("blows to the engine", rounds, Counter(way for _, way in evening.blows))
    show("listens kept", found.listens, found.ends)
    show("files left alone, each with a word", found.errors)
    slow = f"median {statistics.median(evening.silences):.2f} s, longest {max(evening.silences):.2f} s"
    show("until half a second had sounded again, or a word was said", slow)
    unseen = evening.unseen or [0.0]
    show("heard and not counted, a blow", f"{statistics.median(unseen):.2f} s, most {max(unseen):.2f} s")
    show("counted and not heard, most", f"{max(0.0, *found.differences, 0.0):.2f} s")
    return found.wrong + evening.given_up


def kill_programs(programs: int, seed: int) -> list[str]:
    """`tunes play`, killed; returns what was wrong."""
    rng, sound, wrong = random.Random(seed), PulseAudio(), list[str]()
    lives: list[tuple[float, float]] = []
    try:
        with tempfile.TemporaryDirectory(prefix="tunes-kill-", ignore_cleanup_errors=True) as folder:
            shell = Shell(Path(folder) / "home", **sound.environment)
            make_sound(shell.home / "long.flac", 120.0, title="Long", artist="Them")
            make_sound(shell.home / "end.flac", 1.0, title="End", artist="Them")
            for _ in range(programs):
                wrong += _kill_one(shell, rng, lives)
            shell.tunes("play", "end.flac")  # which keeps what the last one left
            lost = [one for one in shell.tunes("listens", "--json").json if one["end"] == "lost"]
    finally:
        sound.close()
    show("programs killed", programs)
    show("listens kept as lost", len(lost))
    return wrong + _compared(lives, lost)


def _kill_one(shell: Shell, rng: random.Random, lives: list[tuple[float, float]]) -> list[str]:
    """A life, and whether its engine ends with it."""
    began = time.time()
    program = shell.start("play", "long.flac")
    time.sleep(rng.uniform(0.3, 8.0))
    engines = _engines(program.pid)
    if engines and rng.random() < 0.5:
        os.kill(engines[0], signal.SIGSTOP)
        time.sleep(rng.uniform(0.0, 1.0))
    lives.append((began, time.time()))
    program.kill()
    program.communicate()
    deadline = time.monotonic() + 5
    while any(Path(f"/proc/{engine}").exists() for engine in engines) and time.monotonic() < deadline:
        time.sleep(0.02)
    return [f"engine {engine} is left" for engine in engines if Path(f"/proc/{engine}").exists()]


def _compared(lives: Sequence[tuple[float, float]], lost: Sequence[dict[str, Any]]) -> list[str]:
    """Each life against the listen that was kept of it."""
    wrong = []
    for began, ended in lives:
        kept = [one for one in lost if began <= one["at"] <= ended]
        if len(kept) > 1 or (not kept and ended - began > SURELY_S):
            wrong.append(f"{len(kept)} listens of a life of {ended - began:.1f} s")
        for one in kept:
            sounded = ended - one["at"]
            if not sounded - SAVED_S < one["heard"] < sounded + HEARD_S:
                wrong.append(f"{one['heard']} s kept of {sounded:.1f} s")
    return wrong


def _engines(parent: int) -> list[int]:
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # one that has ended meanwhile
            is_child = int(status.read_text().rpartition(")")[2].split()[1]) == parent
            if is_child and b"tunes.player.engine" in status.with_name("cmdline").read_bytes():
                found.append(int(status.parent.name))
    return found


def show(what: str, *values: object) -> None:
    print(f"{what:<62}", *values)


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=60)
    parser.add_argument("--programs", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    wrong = hound(options.rounds, options.seed) if options.rounds else []
    wrong += kill_programs(options.programs, options.seed) if options.programs else []
    for line in wrong:
        print("WRONG", line)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
