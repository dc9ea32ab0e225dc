"""Owns the row of this hour of this weekday: what is played then and not otherwise, named for what it holds. Pure."""

from collections import Counter
from collections.abc import Sequence

import numpy as np
from tunes.library.text import clean
from tunes.profile.columns import Flags, Floats
from tunes.profile.overview import Overview
from tunes.profile.reasons import times
from tunes.profile.row import Draft, Why
from tunes.profile.row_words import listed, plays
from tunes.profile.taste import DAY

HOUR = 3600.0
NEAR_H = 2.0
"""Hours before and after now that are about this hour."""
BACK_DAYS = 365.0
HALF_LIFE_DAYS = 90.0
DAY_BEGINS_H = 4.0
"""What is heard after midnight belongs to the evening before."""
SAME_DAY, SAME_SORT, OTHER_DAY = 1.0, 0.4, 0.1
"""What a play at this hour counts: on this weekday, on another working day (or day off), on any other."""
LEAST_PLAYS = 2
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONDAY = 4
"""1970-01-01 was a Thursday: so many days later it is Monday."""
_TIMES = (
    (8.0, "early"),
    (12.0, "morning"),
    (14.0, "midday"),
    (18.0, "afternoon"),
    (22.0, "evening"),
    (28.0, "late"),
)


def right_now(seen: Overview) -> Draft:
    """What is played at this hour more than at others."""
    weight, same_day, near = hours(seen)
    recording = seen.columns.recording[seen.heard.row]
    size = seen.recordings
    now = np.bincount(recording, weights=weight, minlength=size)
    on_day = np.bincount(recording[same_day], minlength=size)
    at_hour = np.bincount(recording[near], minlength=size)
    value = now * now / (np.maximum(seen.liking.affinity, 0.0) + now + 1.0)
    among = seen.music & (at_hour >= LEAST_PLAYS) & (now > 0)
    weekday, hour = local(seen)

    def why(one: int) -> Why:
        count, what = int(on_day[one]), f"on a {DAYS[weekday]} about this hour"
        if count < LEAST_PLAYS:
            count, what = int(at_hour[one]), "about this hour"
        text = f"played {times(count)} {what} in the last year; {plays(seen, one)}"
        return Why(text, {"at this hour": round(float(value[one]), 6)})

    return Draft(
        key="right-now",
        title=lambda held: f"{DAYS[weekday]} {_time_of_day(hour)}: {_holding(seen, held)}",
        reason="what you play about this hour more than at others",
        ranked=seen.ranked(value, among, "right-now"),
        why=why,
    )


def hours(seen: Overview) -> tuple[Floats, Flags, Flags]:
    """Of each listen, how much it says of this hour; whether it is a play about it on this weekday; on any day."""
    heard = seen.heard
    weekday, hour = local(seen)
    there = (heard.at + heard.offset * 60.0) / HOUR - DAY_BEGINS_H
    apart = np.abs(there % 24 - (hour - DAY_BEGINS_H))
    apart = np.minimum(apart, 24 - apart)
    near = heard.play & (apart <= NEAR_H) & (heard.at >= seen.as_of - BACK_DAYS * DAY)
    day = (np.floor(there / 24).astype(np.int64) - _MONDAY) % 7
    same_sort = (day >= 5) == (weekday >= 5)
    sort = np.where(day == weekday, SAME_DAY, np.where(same_sort, SAME_SORT, OTHER_DAY))
    weight = np.zeros(len(heard.at))
    age = (seen.as_of - heard.at[near]) / (HALF_LIFE_DAYS * DAY)
    weight[near] = sort[near] * np.exp2(-age) * (1 - (apart[near] / (NEAR_H + 1)) ** 2)
    return weight, near & (day == weekday), near


def local(seen: Overview) -> tuple[int, float]:
    """The weekday, Monday 0, and the hour now, 4 to 28: the night belongs to the day before."""
    there = (seen.as_of + seen.offset * 60.0) / HOUR - DAY_BEGINS_H
    return (int(there // 24) - _MONDAY) % 7, there % 24 + DAY_BEGINS_H


def _time_of_day(hour: float) -> str:
    return next(name for until, name in _TIMES if hour < until)


def _holding(seen: Overview, held: Sequence[int]) -> str:
    """The genres that most of these have; where none are known, the artists."""
    tracks = [seen.track(one) for one in held]
    genres = Counter(clean(genre).lower() for track in tracks for genre in dict.fromkeys(track.genres))
    artists = Counter(clean(track.artist) for track in tracks if track.artist)
    common = [name for name, count in genres.most_common(2) if count > 1] or [
        name for name, _ in artists.most_common(2)
    ]
    return listed(common) if common else "what you play then"
