"""Measures the recommender on real histories with a judge that replays them week by week.

    python bench/discover.py JUDGE.py HISTORY.csv…      the judge's table, with tunes as "external"
    python bench/discover.py --answer                   one answer: a question as JSON line in, track ids out
    python bench/discover.py --speed [--seed N]         seconds for 20,000 tracks and 50,000 listens, median of 5

The judge asks for the best 30 of the candidates it names; tunes answers with its bare ranking (`JUDGED`).
"""

import argparse
import json
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
from tunes.library.track import Kind, Track
from tunes.profile.discover import JUDGED, weekly_queue
from tunes.profile.history import History
from tunes.profile.listens import Listen

NOW = 1_795_388_400.0
"""2026-11-23 00:00 in Berlin."""
LENGTH = 200.0
"""Seconds; the judge tells no lengths, only whether a track was kept."""


def answer(question: dict[str, Any]) -> list[str]:
    """The ids that tunes would put into this week's queue, best first."""
    tracks = [
        Track(
            id=one["id"],
            path=Path("/judge") / one["id"],
            kind=Kind.MUSIC,
            title=one["title"],
            artist=one["artist"],
            album=one["album"] or "",
        )
        for one in question["library"]
    ]
    history = History.of([_listen(event) for event in question["history"]])
    picks = weekly_queue(
        tracks,
        history,
        float(question["now"]),
        size=question["k"],
        candidates=question["candidates"],
        rules=JUDGED,
    )
    return [pick.track.id for pick in picks]


def _listen(event: dict[str, Any]) -> Listen:
    heard = 10.0 if event["skipped"] else LENGTH
    return Listen(
        track=event["id"],
        at=float(event["ts"]),
        offset=0,
        heard=heard,
        duration=LENGTH,
        began=0.0,
        left=heard,
        end="next" if event["skipped"] else "finished",
    )


def speed(seed: int) -> str:
    """How long one queue takes for a made library and history."""
    rng = np.random.default_rng(seed)
    genres = ("Rock", "Jazz", "Folk", "Electronic", "Classical", "Soul", "Dub", "Pop")
    tracks = [
        Track(
            id=f"t1:{n:032x}",
            path=Path(f"/made/{n // 36}/{n // 12}/{n}.flac"),
            kind=Kind.MUSIC,
            title=f"Sóng number {n} of {seed}",
            artist=f"Artist {n // 36}",
            album=f"Album {n // 12}",
            genres=(genres[n // 36 % len(genres)],),
            duration=LENGTH,
        )
        for n in range(20_000)
    ]
    chosen = rng.zipf(1.4, 50_000) * 7919 % len(tracks)
    times = NOW - np.sort(rng.uniform(0, 365 * 86_400, chosen.size))[::-1]
    events = [
        {"id": tracks[n].id, "ts": at, "skipped": at % 5 < 1} for n, at in zip(chosen, times, strict=True)
    ]
    history = History.of([_listen(event) for event in events], tracks)
    took = []
    for _ in range(5):
        start = time.perf_counter()
        weekly_queue(tracks, history, NOW)
        took.append(time.perf_counter() - start)
    return f"{statistics.median(took):.2f} s ({min(took):.2f}-{max(took):.2f})"


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--answer", action="store_true", help="answer one question on standard input")
    parser.add_argument("--speed", action="store_true", help="measure how long one queue takes")
    parser.add_argument(
        "--seed", type=int, default=1, help="another number makes another library and history"
    )
    parser.add_argument("judge", nargs="?", type=Path, help="the judge's script")
    parser.add_argument("rest", nargs=argparse.REMAINDER, help="handed to the judge: histories and options")
    chosen = parser.parse_args()
    if chosen.answer:
        print(json.dumps(answer(json.loads(sys.stdin.readline()))))
        return 0
    if chosen.speed:
        print(speed(chosen.seed))
        return 0
    if chosen.judge is None:
        parser.error("name the judge's script")
    cmd = f"{sys.executable} -P {Path(__file__).resolve()} --answer"
    options = chosen.rest if "--cap" in chosen.rest else ["--cap", "2", *chosen.rest]
    return subprocess.run(
        [sys.executable, "-P", chosen.judge, "--cmd", cmd, *options], check=False
    ).returncode


if __name__ == "__main__":
    sys.exit(main())
