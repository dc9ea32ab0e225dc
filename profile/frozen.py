"""Owns how the queue of a week is stored, and how a stored one is shown when the library and the bans have moved on."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tunes.library.track import Track
from tunes.profile.columns import columns
from tunes.profile.discover import build_queue
from tunes.profile.evidence import banned_rows, remembered
from tunes.profile.history import History
from tunes.profile.picks import Pick

VERSION = 1
"""Schema version of a stored queue."""
SIZE = 30
RESERVE = 20
"""Picks frozen behind the queue: they come in where one is banned or its file is gone."""
_MOST_OF_ARTIST = 2
"""Of one artist, counting what comes in later."""


@dataclass(frozen=True, slots=True)
class WeekQueue:
    """The queue of one ISO week, in play order."""

    week: str
    """As in "2026-W48"."""
    as_of: float
    """Unix time; only what lies before it counted."""
    built_at: float
    """Unix time."""
    frozen: bool
    """Kept in the profile; a past week that nobody asked for is only computed."""
    picks: tuple[Pick, ...]
    note: str = ""
    """Which rules had to yield, for the listener; "" when every rule held."""


def build(
    tracks: Sequence[Track], history: History, week: str, as_of: float, now: float, *, settled: bool
) -> dict[str, Any]:
    """A queue as it is stored, with its reserve; `settled` says that enough is known for it to stay."""
    built = build_queue(tracks, history, as_of, week=week, size=SIZE, reserve=RESERVE)
    return {
        "week": week,
        "as_of": as_of,
        "built_at": now,
        "picks": [_stored(pick) for pick in built.picks],
        "reserve": [_stored(pick) for pick in built.reserve],
        "note": built.note,
        "settled": settled,
        "shelf": len(tracks),
        "v": VERSION,
    }


def is_queue(document: Mapping[str, Any]) -> bool:
    """Whether a stored document can be read as a queue."""
    numbers = all(
        isinstance(document.get(name), (int, float)) for name in ("as_of", "built_at", "settled", "shelf")
    )
    picks = document.get("picks")
    return (
        numbers and isinstance(picks, list) and all(isinstance(pick, dict) and "id" in pick for pick in picks)
    )


def _stored(pick: Pick) -> dict[str, Any]:
    return {
        "id": pick.track.id,
        "rank": pick.rank,
        "score": pick.score,
        "reason": pick.reason,
        "because": list(pick.because),
        "parts": pick.parts,
    }


def with_heard(
    fresh: dict[str, Any], old: Mapping[str, Any], tracks: Sequence[Track], history: History
) -> dict[str, Any]:
    """A rebuilt queue in which what was heard of the old one keeps its place at the front."""
    heard = history.heard_since(old["built_at"])
    stay = [pick for pick in old["picks"] if pick["id"] in heard]
    behind = [*fresh["picks"], *fresh["reserve"]]
    picks = _filled(stay, behind, {track.id: track for track in tracks}, SIZE)
    taken = {pick["id"] for pick in picks}
    return {**fresh, "picks": picks, "reserve": [pick for pick in behind if pick["id"] not in taken]}


def shown(kept: Mapping[str, Any], tracks: Sequence[Track], history: History, *, frozen: bool) -> WeekQueue:
    """A stored queue as it is now: what was banned or is gone left out, the next in rank in its place."""
    stored = (*kept["picks"], *kept.get("reserve", ()))
    named = {pick["id"] for pick in stored}
    there = [track for track in tracks if track.id in named]
    banned = banned_rows(columns(there, remembered(history, history.banned)), history)
    here = {track.id: track for row, track in enumerate(there) if not banned[row]}
    picks = _filled(
        [pick for pick in kept["picks"] if pick["id"] in here],
        [pick for pick in kept.get("reserve", ()) if pick["id"] in here],
        here,
        len(kept["picks"]),
    )
    return WeekQueue(
        week=kept["week"],
        as_of=kept["as_of"],
        built_at=kept["built_at"],
        frozen=frozen,
        picks=tuple(_pick(pick, here) for pick in picks),
        note=str(kept.get("note", "")),
    )


def _filled(
    picks: Sequence[Mapping[str, Any]],
    behind: Iterable[Mapping[str, Any]],
    here: Mapping[str, Track],
    size: int,
) -> list[Mapping[str, Any]]:
    """Brings in the next in rank, as long as the artist is not there twice already."""
    full = list(picks)
    counts = Counter(here[pick["id"]].artist for pick in full if pick["id"] in here)
    taken = {pick["id"] for pick in full}
    for pick in behind:
        artist = here[pick["id"]].artist
        if len(full) < size and pick["id"] not in taken and (not artist or counts[artist] < _MOST_OF_ARTIST):
            full.append(pick)
            counts[artist] += 1
    return full


def _pick(stored: Mapping[str, Any], here: Mapping[str, Track]) -> Pick:
    return Pick(
        track=here[stored["id"]],
        rank=stored["rank"],
        score=stored["score"],
        reason=stored["reason"],
        because=tuple(stored["because"]),
        parts=dict(stored["parts"]),
    )
