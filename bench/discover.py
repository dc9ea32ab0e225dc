"""Measures the recommender on real histories with a judge that replays them week by week.

    python bench/discover.py JUDGE.py HISTORY.csv…      the judge's table, with tunes as "external"
    python bench/discover.py --answer                   one answer: a question as JSON line in, track ids out

The judge asks for the best 30 of the candidates it names; tunes answers with its bare ranking (`JUDGED`).
"""

import argparse
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from tunes.library.track import Kind, Track
from tunes.profile.discover import JUDGED, weekly_queue
from tunes.profile.history import History
from tunes.profile.listens import Listen

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


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--answer", action="store_true", help="answer one question on standard input")
    parser.add_argument("judge", nargs="?", type=Path, help="the judge's script")
    parser.add_argument("rest", nargs=argparse.REMAINDER, help="handed to the judge: histories and options")
    chosen = parser.parse_args()
    if chosen.answer:
        print(json.dumps(answer(json.loads(sys.stdin.readline()))))
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
