from collections import Counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from tunes.profile.columns import Floats
from tunes.profile.play_order import Laid
from tunes.profile.play_order import play_order as order_of


def play_order(artists: list[int], sound: Floats | None = None, **columns: list[int]) -> list[int]:
    unknown = [-1] * len(artists)
    return order_of(Laid(artists, columns.get("albums", unknown), columns.get("genres", unknown), sound))


@given(st.lists(st.integers(0, 8), max_size=30))
def test_keeps_everyone_and_parts_artists_where_it_can(artists: list[int]) -> None:
    order = play_order(artists)
    assert sorted(order) == list(range(len(artists)))
    if max(Counter(artists).values(), default=0) == 1:
        assert order == list(range(len(artists)))


def test_parts_the_two_of_an_artist() -> None:
    assert play_order([0, 0, 1, 1, 2, 2]) == [0, 2, 4, 1, 3, 5]


def test_no_two_of_one_album_in_a_row() -> None:
    assert play_order([0, 1, 2, 3], albums=[7, 7, -1, 7]) == [0, 2, 1, 3]
    assert play_order([0, 1, 2], albums=[-1, -1, -1]) == [0, 1, 2]


def test_no_three_of_one_genre_in_a_row_where_another_is_near() -> None:
    assert play_order([0, 1, 2, 3, 4], genres=[5, 5, 5, 6, 5]) == [0, 1, 3, 2, 4]
    assert play_order([0, 1, 2], genres=[5, 5, 5]) == [0, 1, 2]
    far = [5] * 9 + [6]
    assert play_order(list(range(10)), genres=far)[:4] == [0, 1, 2, 3], (
        "the end of the list does not come first"
    )


def test_neighbours_sound_alike_and_the_best_opens() -> None:
    sound = np.array([[1.0, 0.0], [-1.0, 0.0], [0.9, 0.1], [-0.9, 0.1]])
    assert play_order([0, 1, 2, 3], sound) == [0, 2, 3, 1]


def test_what_nobody_measured_stays_where_it_is() -> None:
    assert play_order([0, 1, 2], np.full((3, 2), np.nan)) == [0, 1, 2]
    assert play_order([0, 1, 2], np.zeros((3, 0))) == [0, 1, 2]


@given(st.lists(st.tuples(st.floats(-1, 1), st.floats(-1, 1)), max_size=30))
def test_any_sound_keeps_everyone(sound: list[tuple[float, float]]) -> None:
    rows = np.array(sound).reshape(-1, 2)
    order = play_order(list(range(len(rows))), rows)
    assert sorted(order) == list(range(len(rows)))
    assert order[:1] == [0][: len(rows)]
