"""Measures whether Discover learns listeners that are made up: hidden tastes, eight Mondays each.

    python bench/simulated.py [--seeds 40] [--first 1] [--tracks 3000] [--loved 0.6] [--only "one genre" …]

Each listener hears all thirty picks of a week and keeps or skips them by a taste that tunes never sees, and plays from
the shelf besides. Printed: the share of picks that was kept in weeks 1 to 3 and 6 to 8, and how that compares with the
same model that learns nothing after the first Monday; what chance, and whoever knows the taste, would have kept under
the same rules; and what one evening of children's songs does to the next queue.
"""

import argparse
import sys
from collections.abc import Callable, Iterator
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any

sys.path.append(str(Path(__file__).parent))
import numpy as np
from made_genres import GENRES
from numpy.typing import NDArray
from simulated_listener import CHILDREN, FIRST_MONDAY, KINDS, LENGTH, WEEK, WEEKS, Person, person
from tunes.profile.choose import choose
from tunes.profile.discover import QueueRules, candidate_rows, ranked, week_of, weekly_queue
from tunes.profile.listens import Listen
from tunes.profile.outlook import outlook

RESAMPLES = 2000
SIZE = 30
HALVES = (slice(3), slice(5, None))
"""Weeks 1 to 3, and 6 to 8."""
Chooses = Callable[[Person, float], list[int]]
"""Makes the queue of a Monday: tracks of the shelf, by number."""


def discover(one: Person, monday: float, *, learns: bool = True) -> list[int]:
    history = one.history(monday if learns else FIRST_MONDAY)
    return [int(pick.track.id[3:], 16) for pick in weekly_queue(one.shelf.tracks, history, monday, size=SIZE)]


def by_score(one: Person, monday: float, score: NDArray[Any]) -> list[int]:
    """The queue of whoever scores the shelf so, under the same rules."""
    seen, week = outlook(one.shelf.tracks, one.history(monday), monday), week_of(monday)
    rows = candidate_rows(seen, None, SIZE)
    order, ranking = ranked(seen, rows, score[rows], week)
    return [int(row) for row in rows[order[list(choose(ranking, QueueRules(), SIZE).places)]]]


def knowing(one: Person, monday: float) -> list[int]:
    return by_score(one, monday, one.odds_of_queue(monday))


def at_random(one: Person, monday: float) -> list[int]:
    return by_score(one, monday, np.random.default_rng(int(monday)).random(len(one.shelf.tracks)))


def eight_weeks(chooses: Chooses, one: Person) -> list[float]:
    """The share of each week's queue that was kept."""
    shares = []
    for week in range(WEEKS):
        monday = FIRST_MONDAY + week * WEEK
        shares.append(one.hear_queue(chooses(one, monday), monday))
        one.own_week(monday)
    return shares


def odd_evening(one: Person) -> tuple[int, int, int]:
    """Children's tracks in the fifth queue without and with an evening of them before, and how many picks stay."""
    for week in range(4):
        monday = FIRST_MONDAY + week * WEEK
        one.hear_queue(discover(one, monday), monday)
        one.own_week(monday)
    monday = FIRST_MONDAY + 4 * WEEK
    plain = discover(one, monday)
    theirs = np.flatnonzero(one.shelf.genre == len(GENRES))
    for place, track in enumerate(one.rng.choice(theirs, 25, replace=False).tolist()):
        at = monday - 6 * 3600 + place * 210
        one.listens.append(
            Listen(one.shelf.tracks[track].id, at, 60, LENGTH, LENGTH, 0.0, LENGTH, end="finished")
        )
    one.listens.sort(key=lambda listen: listen.at)
    odd = discover(one, monday)
    children = [sum(CHILDREN in one.shelf.tracks[track].genres for track in queue) for queue in (plain, odd)]
    return children[0], children[1], len(set(plain) & set(odd))


def interval(values: NDArray[Any]) -> str:
    draws = np.random.default_rng(7).integers(0, len(values), (RESAMPLES, len(values)))
    low, high = np.percentile(values[draws].mean(axis=1), [2.5, 97.5])
    return f"{values.mean():+.3f} [{low:+.3f}, {high:+.3f}]"


RIVALS: dict[str, Chooses] = {
    "tunes": discover,
    "off": partial(discover, learns=False),
    "chance": at_random,
    "knowing": knowing,
}


def learning(kinds: list[str], make: Callable[[str], list[Person]]) -> Iterator[str]:
    yield (
        "| taste | kept, weeks 1–3 | 6–8 | difference [95 %] | learning off, 6–8 | difference [95 %] "
        "| chance, 1–3 and 6–8 | knowing the taste, 1–3 and 6–8 |"
    )
    yield "|---|---|---|---|---|---|---|---|"
    for kind in kinds:
        weeks = {
            name: np.array([eight_weeks(chooses, one) for one in make(kind)])
            for name, chooses in RIVALS.items()
        }
        early, late = ({name: of[:, which].mean(axis=1) for name, of in weeks.items()} for which in HALVES)
        least, most = (f"{early[name].mean():.3f}, {late[name].mean():.3f}" for name in ("chance", "knowing"))
        yield (
            f"| {kind} | {early['tunes'].mean():.3f} | {late['tunes'].mean():.3f} | {interval(late['tunes'] - early['tunes'])} "
            f"| {late['off'].mean():.3f} | {interval(late['tunes'] - late['off'])} | {least} | {most} |"
        )


def odd_evenings(kinds: list[str], make: Callable[[str], list[Person]]) -> Iterator[str]:
    yield "\n| taste | children's songs among 30 without | with such an evening before | picks that stay |"
    yield "|---|---|---|---|"
    for kind in kinds:
        counts = np.array([odd_evening(one) for one in make(kind)], dtype=float)
        without, with_it, stay = counts.mean(axis=0)
        yield f"| {kind} | {without:.1f} | {with_it:.1f} (most {counts[:, 1].max():.0f}) | {stay:.1f} |"


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seeds", type=int, default=40, help="how many listeners of each taste")
    parser.add_argument("--first", type=int, default=1, help="the first seed")
    parser.add_argument("--tracks", type=int, default=3000)
    parser.add_argument(
        "--loved", type=float, default=0.6, help="share of the shelf in the genres that are loved"
    )
    parser.add_argument("--only", nargs="*", choices=KINDS, default=list(KINDS), help="only these tastes")
    chosen = parser.parse_args()

    def make(kind: str) -> list[Person]:
        seeds = range(chosen.first, chosen.first + chosen.seeds)
        return [person(kind, seed, chosen.tracks, chosen.loved) for seed in seeds]

    for line in chain(learning(chosen.only, make), odd_evenings(chosen.only, make)):
        print(line, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
