"""Measures keeping one listen in a long history, beside the fsyncs that any lasting write needs, and TinyDB's own storage.

    python bench/append.py [--listens 1000000] [--appends 2000] [--runs 5] [--folder FOLDER]

A history of so many listens is made first. Each run alternates: `tunes` over several shards, by a worker as in the program,
while the main thread looks on and measures by how much it wakes late; then TinyDB's JSONStorage, which begins empty. The time in
fsync is taken out of both (JSONStorage syncs each write too). Held up by the appends is a thread for as long as it woke late while
this process was computing and the worker came to no fsync, in which it leaves Python to others: who is late beyond that was not
let run by the computer. That lateness, whatever its cause, is printed beside it. Printed are medians over the runs, with the
lowest and the highest. Exit code 1 if a figure of the issue is missed: p99 of 10 ms, nobody held up for more
than 5 ms, the last third of the appends at most 1.2 times as long as the first.
"""

import argparse
import gc
import os
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tinydb import TinyDB
from tunes.profile.notes import note_document
from tunes.profile.store import Store

sys.path.append(str(Path(__file__).parent))
from made_profile import UNTIL, event, fill

MOST_P99_MS, MOST_HELD_MS, MOST_GROWTH = 10.0, 5.0, 1.2
LOOK_S = 0.0005
"""Between two looks of who is to be held up by nothing."""
SLOW_MS = 1.0


@dataclass
class Took:
    """Milliseconds of each append, without those spent in fsync."""

    whole: list[float] = field(default_factory=list)
    computing: list[float] = field(default_factory=list)
    """Of the processor, whatever else the machine does."""
    syncs: list[tuple[float, float]] = field(default_factory=list)
    """Seconds at which each fsync began and ended, by the clock that `Looks` takes."""


def timed(appends: int, append: Callable[[int], None]) -> Took:
    real, synced, took = os.fsync, 0.0, Took()

    def fsync(handle: int) -> None:
        nonlocal synced
        began = time.perf_counter()
        real(handle)
        ended = time.perf_counter()
        synced += ended - began
        took.syncs.append((began, ended))

    os.fsync = fsync  # type: ignore[assignment]  # only its time is taken
    try:
        for number in range(appends):
            synced, began, computed = 0.0, time.perf_counter(), time.thread_time()
            append(number)
            took.computing.append(1000 * (time.thread_time() - computed))
            took.whole.append(1000 * (time.perf_counter() - began - synced))
    finally:
        os.fsync = real
    return took


@dataclass
class Looks:
    """Short sleeps of a thread while another did its work."""

    late: list[float] = field(default_factory=list)
    """Milliseconds by which each was too long."""
    slow: list[tuple[float, float, float]] = field(default_factory=list)
    """Of those late by a millisecond: seconds at which it was to end and did, and milliseconds that this process computed."""

    def held(self, syncs: Sequence[tuple[float, float]]) -> float:
        """The most milliseconds that a look waited for a worker with these fsyncs."""
        return max((min(1000 * longest(due, ended, syncs), ms) for due, ended, ms in self.slow), default=0.0)


def longest(since: float, until: float, syncs: Sequence[tuple[float, float]]) -> float:
    """The longest part of a span that is free of fsyncs."""
    inside = [sync for sync in syncs if sync[1] > since and sync[0] < until]
    ends, begins = [since, *(end for _, end in inside)], [*(begin for begin, _ in inside), until]
    return max(begin - end for end, begin in zip(ends, begins, strict=True))


def watched(work: Callable[[], None]) -> Looks:
    looks = Looks()
    worker = threading.Thread(target=work)
    worker.start()
    while worker.is_alive():
        began, computed = time.perf_counter(), time.process_time()
        time.sleep(LOOK_S)
        ended, due = time.perf_counter(), began + LOOK_S
        looks.late.append(1000 * (ended - due))
        if looks.late[-1] > SLOW_MS:
            looks.slow.append((due, ended, 1000 * (time.process_time() - computed)))
    worker.join()
    return looks


def ours(store: Store, first: int, appends: int, listens: int) -> tuple[Took, Looks]:
    """Of each append, and of each look of the main thread while they went on."""
    took: list[Took] = []

    def append(number: int) -> None:
        store.append("listens", *event(first + number, listens))

    gc.collect()
    gc.freeze()  # what this bench made before is nothing that the program would look through for garbage
    looks = watched(lambda: took.append(timed(appends, append)))
    return took[0], looks


def tinydb(folder: Path, appends: int) -> Took:
    folder.mkdir()
    with TinyDB(folder / "all.json") as database:
        noted: set[str] = set()

        def append(number: int) -> None:
            listen, (track,) = event(number, 0)
            database.table("listens").insert(listen)
            if track.id not in noted:
                noted.add(track.id)
                database.table("tracks").insert(note_document(track))

        return timed(appends, append)


def spread(values: Sequence[float]) -> str:
    return f"{statistics.median(values):8.2f} ({min(values):.2f}–{max(values):.2f})"


def part(values: Sequence[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def growth(run: Sequence[float]) -> float:
    """The median of the last third of the appends by that of the first."""
    third = len(run) // 3
    return statistics.median(run[-third:]) / statistics.median(run[:third])


def report(name: str, runs: Sequence[Took]) -> None:
    whole = [run.whole for run in runs]
    print(f"{name:<22} p50 {spread([part(run, 0.5) for run in whole])} ms", end="")
    print(f"   p99 {spread([part(run, 0.99) for run in whole])} ms", end="")
    print(f"   (computing {spread([part(run.computing, 0.99) for run in runs])} ms)", end="")
    print(f"   last/first third {spread([growth(run) for run in whole])}")


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--listens", type=int, default=1_000_000, help="on disk before the first append")
    parser.add_argument("--appends", type=int, default=2000)
    parser.add_argument(
        "--peer", type=int, default=300, help="appends to TinyDB's own storage, which slows down as it grows"
    )
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument(
        "--folder", type=Path, help="on the disk to measure (default: the one of temporary files)"
    )
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="tunes-append-", dir=options.folder) as name:
        profile = Path(name) / "profile"
        fill(Store(profile, "bench"), options.listens)
        mine: list[Took] = []
        looks: list[Looks] = []
        peer: list[Took] = []
        for run in range(options.runs):
            first = options.listens + run * options.appends
            took, looked = ours(Store(profile, "bench"), first, options.appends, options.listens)
            mine.append(took)
            looks.append(looked)
            peer.append(tinydb(Path(name) / f"tinydb-{run}", options.peer))
        shards = len(list(profile.glob("bench/*.json")))
        kept = sum(1 for _ in Store(profile, "bench").documents("listens", UNTIL))
    print(
        f"beside fsync, {options.runs} runs; {options.listens:,} listens on disk, {shards:,} shards at the end; "
        f"tunes {options.appends} appends, JSONStorage {options.peer}"
    )
    report("tunes", mine)
    report("TinyDB's JSONStorage", peer)
    held_up = [look.held(took.syncs) for took, look in zip(mine, looks, strict=True)]
    print(
        f"{'another thread':<22} held up at most {spread(held_up)} ms"
        f"   late, with all else on this machine, p99.9 {spread([part(look.late, 0.999) for look in looks])} ms"
    )
    p99 = statistics.median(part(run.whole, 0.99) for run in mine)
    held = statistics.median(held_up)
    missed = [
        word
        for word, is_missed in (
            (f"p99 over {MOST_P99_MS} ms", p99 > MOST_P99_MS),
            (f"held up over {MOST_HELD_MS} ms", held > MOST_HELD_MS),
            (
                f"last third over {MOST_GROWTH} of the first",
                statistics.median(growth(run.whole) for run in mine) > MOST_GROWTH,
            ),
            ("not all that was appended is there", kept < options.runs * options.appends),
        )
        if is_missed
    ]
    print("\n".join(f"MISSED {word}" for word in missed) or "all as wanted")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
