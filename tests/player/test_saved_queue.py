"""A queue written down and read back: the same, and what is left of it where tracks or bytes are gone."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tunes.library.track import Kind, Track
from tunes.player import long_list
from tunes.player.queue import Entry, Queue, Repeat, Shuffle
from tunes.player.saved_queue import Garbled, Place, Saved, Writing, read_queue, written_place

TRACKS = {
    name: Track(name, Path(f"/m/{name}.flac"), Kind.MUSIC, name, album=f"album {number // 3}")
    for number, name in enumerate("abcdefghijklmno")
}
AT = Place(12.34, 80)


def entries(names: str, source: str = "test") -> list[Entry]:
    return [Entry(TRACKS[name], source) for name in names]


def there(wanted: Mapping[str, str | None]) -> dict[str, Track]:
    return {one: TRACKS[one] for one in wanted if one in TRACKS}


def read_back(queue: Queue, place: Place = AT, gone: str = "") -> Saved:
    def find(wanted: Mapping[str, str | None]) -> dict[str, Track]:
        return {one: track for one, track in there(wanted).items() if one not in gone}

    return read_queue(Writing(lambda ids: ids).entries(queue), written_place(queue, place), find)


def names(queue: Queue) -> str:
    return "".join(entry.track.id for entry in queue.entries)


STEPS = st.lists(
    st.sampled_from(
        [
            lambda queue: queue.following() or queue,
            lambda queue: queue.preceding() or queue,
            lambda queue: queue.inserted_next(entries("m", "queue")),
            lambda queue: queue.appended(entries("no", "search")),
            lambda queue: queue if queue.index == 2 else queue.removed(2),
            lambda queue: queue.moved(0, 3),
            lambda queue: queue.repeating(Repeat.ALL),
            lambda queue: queue.stopping_after(is_on=True),
            lambda queue: queue.shuffled(Shuffle.TRACKS),
            lambda queue: queue.shuffled(Shuffle.ALBUMS),
            lambda queue: queue.shuffled(Shuffle.OFF),
            lambda queue: queue.replaced(entries("klm")),
        ]
    ),
    max_size=20,
)


@given(STEPS, st.integers(0, 2**63 - 1))
def test_what_is_read_back_goes_on_as_if_nothing_had_been(steps: list[object], seed: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(long_list, "BLOCK", 3)
        writing = Writing(lambda ids: ids)
        queue = Queue.of(entries("abcdefgh"), 2, seed=seed)
        for step in steps:
            queue = step(queue)  # type: ignore[operator]
            written = writing.entries(queue)  # the blocks of before are remembered
            assert written == Writing(lambda ids: ids).entries(queue)
        saved = read_queue(writing.entries(queue), written_place(queue, AT), there)
    assert (saved.queue.repeat, saved.queue.shuffle) == (queue.repeat, queue.shuffle)
    one: Queue | None = queue
    other: Queue | None = saved.queue
    for _ in range(12):
        assert one is not None
        assert other is not None
        assert (other.cells, other.index, other.current) == (one.cells, one.index, one.current)
        assert other.shuffled(Shuffle.OFF).cells == one.shuffled(Shuffle.OFF).cells
        one, other = one.following(), other.following()
        if one is None or other is None:
            break
    assert (one, other) == (None, None) or (one is not None and other is not None)
    assert (saved.place, saved.missing) == (AT, 0)


def test_what_has_gone_is_left_out_and_what_stood_behind_it_is_present() -> None:
    saved = read_back(Queue.of(entries("abcdef"), 2), gone="ac")
    assert (names(saved.queue), saved.missing) == ("bdef", 2)
    assert saved.queue.current == entries("d")[0]
    assert saved.place.position == 0.0
    at_the_end = read_back(Queue.of(entries("abc"), 2), gone="c")
    assert at_the_end.queue.current == entries("b")[0]
    nothing = read_back(Queue.of(entries("abc")), gone="abc")
    assert (len(nothing.queue), nothing.missing) == (0, 3)


def test_the_part_round_the_present_entry_is_like_all_of_it() -> None:
    queue = Queue.of(entries("abcdefghijkl"), 6, seed=5).repeating(Repeat.ALL).shuffled(Shuffle.TRACKS)
    for _ in range(4):
        queue = queue.following() or queue
    text, place = Writing(lambda ids: ids).entries(queue), written_place(queue, AT)
    part = read_queue(text, place, there, around=2)
    whole = read_queue(text, place, there, around=90)
    assert (part.is_part, part.missing, whole.is_part) == (True, 0, False)
    assert names(part.queue) == names(queue)[2:6]
    assert (part.queue.current, part.place) == (queue.current, AT)
    assert part.queue.number == queue.number
    assert read_queue(text, b"", there, around=2).queue.numbered == queue.numbered
    filled = part.queue.restored(whole.queue)
    assert (filled.cells, filled.index, filled.straight) == (queue.cells, queue.index, queue.straight)
    on = (part.queue.following() or queue).restored(whole.queue)
    assert on.current == (queue.following() or queue).current


def test_the_present_one_taken_out_leaves_what_follows_it() -> None:
    saved = read_back(Queue.of(entries("abc"), 1).removed(1))
    assert (saved.queue.current, saved.place.position) == (entries("c")[0], 0.0)


def test_a_place_of_another_moment_finds_its_entry_and_a_broken_one_costs_the_place_only() -> None:
    before = Queue.of(entries("abcdef"), 3)
    text = Writing(lambda ids: ids).entries(before.removed(0))
    assert read_queue(text, written_place(before, AT), there).queue.current == before.current
    for place in (b"", b"{", b"[]", b"null", b'{"number":99,"index":70}'):
        saved = read_queue(text, place, there)
        assert names(saved.queue) == "bcdef"
        assert saved.place.position == 0.0


def test_what_the_library_does_not_know_is_found_by_its_path_whatever_its_name() -> None:
    odd = Track("x", Path("/m/\udcff\n“.flac"), Kind.MUSIC, "X")
    queue = Queue.of([*entries("a"), Entry(odd, "files")])
    asked: dict[str, str | None] = {}

    def find(wanted: Mapping[str, str | None]) -> dict[str, Track]:
        asked.update(wanted)
        return TRACKS | {"x": odd}

    saved = read_queue(Writing(lambda _: {"a"}).entries(queue), b"", find)
    assert asked == {"a": None, "x": str(odd.path)}
    assert list(saved.queue.entries) == list(queue.entries)


@given(st.binary(max_size=60), st.integers(0, 400), st.integers(0, 255))
def test_damage_is_noticed_or_harmless(junk: bytes, at: int, byte: int) -> None:
    good = Writing(lambda ids: ids).entries(Queue.of(entries("abcdef")).shuffled(Shuffle.TRACKS))
    for text in (junk, good[:at], good[:at] + bytes([byte]) + good[at + 1 :], good[:at] + junk + good[at:]):
        for place in (junk, written_place(Queue.of(entries("abc")), AT)[:at] + bytes([byte])):
            try:
                saved = read_queue(text, place, there)
            except Garbled:
                continue
            assert set(names(saved.queue)) <= set(TRACKS)
            while saved.queue.following() is not None and len(saved.queue.trail) < 20:
                saved = Saved(saved.queue.following() or saved.queue, saved.place, 0)
