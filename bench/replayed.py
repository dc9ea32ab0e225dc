"""Owns the weeks of real listeners as a judge replays them: what may be picked, and what was kept in the four weeks after."""

import csv
import importlib.util
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
from replay_adapter import genres_of_artists, listen_of, track_of
from tunes.library.track import Track
from tunes.profile.columns import Ints
from tunes.profile.history import History

LISTENING = Path(__file__).resolve().parents[2] / "shared" / "listening"
"""Beside the checkout; no part of it."""
DAY, WEEK = 86_400, 7 * 86_400
WARM, TAIL = 8 * WEEK, 12 * WEEK
"""As the judge begins and ends."""
SIZE = 30
GAIN = 1 / np.log2(np.arange(2, SIZE + 2))
RESAMPLES = 1000


@dataclass(frozen=True, slots=True)
class Week:
    """One question: a moment of one listener."""

    at: int
    view: Any
    """What the judge lets a recommender see."""
    candidates: Ints
    kept: Ints
    """Candidates that were kept in the four weeks after."""
    heard: Ints
    """Tracks that were begun in the four weeks after."""


@dataclass(frozen=True, slots=True)
class Listener:
    """One real listener with a made library: every track of the history, and decoys never played."""

    name: str
    judge: ModuleType
    shelf: Any
    """As the judge has it."""
    tracks: tuple[Track, ...]
    """By number of the judge."""
    history: History

    def weeks(self, step: int = 1) -> Iterator[Week]:
        """Every `step`-th week that the judge asks about."""
        shelf = self.shelf
        moments = range(int(shelf.ts[0]) + WARM, int(shelf.ts[-1]) - TAIL + 1, WEEK)
        for at in moments[::step]:
            view = self.judge.view(shelf, at)
            later = (shelf.ts >= at) & (shelf.ts < at + self.judge.WIN)
            if len(view.ts) >= 200:
                kept = np.intersect1d(shelf.trk[later & shelf.kept], view.cand)
                yield Week(at, view, view.cand, kept, np.unique(shelf.trk[later]))


def load_judge(script: Path) -> ModuleType:
    """The judge's script as a module."""
    spec = importlib.util.spec_from_file_location("judge", script)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def listeners(folder: Path, decoys: float, only: Sequence[str] = ()) -> Iterator[Listener]:
    """The listeners of a folder, with so many decoys for each track of theirs."""
    judge = load_judge(folder / "replay.py")
    tags: defaultdict[str, dict[str, int]] = defaultdict(dict)
    with (folder / "artist_tags.csv").open(newline="", encoding="utf-8") as lines:
        for line in csv.DictReader(lines):
            tags[judge.norm(line["artist"])][line["tag"]] = int(line["n"])
    genres = genres_of_artists(folder / "artist_tags.csv")
    events = {file.stem: judge.read(file) for file in sorted(folder.glob("u*.csv"))}
    for name, mine in events.items():
        if only and name not in only:
            continue
        others = [theirs for other, theirs in events.items() if other != name]
        shelf = judge.build(name, mine, others, tags, decoys)
        tracks = tuple(
            track_of(f"t{number}", artist, album, title, genres)
            for number, (artist, album, title) in enumerate(shelf.meta)
        )
        rows = zip(shelf.trk.tolist(), shelf.ts.tolist(), shelf.kept.tolist(), strict=True)
        history = History.of(listen_of(f"t{number}", at, skipped=not kept) for number, at, kept in rows)
        yield Listener(name, judge, shelf, tracks, history)
