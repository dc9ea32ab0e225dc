"""Owns how the queue of a week is stored, and how a stored one is shown when the library and the bans have moved on."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tunes.library.track import Track
from tunes.profile.columns import columns
from tunes.profile.evidence import remembered
from tunes.profile.films.series import following
from tunes.profile.history import History
from tunes.profile.picks import Pick, QueueRules, pick_of, stored
from tunes.profile.things import Things
from tunes.profile.unwanted import unwanted, unwanted_rows
from tunes.profile.weeklies import Weekly

VERSION = 1
"""Schema version of a stored queue."""


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
    of: str = "discover"
    """Which of the queues it is, by the name of the `Weekly`."""
    then: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By id of a pick that is an episode, the ids of what follows in its show."""

    @property
    def place(self) -> str:
        """Where it is shown, and what a listen from it has for its source: "discover:2026-W48"."""
        return f"{self.of}:{self.week}"


def build(
    kind: Weekly,
    tracks: Sequence[Track],
    history: History,
    week: str,
    as_of: float,
    now: float,
    *,
    settled: bool,
    roots: Sequence[Path] = (),
    rules: QueueRules | None = None,
) -> dict[str, Any]:
    """A queue as it is stored, with its reserve; `settled` says that enough is known for it to stay.

    The library lies below `roots`. What was banned or put off since `as_of` is left out too.
    """
    avoided = unwanted(history, now, roots)
    built = kind.build(
        tracks,
        history,
        as_of,
        week=week,
        size=kind.size,
        reserve=kind.reserve,
        rules=rules or kind.rules,
        avoided=avoided,
    )
    return {
        "week": kind.stored_as + week,
        "as_of": as_of,
        "built_at": now,
        "picks": [stored(pick) for pick in built.picks],
        "reserve": [stored(pick) for pick in built.reserve],
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


def with_heard(
    kind: Weekly, fresh: dict[str, Any], old: Mapping[str, Any], tracks: Sequence[Track], history: History
) -> dict[str, Any]:
    """A rebuilt queue in which what was heard of the old one keeps its place at the front."""
    heard = history.heard_since(old["built_at"])
    stay = [pick for pick in old["picks"] if pick["id"] in heard]
    behind = [*fresh["picks"], *fresh["reserve"]]
    picks = _filled(stay, behind, {track.id: track for track in tracks}, kind.size, kind.most_of_artist)
    taken = {pick["id"] for pick in picks}
    return {**fresh, "picks": picks, "reserve": [pick for pick in behind if pick["id"] not in taken]}


def shown(
    kind: Weekly,
    kept: Mapping[str, Any],
    tracks: Sequence[Track],
    history: History,
    now: float,
    *,
    frozen: bool,
    roots: Sequence[Path] = (),
) -> WeekQueue:
    """A stored queue as it is now: what is not to be suggested or is gone left out, the next in rank in its place."""
    avoided = unwanted(history, now, roots)
    all_kept = (*kept["picks"], *kept.get("reserve", ()))
    there = _there({pick["id"] for pick in all_kept}, tracks)
    here = _wanted(there, history, avoided)
    size, most, week = len(kept["picks"]), kind.most_of_artist, kept["week"].removeprefix(kind.stored_as)
    picks = _filled(_among(kept["picks"], here), _among(kept.get("reserve", ()), here), here, size, most)
    if len(picks) < size and len(here) < len(there):  # so much is banned that the reserve was too short
        further = build(kind, tracks, history, week, kept["as_of"], now, settled=True, roots=roots)
        behind = [*further["picks"], *further["reserve"]]
        here |= _wanted(_there({pick["id"] for pick in behind}, tracks), history, avoided)
        last = max(pick["rank"] for pick in all_kept)
        behind = [{**pick, "rank": last + pick["rank"]} for pick in _new_to(picks, behind, here)]
        picks = _filled(picks, behind, here, size, most)
    chosen = tuple(pick_of(pick, here) for pick in picks)
    return WeekQueue(
        week=week,
        as_of=kept["as_of"],
        built_at=kept["built_at"],
        frozen=frozen,
        picks=chosen,
        note=str(kept.get("note", "")),
        of=kind.name,
        then=following(tracks, (pick.track for pick in chosen)),
    )


def _there(ids: Collection[str], tracks: Sequence[Track]) -> list[Track]:
    return [track for track in tracks if track.id in ids]


def _wanted(there: Sequence[Track], history: History, avoided: Things) -> dict[str, Track]:
    """By id, those that may be suggested; copies of a banned recording may not, also where it is not among them."""
    unwelcome = unwanted_rows(columns(there, remembered(history, avoided.tracks)), avoided)
    return {track.id: track for row, track in enumerate(there) if not unwelcome[row]}


def _among(picks: Sequence[Mapping[str, Any]], here: Mapping[str, Track]) -> list[Mapping[str, Any]]:
    return [pick for pick in picks if pick["id"] in here]


def _new_to(
    picks: Sequence[Mapping[str, Any]], behind: Sequence[Mapping[str, Any]], here: Mapping[str, Track]
) -> list[Mapping[str, Any]]:
    """Those of which no copy is among the picks; the library may hold more of them by now."""
    both = [*picks, *behind]
    recording = columns([here[pick["id"]] for pick in both]).recording.tolist()
    return [
        pick
        for pick, one in zip(behind, recording[len(picks) :], strict=True)
        if one not in recording[: len(picks)]
    ]


def _filled(
    picks: Sequence[Mapping[str, Any]],
    behind: Iterable[Mapping[str, Any]],
    here: Mapping[str, Track],
    size: int,
    most: int | None,
) -> list[Mapping[str, Any]]:
    """Brings in the next in rank, as long as not `most` are by its artist already."""
    full = list(picks)
    counts = Counter(here[pick["id"]].artist for pick in full if pick["id"] in here)
    taken = {pick["id"] for pick in full}
    for pick in behind:
        artist = here[pick["id"]].artist
        has_room = most is None or not artist or counts[artist] < most
        if len(full) < size and pick["id"] not in taken and has_room:
            full.append(pick)
            counts[artist] += 1
    return full
