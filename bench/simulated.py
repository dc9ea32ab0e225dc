"""Measures whether Discover learns listeners that are made up: hidden tastes, eight Mondays each.

    python bench/simulated.py [--seeds 40] [--first 1] [--tracks 3000]

Each listener hears all thirty picks of a week and keeps or skips them by a taste that tunes never sees, and plays from
the shelf besides. Printed: the share of picks that was kept in weeks 1 to 3 and 6 to 8, and how that compares with the
same model that learns nothing after the first Monday; and what one evening of children's songs does to the next queue.
"""

import argparse
import sys
from collections.abc import Iterator
from typing import Any

import numpy as np
from made_genres import GENRES
from numpy.typing import NDArray
from simulated_listener import CHILDREN, FIRST_MONDAY, KINDS, LENGTH, WEEK, WEEKS, person
from tunes.profile.listens import Listen

RESAMPLES = 2000


def eight_weeks(kind: str, seed: int, size: int, *, learns: bool) -> list[float]:
    """The share of each week's queue that was kept."""
    one = person(kind, seed, size)
    shares = []
    for week in range(WEEKS):
        monday = FIRST_MONDAY + week * WEEK
        picks = one.queue(monday, learned_until=monday if learns else FIRST_MONDAY)
        shares.append(one.hear_queue(picks, monday))
        one.own_week(monday)
    return shares


def odd_evening(kind: str, seed: int, size: int) -> tuple[int, int, int]:
    """Children's tracks in the fifth queue without and with an evening of them before, and how many picks stay."""
    one = person(kind, seed, size)
    for week in range(4):
        monday = FIRST_MONDAY + week * WEEK
        one.hear_queue(one.queue(monday, learned_until=monday), monday)
        one.own_week(monday)
    monday = FIRST_MONDAY + 4 * WEEK
    plain = one.queue(monday, learned_until=monday)
    theirs = np.flatnonzero(one.shelf.genre == len(GENRES))
    for place, track in enumerate(one.rng.choice(theirs, 25, replace=False).tolist()):
        at = monday - 6 * 3600 + place * 210
        one.listens.append(
            Listen(one.shelf.tracks[track].id, at, 60, LENGTH, LENGTH, 0.0, LENGTH, end="finished")
        )
    one.listens.sort(key=lambda listen: listen.at)
    odd = one.queue(monday, learned_until=monday)
    children = [sum(CHILDREN in pick.track.genres for pick in queue) for queue in (plain, odd)]
    stay = {pick.track.id for pick in plain} & {pick.track.id for pick in odd}
    return children[0], children[1], len(stay)


def interval(values: NDArray[Any]) -> str:
    draws = np.random.default_rng(7).integers(0, len(values), (RESAMPLES, len(values)))
    low, high = np.percentile(values[draws].mean(axis=1), [2.5, 97.5])
    return f"{values.mean():+.3f} [{low:+.3f}, {high:+.3f}]"


def report(seeds: range, size: int) -> Iterator[str]:
    yield "| taste | kept, weeks 1–3 | 6–8 | difference [95 %] | learning off, 6–8 | difference [95 %] |"
    yield "|---|---|---|---|---|---|"
    for kind in KINDS:
        on, off = (
            np.array([eight_weeks(kind, seed, size, learns=learns) for seed in seeds])
            for learns in (True, False)
        )
        early, late, still = on[:, :3].mean(axis=1), on[:, 5:].mean(axis=1), off[:, 5:].mean(axis=1)
        yield (
            f"| {kind} | {early.mean():.3f} | {late.mean():.3f} | {interval(late - early)} "
            f"| {still.mean():.3f} | {interval(late - still)} |"
        )
    yield "\n| taste | children's songs among 30 without | with such an evening before | picks that stay |"
    yield "|---|---|---|---|"
    for kind in KINDS:
        counts = np.array([odd_evening(kind, seed, size) for seed in seeds], dtype=float)
        yield f"| {kind} | {counts[:, 0].mean():.1f} | {counts[:, 1].mean():.1f} (most {counts[:, 1].max():.0f}) | {counts[:, 2].mean():.1f} |"


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seeds", type=int, default=40, help="how many listeners of each taste")
    parser.add_argument("--first", type=int, default=1, help="the first seed")
    parser.add_argument("--tracks", type=int, default=3000)
    chosen = parser.parse_args()
    for line in report(range(chosen.first, chosen.first + chosen.seeds), chosen.tracks):
        print(line, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
