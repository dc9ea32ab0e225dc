"""Owns what was played lately, as the queue place shows it: the listens, newest first, each with its track. Pure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from tunes.library.track import Kind, Track
from tunes.tui.duration import duration

if TYPE_CHECKING:  # needs numpy, and the screen is to be there before
    from tunes.profile.history import History

MOST = 1_000
"""Listens that are looked back on: a week of songs."""

Find = Callable[[Sequence[str]], Mapping[str, Track]]
"""The tracks of these ids that are still there, each under the id that was asked for."""


@dataclass(frozen=True, slots=True)
class Heard:
    """One listen."""

    track: Track
    """As it is now; where it is gone, what was noted of it."""
    at: datetime
    """Its start, on the clock where it was heard."""
    how: str
    """"" where it was heard to its end, else how it was left."""
    is_there: bool = True
    """Whether it can be played."""


def lately(history: "History", find: Find, most: int = MOST) -> list[Heard]:
    """The newest listens, newest first; what was only passed by is no listen."""
    from tunes.profile.rules import derive

    derived = derive(history)
    rows = [row for row in range(len(history) - 1, -1, -1) if not derived.browsing[row]][:most]
    ids = [history.tracks[history.track[row]] for row in rows]
    there = find(list(dict.fromkeys(ids)))
    heard = []
    for row, track_id in zip(rows, ids, strict=True):
        offset = timedelta(minutes=int(history.offset[row]))
        at = datetime.fromtimestamp(float(history.at[row]), UTC).replace(tzinfo=None) + offset
        how = _how(history, row, is_skip=bool(derived.skip[row]))
        track = there.get(track_id)
        heard.append(Heard(track or noted(history, track_id), at, how, is_there=track is not None))
    return heard


def when(heard: Heard, now: datetime) -> str:
    """When that was, as short as it is clear."""
    days = (now.date() - heard.at.date()).days
    if days <= 0:
        return f"{heard.at:%H:%M}"
    if days < 7:
        return f"{heard.at:%a %H:%M}"
    return f"{heard.at.day} {heard.at:%b}" if heard.at.year == now.year else f"{heard.at:%b %Y}"


def _how(history: "History", row: int, *, is_skip: bool) -> str:
    from tunes.profile.listens import ENDS

    end = ENDS[history.end[row]] if history.end[row] >= 0 else ""
    if end == "finished":
        return ""
    if end == "error":
        return "failed"
    left = duration(float(history.left[row]))
    return f"skipped {left}" if is_skip else f"left {left}"


def noted(history: "History", track_id: str) -> Track:
    """What is remembered of a track that is gone."""
    note = history.known.get(track_id)
    if note is None:
        return Track(track_id, Path(), Kind.MUSIC, "?")
    return Track(
        track_id, Path(), note.kind, note.title, artist=note.artist, album=note.album, duration=note.duration
    )
