"""At which hours the weekly queue is heard, and what is played then more than otherwise."""

from collections.abc import Sequence

import pytest
from made_listens import DAY, MONDAY, listen, track
from tunes.library.track import Track
from tunes.profile.exposures import Shown
from tunes.profile.history import History
from tunes.profile.hours import LEAST
from tunes.profile.listens import Listen
from tunes.profile.outlook import Outlook, outlook

JAZZ = [track(f"Jazz {n}", f"J{n}", genres=["Jazz"]) for n in range(12)]
ROCK = [track(f"Rock {n}", f"R{n}", genres=["Rock"]) for n in range(12)]
PLAIN = track("Plain", "P")
SHELF = [*JAZZ, *ROCK, PLAIN]
HOUR = 3600.0
WEEK_BEFORE = MONDAY - 7 * DAY


def habits(morning: Sequence[Track], evening: Sequence[Track], evening_hour: float = 20) -> list[Listen]:
    """Weeks ago, one track a day at eight and one in the evening."""
    return [
        listen(one, MONDAY - (20 + n) * DAY + hour * HOUR)
        for hour, tracks in ((8, morning), (evening_hour, evening))
        for n, one in enumerate(tracks)
    ]


def seen(listens: Sequence[Listen], queue: Sequence[Track]) -> Outlook:
    shown = [Shown(WEEK_BEFORE + 60, "discover:2026-W47", tuple(one.id for one in queue))]
    return outlook(SHELF, History.of(listens, SHELF, (), shown), MONDAY)


def points(found: Outlook, what: Track) -> float:
    return float(found.parts["at the hours of Discover"][found.columns.row_of[what.id]])


def heard_at(queue: Sequence[Track], hour: float) -> list[Listen]:
    return [listen(one, WEEK_BEFORE + DAY + hour * HOUR + n * 220) for n, one in enumerate(queue)]


def test_what_is_played_when_the_queue_is_heard_gains_and_the_rest_loses() -> None:
    queue = [*JAZZ[:6], *ROCK[:6]]
    found = seen([*habits(ROCK, JAZZ), *heard_at(queue, 19)], queue)
    assert points(found, JAZZ[7]) > 0 > points(found, ROCK[7])
    assert points(found, PLAIN) == 0, "of which no genre is known"


def test_the_other_way_round_in_the_morning() -> None:
    queue = [*JAZZ[:6], *ROCK[:6]]
    found = seen([*habits(ROCK, JAZZ), *heard_at(queue, 7)], queue)
    assert points(found, ROCK[7]) > 0 > points(found, JAZZ[7])


def test_eleven_at_night_is_near_one() -> None:
    queue = [*JAZZ[:6], *ROCK[:6]]
    found = seen([*habits(ROCK, JAZZ, evening_hour=25), *heard_at(queue, 23)], queue)
    assert points(found, JAZZ[7]) > 0


@pytest.mark.parametrize(("day_of_queue", "gains", "loses"), [(1, JAZZ, ROCK), (6, ROCK, JAZZ)])
def test_weekends_are_apart_from_other_days(
    day_of_queue: int, gains: list[Track], loses: list[Track]
) -> None:
    """At one and the same hour jazz on Wednesdays, rock on Saturdays."""
    queue = [*JAZZ[:6], *ROCK[:6]]
    habit = [
        listen(one, MONDAY - 35 * DAY + day * DAY + 19 * HOUR + n * 220)
        for day, tracks in ((2, JAZZ), (5, ROCK))
        for n, one in enumerate(tracks)
    ]
    heard = [
        listen(one, WEEK_BEFORE + day_of_queue * DAY + 19 * HOUR + n * 220) for n, one in enumerate(queue)
    ]
    found = seen([*habit, *heard], queue)
    assert points(found, gains[7]) > 0 > points(found, loses[7])


@pytest.mark.parametrize("many", [0, LEAST - 1])
def test_a_few_listens_tell_no_habit(many: int) -> None:
    queue = ROCK[:many]
    found = seen([*habits(ROCK, JAZZ), *heard_at(queue, 19)], queue)
    assert points(found, JAZZ[7]) == points(found, ROCK[7]) == 0


def test_the_same_tracks_heard_in_another_week_are_no_queue() -> None:
    queue = [*JAZZ[:6], *ROCK[:6]]
    earlier = [listen(one, MONDAY - 12 * DAY + 19 * HOUR + n * 220) for n, one in enumerate(queue)]
    assert points(seen([*habits(ROCK, JAZZ), *earlier], queue), JAZZ[7]) == 0
