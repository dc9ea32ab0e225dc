"""Measures what each term of Discover that is set by hand brings, by the replay of `tunes evaluate` on real listeners.

    python bench/terms.py FOLDER [--weeks 7] [--only u01 …]

FOLDER holds the listeners and their judge (see bench/discover.py). Every so many weeks of each listener's past, the queue is
chosen once as shipped and once without each term. Printed are, for each, the mean over the listeners of nDCG@30 and of the
picks played in the four weeks after, how much that is more than with the term, with its standard error, and the share kept of
those tried. Sound, likes, the hours of Discover and what was passed by are not told by these histories.
"""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

sys.path.append(str(Path(__file__).parent))
import numpy as np
import replayed
from numpy.typing import NDArray
from tunes.library.track import Track
from tunes.profile import looking_back
from tunes.profile.discover import weekly_queue
from tunes.profile.history import History
from tunes.profile.looking_back import DISCOVER, Past
from tunes.profile.model import SHIPPED, Model
from tunes.profile.picks import Pick, QueueRules

AS_SHIPPED = "as shipped"
WITHOUT: dict[str, tuple[Model, float | None]] = {
    AS_SHIPPED: (SHIPPED, None),
    "album, of what was played": (replace(SHIPPED, album_again=0.0), None),
    "album, of what was not": (replace(SHIPPED, album=0.0), None),
    "started again": (replace(SHIPPED, started_again=0.0), None),
    "came back to the artist": (replace(SHIPPED, came_back_fresh=0.0), None),
    "genre": (replace(SHIPPED, genre=0.0, genre_again=0.0), None),
    "guest": (replace(SHIPPED, guest=0.0), None),
    "seldom skipped": (SHIPPED, 0.0),
}
"""The model without each term, and how much care is taken of what will be skipped; None for as much as shipped."""
DAY = 86_400.0
LED_IN_DAYS, AFTER_DAYS = 90.0, 28.0


def use(model: Model, care: float | None) -> None:
    """Has the replay choose by this model."""

    def chosen(
        tracks: Sequence[Track], history: History, as_of: float, *, rules: QueueRules, **more: Any
    ) -> list[Pick]:
        meant = rules if care is None else replace(rules, care=care)
        return weekly_queue(tracks, history, as_of, rules=meant, model=model, **more)

    vars(looking_back)["weekly_queue"] = chosen  # where the replay asks for it


def outcome(past: Past, mondays: Sequence[float]) -> tuple[float, float, int, int]:
    """Mean nDCG and hits of the weeks, and how many picks were kept of how many tried."""
    weeks = [week.outcomes[DISCOVER] for week in looking_back.replayed(past, mondays)]
    means = np.mean([(week.ndcg, week.hits) for week in weeks], axis=0)
    return float(means[0]), float(means[1]), sum(w.kept for w in weeks), sum(w.tried for w in weeks)


def line(name: str, of: NDArray[Any], shipped: NDArray[Any]) -> str:
    told = [f"{of[:, 2].sum() / of[:, 3].sum():.3f}"]
    for column, digits in ((0, 4), (1, 2)):
        more = of[:, column] - shipped[:, column]
        error = more.std(ddof=1) / np.sqrt(len(more))
        told.insert(
            column, f"{of[:, column].mean():.{digits}f} ({more.mean():+.{digits}f} ± {error:.{digits}f})"
        )
    return f"| {name} | {' | '.join(told)} |"


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--weeks", type=int, default=7, help="from one Monday that is replayed to the next")
    parser.add_argument("--only", nargs="*", default=(), help="only these listeners")
    options = parser.parse_args()
    found: dict[str, list[tuple[float, float, int, int]]] = {name: [] for name in WITHOUT}
    for one in replayed.listeners(options.folder, 1.0, options.only):
        first, now = float(one.history.at[0]), float(one.history.at[-1]) + 1
        past = looking_back.past_of(one.tracks, one.history, now)
        span = (first + LED_IN_DAYS * DAY, now - AFTER_DAYS * DAY, options.weeks * 7 * DAY)
        for name, how in WITHOUT.items():
            use(*how)
            found[name].append(outcome(past, np.arange(*span).tolist()))
        print(f"{one.name}: done", file=sys.stderr)
    print("| without | nDCG@30 (more) | played of 30 (more) | kept |\n|---|---|---|---|")
    for name, weeks in found.items():
        print(line(name, np.array(weeks), np.array(found[AS_SHIPPED])))
    return 0


if __name__ == "__main__":
    sys.exit(main())
