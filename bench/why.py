"""Prints what Discover says of its picks, each beside the figures as the log of a real listener tells them, for a reader to compare.

    python bench/why.py [FOLDER] [--listeners NAME …] [--each 10] [--week 20]

FOLDER holds the judge (replay.py), its listeners and the tags of artists. Nothing of what reckons the sentences is used
for the figures: plays, skips and days are counted again from the listener's own lines, a track by artist and title.
"""

import argparse
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

sys.path.append(str(Path(__file__).parent))
import numpy as np
import replayed
from replayed import Listener
from tunes.library.track import Track
from tunes.profile.discover import weekly_queue
from tunes.profile.picks import Pick

SITTING_S = 1800
LENGTH_S = {True: 180, False: 10}
"""How long a kept line and a skipped one sounded, as the adapter has it."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the log."""

    name: tuple[str, str]
    """Artist and title."""
    at: int
    is_kept: bool
    sitting: int


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", nargs="?", type=Path, default=replayed.LISTENING)
    parser.add_argument("--listeners", nargs="*", default=["u02", "u04", "u08", "u10", "u16"])
    parser.add_argument(
        "--each", type=int, default=10, help="picks of each listener, from all over the queue"
    )
    parser.add_argument("--week", type=int, default=20, help="which of the weeks that the judge asks about")
    options = parser.parse_args()
    for listener in replayed.listeners(options.folder, 1.0, options.listeners):
        week = next(islice(listener.weeks(), options.week, None), None)
        if week is None:
            print(f"{listener.name}: there are fewer weeks")
            continue
        print(f"\n## {listener.name} at {_day(week.at)}")
        log = list(logged(listener, week.at))
        picks = weekly_queue(listener.tracks, listener.history, float(week.at))
        step = max(1, len(picks) // options.each)
        for pick in picks[::step][: options.each]:
            print("\n".join(told(pick, log, listener.tracks)))
    return 0


def logged(listener: Listener, until: int) -> Iterator[Line]:
    """The lines before a moment."""
    shelf, end, sitting = listener.shelf, -np.inf, 0
    for number, at, is_kept in zip(shelf.trk.tolist(), shelf.ts.tolist(), shelf.kept.tolist(), strict=True):
        if at >= until:
            return
        sitting += at - end >= SITTING_S
        end = max(end, at + LENGTH_S[bool(is_kept)])
        yield Line(_name(listener.tracks[number]), at, bool(is_kept), sitting)


def told(pick: Pick, log: list[Line], tracks: tuple[Track, ...]) -> Iterator[str]:
    """A sentence, and what the log says of all that it names."""
    track = pick.track
    yield f"\n{pick.rank:>3}  {track.title} – {track.artist}  [{', '.join(track.genres)}]"
    yield f"     {pick.reason}"
    yield f"     log: this one {_counted(log, track)}"
    artist = {_name(one) for one in tracks if _name(one)[0] == _name(track)[0]}
    played = {line.name for line in log if line.is_kept and line.name in artist}
    yield f"     log: artist: {len(played)} of {len(artist)} played"
    by_id = {one.id: one for one in tracks}
    for near in (by_id[name] for name in pick.because):
        shared = [genre for genre in track.genres if genre in near.genres]
        yield f"     log: {near.title} – {near.artist} {_counted(log, near)}; in {_together(log, track, near)} sittings with it; both {shared}"
    guest = re.match(r"with (.*), whose tracks you played", pick.reason)
    if guest:
        many = sum(line.is_kept and line.name[0] == guest[1].casefold() for line in log)
        yield f"     log: {guest[1]} played {many} times"


def _name(track: Track) -> tuple[str, str]:
    return track.artist.casefold(), track.title.casefold()


def _counted(log: list[Line], track: Track) -> str:
    mine = [line for line in log if line.name == _name(track)]
    kept = [line for line in mine if line.is_kept]
    last = f", last on {_day(kept[-1].at)}" if kept else ""
    return f"{len(kept)} plays, {len(mine) - len(kept)} skips{last}"


def _together(log: list[Line], one: Track, other: Track) -> int:
    def sittings(track: Track) -> set[int]:
        return {line.sitting for line in log if line.is_kept and line.name == _name(track)}

    return len(sittings(one) & sittings(other))


def _day(at: float) -> str:
    then = datetime.fromtimestamp(at, UTC)
    return f"{then.day} {then:%B %Y}"


if __name__ == "__main__":
    sys.exit(main())
