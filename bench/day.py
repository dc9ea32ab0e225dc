"""Plays 24 hours on the silent twin's clock with a key every minute, and compares every listen with a stopwatch.

    python bench/day.py [--hours 24] [--seed 1] [--every 60]

Guests, broken files, films, speeds, long pauses and a computer that sleeps are among the keys. Exit code 1 if one listen is
lost, invented, doubled, or wrong in any field or in what it counts as.
"""

import argparse
import random
import resource
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.append(str(Path(__file__).parents[1] / "tests"))
from stopwatch import SHELF, STEP_S, Table
from tunes.player.queue import Repeat

KEYS: tuple[tuple[str, tuple[Any, ...]], ...] = (
    ("play", tuple(range(len(SHELF)))),
    ("next", (None,)),
    ("previous", (None,)),
    ("toggle", (None,)),
    ("stop", (None,)),
    ("guest", (None,)),
    ("quit", (None,)),
    ("seek", (-30.0, -5.0, 5.0, 30.0)),
    ("seek_to", (0.0, 0.2, 0.5, 0.99, 1.0)),
    ("before_end", (0.0, 0.4, 1.0, 8.0)),
    ("jump", tuple(range(len(SHELF)))),
    ("remove", tuple(range(len(SHELF)))),
    ("asleep", (60.25, 700.25, 1830.25)),
    ("rate", (0.5, 1.0, 2.0)),
    ("repeat", tuple(Repeat)),
)


def spend(table: Table, rng: random.Random, hours: float, every_s: float) -> int:
    """Keys now and then until so much time has passed; how many."""
    left, pressed = hours * 3600, 0
    while left > 0:
        pause = round(min(left, rng.expovariate(1 / every_s)) / STEP_S) * STEP_S
        table.press("wait", pause)
        left -= max(pause, STEP_S)
        key, values = KEYS[0] if table.watch.entry is None else rng.choice(KEYS)
        table.press(key, rng.choice(values))
        pressed += 1
    return pressed


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--hours", type=float, default=24)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--every", type=float, default=60.0, help="seconds between two keys, in the mean")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="tunes-day-", ignore_cleanup_errors=True) as folder:
        table, began = Table(Path(folder)), time.perf_counter()
        try:
            pressed = spend(table, random.Random(options.seed), options.hours, options.every)
            spent = time.perf_counter() - began
            table.compare()
        except AssertionError as error:
            print("WRONG", error)
            return 1
    print(f"{'hours of play, simulated':<40}{options.hours:>10.1f}   in {spent:.1f} s")
    print(f"{'keys':<40}{pressed:>10,}")
    print(f"{'reports of the player':<40}{len(table.events):>10,}")
    print(f"{'listens kept, all of them right':<40}{len(table.watch.notes):>10,}")
    print(f"{'broken files passed over':<40}{table.watch.failures:>10,}")
    print(f"{'most memory, MB':<40}{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:>10.0f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
