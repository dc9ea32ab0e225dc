"""Measures how long the numbers of a long history take: all time, one year, and of the tracks that a query finds.

    python bench/stats.py [--listens 1000000] [--tracks 100000] [--runs 5] [--seed 1]

The history is made in memory, ten years of it; `bench/history.py` measures reading one. Printed are medians over the
runs, with the lowest and the highest.
"""

import argparse
import statistics
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
from tunes.library.track import Kind, Track
from tunes.profile.history import History
from tunes.profile.listens import Listen
from tunes.profile.stats import stats

UNTIL = 1_795_000_000.0
YEAR_S = 365 * 86_400.0


def shelf(count: int) -> list[Track]:
    """Eleven tracks to an album, two albums to an artist."""
    return [
        Track(
            f"t1:{number:032x}",
            Path(f"/m/{number}.flac"),
            Kind.MUSIC,
            f"Title {number}",
            f"Artist {number // 22}",
            f"Album {number // 11}",
            genres=(f"Genre {number // 22 % 60}", f"Genre {number % 7}"),
            duration=200.0,
        )
        for number in range(count)
    ]


def made(tracks: list[Track], listens: int, seed: int) -> History:
    """Some tracks are loved, most are hardly known; a sixth of the listens are skips."""
    rng = np.random.default_rng(seed)
    one = [
        Listen(track.id, 0.0, 60, 200.0, 200.0, 0.0, 200.0, source="album", end="finished")
        for track in tracks
    ]
    history = History.of(one, tracks)
    chosen = np.minimum(rng.zipf(1.2, listens) - 1, len(tracks) - 1)
    at = np.sort(rng.uniform(UNTIL - 10 * YEAR_S, UNTIL, listens))
    heard = np.where(rng.random(listens) < 1 / 6, 12.0, 200.0)
    columns = {
        name: getattr(history, name)[chosen]
        for name in ("offset", "duration", "began", "source", "restarts", "last_key", "volume", "device")
    }
    end = np.where(heard < 100, np.int16(1), history.end[0]).astype(np.int16)
    return replace(history, **columns, track=history.track[chosen], at=at, heard=heard, left=heard, end=end)


def spread(runs: int, work: Callable[[], object]) -> str:
    """Seconds."""
    taken = []
    for _ in range(runs):
        began = time.perf_counter()
        work()
        taken.append(time.perf_counter() - began)
    return f"{statistics.median(taken):6.2f} ({min(taken):.2f}–{max(taken):.2f}) s"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--listens", type=int, default=1_000_000)
    parser.add_argument("--tracks", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    tracks = shelf(options.tracks)
    history = made(tracks, options.listens, options.seed)
    some = {track.id for track in tracks[:2_000]}
    print(f"{options.listens:,} listens, {options.tracks:,} tracks")
    print("all time     ", spread(options.runs, lambda: stats(history, tracks)))
    print("one year     ", spread(options.runs, lambda: stats(history, tracks, since=UNTIL - YEAR_S)))
    print("of 2,000     ", spread(options.runs, lambda: stats(history, tracks, among=some)))


if __name__ == "__main__":
    main()
