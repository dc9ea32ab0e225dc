"""Measures reading the whole history, as every start does, with and without the column cache, in the same run.

    python bench/history.py [--listens 100000] [--runs 5] [--folder FOLDER]

Each run alternates: a store that has just been made (a program that starts) reads all shards; another one reads the
cache and the newest shard; a third one the cache for the first time, and makes it. Printed are medians over the runs,
with the lowest and the highest.
"""

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from tunes.library.track import Kind, Track
from tunes.profile.history import History
from tunes.profile.listens import Listen, listen_document
from tunes.profile.store import Store

START = 1_500_000_000.0
TRACKS = 20_000


def track(number: int) -> Track:
    title = f"Title {number * 7919 % TRACKS}"
    artist = f"Artist {number % 900}"
    return Track(f"t1:{number:032x}", Path("/m"), Kind.MUSIC, title, artist, "Album", duration=200.0)


def fill(store: Store, listens: int) -> None:
    tracks = [track(number) for number in range(TRACKS)]
    events = []
    for number in range(listens):
        chosen = tracks[number * 7919 % TRACKS]
        at = START + 2_500.0 * number
        listen = Listen(
            chosen.id, at, 60, 199.9, 200.0, 0.0, 199.9, end="finished", source="queue", last_key=at
        )
        events.append((listen_document(listen), [chosen]))
    store.extend("listens", events)


def timed(store: Store) -> tuple[float, History]:
    """Milliseconds, and what was read."""
    began = time.perf_counter()
    history = store.history()
    return 1000 * (time.perf_counter() - began), history


def spread(values: Sequence[float]) -> str:
    return f"{statistics.median(values):8.1f} ({min(values):.1f}–{max(values):.1f}) ms"


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--listens", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument(
        "--folder", type=Path, help="on the disk to measure (default: that of temporary files)"
    )
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="tunes-open-", dir=options.folder) as name:
        folder, cache = Path(name) / "profile", Path(name) / "history.columns"
        fill(Store(folder, "bench"), options.listens)
        took: dict[str, list[float]] = {"shards": [], "cache, made": [], "cache": []}
        counts = set()
        for _ in range(options.runs):
            cache.unlink(missing_ok=True)
            for way, path in (("shards", None), ("cache, made", cache), ("cache", cache)):
                milliseconds, history = timed(Store(folder, "bench", path))
                took[way].append(milliseconds)
                counts.add(len(history))
        shards = len(list(folder.glob("bench/*.json")))
        print(
            f"{options.listens:,} listens in {shards} shards, cache {cache.stat().st_size / 1e6:.1f} MB, {options.runs} runs"
        )
    for way, values in took.items():
        print(f"{way:<12} {spread(values)}")
    ratios = [one / other for one, other in zip(took["cache"], took["shards"], strict=True)]
    print(f"cache ÷ shards {statistics.median(ratios):.3f} ({min(ratios):.3f}–{max(ratios):.3f})")
    return 0 if counts == {options.listens} else 1


if __name__ == "__main__":
    sys.exit(main())
