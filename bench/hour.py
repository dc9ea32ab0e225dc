"""Plays for an hour as a listener would, and compares every listen that was kept with what an ear at the sink heard.

    python bench/hour.py [--minutes 60] [--seed 1] [--every 20]

The real engine plays short made files in a loop at normal speed into a private sound server; a key comes now and then
(next, previous, pause, seeks, a jump, stop, volume). Each file tells by its sound which it is and where, so that the
recorded sink alone says what was heard. Exit code 1 if one listen is lost, invented, doubled, or wrong by more than 0.35 s.
"""

import argparse
import statistics
import sys
import time
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1] / "tests"))
sys.path.append(str(Path(__file__).parent))
from evening import Evening, Findings


def play(evening: Evening, minutes: float, every_s: float) -> int:
    """Keys now and then until the time is over; how many."""
    end, pressed = time.monotonic() + 60 * minutes, 0
    evening.play_afresh()
    while time.monotonic() < end:
        pause = min(evening.rng.expovariate(1 / every_s), end - time.monotonic())
        evening.wait(pause, lambda: evening.session.now.track is None)
        if evening.session.now.track is None:
            evening.play_afresh()
        else:
            evening.press()
            pressed += 1
    return pressed


def show(found: Findings, minutes: float, pressed: int) -> None:
    off = found.differences or [0.0]
    print(f"{'minutes of play':<52}{minutes:>8.1f}")
    print(f"{'keys':<52}{pressed:>8}")
    print(f"{'tracks that sounded, told by the ear':<52}{found.sounded:>8}")
    print(f"{'listens kept':<52}{found.listens:>8}   {found.ends}")
    print(f"{'only passed by, and rightly not kept':<52}{found.passed_by:>8}")
    print(f"{'broken files, each with its word':<52}{found.errors:>8}")
    print(
        f"{'counted more than heard: median':<52}{statistics.median(off):>8.3f} s   from {min(off):.3f} to {max(off):.3f}"
    )
    print(f"{'listens wrong':<52}{len(found.wrong):>8}")
    for wrong in found.wrong:
        print("WRONG", wrong)


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--every", type=float, default=20.0, help="seconds between two keys, in the mean")
    options = parser.parse_args()
    evening = Evening(options.seed)
    try:
        pressed = play(evening, options.minutes, options.every)
    finally:
        evening.close()
    found = evening.compare()
    show(found, options.minutes, pressed)
    return 1 if found.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
