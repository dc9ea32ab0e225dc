"""Long lists in blocks against plain lists, small blocks and all."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tunes.player import long_list
from tunes.player.long_list import LongList

CHANGES = st.lists(
    st.tuples(
        st.sampled_from(["insert", "remove", "join", "scatter"]),
        st.integers(0, 40),
        st.lists(st.integers(), max_size=9),
    ),
    max_size=25,
)


def changed(plain: list[int], long: LongList[int], change: tuple[str, int, list[int]]) -> Any:
    kind, place, items = change
    place = min(place, len(plain))
    if kind == "insert":
        return [*plain[:place], *items, *plain[place:]], long.inserted(place, items)
    if kind == "join":
        return plain + items, long.joined(LongList(items))
    if kind == "scatter":
        scattered = [(min(nth * 2, len(plain)), item) for nth, item in enumerate(items)]
        for at, item in reversed(scattered):
            plain = [*plain[:at], item, *plain[at:]]
        return plain, long.scattered(scattered)
    if place == len(plain):
        return plain, long
    return plain[:place] + plain[place + 1 :], long.removed(place)


@given(st.lists(st.integers(), max_size=40), CHANGES, st.slices(30))
def test_a_long_list_is_a_list(
    start: list[int], changes: list[tuple[str, int, list[int]]], cut: slice
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(long_list, "BLOCK", 4)
        plain, long = start, LongList(start)
        for change in changes:
            plain, long = changed(plain, long, change)
            assert list(long) == plain
            assert [long[index] for index in range(-len(plain), len(plain))] == plain * 2
            assert long[cut] == plain[cut]
        assert long == LongList(plain)
        with pytest.raises(IndexError):
            long[len(plain)]


def test_what_was_changed_is_as_it_was() -> None:
    before = LongList(range(5_000))
    before.inserted(7, [1]).removed(0).joined(before).scattered([(3, 9)])
    assert before == LongList(range(5_000))
