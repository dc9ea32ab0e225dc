"""Owns days as the listener writes them: `2026-11-01`, a year, from one to another, by the clock here."""

from datetime import datetime

from tunes.library.text import clean
from tunes.tui.edges import Sorry

Span = tuple[float | None, float | None, str]
"""Unix seconds from which on and before which, None for no end, and what to call it."""


def span_of(since: str | None, until: str | None, year: str | None = None) -> Span:
    """From the beginning of a day to the end of another, or a year. Raises Sorry, as wrong use, for what is none."""
    if year is not None:
        if since or until:
            raise Sorry("Either a year or days: --year 2026, or --from 2026-01-01 --to 2026-06-30", code=2)
        first = _day(f"{year}-01-01")
        return first.timestamp(), _day(f"{first.year + 1}-01-01").timestamp(), str(first.year)
    words = [f"from {clean(since)}"] if since else []
    words += [f"to {clean(until)}"] if until else []
    return (
        _day(since).timestamp() if since else None,
        _after(_day(until)).timestamp() if until else None,
        " ".join(words).capitalize() or "All time",
    )


def _day(word: str) -> datetime:
    try:
        return datetime.strptime(word, "%Y-%m-%d").astimezone()
    except (ValueError, OverflowError):
        raise Sorry(
            f"“{clean(word)}” is no day: write it like 2026-11-01, a year like 2026.", code=2
        ) from None


def _after(day: datetime) -> datetime:
    """The beginning of the next day: on some days clocks change."""
    try:
        return datetime.fromordinal(day.toordinal() + 1).astimezone()
    except (ValueError, OverflowError):
        raise Sorry(f"{day:%Y-%m-%d} is too far away.", code=2) from None
