"""Owns at which hours and days the weekly queue is heard, and which genres are played then more than at other times. Pure."""

import numpy as np
from tunes.profile.columns import Columns, Flags, Floats, Ints
from tunes.profile.taste import DAY, Heard

HALF_LIFE_DAYS = 60.0
BACK_DAYS = 180.0
"""Older habits are others."""
NEAR_H = 2
"""Hours before and after that are about the same."""
LEAST = 10
"""Listens to weekly queues from which their hours are known."""
_SATURDAY = 5
_MONDAY = 3
"""1970-01-01 was a Thursday: so many days after the Monday of its week."""
_EPOCH_WEEK = 102_737
"""Number of that week, as `evidence.week_number` counts."""


def hours_of_queue(columns: Columns, heard: Heard, queued: tuple[Ints, Ints], as_of: float) -> Floats:
    """By row of the library: how much greater a share its genres have at the hours of the queue than always, -1 to 1."""
    start = int(np.searchsorted(heard.at, as_of - BACK_DAYS * DAY))
    recording = columns.recording[heard.row[start:]]
    hour, is_weekend, week = _clock(heard, start)
    of_queue = _of_queue(recording, week, queued)
    if np.count_nonzero(of_queue) < LEAST:
        return np.zeros(columns.here)
    left = np.exp2((heard.at[start:] - as_of) / (HALF_LIFE_DAYS * DAY))
    of_hours = _near(hour[of_queue], left[of_queue])[hour]
    of_days = np.where(is_weekend, *_shares_of(is_weekend[of_queue], left[of_queue]))
    then = of_hours * of_days
    plays = left * heard.play[start:]
    more = _shares(columns, heard.row[start:], plays * then) - _shares(columns, heard.row[start:], plays)
    return _mean_of_genres(columns, more)


def _clock(heard: Heard, start: int) -> tuple[Ints, Flags, Ints]:
    """The listener's hour of each listen, whether it was Saturday or Sunday, and the number of the week."""
    local = heard.at[start:] + heard.offset[start:] * 60.0
    days = np.floor(local / DAY)
    hour, since_monday = ((local - days * DAY) // 3600).astype(np.int64), days.astype(np.int64) + _MONDAY
    return hour, since_monday % 7 >= _SATURDAY, since_monday // 7 + _EPOCH_WEEK


def _of_queue(recording: Ints, week: Ints, queued: tuple[Ints, Ints]) -> Flags:
    """Which listens are to tracks that stood in the queue of their week."""
    shown, shown_in = queued
    most = int(max(week.max(initial=0), shown_in.max(initial=0))) + 1
    return np.isin(recording * most + week, shown * most + shown_in)


def _near(hour: Ints, weight: Floats) -> Floats:
    """By hour: the share of the queue's listens that are about it, round the clock."""
    at_hour = np.bincount(hour, weights=weight, minlength=24).astype(float)
    about = sum((np.roll(at_hour, turn) for turn in range(-NEAR_H, NEAR_H + 1)), np.zeros(24))
    return np.asarray(about / at_hour.sum())


def _shares_of(is_weekend: Flags, weight: Floats) -> tuple[float, float]:
    """Which part of the queue is heard at weekends, and which on other days."""
    weekend = float(weight[is_weekend].sum() / weight.sum())
    return weekend, 1 - weekend


def _shares(columns: Columns, row: Ints, weight: Floats) -> Floats:
    """By genre: its share of what was heard."""
    by_row = np.bincount(row, weights=weight, minlength=len(columns.rows))
    size = int(columns.genre_code.max(initial=-1)) + 1
    by_genre = np.bincount(columns.genre_code, weights=by_row[columns.genre_row], minlength=size)
    return np.asarray(by_genre / max(by_row.sum(), 1e-9))


def _mean_of_genres(columns: Columns, of_genre: Floats) -> Floats:
    size = len(columns.rows)
    total = np.bincount(columns.genre_row, weights=of_genre[columns.genre_code], minlength=size)
    many = np.bincount(columns.genre_row, minlength=size)
    return np.asarray((total / np.maximum(many, 1))[: columns.here])
