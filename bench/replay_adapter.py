"""Answers a judge that replays real histories: a question as a JSON line in, the ids of the real Discover out, best first.

    python JUDGE.py --cap 2 --cmd 'bench/replay_adapter' HISTORY.csv…
    python JUDGE.py --cap 2 --cmd 'bench/replay_adapter --weights FOLD.json' HISTORY.csv…

The judge tells of each listen only whether it was kept: a kept one counts as 180 of 180 seconds, a skipped one as 10.
"""

import argparse
import csv
import json
import sys
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tunes.library.text import fold
from tunes.library.track import Kind, Track
from tunes.profile.discover import JUDGED, weekly_queue
from tunes.profile.history import History
from tunes.profile.listens import Listen
from tunes.profile.model import SHIPPED, Model, read_model
from tunes.profile.picks import QueueRules

DURATION = 180.0
"""Seconds; the judge tells no lengths."""
HEARD_OF_SKIPPED = 10.0
"""Seconds."""
MOST_GENRES = 3
"""Of an artist: about as many as files carry."""
TAGS = Path(__file__).resolve().parents[2] / "shared" / "listening" / "artist_tags.csv"
"""Beside the checkout; no part of it."""


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--weights", type=Path, help="fitted tables other than those that are shipped")
    parser.add_argument("--tags", type=Path, default=TAGS, help="genres of artists (artist, tag, n)")
    parser.add_argument("--queue", action="store_true", help="the queue as shipped, with all its rules")
    chosen = parser.parse_args()
    model = read_model(chosen.weights) if chosen.weights else SHIPPED
    rules = QueueRules() if chosen.queue else JUDGED
    question = json.loads(sys.stdin.readline())
    print(json.dumps(answer(question, genres_of_artists(chosen.tags), model, rules)))
    return 0


def answer(
    question: Mapping[str, Any],
    genres: Mapping[str, tuple[str, ...]],
    model: Model = SHIPPED,
    rules: QueueRules = JUDGED,
) -> list[str]:
    """The ids that Discover would pick, in the order of their rank."""
    tracks = [
        track_of(one["id"], one["artist"], one["album"], one["title"], genres) for one in question["library"]
    ]
    history = History.of(
        listen_of(one["id"], one["ts"], skipped=one["skipped"]) for one in question["history"]
    )
    picks = weekly_queue(
        tracks,
        history,
        float(question["now"]),
        size=question["k"],
        candidates=question["candidates"],
        rules=rules,
        model=model,
    )
    return [pick.track.id for pick in sorted(picks, key=lambda pick: pick.rank)]


def genres_of_artists(file: Path) -> dict[str, tuple[str, ...]]:
    """What each artist is tagged most, by folded name; nothing where there is no such file."""
    tagged: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
    if file.exists():
        with file.open(newline="", encoding="utf-8") as lines:
            for line in csv.DictReader(lines):
                tagged[fold(line["artist"])].append((-int(line["n"]), line["tag"]))
    return {artist: tuple(tag for _, tag in sorted(tags)[:MOST_GENRES]) for artist, tags in tagged.items()}


def track_of(
    track_id: str, artist: str, album: str | None, title: str, genres: Mapping[str, tuple[str, ...]]
) -> Track:
    return Track(
        id=track_id,
        path=Path("/judge") / track_id,
        kind=Kind.MUSIC,
        title=title,
        artist=artist,
        album=album or "",
        genres=genres.get(fold(artist), ()),
        duration=DURATION,
    )


def listen_of(track_id: str, at: float, *, skipped: bool) -> Listen:
    heard = HEARD_OF_SKIPPED if skipped else DURATION
    return Listen(
        track=track_id,
        at=float(at),
        offset=0,
        heard=heard,
        duration=DURATION,
        began=0.0,
        left=heard,
        end="next" if skipped else "finished",
    )


if __name__ == "__main__":
    sys.exit(main())
