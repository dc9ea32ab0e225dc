from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tunes.profile.choose import Ranking, choose, runners_up, spread
from tunes.profile.picks import JUDGED, QueueRules

RULES = QueueRules()


def ranking(
    artists: list[int],
    *,
    albums: list[int] | None = None,
    recordings: list[int] | None = None,
    fresh: list[bool] | None = None,
    rested: list[float] | None = None,
) -> Ranking:
    size = len(artists)
    return Ranking(
        artist=np.array(artists, dtype=np.int64),
        album=np.array(albums or [-1] * size, dtype=np.int64),
        recording=np.array(recordings or range(size), dtype=np.int64),
        fresh=np.array(fresh or [True] * size, dtype=bool),
        rested=np.array(rested or [np.inf] * size, dtype=float),
    )


def test_keeps_the_artist_cap_while_it_can() -> None:
    choice = choose(ranking([0] * 10 + list(range(1, 40))), RULES, 30)
    assert choice.places == (0, 1, *range(10, 38))
    assert choice.note == ""


def test_keeps_the_album_cap_on_compilations() -> None:
    choice = choose(ranking(list(range(60)), albums=[7] * 10 + [-1] * 50), RULES, 30)
    assert choice.places == (0, 1, 2, *range(10, 37))


def test_never_takes_a_recording_twice() -> None:
    choice = choose(ranking(list(range(40)), recordings=[5] * 10 + list(range(100, 130))), RULES, 31)
    assert choice.places == (0, *range(10, 40))


def test_keeps_a_third_for_what_was_never_played() -> None:
    choice = choose(ranking(list(range(80)), fresh=[False] * 50 + [True] * 30), RULES, 30)
    assert choice.places == (*range(20), *range(50, 60))
    shorter = choose(ranking(list(range(80)), fresh=[False] * 50 + [True] * 30), RULES, 6)
    assert shorter.places == (0, 1, 2, 3, 50, 51)


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
            (*range(26), *range(36, 40)),
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
    assert list(choice.places) == sorted(set(choice.places))
    assert max(Counter(recordings[p] for p in choice.places).values(), default=0) <= 1
    assert max(Counter(artists[p] for p in choice.places).values(), default=0) <= 4
    assert all(rested[p] >= 1 for p in choice.places)


@given(st.lists(st.integers(0, 8), max_size=30))
def test_spread_keeps_everyone_and_parts_artists_where_it_can(artists: list[int]) -> None:
    order = spread(artists)
    assert sorted(order) == list(range(len(artists)))
    most = max(Counter(artists).values(), default=0)
    if most == 1:
        assert order == list(range(len(artists)))


def test_spread_parts_the_two_of_an_artist() -> None:
    order = spread([0, 0, 1, 1, 2, 2])
    assert order == [0, 2, 4, 1, 3, 5]
