"""Owns what was put in front of the listener and not begun since: one week after another of that makes it a weaker suggestion. Pure."""

import numpy as np
from tunes.profile.columns import Columns, Floats, Ints
from tunes.profile.taste import DAY, Heard

SOON_DAYS = 7.0
"""What was shown later may still be reached."""
BACK_DAYS = 90.0
"""What was passed by longer ago is new again."""
MOST_WEEKS = 3
_WEEKS = 100
"""More than lie within BACK_DAYS."""


def weeks_passed_by(columns: Columns, heard: Heard, shown: Ints, at: Floats, as_of: float) -> Ints:
    """By recording: in how many weeks it was shown without being begun since, at most MOST_WEEKS.

    `shown` are the recordings of all showings, `at` their unix times. Twice in a week is once: a home screen is opened often.
    """
    begun = np.full(columns.recordings, -np.inf)
    begun[columns.recording[heard.row]] = heard.at  # oldest first, the latest stays
    age_days = (as_of - at) / DAY
    counts = (age_days > SOON_DAYS) & (age_days < BACK_DAYS) & (begun[shown] < at)
    weeks = (age_days[counts] // 7).astype(np.int64)
    once_a_week = np.unique(shown[counts] * _WEEKS + weeks) // _WEEKS
    return np.minimum(np.bincount(once_a_week, minlength=columns.recordings), MOST_WEEKS)
