"""Fits the tables of Discover for what was heard once or twice to real listeners, and writes them as numbers.

    pip install lightgbm                                            (for fitting only; tunes never needs it)
    python bench/fit_discover.py [FOLDER] --out profile/tables.json
    python bench/fit_discover.py [FOLDER] --folds /tmp/folds        without each listener in turn, for bench/discover.py

Each week of each listener is a list: what was kept in the four weeks after is to stand before what was not. Lists are
boosted with trees of one split, so that what comes out is a table for each number; averaged over seeds, and set to log-odds.
"""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.append(str(Path(__file__).parent))
import numpy as np
import replayed
from replayed import Listener, Week
from tunes.profile.columns import Flags, Floats, Ints
from tunes.profile.evidence import evidence
from tunes.profile.facts import facts
from tunes.profile.past import past

MOST_KEPT, MOST_OTHERS = 100, 300
"""Rows of one list; more of them say the same."""
SIGNALS = {
    "artist near": "heard with favourites",
    "artist skipped": "skipped",
    "artist": "artist",
    "since skip": "skipped",
    "skips": "skipped",
    "near": "heard with favourites",
    "played around": "heard with favourites",
    "since": "played lately",
    "plays since": "played lately",
    "play": "came back to",
}
"""What the listener sees a number as: the first beginning that fits."""
ROUNDS = 200
SKIP = 0.75
"""Of the usual spread of a list: what is taken off for each skip a play. Little more is kept for what more would cost."""
BOOSTING = {
    "objective": "lambdarank",
    "num_leaves": 2,
    "learning_rate": 0.12,
    "lambda_l2": 10,
    "min_data_in_leaf": 200,
    "feature_fraction": 0.5,
    "lambdarank_truncation_level": 40,
    "max_bin": 63,
    "deterministic": True,
    "force_row_wise": True,
    "num_threads": 1,
    "verbosity": -1,
}


@dataclass(frozen=True, slots=True)
class Lists:
    """Rows of facts, list after list."""

    names: tuple[str, ...]
    facts: Floats
    kept: Flags
    weight: Floats
    """Rows that each one stands for."""
    length: Ints
    """Rows of each list."""
    listener: tuple[str, ...]
    """Of each list."""

    def rows_of_lists(self) -> Iterator[slice]:
        """Where each list stands."""
        ends = np.cumsum(self.length).tolist()
        yield from (slice(end - length, end) for end, length in zip(ends, self.length.tolist(), strict=True))

    def without(self, name: str) -> "Lists":
        """The lists of all others."""
        stay = [listener != name for listener in self.listener]
        rows = np.repeat(stay, self.length)
        return Lists(
            self.names,
            self.facts[rows],
            self.kept[rows],
            self.weight[rows],
            self.length[stay],
            tuple(listener for listener in self.listener if listener != name),
        )


def lists(all_listeners: Sequence[Listener]) -> Lists:
    """Every week of every listener as a list."""
    made = [
        (listener.name, *one)
        for listener in all_listeners
        for week in listener.weeks()
        if (one := _list(listener, week)) is not None
    ]
    return Lists(
        names=made[0][1],
        facts=np.vstack([rows for _, _, rows, _, _ in made]),
        kept=np.concatenate([kept for _, _, _, kept, _ in made]),
        weight=np.concatenate([weight for _, _, _, _, weight in made]),
        length=np.array([len(kept) for _, _, _, kept, _ in made]),
        listener=tuple(name for name, *_ in made),
    )


def _list(listener: Listener, week: Week) -> tuple[tuple[str, ...], Floats, Flags, Floats] | None:
    played = week.view.plays[week.candidates] > 0
    rows = week.candidates[played]
    kept = np.isin(rows, week.kept)
    if kept.sum() < 3:
        return None
    taken, weight = _sample(kept, np.random.default_rng([week.at, len(rows)]))
    rows = rows[taken]
    known = evidence(listener.tracks, listener.history, float(week.at))
    of = facts(past(known.columns, known.heard, float(week.at)))
    songs = {name: values[known.columns.recording[rows]] for name, values in of.of_song.items()}
    artists = {name: values[known.columns.artist[rows]] for name, values in of.of_artist.items()}
    told = songs | artists
    return tuple(told), np.round(np.column_stack(list(told.values())), 6), kept[taken], weight


def _sample(kept: Flags, rng: np.random.Generator) -> tuple[Ints, Floats]:
    """Rows that stand for all, and how many each of them stands for."""
    taken, weight = [], []
    for rows, most in ((np.flatnonzero(kept), MOST_KEPT), (np.flatnonzero(~kept), MOST_OTHERS)):
        some = np.sort(rng.choice(rows, most, replace=False)) if len(rows) > most else rows
        taken.append(some)
        weight.append(np.full(len(some), len(rows) / max(len(some), 1)))
    return np.concatenate(taken), np.concatenate(weight)


def fitted(data: Lists, seeds: Sequence[int]) -> dict[str, Any]:
    """Tables as they are stored."""
    steps = [step for seed in seeds for step in _steps(data, ROUNDS, seed)]
    tables = {
        name: _table([step for step in steps if data.names[step[0]] == name], len(seeds))
        for name in data.names
    }
    score = sum(
        (_points(tables[name], data.facts[:, n]) for n, name in enumerate(data.names)),
        np.zeros(len(data.kept)),
    )
    slope, start = _log_odds(score, data.kept, data.weight)
    stored = []
    for n, name in enumerate(data.names):
        cuts, points = tables[name]
        if len(cuts):
            usual = float(np.average(_points((cuts, points), data.facts[:, n]), weights=data.weight))
            start += slope * usual
            stored.append(
                {
                    "fact": name,
                    "signal": next(signal for begins, signal in SIGNALS.items() if name.startswith(begins)),
                    "cuts": np.round(cuts, 6).tolist(),
                    "points": np.round(slope * (points - usual), 4).tolist(),
                }
            )
    skip = SKIP * float(np.mean([score[rows].std() for rows in data.rows_of_lists()]))
    return {"start": round(start, 4), "skip": round(slope * skip, 4), "tables": stored}


def _steps(data: Lists, rounds: int, seed: int) -> Iterator[tuple[int, float, float, float]]:
    """The number looked at, where it is cut, and the points below and above."""
    import lightgbm

    options = BOOSTING | {"seed": seed}
    rows = lightgbm.Dataset(data.facts, data.kept.astype(int), group=data.length, params=options)
    for tree in lightgbm.train(options, rows, rounds).dump_model()["tree_info"]:
        root = tree["tree_structure"]
        if "split_feature" in root:
            below, above = root["left_child"]["leaf_value"], root["right_child"]["leaf_value"]
            yield root["split_feature"], root["threshold"], below, above


def _table(steps: Sequence[tuple[int, float, float, float]], shared: int) -> tuple[Floats, Floats]:
    """The sum of steps as one table: its cuts, and the points between them."""
    cuts = np.unique(np.round([cut for _, cut, _, _ in steps], 6))
    points = np.zeros(len(cuts) + 1)
    for _, cut, below, above in steps:
        place = int(np.searchsorted(cuts, np.round(cut, 6)))
        points[: place + 1] += below / shared
        points[place + 1 :] += above / shared
    return cuts, points


def _points(table: tuple[Floats, Floats], values: Floats) -> Floats:
    cuts, points = table
    return points[np.searchsorted(cuts, values)]


def _log_odds(score: Floats, kept: Flags, weight: Floats) -> tuple[float, float]:
    """Slope and start that make a score the log-odds of being kept: a logistic regression by Newton's steps."""
    slope, start = 1.0, float(np.log(np.average(kept, weights=weight)))
    for _ in range(30):
        p = 1 / (1 + np.exp(-(slope * score + start)))
        g = weight * (p - kept)
        h = weight * p * (1 - p)
        a, b, c = (h * score * score).sum(), (h * score).sum(), h.sum()
        x, y = (g * score).sum(), g.sum()
        slope, start = slope - (c * x - b * y) / (a * c - b * b), start - (a * y - b * x) / (a * c - b * b)
    return slope, start


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", nargs="?", type=Path, default=replayed.LISTENING)
    parser.add_argument("--out", type=Path, help="where the tables go that are fitted to all listeners")
    parser.add_argument("--folds", type=Path, help="a folder for tables fitted without each listener")
    parser.add_argument("--seeds", type=int, default=1, help="how many fits are averaged")
    chosen = parser.parse_args()
    everyone = list(replayed.listeners(chosen.folder, 1.0))
    data = lists(everyone)
    seeds = range(1, chosen.seeds + 1)
    if chosen.out is not None:
        _write(chosen.out, fitted(data, seeds))
    if chosen.folds is not None:
        chosen.folds.mkdir(parents=True, exist_ok=True)
        for listener in everyone:
            _write(chosen.folds / f"{listener.name}.json", fitted(data.without(listener.name), seeds))
            print(f"without {listener.name}: done", file=sys.stderr, flush=True)
    return 0


def _write(file: Path, tables: dict[str, Any]) -> None:
    file.write_text(json.dumps(tables, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
