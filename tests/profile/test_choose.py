from collections import Counter
from collections.abc import Collection
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tunes.profile.choose import Ranking, choose, runners_up
from tunes.profile.picks import JUDGED, QueueRules

RULES = QueueRules()


def ranking(
    artists: list[int],
    *,
    albums: list[int] | None = None,
    recordings: list[int] | None = None,
    fresh: list[bool] | None = None,
    strangers: Collection[int] = (),
    evenings: list[int] | None = None,
    rested: list[float] | None = None,
) -> Ranking:
    size = len(artists)
    return Ranking(
        artist=np.array(artists, dtype=np.int64),
        album=np.array(albums or [-1] * size, dtype=np.int64),
        evening=np.array(evenings or [-1] * size, dtype=np.int64),
        recording=np.array(recordings or range(size), dtype=np.int64),
        fresh=np.array(fresh or [True] * size, dtype=bool),
        stranger=np.isin(np.arange(size), list(strangers)),
        rested=np.array(rested or [np.inf] * size, dtype=float),
    )


def test_keeps_the_artist_cap_while_it_can() -> None:
    choice = choose(ranking([0] * 10 + list(range(1, 40))), RULES, 30)
    assert choice.places == (0, 1, *range(10, 38))
    assert choice.note == ""


def test_keeps_the_album_cap_on_compilations() -> None:
    choice = choose(ranking(list(range(60)), albums=[7] * 10 + [-1] * 50), RULES, 30)
    assert choice.places == (0, 1, 2, *range(10, 37))


def test_an_odd_evening_brings_three_tracks_at_most() -> None:
    choice = choose(ranking(list(range(60)), evenings=[7] * 10 + [-1] * 50), RULES, 30)
    assert choice.places == (0, 1, 2, *range(10, 37))
    assert choice.note == ""
    assert len(choose(ranking(list(range(30)), evenings=[7] * 30), RULES, 30).places) == 30


def test_never_takes_a_recording_twice() -> None:
    choice = choose(ranking(list(range(40)), recordings=[5] * 10 + list(range(100, 130))), RULES, 31)
    assert choice.places == (0, *range(10, 40))


def test_two_known_and_one_fresh_by_turns() -> None:
    choice = choose(ranking(list(range(80)), fresh=[False] * 50 + [True] * 30), RULES, 30)
    assert choice.places[:6] == (0, 1, 50, 2, 3, 51)
    assert sorted(choice.places) == [*range(20), *range(50, 60)]
    shorter = choose(ranking(list(range(80)), fresh=[False] * 50 + [True] * 30), RULES, 6)
    assert shorter.places == (0, 1, 50, 2, 3, 51)


@pytest.mark.parametrize("quota", [5, 10, 17, 25])
def test_the_dial_sets_how_many_are_fresh(quota: int) -> None:
    candidates = ranking(list(range(80)), fresh=[False] * 40 + [True] * 40)
    chosen = choose(candidates, replace(RULES, min_fresh=quota), 30).places
    assert sum(place >= 40 for place in chosen) == quota


def test_known_ones_that_are_missing_are_made_up_for_by_fresh_ones() -> None:
    choice = choose(ranking(list(range(80)), fresh=[False] * 5 + [True] * 75), RULES, 30)
    assert sorted(choice.places) == list(range(30))
    assert choice.note == ""


@pytest.mark.parametrize(("quota", "strange"), [(5, 1), (10, 1), (16, 2), (25, 2)])
def test_one_or_two_of_the_fresh_places_are_for_artists_never_heard(quota: int, strange: int) -> None:
    candidates = ranking(list(range(80)), fresh=[False] * 30 + [True] * 50, strangers=range(70, 80))
    chosen = choose(candidates, replace(RULES, min_fresh=quota), 30).places
    assert [place for place in chosen if place >= 70] == list(range(70, 70 + strange))
    assert sum(place >= 30 for place in chosen) == quota


def test_rests_for_eight_weeks() -> None:
    choice = choose(ranking(list(range(60)), rested=[7.0] * 20 + [8.0] * 40), RULES, 30)
    assert choice.places == tuple(range(20, 50))


@pytest.mark.parametrize(
    ("given_ranking", "expected", "note"),
    [
        pytest.param(
            ranking(list(range(40)), rested=[3.0] * 5 + [4.0] * 15 + [9.0] * 20),
            (*range(5, 35),),
            "15 back after less than 8 weeks",
            id="rest yields to four weeks before it yields to one",
        ),
        pytest.param(
            ranking(list(range(35)), rested=[1.0] * 5 + [2.0] * 10 + [0.0] * 5 + [9.0] * 15),
            (*range(15), *range(20, 35)),
            "15 back after less than 8 weeks",
            id="rest yields to one week, never to none",
        ),
        pytest.param(
            ranking(list(range(40)), fresh=[False] * 36 + [True] * 4),
            (0, 1, 36, 2, 3, 37, 4, 5, 38, 6, 7, 39, *range(8, 26)),
            "4 never played instead of 10",
            id="the fresh share yields, and what is fresh still comes in",
        ),
        pytest.param(
            ranking(list(range(30)), albums=[3] * 20 + [-1] * 10),
            (*range(30),),
            "up to 20 of one album instead of 3",
            id="the album cap yields",
        ),
        pytest.param(
            ranking([n // 3 for n in range(33)]),
            (*range(30),),
            "up to 3 of one artist instead of 2",
            id="the artist cap yields to three",
        ),
        pytest.param(
            ranking([n // 4 for n in range(32)]),
            (*range(30),),
            "up to 4 of one artist instead of 2",
            id="the artist cap yields to four",
        ),
    ],
)
def test_rules_yield_in_order_and_say_so(
    given_ranking: Ranking, expected: tuple[int, ...], note: str
) -> None:
    choice = choose(given_ranking, RULES, 30)
    assert choice.places == expected
    assert choice.note == f"little to choose from: {note}"


def test_a_shorter_queue_comes_last() -> None:
    choice = choose(ranking([n // 10 for n in range(50)]), RULES, 30)
    assert len(choice.places) == 20
    assert choice.note.endswith("up to 4 of one artist instead of 2, 20 instead of 30 tracks")


def test_nothing_to_choose_from() -> None:
    choice = choose(ranking([]), RULES, 30)
    assert choice.places == ()
    assert "0 instead of 30 tracks" in choice.note


def test_judged_rules_are_the_bare_ranking_with_an_artist_cap() -> None:
    candidates = ranking([0, 0, 0, *range(1, 60)], albums=[1] * 62, fresh=[False] * 62, rested=[0.0] * 62)
    assert choose(candidates, JUDGED, 30).places == (0, 1, *range(3, 31))


def test_runners_up_are_the_next_that_are_not_in() -> None:
    candidates = ranking(list(range(40)), recordings=[*range(32), 3, 4, *range(34, 40)])
    choice = choose(candidates, RULES, 30)
    assert runners_up(candidates, choice, RULES, 5) == [30, 31, 34, 35, 36]


candidate = st.tuples(
    st.integers(0, 6),
    st.integers(-1, 5),
    st.integers(0, 40),
    st.booleans(),
    st.sampled_from([0.0, 1.0, 3.0, 9.0]),
)


@given(st.lists(candidate, max_size=60), st.integers(1, 30))
def test_never_breaks_what_never_yields(rows: list[tuple[int, int, int, bool, float]], size: int) -> None:
    artists, albums, recordings, fresh, rested = (
        (list(column) for column in zip(*rows, strict=True)) if rows else ([],) * 5
    )
    candidates = ranking(artists, albums=albums, recordings=recordings, fresh=fresh, rested=rested)
    choice = choose(candidates, RULES, size)
    assert len(choice.places) <= size
    assert len(set(choice.places)) == len(choice.places)
    assert max(Counter(recordings[p] for p in choice.places).values(), default=0) <= 1
    assert max(Counter(artists[p] for p in choice.places).values(), default=0) <= 4
    assert all(rested[p] >= 1 for p in choice.places)
