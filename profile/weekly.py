"""Owns which week it is and that its queue stays: the first who asks freezes it in the profile, for everyone after."""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, tzinfo
from pathlib import Path
from typing import Any

from tunes.library.track import Track
from tunes.profile.atomic import private_folder
from tunes.profile.errors import ProfileError
from tunes.profile.frozen import WeekQueue, build, is_queue, shown, with_heard
from tunes.profile.history import History
from tunes.profile.lock import locked
from tunes.profile.picks import QueueRules
from tunes.profile.store import Store
from tunes.profile.weeklies import SONGS, Weekly

__all__ = ["WeekQueue", "WrongWeek", "for_week", "monday_of", "this_week", "week_at"]

_ZONES = 2 * 86_400.0
"""Seconds by which the same Monday may begin earlier elsewhere, and some to spare."""


class WrongWeek(ValueError):  # noqa: N818  it is what the listener did, not what failed
    """A week that no queue can be given for; the message says why."""


def this_week(
    store: Store,
    tracks: Sequence[Track],
    now: float,
    *,
    tz: tzinfo | None = None,
    roots: Sequence[Path] = (),
    rules: QueueRules | None = None,
    kind: Weekly = SONGS,
) -> WeekQueue:
    """The queue of the week of `now` (unix time) in this time zone (None: the computer's), frozen if it was not yet.

    `roots` are the folders that the library is made of, where bans of folders are to hold; `rules` those that the
    listener has settled; `kind` says which of the queues. Where the profile can't be written, the queue is given all the same, not frozen, and its note says why.
    """
    week = week_at(now, tz)
    monday = monday_of(week, tz)
    history = store.history()
    kept = _kept(kind, store, week, monday, history)
    if kept is not None and not _may_be_rebuilt(kind, kept, tracks, now, tz, history):
        return shown(kind, kept, tracks, history, now, frozen=True, roots=roots)
    try:
        with _alone(store):
            history = store.history()
            kept = _kept(kind, store, week, monday, history)
            if kept is None or _may_be_rebuilt(kind, kept, tracks, now, tz, history):
                kept = _keep(
                    store, _build_now(kind, tracks, history, kept, week, monday, now, roots, rules), tracks
                )
    except (ProfileError, OSError) as error:
        built = _build_now(kind, tracks, store.history(), kept, week, monday, now, roots, rules)
        why = (
            f"Your history in {store.folder} can't be written: {error.strerror}."
            if isinstance(error, OSError)
            else error
        )
        built["note"] = f"{why} So this queue may change until it can be kept."
        return shown(kind, built, tracks, store.history(), now, frozen=False, roots=roots)
    return shown(kind, kept, tracks, store.history(), now, frozen=bool(kept["picks"]), roots=roots)


def for_week(
    store: Store,
    tracks: Sequence[Track],
    week: str,
    now: float,
    *,
    tz: tzinfo | None = None,
    roots: Sequence[Path] = (),
    rules: QueueRules | None = None,
    kind: Weekly = SONGS,
) -> WeekQueue:
    """The queue of any week up to this one; raises `WrongWeek` for a future one and for what is no week."""
    monday = monday_of(week, tz)
    if week == week_at(now, tz):
        return this_week(store, tracks, now, tz=tz, roots=roots, rules=rules, kind=kind)
    if monday > now:
        raise WrongWeek(
            f"{week} has not begun: there is a Discover for this week ({week_at(now, tz)}) and earlier ones."
        )
    history = store.history()
    kept = _kept(kind, store, week, monday, history)
    if kept is not None:
        return shown(kind, kept, tracks, history, now, frozen=True, roots=roots)
    built = build(kind, tracks, history, week, monday, now, settled=True, roots=roots, rules=rules)
    return shown(kind, built, tracks, history, now, frozen=False, roots=roots)


def week_at(now: float, tz: tzinfo | None = None) -> str:
    """The ISO week of a moment, in a time zone."""
    year, week, _ = _day(now, tz).isocalendar()
    return f"{year}-W{week:02}"


def monday_of(week: str, tz: tzinfo | None = None) -> float:
    """Unix time of a week's Monday, 00:00 local."""
    match = re.fullmatch(r"(\d{4})-W(\d{2})", week, re.ASCII)
    try:
        if match is None:
            raise ValueError
        day = date.fromisocalendar(int(match[1]), int(match[2]), 1)
        return datetime.combine(day, time.min, tz).timestamp()
    except (ValueError, OverflowError):  # the 60th of a year, the year 0001 and the like
        raise WrongWeek(f"“{week}” is no week: write it like 2026-W48.") from None


def _day(at: float, tz: tzinfo | None) -> date:
    return datetime.fromtimestamp(at, UTC).astimezone(tz).date()


def _imported_at(history: History) -> float:
    """Unix time at which a history from elsewhere was brought last."""
    return max((mark.at for mark in history.marks if mark.kind == "imported"), default=0.0)


def _may_be_rebuilt(
    kind: Weekly,
    kept: Mapping[str, Any],
    tracks: Sequence[Track],
    now: float,
    tz: tzinfo | None,
    history: History,
) -> bool:
    """Once a day while little is known; when there was too little to choose from and now there is more; after an import."""
    if kept["built_at"] < _imported_at(history):
        return True
    if not kept["settled"] and _day(kept["built_at"], tz) < _day(now, tz):
        return True
    return len(kept["picks"]) < kind.size and len(tracks) > kept["shelf"]


@contextmanager
def _alone(store: Store) -> Iterator[None]:
    """Keeps the other processes of this computer from building a queue of their own meanwhile."""
    private_folder(store.folder)
    with locked(store.folder / ".queue.lock"):
        yield


def _build_now(
    kind: Weekly,
    tracks: Sequence[Track],
    history: History,
    kept: Mapping[str, Any] | None,
    week: str,
    monday: float,
    now: float,
    roots: Sequence[Path],
    rules: QueueRules | None,
) -> dict[str, Any]:
    """As of Monday, or as of now while little is known; a new one keeps what was heard of the old one."""
    if kept is None:
        settled = kind.known(tracks, history, monday) >= kind.enough
        as_of = monday if settled else now
        return build(kind, tracks, history, week, as_of, now, settled=settled, roots=roots, rules=rules)
    settled = kept["settled"] and kept["built_at"] >= _imported_at(history)
    as_of = kept["as_of"] if settled else now
    fresh = build(kind, tracks, history, week, as_of, now, settled=settled, roots=roots, rules=rules)
    return with_heard(kind, fresh, kept, tracks, history)


def _kept(kind: Weekly, store: Store, week: str, monday: float, history: History) -> dict[str, Any] | None:
    """The queue that the profile holds for a week; one that was built before an import only while there is no other.

    Of several, a settled and full one wins; of those the one built first, on whatever computer; of the others the
    newest.
    """
    recent = store.documents("queues", since=monday - _ZONES)
    stored = [
        document
        for document in recent
        if document.get("week") == kind.stored_as + week and is_queue(document)
    ]
    imported = _imported_at(history)
    stored = [document for document in stored if document["built_at"] >= imported] or stored
    final = [document for document in stored if document["settled"] and len(document["picks"]) >= kind.size]
    latest: dict[str, Any] | None = max(stored, key=_age, default=None)
    return min(final, key=_age) if final else latest


def _age(document: Mapping[str, Any]) -> tuple[float, str]:
    return document["built_at"], str(document.get("device"))


def _keep(store: Store, built: dict[str, Any], tracks: Sequence[Track]) -> dict[str, Any]:
    """Keeps a queue in the profile, unless there was nothing to put into it."""
    named = {pick["id"] for pick in (*built["picks"], *built["reserve"])}
    if named:
        store.append("queues", built, tracks=[track for track in tracks if track.id in named])
    return built
