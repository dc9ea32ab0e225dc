"""A long queue that comes back in two steps: what was done to its first part holds for all of it."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tunes.library.track import Kind, Track
from tunes.player.coming_back import made_whole
from tunes.player.long_list import LongList
from tunes.player.queue import Entry, Queue, Shuffle

START, END = 2, 7
"""Of the entries a to j, c to g are the part."""

Change = Callable[[Queue, int], Queue]
"""Of a queue in which the part begins at so many entries."""


def entries(ids: str) -> list[Entry]:
    return [Entry(Track(one, Path(f"/m/{one}.flac"), Kind.MUSIC, one), "test") for one in ids]


def names(queue: Queue) -> list[str]:
    return [entry.track.id for entry in queue.entries]


def present(queue: Queue) -> str:
    return queue.current.track.id if queue.current else ""


def part_of(whole: Queue) -> Queue:
    cells = LongList(whole.cells[START:END])
    numbers = {cell.number for cell in cells}
    straight = LongList(cell for cell in whole.straight if cell.number in numbers)
    return replace(whole, cells=cells, index=whole.index - START, straight=straight)


def whole_queue(by: Shuffle = Shuffle.OFF) -> Queue:
    queue = Queue.of(entries("abcdefghij"), 0, seed=3).shuffled(by)
    for _ in range(4):
        queue = queue.following() or queue
    return queue


def removed(at: int) -> Change:
    return lambda queue, start: queue.removed(at + start)


def moved(at: int, to: int) -> Change:
    return lambda queue, start: queue.moved(at + start, to + start)


def jumped(at: int) -> Change:
    return lambda queue, start: queue.jumped(at + start)


def inserted(name: str) -> Change:
    return lambda queue, _: queue.inserted_next(entries(name))


PLACES = st.integers(0, 2)
CHANGES = st.one_of(
    st.builds(removed, PLACES),
    st.builds(moved, PLACES, PLACES),
    st.builds(jumped, PLACES),
    st.builds(inserted, st.sampled_from("xyz")),
)


@given(st.lists(CHANGES, max_size=2), st.sampled_from([Shuffle.OFF, Shuffle.TRACKS]))
def test_what_was_done_to_the_part_was_done_to_the_whole(changes: list[Change], by: Shuffle) -> None:
    whole = whole_queue(by)
    part = part_of(whole)
    queue, wanted = part, whole
    for change in changes:
        queue, wanted = change(queue, 0), change(wanted, START)
    came = made_whole(queue, part, whole)
    assert (names(came), came.number) == (names(wanted), wanted.number)
    assert present(came.following() or came) == present(wanted.following() or wanted)
    assert names(came.shuffled(Shuffle.OFF)) == names(wanted.shuffled(Shuffle.OFF))


def test_what_was_added_at_the_end_stands_at_the_end() -> None:
    whole = whole_queue()
    came = made_whole(part_of(whole).appended(entries("xy")), part_of(whole), whole)
    assert (names(came), present(came)) == ([*"abcdefghijxy"], "e")


def test_a_cleared_queue_stays_empty() -> None:
    whole = whole_queue()
    for queue in (part_of(whole).cleared(), part_of(whole).cleared().appended(entries("x"))):
        assert made_whole(queue, part_of(whole), whole) == queue


@pytest.mark.parametrize("by", [Shuffle.TRACKS, Shuffle.ALBUMS])
def test_mixed_meanwhile_all_is_mixed(by: Shuffle) -> None:
    whole = whole_queue()
    came = made_whole(part_of(whole).removed(0).shuffled(by), part_of(whole), whole)
    assert (sorted(names(came)), present(came), came.shuffle) == ([*"abdefghij"], "e", by)
    assert names(came.shuffled(Shuffle.OFF)) == [*"abdefghij"]


def test_put_in_order_meanwhile_all_is_in_order() -> None:
    whole = whole_queue(Shuffle.TRACKS)
    part = part_of(whole)
    gone = names(part)[0]
    came = made_whole(part.removed(0).shuffled(Shuffle.OFF), part, whole)
    assert (names(came), present(came)) == ([one for one in "abcdefghij" if one != gone], present(whole))


def test_what_is_not_found_any_more_stays_where_it_was_found() -> None:
    whole = whole_queue()
    part = part_of(whole)
    less = replace(whole, cells=whole.cells.removed(3), index=3)
    came = made_whole(part.removed(0), part, less)
    assert sorted(names(came)) == [*"abdefghij"]
    assert present(came) == "e"
