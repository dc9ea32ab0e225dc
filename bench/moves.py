"""Moves, renames, retags, re-encodes, copies, replaces, deletes and brings back files of a made library at random, and counts where the history went.

    python bench/moves.py [--seed 1] [--tracks 5000] [--steps 1000] [--batch 10]

Every file is really encoded and tagged; some are untagged, many have the names of others, some are copies. After each batch of up
to ten steps a real scan looks at it, as `tunes scan` does, and some tracks are listened to. A model knows which recording each
file is. At the end every listen must be kept, and none may belong to another recording: exit code 1 if one does. Those that wait
in `tunes relink`, or whose sound, tags and name have all changed at once, are counted.
"""

import argparse
import sys
import tempfile
import time
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1] / "tests"))
from followed import run


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--tracks", type=int, default=5_000)
    parser.add_argument("--steps", type=int, default=1_000)
    parser.add_argument("--batch", type=int, default=10, help="at most so many steps between two scans")
    options = parser.parse_args()
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="tunes-moves-") as folder:
        outcome, steps = run(Path(folder), options.seed, options.tracks, options.steps, options.batch)
    for name, count in sorted(steps.items()):
        print(f"{name.replace('_', ' '):<44}{count:>8}")
    for what, count in (
        ("listens", outcome.listens),
        ("  at a file of what was heard", outcome.right),
        ("  at none: all its files are deleted", outcome.gone),
        ("  waiting in tunes relink", outcome.waiting),
        ("  at none: sound, tags and name are new", outcome.unknown),
        ("  lost, or at a file of something else", len(outcome.wrong)),
    ):
        print(f"{what:<44}{count:>8}")
    print(f"{'time':<44}{time.monotonic() - began:>8.0f} s")
    for wrong in outcome.wrong:
        print("WRONG", wrong)
    return 1 if outcome.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
