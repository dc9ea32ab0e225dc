"""Owns all that the listener has said and that holds, as a list: likes, bans, rests, stars, and what is left out of taste and numbers."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from tunes.library.track import Track
from tunes.profile.marks import Mark, rests, rests_until, standing
from tunes.profile.said import OPINIONS, stars_of
from tunes.profile.things import sort_of
from tunes.tui.past import Find, noted

if TYPE_CHECKING:  # needs numpy, and the screen is to be there before
    from tunes.profile.history import History

EXCLUDE = "exclude"


@dataclass(frozen=True, slots=True)
class SaidRow:
    """One of them: text as it was found, not yet cleaned for a screen."""

    mark: Mark
    sort: str
    """What it is about: "track", "artist", …, or "listens"."""
    name: str
    of: str = ""
    """Whose it is."""

    @property
    def label(self) -> str:
        """Name and whose it is."""
        return " – ".join(filter(None, (self.name, self.of)))

    @property
    def stars(self) -> int:
        """How many, or 0 where it is none of that."""
        return stars_of(self.mark) if self.mark.kind == "rate" else 0

    @property
    def until(self) -> str:
        """The day on which it ends by itself, or ""."""
        return day_of(rests_until(self.mark)) if self.mark.kind == "not now" else ""


def all_said(history: "History", news: Sequence[Mark], find: Find, now: float) -> list[SaidRow]:
    """What holds at unix time `now`, the newest first; `news` may not be on disk yet."""
    marks = [_of_today(mark, history) for mark in (*history.marks, *news)]
    held = [mark for mark in standing(marks) if _is_shown(mark, now)]
    tracks = find([str(mark.what["track"]) for mark in held if sort_of(mark.what) == "track"])
    return [_row(mark, history, tracks.get(str(mark.what.get("track")))) for mark in reversed(held)]


def _of_today(mark: Mark, history: "History") -> Mark:
    """About the id that a track has now."""
    if "track" not in mark.what:
        return mark
    return replace(mark, what={**mark.what, "track": history.newest_id(str(mark.what["track"]))})


def _is_shown(mark: Mark, now: float) -> bool:
    if mark.kind == EXCLUDE:
        return bool(mark.what)
    is_over = mark.kind == "not now" and not rests(mark, now)
    return mark.kind in OPINIONS and bool(sort_of(mark.what)) and not is_over


def _row(mark: Mark, history: "History", track: Track | None) -> SaidRow:
    sort = sort_of(mark.what)
    if sort == "track":
        known = track or noted(history, str(mark.what["track"]))
        return SaidRow(mark, sort, known.title, known.artist)
    if not sort:
        return SaidRow(mark, "listens", span_line(mark))
    return SaidRow(
        mark, sort, str(mark.what[sort]), str(mark.what.get("artist", "")) if sort == "album" else ""
    )


def span_line(mark: Mark) -> str:
    """Which listens are left out."""

    def when(name: str) -> str:
        return f"{datetime.fromtimestamp(float(mark.what[name])).astimezone():%Y-%m-%d %H:%M}"

    parts = [
        f"{word} {when(name)}" for name, word in (("from", "from"), ("to", "until")) if name in mark.what
    ]
    parts += [f"source {mark.what['source']}"] if "source" in mark.what else []
    return ", ".join(parts)


def day_of(at: float) -> str:
    """As in "3 November 2026", on the clock here."""
    day = datetime.fromtimestamp(at).astimezone()
    return f"{day.day} {day:%B %Y}"
