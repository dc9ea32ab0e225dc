"""The queue against a plain model: a list in which the present entry is marked."""

import time
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from tunes.library.track import Kind, Track
from tunes.player.queue import Entry, Queue


def entry(name: str) -> Entry:
    return Entry(Track(name, Path(f"/m/{name}.flac"), Kind.MUSIC, name), "test")


def names(queue: Queue) -> str:
    return "".join(one.track.id for one in queue.entries)


def queue_of(text: str, at: int = 0) -> Queue:
    return Queue.of([entry(letter) for letter in text], at)


class Model:
    """Cells in order; the present one is found by identity, and stays in `cells` unseen when it was taken out."""

    def __init__(self, text: str, at: int) -> None:
        self.cells: list[list[str | bool]] = [[letter, True] for letter in text]
        self.present = self.cells[at] if text else None

    def seen(self) -> list[list[str | bool]]:
        return [cell for cell in self.cells if cell[1]]

    def text(self) -> str:
        return "".join(str(cell[0]) for cell in self.seen())

    def upcoming(self) -> str | None:
        if self.present is None:
            return None
        after = self.cells[[cell is self.present for cell in self.cells].index(True) + 1 :]
        return next((str(cell[0]) for cell in after if cell[1]), None)

    def remove(self, index: int) -> None:
        if 0 <= index < len(self.seen()):
            cell = self.seen()[index]
            if cell is self.present:
                cell[1] = False
            else:
                self.cells = [one for one in self.cells if one is not cell]

    def append(self, letter: str) -> None:
        self.cells.append([letter, True])
        self.present = self.present or self.cells[0]

    def insert_next(self, letter: str) -> None:
        if self.present is None:
            self.append(letter)
        else:
            place = [cell is self.present for cell in self.cells].index(True) + 1
            self.cells.insert(place, [letter, True])

    def step(self, by: int) -> None:
        if self.present is not None:
            place = [cell is self.present for cell in self.cells].index(True)
            others = self.cells[place + 1 :] if by > 0 else self.cells[:place][::-1]
            following = next((cell for cell in others if cell[1]), None)
            if following is not None:
                self.cells = self.seen()
                self.present = following


INDEX = st.integers(-1, 8)
STEPS = st.one_of(
    st.tuples(st.just("remove"), INDEX, st.just("")),
    st.tuples(st.sampled_from(["append", "insert"]), st.just(0), st.sampled_from("xyz")),
    st.tuples(st.sampled_from(["following", "preceding"]), st.just(0), st.just("")),
)


@given(st.text("abcdef", max_size=6), st.data(), st.lists(STEPS, max_size=30))
def test_any_sequence_of_changes_agrees_with_a_plain_list(
    text: str, data: st.DataObject, steps: list[tuple[str, int, str]]
) -> None:
    at = data.draw(st.integers(0, max(0, len(text) - 1)))
    queue, model = queue_of(text, at), Model(text, at)
    for kind, index, letter in steps:
        if kind == "remove":
            queue = queue.removed(index)
            model.remove(index)
        elif kind == "append":
            queue = queue.appended([entry(letter)])
            model.append(letter)
        elif kind == "insert":
            queue = queue.inserted_next([entry(letter)])
            model.insert_next(letter)
        else:
            queue = (queue.following() if kind == "following" else queue.preceding()) or queue
            model.step(1 if kind == "following" else -1)
        assert names(queue) == model.text()
        assert (queue.upcoming.track.id if queue.upcoming else None) == model.upcoming()
        present = model.present if model.present and model.present[1] else None
        assert (queue.current.track.id if queue.current else None) == (present[0] if present else None)


@given(st.integers(1, 8), st.data())
def test_a_move_carries_one_entry_and_keeps_the_present_one(size: int, data: st.DataObject) -> None:
    at, index = data.draw(st.integers(0, size - 1)), data.draw(st.integers(0, size - 1))
    to = data.draw(st.integers(-2, size + 2))
    queue = queue_of("abcdefgh"[:size], at)
    moved = queue.moved(index, to)
    assert moved.current == queue.current
    assert moved.entries[max(0, min(to, size - 1))] == queue.entries[index]
    others = [one for one in moved.entries if one != queue.entries[index]]
    assert others == [one for one in queue.entries if one != queue.entries[index]]


@given(st.integers(1, 7), st.data())
def test_a_move_round_a_lost_present_entry_keeps_what_it_did_not_touch_on_its_side(
    size: int, data: st.DataObject
) -> None:
    at, index, to = (data.draw(st.integers(0, size)), *(data.draw(st.integers(0, size - 1)) for _ in "ab"))
    queue = queue_of("abcdefgh"[: size + 1], at).removed(at)
    moved = queue.moved(index, to)
    carried = queue.entries[index]
    before = {one.track.id for one in queue.entries[: queue.index] if one != carried}
    assert before == {one.track.id for one in moved.entries[: moved.index] if one != carried}


def test_an_entry_taken_out_while_it_sounds_is_followed_by_its_follower() -> None:
    queue = queue_of("abc", 1).removed(1)
    assert (queue.current, queue.upcoming) == (None, entry("c"))
    following, preceding = queue.following(), queue.preceding()
    assert following is not None
    assert preceding is not None
    assert (following.current, following.upcoming) == (entry("c"), None)
    assert preceding.current == entry("a")


def test_what_is_added_to_a_cleared_queue_follows_what_sounds() -> None:
    queue = queue_of("ab").cleared().appended([entry("x"), entry("y")])
    assert (queue.current, queue.upcoming) == (None, entry("x"))
    assert Queue().cleared().appended([entry("x")]).current == entry("x")


def test_an_index_outside_changes_nothing() -> None:
    queue = queue_of("abc", 1)
    for outside in (-1, 3, 99):
        assert queue.jumped(outside) == queue
        assert queue.removed(outside) == queue
        assert queue.moved(outside, 0) == queue
    assert Queue.of([entry("a")], 7).current == entry("a")
    assert Queue().following() is None
    assert Queue().preceding() is None


def test_a_hundred_thousand_entries_stay_fast() -> None:
    queue = Queue.of([entry("a")] * 100_000, 50_000)
    began = time.process_time()
    for step in range(20):
        queue = queue.inserted_next([entry("b")]).moved(step, 90_000).removed(70_000).appended([entry("c")])
        queue = queue.following() or queue
    assert time.process_time() - began < 1.0
    assert len(queue) == 100_020
