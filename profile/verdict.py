"""Owns what a replay comes to: means with intervals, and month by month what one came to like and would have been shown. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np
from tunes.profile.columns import Floats
from tunes.profile.looking_back import DISCOVER, RULED, Outcome, Past, Week
from tunes.profile.taste import DAY

BLOCK = 4
"""Weeks that are drawn together: their answers overlap, so that they are no four independent words."""
DRAWS = 2_000
LIKED_PLAYS = 3
"""With the third play one has come to like a track."""
FOUND_WITHIN_S = 56 * DAY
"""A queue longer ago than this did not lead to it."""
LED_IN = 4
"""Weeks before the first month that is told of: without queues before it nothing could have been found."""


@dataclass(frozen=True, slots=True)
class Mean:
    """A mean over the weeks, with the interval that holds 95 of 100 redrawings of them."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Result:
    """How one way to pick did."""

    hits: Mean
    """Of the picks of a week, how many were played in the four weeks after."""
    hit_rate: Mean
    keep_rate: float | None
    """Of those played or skipped, the share that was kept; None where none was."""
    ndcg: Mean
    behind: Mean | None
    """By how many hits a week it lies behind Discover; None for Discover itself."""


@dataclass(frozen=True, slots=True)
class Month:
    """What one came to like in a month, and how much of it Discover would have shown before."""

    name: str
    """As in "2026-03"."""
    liked: int
    """Tracks whose third play fell into it."""
    found: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the replay comes to."""

    weeks: int
    results: dict[str, Result]
    months: tuple[Month, ...]
    """Those that the weeks cover, oldest first."""
    is_assumed: bool
    """Whether all files are taken to have been there all the time."""


def verdict(past: Past, weeks: Sequence[Week], offset: int) -> Verdict:
    """What these weeks come to, `offset` minutes ahead of UTC; there has to be one at least."""
    rng_weeks = _draws(len(weeks))

    def mean(value: Callable[[Week], float]) -> Mean:
        values = np.array([value(week) for week in weeks])
        drawn = values[rng_weeks].mean(axis=1)
        low, high = np.percentile(drawn, [2.5, 97.5])
        return Mean(*(round(float(number), 4) for number in (values.mean(), low, high)))

    def result(name: str) -> Result:
        def of(week: Week) -> Outcome:
            return week.outcomes[name]

        tried, kept = sum(of(week).tried for week in weeks), sum(of(week).kept for week in weeks)
        behind = None
        if name != DISCOVER:
            behind = mean(lambda week: week.outcomes[DISCOVER].hits - of(week).hits)
        return Result(
            hits=mean(lambda week: of(week).hits),
            hit_rate=mean(lambda week: of(week).hits / max(of(week).picks, 1)),
            keep_rate=round(kept / tried, 4) if tried else None,
            ndcg=mean(lambda week: of(week).ndcg),
            behind=behind,
        )

    return Verdict(
        len(weeks), {name: result(name) for name in RULED}, _months(past, weeks, offset), past.is_assumed
    )


def _draws(count: int) -> np.ndarray:
    """For each redrawing, which weeks: blocks of weeks in a row, from anywhere, as many as there are."""
    rng = np.random.default_rng(count)
    length = max(1, min(BLOCK, count // 3))
    starts = rng.integers(0, count, (DRAWS, -(-count // length)))
    drawn = (
        starts[:, :, None] + np.arange(length)
    ) % count  # round the end, so that no week is drawn less than others
    return drawn.reshape(DRAWS, -1)[:, :count]


def _months(past: Past, weeks: Sequence[Week], offset: int) -> tuple[Month, ...]:
    """Of what came to its third play after the first of the weeks, by month."""
    by_id = {track.id: row for row, track in enumerate(past.tracks)}
    shown: dict[int, list[float]] = {}
    for week in weeks:
        for name in week.picked:
            shown.setdefault(int(past.recording[by_id[name]]), []).append(week.as_of)
    liked: dict[str, list[bool]] = {}
    since, until = weeks[min(LED_IN, len(weeks) - 1)].as_of, weeks[-1].as_of + 7 * DAY
    for recording, at in enumerate(_third_plays(past).tolist()):
        if since <= at < until:
            found = any(0 <= at - monday <= FOUND_WITHIN_S for monday in shown.get(recording, ()))
            month = f"{datetime.fromtimestamp(at, UTC) + timedelta(minutes=offset):%Y-%m}"
            liked.setdefault(month, []).append(found)
    return tuple(Month(name, len(all_of), sum(all_of)) for name, all_of in sorted(liked.items()))


def _third_plays(past: Past) -> Floats:
    """Unix time of the third play of each recording; inf where there is none."""
    recording = past.recording[past.row[past.play]]
    at = past.at[past.play]
    order = np.argsort(recording, kind="stable")
    sorted_recording = recording[order]
    third = np.full(int(past.recording.max(initial=-1)) + 1, np.inf)
    places = np.searchsorted(sorted_recording, np.arange(len(third))) + LIKED_PLAYS - 1
    there = places < len(order)
    there[there] &= sorted_recording[places[there]] == np.flatnonzero(there)
    third[there] = at[order[places[there]]]
    return third
