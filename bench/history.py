"""Measures reading the whole history, as every start does, with and without the column cache, in the same run.

    python bench/history.py [--listens 1000000] [--runs 5] [--folder FOLDER]

Each run alternates, each time in a program that has just begun: one without the cache, which reads all shards and makes it, and
one that finds it. The times are those of `Store.history`, the memory is the most that the whole program ever held, the mapped
cache with it. Printed are medians over the runs, with the lowest and the highest. Exit code 1 if a figure of the issue is missed:
0.5 s with the cache, 15 s without, under 400 MB.
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from tunes.profile.store import Store

sys.path.append(str(Path(__file__).parent))
from made_profile import fill

WANTED_S = {"without": 15.0, "cache": 0.5}
WANTED_MB = 400.0


def child(folder: Path, cache: Path) -> None:
    """Reads the history once and tells what that took."""
    store = Store(folder, "bench", cache)
    began = time.perf_counter()
    history = store.history()
    seconds = time.perf_counter() - began
    print(json.dumps({"seconds": seconds, "listens": len(history), "mb": peak_mb()}))


def peak_mb() -> float:
    """The most memory that this program held."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    raise OSError("no peak is told here")


def read(folder: Path, cache: Path) -> dict[str, float]:
    run = subprocess.run(
        [sys.executable, __file__, "--child", folder, cache], capture_output=True, check=True
    )
    told: dict[str, float] = json.loads(run.stdout)
    return told


def spread(values: Sequence[float], unit: str) -> str:
    return f"{statistics.median(values):8.2f} ({min(values):.2f}–{max(values):.2f}) {unit}"


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--listens", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument(
        "--folder", type=Path, help="on the disk to measure (default: that of temporary files)"
    )
    parser.add_argument("--child", type=Path, nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        child(*options.child)
        return 0
    with tempfile.TemporaryDirectory(prefix="tunes-open-", dir=options.folder) as name:
        folder, cache = Path(name) / "profile", Path(name) / "history.columns"
        fill(Store(folder, "bench"), options.listens)
        told: dict[str, list[dict[str, float]]] = {way: [] for way in WANTED_S}
        for _ in range(options.runs):
            cache.unlink(missing_ok=True)
            for runs in told.values():
                runs.append(read(folder, cache))
        shards = len(list(folder.glob("bench/*.json")))
        print(
            f"{options.listens:,} listens in {shards:,} shards, cache {cache.stat().st_size / 1e6:.1f} MB, {options.runs} runs"
        )
    is_missed = False
    for way, runs in told.items():
        seconds, most = [run["seconds"] for run in runs], [run["mb"] for run in runs]
        print(f"{way:<8} {spread(seconds, 's')}   {spread(most, 'MB')}")
        is_missed |= statistics.median(seconds) > WANTED_S[way] or statistics.median(most) > WANTED_MB
        is_missed |= any(run["listens"] != options.listens for run in runs)
    print("MISSED" if is_missed else "all as wanted")
    return 1 if is_missed else 0


if __name__ == "__main__":
    sys.exit(main())
