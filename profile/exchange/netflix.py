"""Owns reading what Netflix lets people download: `ViewingActivity.csv` and `NetflixViewingHistory.csv`."""

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import BinaryIO

from tunes.library.track import Kind
from tunes.profile.exchange.documents import encoding_of, rows
from tunes.profile.exchange.told import NAMELESS, UNHEARD, BadFileError, Passed, Told
from tunes.profile.listens import End

TRAILER = Passed("that are trailers and the like")
_DAY_S = 86_400.0
_NOON_S = _DAY_S / 2
_DATE = re.compile(r"(\d{1,4})[-./](\d{1,2})[-./](\d{1,4})")
_SEASON = re.compile(
    r"(?:season|series|staffel|saison|temporada|stagione|part|teil|volume|book|chapter|limited series|miniserie?s?)\b.*",
    re.IGNORECASE,
)


def is_with_times(head: bytes) -> bool:
    """Whether it begins like the whole viewing activity, which tells the minute and how long."""
    return {"Start Time", "Duration", "Title"} <= _columns(head)


def is_with_days(head: bytes) -> bool:
    """Whether it begins like the short history: title and day."""
    return _columns(head) == {"Title", "Date"}


def read_with_times(stream: BinaryIO, file: str) -> Iterator[Told | Passed]:
    """Each viewing; times are UTC. Raises BadFileError, OSError."""
    found = rows(stream, file)
    _, head = next(found)
    columns = [name.strip().lstrip("\ufeff") for name in head]
    for place, row in found:
        said = dict(zip(columns, row, strict=False))
        if said.get("Supplemental Video Type", "").strip():
            yield TRAILER
            continue
        try:
            at = (
                datetime.strptime(said.get("Start Time", ""), "%Y-%m-%d %H:%M:%S")
                .replace(tzinfo=UTC)
                .timestamp()
            )
            hours, minutes, seconds = (int(part) for part in said.get("Duration", "").split(":"))
        except (ValueError, OverflowError):
            raise BadFileError(
                file, place, "a time like 2026-01-31 13:05:00 and a length like 00:42:10"
            ) from None
        heard = hours * 3600.0 + minutes * 60.0 + seconds
        yield _told(said.get("Title", ""), at, heard, 0.0) if heard else UNHEARD


def read_with_days(stream: BinaryIO, file: str) -> Iterator[Told | Passed]:
    """Each title with its day, in the order of day and month that fits all of them. Raises BadFileError, OSError."""
    found = list(rows(stream, file))[1:]
    days: list[tuple[int, int, int]] = []
    for place, row in found:
        match = _DATE.fullmatch(row[1].strip()) if len(row) == 2 else None
        if match is None:
            raise BadFileError(file, place, "a title and a day like 31/12/2026")
        days.append((int(match[1]), int(match[2]), int(match[3])))
    is_day_first = any(
        first > 12 for first, _, _ in days
    )  # where nothing tells, as Netflix writes by itself: month first
    for (place, row), parts in zip(found, days, strict=True):
        try:
            at = _noon(parts, is_day_first=is_day_first)
        except (ValueError, OverflowError):
            raise BadFileError(file, place, "a day that fits the others") from None
        yield _told(row[0], at, None, _NOON_S)


def _noon(parts: Sequence[int], *, is_day_first: bool) -> float:
    first, second, third = parts
    if first > 31:
        year, month, day = first, second, third
    else:
        year, month, day = third, *((second, first) if is_day_first else (first, second))
    year += 2000 if year < 100 else 0
    return datetime(year, month, day, 12, tzinfo=UTC).timestamp()


def _told(text: str, at: float, heard: float | None, rounded: float) -> Told | Passed:
    """`Show: Season 1: Episode` or the title of a film."""
    parts = [part.strip() for part in text.split(": ")]
    season = next((place for place in range(1, len(parts) - 1) if _SEASON.fullmatch(parts[place])), None)
    show, title = (
        ("", text.strip()) if season is None else (": ".join(parts[:season]), ": ".join(parts[season + 1 :]))
    )
    if not title:
        return NAMELESS
    end: End = "finished" if heard is None else "stopped"
    return Told(at, title, show, heard=heard, end=end, kind=Kind.VIDEO, rounded=rounded)


def _columns(head: bytes) -> set[str]:
    lines = head.decode(encoding_of(head), "replace").splitlines()
    return {name.strip().strip('"') for name in lines[0].split(",")} if lines else set()
