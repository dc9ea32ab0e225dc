"""Random orders against a plain model: what was played, what plays, and what is still to come."""

from collections.abc import Iterable
from itertools import groupby
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tunes.library.track import Kind, Track
from tunes.player.entry import REPEATED
from tunes.player.queue import Entry, Queue, Repeat, Shuffle

SEEDS = st.integers(0, 2**63 - 1)


def entries(names: Iterable[str], album: str = "") -> list[Entry]:
    return [
        Entry(
            Track(
                name,
                Path(f"/m/{name}.flac"),
                Kind.MUSIC,
                name,
                artist="A",
                album=album,
                track_no=place if album else None,
            ),
            "test",
        )
        for place, name in enumerate(names, 1)
    ]


def names(queue: Queue) -> list[str]:
    return [entry.track.id for entry in queue.entries]


def present(queue: Queue) -> str | None:
    return queue.current.track.id if queue.current else None


def played_through(queue: Queue) -> list[str]:
    heard = [present(queue)]
    following = queue.following()
    while following is not None:
        heard.append(present(following))
        queue, following = following, following.following()
    return [name for name in heard if name is not None]


def shelf(albums: int, songs: int) -> list[Entry]:
    return [
        entry
        for number in range(albums)
        for entry in entries([f"{number}.{song}" for song in range(songs)], f"Album {number}")
    ]


class Model:
    """Three piles of names. Which of those to come follows is chance, unless it was asked for."""

    def __init__(self, all_names: list[str], at: int) -> None:
        self.played: list[str] = []
        self.present: str | None = all_names[at]
        self.coming = {*all_names} - {self.present}
        self.asked: list[str] = []
        """Of those to come, what has to come first."""

    def agrees(self, queue: Queue) -> None:
        start = queue.index
        assert names(queue)[:start] == self.played
        assert present(queue) == self.present
        rest = names(queue)[start + (self.present is not None) :]
        assert sorted(rest) == sorted(self.coming)
        assert rest[: len(self.asked)] == self.asked

    def leave(self, following: str | None) -> None:
        if self.present is not None:
            self.played.append(self.present)
        self.present = following
        self.coming.discard(str(following))
        self.asked = [name for name in self.asked if name != following]

    def back(self) -> None:
        if self.present is not None:
            self.coming.add(self.present)
            self.asked.insert(0, self.present)
        self.present = self.played.pop()

    def remove(self, name: str) -> None:
        self.played = [one for one in self.played if one != name]
        self.asked = [one for one in self.asked if one != name]
        self.coming.discard(name)
        self.present = None if name == self.present else self.present


STEPS = st.lists(
    st.tuples(st.sampled_from(["on", "back", "append", "insert", "remove", "jump"]), st.integers(0, 9)),
    max_size=30,
)


@given(st.integers(1, 6), SEEDS, st.data(), STEPS)
def test_a_shuffled_queue_is_three_piles(
    size: int, seed: int, data: st.DataObject, steps: list[tuple[str, int]]
) -> None:
    first, at = [f"t{number}" for number in range(size)], data.draw(st.integers(0, size - 1))
    queue = Queue.of(entries(first), at, seed=seed).shuffled(Shuffle.TRACKS)
    model = Model(first, at)
    for fresh, (step, row) in enumerate(steps):
        if step == "on":
            following = queue.following()
            assert (following is None) == (not model.coming)
            if following is not None:
                queue = following
                model.leave(present(queue))
        elif step == "back":
            preceding = queue.preceding() if model.played else None
            if preceding is not None:
                queue = preceding
                model.back()
        elif step == "append":
            queue = queue.appended(entries([f"a{fresh}"]))
            model.coming.add(f"a{fresh}")
            model.asked = model.asked[: _kept(names(queue)[queue.index :], model)]
        elif step == "insert":
            queue = queue.inserted_next(entries([f"i{fresh}"]))
            model.coming.add(f"i{fresh}")
            model.asked.insert(0, f"i{fresh}")
        elif row < len(queue):
            name = names(queue)[row]
            if step == "remove":
                queue = queue.removed(row)
                model.remove(name)
            elif name != model.present:
                queue = queue.jumped(row)
                model.played = [one for one in model.played if one != name]
                model.leave(name)
        model.agrees(queue)
        if not queue.cells:
            return


def _kept(rest: list[str], model: Model) -> int:
    """How many of what has to come first still do, now that something was added anywhere."""
    rest = rest[model.present is not None :]
    pairs = zip(rest, model.asked, strict=False)
    return next((nth for nth, (here, there) in enumerate(pairs) if here != there), len(model.asked))


@given(st.integers(1, 30), SEEDS, st.sampled_from(Shuffle), st.data())
def test_every_entry_plays_once_before_the_end_and_all_can_be_stepped_back(
    size: int, seed: int, by: Shuffle, data: st.DataObject
) -> None:
    queue = Queue.of(shelf(size, 3), data.draw(st.integers(0, 3 * size - 1)), seed=seed).shuffled(by)
    heard = played_through(queue)
    if by is not Shuffle.OFF:
        assert sorted(heard) == sorted(names(queue))
    for _ in heard[1:]:
        queue = queue.following() or queue
    back = [present(queue)]
    while len(back) < len(heard):
        queue = queue.preceding() or queue
        back.append(present(queue))
    assert back[::-1] == heard


@given(st.integers(1, 8), SEEDS, st.data())
def test_albums_stay_whole_and_the_one_that_plays_goes_on(size: int, seed: int, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, 4 * size - 1))
    everything = shelf(size, 4)
    queue = Queue.of(everything, at, seed=seed).shuffled(Shuffle.ALBUMS)
    heard = played_through(queue)
    album, song = divmod(at, 4)
    assert heard[: 4 - song] == [f"{album}.{number}" for number in range(song, 4)]
    runs = [(key, [*run]) for key, run in groupby(heard[4 - song :], lambda name: name.split(".")[0])]
    assert len(runs) == size - (song == 0)
    for key, run in runs:
        whole = range(song) if key == str(album) else range(4)
        assert run == [f"{key}.{number}" for number in whole]


@given(st.integers(2, 8), SEEDS)
def test_albums_added_to_a_queue_in_random_albums_tear_none_apart(size: int, seed: int) -> None:
    queue = Queue.of(shelf(size, 3), 0, seed=seed).shuffled(Shuffle.ALBUMS)
    added = entries(["x1", "x2", "x3"], "Added")
    heard = played_through(queue.appended(added))
    place = heard.index("x1")
    assert heard[place : place + 3] == ["x1", "x2", "x3"]
    assert len([*groupby(heard, lambda name: name[:1])]) == size + 1


@given(st.integers(1, 9), SEEDS, st.sampled_from(Shuffle))
def test_a_list_without_a_place_begins_anywhere_when_it_is_shuffled(
    size: int, seed: int, by: Shuffle
) -> None:
    queue = Queue(seed=seed).shuffled(by).replaced(shelf(size, 3), None)
    heard = played_through(queue)
    assert sorted(heard) == sorted(names(queue))
    if by is Shuffle.OFF:
        assert heard == names(queue)
    elif by is Shuffle.ALBUMS:
        assert [name.split(".")[1] for name in heard] == ["0", "1", "2"] * size


def test_not_always_with_the_same() -> None:
    for by in (Shuffle.TRACKS, Shuffle.ALBUMS):
        firsts = {present(Queue(seed=seed).shuffled(by).replaced(shelf(9, 3), None)) for seed in range(40)}
        assert len(firsts) > 4
    assert Queue().shuffled(Shuffle.TRACKS).replaced([], None).current is None


@given(st.integers(1, 12), SEEDS, st.integers(0, 12), st.sampled_from([Shuffle.TRACKS, Shuffle.ALBUMS]))
def test_off_again_is_the_order_there_was(size: int, seed: int, steps: int, by: Shuffle) -> None:
    straight = Queue.of(shelf(size, 2), seed=seed)
    queue = straight.shuffled(by)
    for _ in range(steps):
        queue = queue.following() or queue
    back = queue.shuffled(Shuffle.OFF)
    assert names(back) == names(straight)
    assert present(back) == present(queue)


def test_what_was_added_meanwhile_stands_behind_what_it_was_put_behind() -> None:
    queue = Queue.of(entries("abc"), 1).shuffled(Shuffle.TRACKS)
    queue = queue.inserted_next(entries("xy")).appended(entries("z"))
    assert names(queue.shuffled(Shuffle.OFF)) == [*"abxycz"]


def test_the_present_entry_taken_out_leaves_its_place_when_the_order_returns() -> None:
    queue = Queue.of(entries("abcd"), 2, seed=3).shuffled(Shuffle.TRACKS)
    back = queue.removed(queue.index).shuffled(Shuffle.OFF)
    assert (names(back), back.current) == ([*"abd"], None)
    assert back.upcoming is not None
    assert back.upcoming.track.id == "d"


def test_what_was_played_before_it_was_shuffled_comes_no_more() -> None:
    queue = Queue.of(entries("abcdef"))
    for _ in range(3):
        queue = queue.following() or queue
    queue = queue.shuffled(Shuffle.TRACKS)
    assert names(queue)[:4] == [*"abcd"]
    assert sorted(played_through(queue)) == [*"def"]


# Repeating


@given(st.integers(2, 8), SEEDS, st.sampled_from(Shuffle))
def test_repeat_all_plays_everything_again_and_nothing_twice_in_a_row(
    size: int, seed: int, by: Shuffle
) -> None:
    queue = Queue.of(shelf(size, 2), seed=seed).repeating(Repeat.ALL).shuffled(by)
    heard = [present(queue)]
    for _ in range(4 * size - 1):
        following = queue.following()
        assert following is not None
        queue = following
        heard.append(present(queue))
    first, second = heard[: 2 * size], heard[2 * size :]
    assert sorted(map(str, first)) == sorted(map(str, second)) == sorted(names(queue))
    assert first[-1] != second[0]
    if by is Shuffle.OFF:
        assert first == second


@given(st.integers(2, 8), SEEDS, st.sampled_from([Shuffle.TRACKS, Shuffle.ALBUMS]))
def test_a_new_round_can_be_stepped_back_into_the_one_before(size: int, seed: int, by: Shuffle) -> None:
    queue = Queue.of(shelf(size, 1), seed=seed).repeating(Repeat.ALL).shuffled(by)
    heard = [present(queue)]
    for _ in range(size):
        queue = queue.following() or queue
        heard.append(present(queue))
    assert queue.has_preceding
    back = queue.preceding()
    assert back is not None
    assert present(back) == heard[-2]
    assert present(back.following() or back) == heard[-1]


def test_repeat_one_goes_on_with_the_same_and_a_key_goes_past_it() -> None:
    queue = Queue.of(entries("ab")).repeating(Repeat.ONE)
    again = queue.continued()
    assert again is not None
    assert present(again) == "a"
    assert queue.upcoming is not None
    assert (queue.upcoming.track.id, queue.upcoming.source) == ("a", REPEATED)
    assert present(queue.following() or queue) == "b"
    assert queue.removed(0).continued() is not None  # taken out, it is not repeated


def test_what_a_round_repeats_says_so_and_what_was_added_meanwhile_does_not() -> None:
    queue = Queue.of(entries("ab")).repeating(Repeat.ALL)
    for _ in range(2):
        queue = queue.continued() or queue
    assert queue.upcoming is not None
    assert (queue.upcoming.track.id, queue.upcoming.source) == ("b", REPEATED)
    fresh = queue.inserted_next(entries("x")).upcoming
    assert fresh is not None
    assert (fresh.track.id, fresh.source) == ("x", "test")


def test_one_entry_alone_is_repeated_too() -> None:
    for by in Shuffle:
        queue = Queue.of(entries("a")).repeating(Repeat.ALL).shuffled(by)
        assert present(queue.following() or Queue()) == "a"
    assert Queue().repeating(Repeat.ALL).following() is None
    assert not Queue().repeating(Repeat.ALL).has_following


def test_straight_repeat_all_goes_back_from_the_start_to_the_end() -> None:
    queue = Queue.of(entries("abc")).repeating(Repeat.ALL)
    assert present(queue.preceding() or queue) == "c"


@given(st.integers(0, 4), SEEDS, st.sampled_from(Repeat), st.sampled_from(Shuffle), st.integers(0, 9))
def test_whether_something_follows_is_known_without_looking_for_it(
    size: int, seed: int, repeat: Repeat, by: Shuffle, steps: int
) -> None:
    queue = Queue.of(shelf(size, 1), seed=seed).repeating(repeat).shuffled(by)
    for _ in range(steps):
        queue = queue.following() or queue
        assert queue.has_following == (queue.following() is not None)
        assert queue.has_preceding == (queue.preceding() is not None)


def test_stop_after_holds_once() -> None:
    queue = Queue.of(entries("abc")).repeating(Repeat.ALL).stopping_after(is_on=True)
    assert queue.continued() is None
    assert queue.upcoming is None
    following = queue.following()  # asked for by a key, or when it has stopped
    assert following is not None
    assert present(following.continued() or following) == "c"


# Undoing


def test_a_longer_list_comes_round_the_part_that_plays() -> None:
    part = Queue.of(entries("cd"), 1)
    assert names(part.completed(entries("ab"), entries("ef"))) == [*"abcdef"]
    assert present(part.completed(entries("ab"), entries("ef"))) == "d"
    shuffled = part.shuffled(Shuffle.TRACKS).completed(entries("ab"), entries("ef"))
    assert sorted(played_through(shuffled)) == [*"abcdef"]
    assert names(shuffled.shuffled(Shuffle.OFF)) == [*"abcdef"]


CHANGES = {
    "remove the present one": lambda queue: queue.removed(queue.index),
    "remove one above": lambda queue: queue.removed(0),
    "remove one below": lambda queue: queue.removed(3),
    "move": lambda queue: queue.moved(3, 0),
    "clear": lambda queue: queue.cleared(),
    "append": lambda queue: queue.appended(entries("xy")),
    "insert": lambda queue: queue.inserted_next(entries("xy")),
    "shuffle": lambda queue: queue.shuffled(Shuffle.TRACKS),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_taken_back_and_what_plays_goes_on(change: str) -> None:
    before = Queue.of(entries("abcd"), 2, seed=8)
    back = CHANGES[change](before).restored(before)
    assert (names(back), present(back), back.shuffle) == ([*"abcd"], "c", Shuffle.OFF)


def test_taken_back_after_the_next_track_has_begun_it_stands_at_that() -> None:
    before = Queue.of(entries("abcd"))
    later = before.removed(2).following()
    assert later is not None
    back = later.restored(before)
    assert (names(back), present(back)) == ([*"abcd"], "b")


def test_another_list_taken_back_plays_on_and_returns_to_what_was_interrupted() -> None:
    before = Queue.of(entries("abcd"), 2)
    back = before.replaced(entries("xyz"), 1).restored(before)
    assert (names(back), back.current) == ([*"abcd"], None)
    assert present(back.following() or back) == "c"


def test_what_was_added_and_sounds_goes_on_where_it_stood_when_it_is_taken_back() -> None:
    before = Queue.of(entries("abcd"), 1)
    later = before.inserted_next(entries("x")).following()
    assert later is not None
    back = later.restored(before)
    assert (names(back), back.current) == ([*"abcd"], None)
    assert present(back.following() or back) == "c"
