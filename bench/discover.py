"""Measures Discover on real listeners, replayed week by week, beside plain alternatives and a hand-set blend.

    python bench/discover.py [FOLDER] [--folds FOLDER] [--decoys N] [--step N]
    python bench/discover.py --speed [--seed N]         seconds of the processor for 100,000 tracks and 1,000,000 listens

FOLDER holds the judge (replay.py), its listeners and the tags of artists. With --folds, where bench/fit_discover.py put
the tables fitted without each listener, every figure is printed twice: as shipped, which has seen these listeners
(in-sample), and with each listener judged by tables that never saw him (left out).
"""

import argparse
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

sys.path.append(str(Path(__file__).parent))
import numpy as np
import replayed
from replay_adapter import listen_of, track_of
from replayed import Listener, Week
from tunes.profile.choose import choose
from tunes.profile.columns import Floats, Ints
from tunes.profile.discover import JUDGED, QueueRules, parts_of, ranked, week_of, weekly_queue
from tunes.profile.history import History
from tunes.profile.listens import ENDS
from tunes.profile.model import SHIPPED, Model, read_model
from tunes.profile.outlook import Outlook, outlook

BASELINES = (
    "random",
    "most-played-artist",
    "decayed-artist",
    "item-kNN (track)",
    "recent-first-seen",
    "blend",
)
TRACKS, LISTENS, NOW = 100_000, 1_000_000, 1_795_388_400.0
SHIPPED_QUEUE, ALL, FRESH = "the queue as shipped", "all under-played", "never played only"


@dataclass(frozen=True, slots=True)
class Point:
    """How one list of one week did."""

    listener: str
    gain: float
    """nDCG@30."""
    hits: int
    heard: int
    """Of the list, begun in the four weeks after."""


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", nargs="?", type=Path, default=replayed.LISTENING)
    parser.add_argument("--folds", type=Path, help="tables fitted without each listener: u01.json, …")
    parser.add_argument(
        "--decoys", type=float, default=1.0, help="tracks never played for each of the library"
    )
    parser.add_argument("--step", type=int, default=1, help="use each N-th week")
    parser.add_argument("--only", nargs="*", default=[], help="only these listeners")
    parser.add_argument("--speed", action="store_true", help="measure how long a queue takes")
    parser.add_argument("--seed", type=int, default=1, help="of the made library and listens")
    chosen = parser.parse_args()
    if chosen.speed:
        print(speed(chosen.seed))
        return 0
    points = replay(chosen.folder, chosen.folds, chosen.decoys, chosen.step, chosen.only)
    print("\n".join(table(points)))
    return 0


def replay(
    folder: Path, folds: Path | None, decoys: float, step: int, only: Sequence[str]
) -> dict[str, dict[str, list[Point]]]:
    """What was asked for, then whose list it was."""
    points: dict[str, dict[str, list[Point]]] = defaultdict(lambda: defaultdict(list))
    for listener in replayed.listeners(folder, decoys, only):
        models = {"tunes, in-sample": SHIPPED}
        if folds is not None:
            models["tunes, left out"] = read_model(folds / f"{listener.name}.json")
        for week in listener.weeks(step):
            for asked, whose, picks in lists(listener, week, models):
                if len(kept(asked, week)) >= 5:
                    points[asked][whose].append(point(listener, week, picks, kept(asked, week)))
        print(f"{listener.name}: {len(points[ALL]['blend'])} weeks so far", file=sys.stderr, flush=True)
    return points


def lists(listener: Listener, week: Week, models: dict[str, Model]) -> Iterator[tuple[str, str, Ints]]:
    """Every list of thirty for one week: what is asked for, whose it is, and the tracks by number."""
    judge, view = listener.judge, week.view
    blend = judge.BASE["blend"](view)
    everything = {name: judge.BASE[name](view) for name in BASELINES}
    for asked, only in ((ALL, None), (FRESH, view.plays[week.candidates] == 0)):
        for name, score in everything.items():
            view.cand = week.candidates if only is None else week.candidates[only]
            yield asked, name, judge.topk(view, score if only is None else score[only], 2)
    view.cand = week.candidates
    for name, model in models.items():
        seen = outlook(listener.tracks, listener.history, float(week.at), model=model)
        yield from ((asked, name, numbers) for asked, numbers in tunes_lists(seen, week))
    seen_blend = np.zeros(len(listener.tracks))
    seen_blend[week.candidates] = blend
    yield (
        SHIPPED_QUEUE,
        "blend",
        queue(seen, week, week.candidates, seen_blend[week.candidates], QueueRules()),
    )


def tunes_lists(seen: Outlook, week: Week) -> Iterator[tuple[str, Ints]]:
    """The bare ranking of all and of fresh candidates, and the queue as shipped."""
    fresh = week.candidates[week.view.plays[week.candidates] == 0]
    name = week_of(week.at)
    for asked, rows, rules in (
        (ALL, week.candidates, JUDGED),
        (FRESH, fresh, JUDGED),
        (SHIPPED_QUEUE, week.candidates, QueueRules()),
    ):
        score = sum(parts_of(seen, rows, name, rules).values(), np.zeros(len(rows)))
        yield asked, queue(seen, week, rows, score, rules)


def queue(seen: Outlook, week: Week, rows: Ints, score: Floats, rules: QueueRules) -> Ints:
    order, ranking = ranked(seen, rows, np.round(score, 6), week_of(week.at))
    return rows[order[list(choose(ranking, rules, replayed.SIZE).places)]]


def kept(asked: str, week: Week) -> Ints:
    """What a list of this kind could have found."""
    return week.kept[week.view.plays[week.kept] == 0] if asked == FRESH else week.kept


def point(listener: Listener, week: Week, picks: Ints, kept: Ints) -> Point:
    hit = np.isin(picks, kept)
    best = replayed.GAIN[: min(replayed.SIZE, len(kept))].sum()
    gain = float((replayed.GAIN[: len(picks)] * hit).sum() / best)
    return Point(listener.name, gain, int(hit.sum()), int(np.isin(picks, week.heard).sum()))


def table(points: dict[str, dict[str, list[Point]]]) -> Iterator[str]:
    """The figures, each with its paired difference to the blend and the interval over listeners."""
    for asked, lists_of in points.items():
        yield f"\n## {asked}: {len(lists_of['blend'])} weeks of {len({p.listener for p in lists_of['blend']})} listeners"
        yield (
            "| | nDCG@30 | to the blend [95 %, by listener] won | precision@30 | to the blend "
            "| kept | to the blend | mean of what each listener kept more |"
        )
        yield "|---|---|---|---|---|---|---|---|"
        for whose, mine in lists_of.items():
            yield f"| {whose} | " + " | ".join(_figures(mine, lists_of["blend"])) + " |"


def _figures(mine: list[Point], blend: list[Point]) -> Iterator[str]:
    who = sorted({point.listener for point in mine})
    for what in ("gain", "hits", "kept"):
        ours, theirs = (_sums(points, what, who) for points in (mine, blend))
        yield f"{_pooled(ours):.3f}"
        if mine is blend:
            yield from [""] * (1 + (what == "kept"))
            continue
        won = f" {int(np.sum(_each(ours) > _each(theirs)))}" if what == "gain" else ""
        yield _paired(_pooled, ours, theirs) + won
        if what == "kept":  # else who is found more for, and keeps less of everything, would lower the mean
            yield _paired(lambda sums: float(_each(sums).mean()), ours, theirs)


def _sums(points: list[Point], what: str, who: list[str]) -> Floats:
    """By listener: the sum of what is asked, and what it is divided by."""
    sums = np.zeros((len(who), 2))
    for point in points:
        top = point.gain if what == "gain" else point.hits
        below = {"gain": 1, "hits": replayed.SIZE, "kept": point.heard}[what]
        sums[who.index(point.listener)] += top, below
    return sums


def _pooled(sums: Floats) -> float:
    return float(sums[:, 0].sum() / sums[:, 1].sum())


def _each(sums: Floats) -> Floats:
    return np.asarray(sums[:, 0] / sums[:, 1])


def _paired(of: Callable[[Floats], float], ours: Floats, theirs: Floats) -> str:
    """The difference, and its interval over listeners."""
    draws = np.random.default_rng(7).integers(0, len(ours), (replayed.RESAMPLES, len(ours)))
    low, high = np.percentile([of(ours[rows]) - of(theirs[rows]) for rows in draws], [2.5, 97.5])
    return f"{of(ours) - of(theirs):+.3f} [{low:+.3f}, {high:+.3f}]"


def speed(seed: int) -> str:
    """Seconds of the processor, which a busy machine changes least: for the first queue, and for further ones."""
    rng = np.random.default_rng(seed)
    tracks = [
        track_of(f"t1:{n:032x}", f"Artist {n // 36}", f"Album {n // 12}", f"Song {n}", {})
        for n in range(TRACKS)
    ]
    short = History.of([listen_of(tracks[0].id, 0.0, skipped=False)], tracks)
    chosen = rng.zipf(1.2, LISTENS) * 7919 % TRACKS
    skipped = rng.random(LISTENS) < 0.2
    zeros = np.zeros(LISTENS, dtype=np.int32)
    columns = {
        "track": np.array([short.index[track.id] for track in tracks], dtype=np.int32)[chosen],
        "at": NOW - np.sort(rng.uniform(0, 5 * 365 * replayed.DAY, LISTENS))[::-1],
        "heard": np.where(skipped, 10.0, 180.0),
        "left": np.where(skipped, 10.0, 180.0),
        "duration": np.full(LISTENS, 180.0),
        "end": np.where(skipped, ENDS.index("next"), ENDS.index("finished")).astype(np.int8),
        "last_key": np.full(LISTENS, np.nan),
        **dict.fromkeys(("offset", "began", "source", "restarts", "volume", "device"), zeros),
    }
    history = replace(short, **columns)  # type: ignore[arg-type]
    took = []
    for _ in range(6):
        start = time.process_time()
        weekly_queue(tracks, history, NOW)
        took.append(time.process_time() - start)
    return f"first {took[0]:.2f} s, then {statistics.median(took[1:]):.2f} s ({min(took[1:]):.2f}-{max(took[1:]):.2f})"


if __name__ == "__main__":
    sys.exit(main())
