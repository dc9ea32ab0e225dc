"""How likely a track is to be skipped, on listens of which the answer is plain."""

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from made_listens import DAY, MONDAY, plays, skip, track
from tunes.profile.discover import JUDGED, weekly_queue
from tunes.profile.doubt import FRESH_SHARE, MOST, OF_ARTIST, skip_odds
from tunes.profile.history import History
from tunes.profile.listens import Listen
from tunes.profile.outlook import outlook

ROADS, NUMB, BISCUIT = (track(name, "Portishead") for name in ("Roads", "Numb", "Biscuit"))
TEARDROP, ANGEL = (track(name, "Massive Attack") for name in ("Teardrop", "Angel"))
KYRIE = track("Kyrie", "Choir")
SHELF = [ROADS, NUMB, BISCUIT, TEARDROP, ANGEL, KYRIE]


def doubts(listens: Sequence[Listen]) -> dict[str, float]:
    seen = outlook(SHELF, History.of(listens, SHELF), MONDAY)
    return {what.title: float(value) for what, value in zip(SHELF, seen.doubt, strict=True)}


def skips(what: str, *days: float) -> list[Listen]:
    return [skip(one, MONDAY - day * DAY) for one in SHELF if one.title == what for day in days]


def test_who_is_skipped_is_doubted_and_who_is_kept_is_not() -> None:
    said = doubts([*plays(ROADS, 9, 8), *plays(NUMB, 7), *plays(TEARDROP, 5), *skips("Angel", 4, 3, 2)])
    assert said["Biscuit"] < 0 < said["Angel"]
    assert said["Kyrie"] == 0, "of whom nothing was heard, nothing is known"


def test_a_track_that_was_played_is_doubted_for_itself_too() -> None:
    said = doubts([*plays(ROADS, 9, 8), *plays(NUMB, 7), *skips("Numb", 6, 5)])
    assert said["Roads"] < said["Numb"]


def test_of_what_was_never_played_the_artist_says_half() -> None:
    said = doubts([*plays(ROADS, 9, 8, 7), *skips("Teardrop", 5)])
    usual = 1.5 / 5
    odds = math.log((1 + OF_ARTIST * usual) / (OF_ARTIST * (1 - usual))) - math.log(usual / (1 - usual))
    assert said["Angel"] == pytest.approx(FRESH_SHARE * odds, abs=1e-6)


def test_the_odds_are_those_of_the_shares_once_much_was_heard() -> None:
    odds = skip_odds(np.array([4000.0, 1000.0]), np.array([1000.0, 4000.0]), 8.0)
    assert odds == pytest.approx([math.log(4), -math.log(4)], abs=0.01)


def test_one_skip_says_little_and_many_say_no_more_than_the_most() -> None:
    once = doubts([*plays(ROADS, 9, 8, 7), *plays(TEARDROP, 6), *skips("Teardrop", 5)])
    often = doubts([*plays(ROADS, *range(10, 90)), *plays(TEARDROP, 6), *skips("Teardrop", *range(1, 90))])
    assert 0 < once["Teardrop"] < often["Teardrop"] == MOST


def test_nobody_who_never_skips_is_doubted() -> None:
    said = doubts(plays(ROADS, *range(1, 60)))
    assert max(said.values()) == 0
    assert min(said.values()) >= -MOST


def test_with_more_care_the_queue_puts_who_is_skipped_further_down() -> None:
    heard = [
        *plays(ROADS, 9),
        *plays(NUMB, 8),
        *plays(TEARDROP, 9.1),
        *plays(ANGEL, 8.1),
        *skips("Angel", *range(1, 8)),
    ]

    def rank_of(what: str, care: float) -> int:
        rules = replace(JUDGED, care=care)
        picks = weekly_queue(SHELF, History.of(heard, SHELF), MONDAY, rules=rules)
        return next(pick.rank for pick in picks if pick.track.title == what)

    without, caring = (rank_of("Teardrop", care) - rank_of("Roads", care) for care in (0.0, 0.8))
    assert caring > without


def test_the_points_off_are_shown() -> None:
    heard = [*plays(ROADS, 9), *plays(NUMB, 8), *plays(TEARDROP, 9.1), *skips("Angel", 2, 1)]
    queue = weekly_queue(SHELF, History.of(heard, SHELF), MONDAY, rules=replace(JUDGED, care=0.5))
    told = {pick.track.title: pick.parts.get("seldom skipped", 0.0) for pick in queue}
    assert told == pytest.approx({title: -0.5 * value for title, value in doubts(heard).items()}, abs=1e-6)
