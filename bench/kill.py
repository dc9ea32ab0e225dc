"""Kills a recording program again and again, by the clock and between single steps on disk, and looks what is left.

    python bench/kill.py [--rounds 100] [--seed 1] [--interval 0.2]

Every round starts a child on the same profile. It plays made-up listens in real time, saves the one in progress every
`interval` seconds (in `tunes` that is 10 s, here it is shorter so that there are many chances), lets some begin before the
one before has ended, and says on its standard output what it was told is safe. Odd rounds kill it at a random moment;
even ones let it die at a random call of fsync, link, replace or unlink: before it, after it, or with what it had just
written torn in half. Exit code 1 if anything acknowledged is missing, doubled or changed.
"""

import argparse
import json
import os
import random
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

from tunes.library.track import Kind, Track
from tunes.profile.device import this_device
from tunes.profile.listens import End, Listen, listen_document
from tunes.profile.recorder import Recorder
from tunes.profile.store import Store

CALLS = ("fsync", "link", "replace", "unlink")
ENDINGS: tuple[End, ...] = ("finished", "next", "stopped")
WAYS = ("before", "after", "torn")
SLACK_S = 0.5
"""Beyond the interval, for a busy machine: the time until the saving thread gets its turn."""


def store_in(folder: Path) -> Store:
    return Store(folder / "profile", this_device(folder / "device.json").word)


# The child


def tell(**what: object) -> None:
    os.write(1, json.dumps(what).encode() + b"\n")


def die_at(number: int, way: str) -> None:
    """Makes the `number`-th call that changes the disk the last one."""
    calls = count(1)

    def deadly(real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **options: Any) -> Any:
            if next(calls) != number:
                return real(*arguments, **options)
            if way == "after":
                with suppress(OSError):  # as where there was nothing to unlink
                    real(*arguments, **options)
            elif way == "torn" and real is real_fsync:
                status = os.fstat(arguments[0])
                if stat.S_ISREG(status.st_mode):  # a folder can't be torn
                    os.ftruncate(arguments[0], status.st_size // 2)
            os.kill(os.getpid(), signal.SIGKILL)
            return None

        return call

    real_fsync = os.fsync
    for name in CALLS:
        setattr(os, name, deadly(getattr(os, name)))


@dataclass
class Playing:
    """A listen in progress of the child."""

    track: Track
    at: float
    began: float
    """Monotonic clock."""

    def so_far(self, end: End = "lost") -> Listen:
        """As it would read if it ended now."""
        heard = time.monotonic() - self.began
        return Listen(
            self.track.id,
            self.at,
            60,
            heard,
            600.0,
            0.0,
            heard,
            end=end,
            source="queue",
            last_key=self.at,
        )


def child(folder: Path, seed: int, interval: float, die: int, way: str) -> None:
    rng = random.Random(seed)
    recorder = Recorder(store_in(folder), lambda sentence: tell(error=sentence))
    tell(recovered=recorder.recover())
    if die:
        die_at(die, way)
    playing: list[Playing] = []

    def begin() -> None:
        number = rng.randrange(200)
        track = Track(f"t1:{number:032x}", Path("/m"), Kind.MUSIC, f"Title {number}", f"Artist {number % 20}")
        playing.append(Playing(track, time.time(), time.monotonic()))
        tell(began=playing[-1].at, monotonic=playing[-1].began)

    def keep() -> None:
        listen = playing[-1].so_far()
        recorder.keep_open(listen, playing[-1].track)
        recorder.flush()
        tell(kept=listen.at, heard=listen.heard)

    def end(one: Playing) -> None:
        listen = one.so_far(rng.choice(ENDINGS))
        tell(ending=listen.at)
        recorder.listen(listen, one.track)
        recorder.flush()
        tell(ack=listen_document(listen))

    while True:
        begin()
        keep()
        until = time.monotonic() + rng.uniform(0.01, 4 * interval)
        while (left := until - time.monotonic()) > 0:
            time.sleep(min(left, interval))
            keep()
        if rng.random() < 0.3:  # the next one fades in
            begin()
            keep()
            end(playing.pop(0))
        if rng.random() < 0.2:
            recorder.mark("like", track=playing[0].track)
        for one in playing:
            end(one)
        playing.clear()


# The parent


@dataclass
class Told:
    """What the child said before it died."""

    acked: dict[float, dict[str, Any]] = field(default_factory=dict)
    began: dict[float, float] = field(default_factory=dict)
    kept: dict[float, float] = field(default_factory=dict)
    ending: set[float] = field(default_factory=set)
    wrong: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, lines: bytes) -> "Told":
        """What its lines on standard output say."""
        told = cls()
        for line in lines.split(b"\n")[:-1]:  # the last one may be cut
            word = json.loads(line)
            if "ack" in word:
                told.acked[word["ack"]["at"]] = word["ack"]
            elif "began" in word:
                told.began[word["began"]] = word["monotonic"]
            elif "kept" in word:
                told.kept[word["kept"]] = word["heard"]
            elif "ending" in word:
                told.ending.add(word["ending"])
            elif "error" in word:
                told.wrong.append(word["error"])
        return told


@dataclass
class Tally:
    """What all rounds together came to."""

    rounds: int = 0
    acked: int = 0
    recovered: int = 0
    missing_s: list[float] = field(default_factory=list)
    """Of each listen in progress, the seconds heard that the profile lacks."""
    wrong: list[str] = field(default_factory=list)


def one_round(folder: Path, number: int, rng: random.Random, interval: float) -> tuple[Told, float]:
    """Starts the child and kills it; returns what it said, and the monotonic time of its death at the latest."""
    die, way = (rng.randrange(1, 60), rng.choice(WAYS)) if number % 2 == 0 else (0, "before")
    command = [sys.executable, __file__, "--child", str(folder), "--seed", str(rng.randrange(1 << 30))]
    command += ["--interval", str(interval), "--die", str(die), "--way", way]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        first = process.stdout.readline()
        assert first, "the child did not start"
        if not die:
            time.sleep(rng.uniform(0, 6 * interval))
            killed = time.monotonic()
            process.send_signal(signal.SIGKILL)
        lines = process.stdout.read()
        if die:
            killed = time.monotonic()
    return Told.of(lines), killed


def check(folder: Path, told: Told, killed: float, tally: Tally) -> None:
    """Opens what is left as the next start would, and compares."""
    store = store_in(folder)
    recorder = Recorder(store, tally.wrong.append)
    tally.recovered += recorder.recover()
    recorder.close()
    stored: dict[float, list[dict[str, Any]]] = {}
    for document in store.documents("listens"):
        stored.setdefault(document["at"], []).append(document)
    for at, document in told.acked.items():
        found = stored.get(at, [])
        if [{**each, "device": ""} for each in found] != [document]:
            tally.wrong.append(f"acknowledged {document}, found {found}")
    for at in told.began.keys() - told.acked.keys():
        found = stored.get(at, [])
        heard = found[0]["heard"] if found else 0.0
        if len(found) > 1 or heard < told.kept.get(at, 0.0):
            tally.wrong.append(f"in progress since {at}, kept {told.kept.get(at)} s, found {found}")
        if at not in told.ending:
            tally.missing_s.append(max(0.0, killed - told.began[at] - heard))
    tally.wrong += [f"told: {sentence}" for sentence in told.wrong]
    tally.wrong += [f"verify: {finding}" for finding in store.verify()]
    doubled = [at for at, documents in stored.items() if len(documents) > 1]
    tally.wrong += [f"doubled: {doubled}"] if doubled else []
    if len(store.history()) != sum(map(len, stored.values())):
        tally.wrong.append("the history's columns and the documents differ in number")
    tally.acked += len(told.acked)
    tally.rounds += 1


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--interval", type=float, default=0.2, help="seconds between savings of the listen in progress"
    )
    parser.add_argument("--child", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--die", type=int, default=0, help=argparse.SUPPRESS)
    parser.add_argument("--way", choices=WAYS, default="before", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        child(options.child, options.seed, options.interval, options.die, options.way)
    rng, tally = random.Random(options.seed), Tally()
    with tempfile.TemporaryDirectory(prefix="tunes-kill-") as name:
        for number in range(1, options.rounds + 1):
            told, killed = one_round(Path(name), number, rng, options.interval)
            check(Path(name), told, killed, tally)
        kept = sum(1 for _ in store_in(Path(name)).documents("listens"))
    late = [missing for missing in tally.missing_s if missing > options.interval + SLACK_S]
    print(f"{'kills':<44}{tally.rounds:>8}")
    print(f"{'listens acknowledged, all there, none twice':<44}{tally.acked:>8}")
    print(f"{'listens in progress closed as lost':<44}{tally.recovered:>8}")
    print(f"{'listens in the profile at the end':<44}{kept:>8}")
    print(f"{'saved every':<44}{options.interval:>8.2f} s")
    print(f"{'of a listen in progress, missing at most':<44}{max(tally.missing_s, default=0):>8.2f} s")
    for wrong in tally.wrong:
        print("WRONG", wrong)
    if late:
        print(f"WRONG {len(late)} times more than interval and {SLACK_S} s missing: {sorted(late)[-5:]}")
    return 1 if tally.wrong or late else 0


if __name__ == "__main__":
    sys.exit(main())
