"""Measures keeping one listen, beside the fsyncs that any lasting write needs, and TinyDB's own storage in the same run.

    python bench/append.py [--appends 2000] [--runs 5] [--folder FOLDER]

Each run alternates: `tunes` over several shards, then TinyDB's JSONStorage. The time in fsync is taken out of both
(JSONStorage syncs each write too). Printed are medians over the runs, with the lowest and the highest.
"""

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from tinydb import TinyDB
from tunes.library.track import Kind, Track
from tunes.profile.listens import Listen, listen_document
from tunes.profile.notes import note_document
from tunes.profile.store import Store

START = 1_795_000_000.0


def track(number: int) -> Track:
    name = f"{number * 2654435761 % 3000}"
    return Track(
        f"t1:{name:0>32}",
        Path("/m"),
        Kind.MUSIC,
        f"Title {name}",
        f"Artist {name[-2:]}",
        "Album",
        duration=200.0,
    )


def listen(number: int) -> dict[str, Any]:
    at = START + 200.0 * number
    return listen_document(
        Listen(
            track(number).id,
            at,
            60,
            199.9,
            200.0,
            0.0,
            199.9,
            end="finished",
            source="album:Album",
            last_key=at,
        )
    )


def timed(appends: int, append: Callable[[int], None]) -> list[float]:
    """Milliseconds of each append, without those spent in fsync."""
    real, synced, took = os.fsync, 0.0, []

    def fsync(handle: int) -> None:
        nonlocal synced
        began = time.perf_counter()
        real(handle)
        synced += time.perf_counter() - began

    os.fsync = fsync  # type: ignore[assignment]  # only its time is taken
    try:
        for number in range(appends):
            synced, began = 0.0, time.perf_counter()
            append(number)
            took.append(1000 * (time.perf_counter() - began - synced))
    finally:
        os.fsync = real
    return took


def ours(folder: Path, appends: int) -> list[float]:
    store = Store(folder, "bench")
    return timed(appends, lambda number: store.append("listens", listen(number), [track(number)]))


def tinydb(folder: Path, appends: int) -> list[float]:
    folder.mkdir()
    with TinyDB(folder / "all.json") as database:
        noted: set[str] = set()

        def append(number: int) -> None:
            database.table("listens").insert(listen(number))
            if track(number).id not in noted:
                noted.add(track(number).id)
                database.table("tracks").insert(note_document(track(number)))

        return timed(appends, append)


def spread(values: Sequence[float]) -> str:
    return f"{statistics.median(values):8.2f} ({min(values):.2f}–{max(values):.2f})"


def report(name: str, runs: Sequence[Sequence[float]]) -> None:
    at = [sorted(run) for run in runs]
    thirds = [
        statistics.median(run[-len(run) // 3 :]) / statistics.median(run[: len(run) // 3]) for run in runs
    ]
    print(f"{name:<22} p50 {spread([run[len(run) // 2] for run in at])} ms", end="")
    print(
        f"   p99 {spread([run[int(len(run) * 0.99)] for run in at])} ms   last/first third {spread(thirds)}"
    )


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
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
        mine, peer = [], []
        for run in range(options.runs):
            mine.append(ours(Path(name) / f"tunes-{run}", options.appends))
            peer.append(tinydb(Path(name) / f"tinydb-{run}", options.peer))
        found = Store(Path(name) / "tunes-0", "bench").verify()
    print(f"beside fsync, {options.runs} runs; tunes {options.appends} appends, JSONStorage {options.peer}")
    report("tunes", mine)
    report("TinyDB's JSONStorage", peer)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
