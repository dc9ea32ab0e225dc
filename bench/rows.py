"""Measures the home screen's rows and what comes next, for a made library and history.

    python bench/rows.py [--tracks 100000] [--listens 1000000] [--runs 5] [--seed 1]

The overview is made once, when a screen or a session asks first; printed are medians of the processor's time over the
runs, with the lowest and the highest, which a busy machine changes least.
"""

import argparse
import statistics
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import MappingProxyType

sys.path.append(str(Path(__file__).parent))
import numpy as np
from made_genres import GENRES
from tunes.library.track import Kind, Track
from tunes.profile.autoplay import Stayed
from tunes.profile.history import Exposures, History
from tunes.profile.listens import ENDS
from tunes.profile.nearness import Nearness
from tunes.profile.next_up import NextUp
from tunes.profile.notes import TrackNote
from tunes.profile.overview import overview
from tunes.profile.rows import page

NOW = 1_795_388_400.0
YEARS = 8


def made_tracks(count: int) -> list[Track]:
    return [
        Track(
            id=f"t1:{n * 0x9E3779B97F4A7C15F39CC0605CEDC835 % (1 << 128):032x}",
            path=Path(f"/made/{n // 36}/{n // 12}/{n}.flac"),
            kind=Kind.MUSIC,
            title=f"Sóng number {n}",
            artist=f"Artist {n // 36}",
            album=f"Album {n // 12}",
            genres=(GENRES[n // 36 % len(GENRES)],),
            track_no=n % 12 + 1,
            duration=200.0,
            added=NOW - (n % 3000) * 86_400.0,
        )
        for n in range(count)
    ]


def made_history(tracks: list[Track], listens: int, seed: int) -> History:
    """Sittings of some fifteen tracks; a track is chosen again the more often it was."""
    rng = np.random.default_rng(seed)
    by_id = sorted(range(len(tracks)), key=lambda n: tracks[n].id)
    track = (rng.zipf(1.3, listens) * 7919 % len(tracks)).astype(np.int32)
    sitting = np.sort(rng.uniform(NOW - YEARS * 365 * 86_400, NOW - 4_000, listens // 15 + 1))
    at = np.sort((np.repeat(sitting, 15) + np.tile(np.arange(15) * 205.0, sitting.size))[:listens])
    is_skip = rng.random(listens) < 0.2
    heard = np.where(is_skip, 12.0, 200.0)
    ends = np.where(is_skip, ENDS.index("next"), ENDS.index("finished")).astype(np.int16)
    zeros, small = np.zeros(listens), np.zeros(listens, dtype=np.int16)
    ids = tuple(tracks[n].id for n in by_id)
    notes = (TrackNote(t.id, t.artist, t.title, t.album, t.duration, None, t.kind, t.genres) for t in tracks)
    none = np.zeros(0, dtype=np.int32)
    return History(
        tracks=ids,
        sources=("queue",),
        devices=("bench",),
        track=track,
        at=at,
        offset=np.full(listens, 60, dtype=np.int16),
        heard=heard,
        duration=np.full(listens, 200.0),
        began=zeros,
        left=heard,
        end=ends,
        source=np.zeros(listens, dtype=np.int32),
        restarts=small,
        last_key=at + heard,
        volume=small,
        device=np.zeros(listens, dtype=np.int32),
        shown=Exposures(np.zeros(0), none, none, ()),
        marks=(),
        known=MappingProxyType({note.id: note for note in notes}),
        index=MappingProxyType({name: place for place, name in enumerate(ids)}),
    )


def timed(what: Callable[[], object]) -> float:
    """Milliseconds."""
    began = time.process_time()
    what()
    return 1000 * (time.process_time() - began)


def choices(next_up: NextUp, tracks: list[Track]) -> list[float]:
    """Milliseconds of twenty choices, for sittings of twelve tracks of which some were skipped."""
    took = []
    for turn in range(20):
        ids = (tracks[(turn * 37 + n * 13) % len(tracks)].id for n in range(12))
        sitting = [Stayed(name, n % 3 == turn % 3) for n, name in enumerate(ids)]
        took.append(timed(partial(next_up.choose, sitting, NOW)))
    return took


def spread(values: list[float]) -> str:
    return f"{statistics.median(values):8.1f} ({min(values):.1f}–{max(values):.1f}) ms"


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--tracks", type=int, default=100_000)
    parser.add_argument("--listens", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    tracks = made_tracks(options.tracks)
    history = made_history(tracks, options.listens, options.seed)
    took: dict[str, list[float]] = {"overview": [], "nearness": [], "rows": [], "next-up": []}
    for _ in range(options.runs):
        began = time.process_time()
        seen = overview(tracks, history, NOW, offset=60)
        made = time.process_time()
        near = Nearness(seen)
        ready = time.process_time()
        took["overview"].append(1000 * (made - began))
        took["nearness"].append(1000 * (ready - made))
        took["rows"].append(timed(partial(page, seen, history, near)))
        took["next-up"] += choices(NextUp(seen, history), tracks)
    rows = page(seen, history, near)
    print(f"{len(tracks):,} tracks, {len(history):,} listens, {options.runs} runs: {len(rows)} rows")
    for what, values in took.items():
        print(f"{what:<12} {spread(values)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
