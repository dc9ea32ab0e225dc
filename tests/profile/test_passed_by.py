"""What was shown and not begun since is a weaker suggestion; what was begun, or may still be reached, is not."""

import pytest
from made_listens import DAY, MONDAY, listen, skip, track
from tunes.profile.exposures import Shown
from tunes.profile.history import History
from tunes.profile.listens import Listen
from tunes.profile.outlook import outlook

SHELF = [track(f"Song {n}", f"A{n}") for n in range(6)]
IT = SHELF[0]


def points(listens: list[Listen], *shown: Shown) -> float:
    """What it loses."""
    found = outlook(SHELF, History.of(listens, SHELF, (), shown), MONDAY)
    return float(found.parts["shown and passed by"][found.columns.row_of[IT.id]])


def seen(days: float, place: str = "home:top") -> Shown:
    return Shown(MONDAY - days * DAY, place, (IT.id, SHELF[1].id))


def test_each_week_counts_once_and_no_more_than_three() -> None:
    assert points([], seen(8)) == pytest.approx(-0.1)
    assert points([], seen(8), seen(9), seen(10, "discover:2026-W46")) == pytest.approx(-0.1)
    assert points([], seen(8), seen(16)) == pytest.approx(-0.2)
    assert points([], *(seen(8 + 7 * week) for week in range(8))) == pytest.approx(-0.3)


def test_what_was_shown_just_now_may_still_be_reached() -> None:
    assert points([], seen(6.9)) == 0


def test_what_was_passed_by_long_ago_is_new_again() -> None:
    assert points([], seen(91)) == 0


def test_what_was_begun_after_it_was_shown_was_not_passed_by() -> None:
    assert points([listen(IT, MONDAY - 2 * DAY)], seen(8), seen(20)) == 0
    assert points([skip(IT, MONDAY - 7.5 * DAY)], seen(8)) == 0, "the skip tells enough"
    assert points([listen(IT, MONDAY - 12 * DAY)], seen(8), seen(20)) == pytest.approx(-0.1)


def test_a_copy_that_was_begun_counts_too() -> None:
    copy = track("Song 0", "A0", album="Another edition")
    found = outlook(
        [*SHELF, copy], History.of([listen(copy, MONDAY - 2 * DAY)], [*SHELF, copy], (), [seen(8)]), MONDAY
    )
    assert found.parts["shown and passed by"][found.columns.row_of[IT.id]] == 0


def test_nothing_was_shown() -> None:
    assert points([listen(IT, MONDAY - 2 * DAY)]) == 0
