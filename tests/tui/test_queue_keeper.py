"""The queue from one start to the next, on a real disk: where it was, paused; and what is said where that can't be."""

import asyncio
import stat
import threading
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest
from screen import Stage, made_track
from sitting import Sitting, tracks
from tunes.library.errors import LibraryError
from tunes.library.track import Track
from tunes.player.queue import Repeat, Shuffle
from tunes.tui.queue_keeper import QueueKeeper

SHELF = tracks(8)


class Evening:
    """A sitting whose queue is kept."""

    def __init__(self, folder: Path, gone: str = "") -> None:
        self.sitting = Sitting(folder / "profile")
        self.session = self.sitting.session
        self.said: list[str] = []

        def find(wanted: Mapping[str, str | None]) -> dict[str, Track]:
            return {track.id: track for track in SHELF if track.id in wanted and track.id not in gone}

        self.keeper = QueueKeeper(folder / "queue", lambda ids: ids, find, self.said.append)
        saved = self.keeper.saved()
        self.was_back = saved is not None and self.session.stand_by(saved.queue, saved.place.position)
        self.keeper.watch(self.session)

    def silent(self) -> bool:
        return self.session.now.track is None and not self.session.is_paused

    def end(self) -> None:
        self.session.close()
        self.keeper.close()


@pytest.fixture
def evening(tmp_path: Path) -> Iterator[Evening]:
    one = Evening(tmp_path)
    yield one
    one.end()


def names(evening: Evening) -> str:
    return "".join(entry.track.id for entry in evening.session.queue.entries)


def test_it_goes_on_where_it_was_paused_in_the_same_order_and_with_the_same_modes(tmp_path: Path) -> None:
    first = Evening(tmp_path)
    first.session.play(SHELF, 2, "album:X")
    first.session.set_shuffle(Shuffle.TRACKS)
    first.session.set_repeat(Repeat.ALL)
    first.sitting.wait(130)
    order, playing = names(first), first.session.now.track
    first.end()

    second = Evening(tmp_path)
    assert second.was_back
    now = second.session.now
    assert (now.track, now.is_playing, second.session.is_paused) == (playing, False, True)
    assert now.position == pytest.approx(30, abs=0.5)
    assert (names(second), second.session.queue.index) == (order, 1)
    assert second.session.queue.repeat is Repeat.ALL
    second.session.toggle()
    second.sitting.wait(20)
    second.end()
    kept = second.sitting.listens()
    assert [(one["track"], one["end"], one["source"]) for one in kept[1:]] == [
        (playing and playing.id, "quit", "album:X")
    ] * 2
    latest = max(kept, key=lambda one: one["began"])
    assert latest["began"] == pytest.approx(30, abs=0.5)
    assert latest["heard"] == pytest.approx(20, abs=0.5)
    third = Evening(tmp_path)
    assert third.session.now.position == pytest.approx(50, abs=0.5)
    third.session.set_shuffle(Shuffle.OFF)
    assert names(third) == "abcdefgh"
    third.end()


def test_nobody_else_can_read_it(tmp_path: Path, evening: Evening) -> None:
    evening.session.play(SHELF)
    evening.end()
    folder = tmp_path / "queue"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    files = list(folder.iterdir())
    assert {file.name for file in files} == {"entries.jsonl", "place.json", ".lock"}
    assert all(stat.S_IMODE(file.stat().st_mode) == 0o600 for file in files)


class TestStandingBy:
    @pytest.fixture
    def back(self, tmp_path: Path) -> Iterator[Evening]:
        first = Evening(tmp_path)
        first.session.play(SHELF, 2)
        first.sitting.wait(50)
        first.end()
        one = Evening(tmp_path)
        yield one
        one.end()

    def test_nothing_is_opened_and_nothing_is_counted(self, back: Evening) -> None:
        back.sitting.wait(60)
        assert back.session.now.position == pytest.approx(50, abs=0.5)
        assert len(back.sitting.listens()) == 1

    def test_seeking_moves_the_place(self, back: Evening) -> None:
        back.session.seek_by(-20)
        back.session.seek_by(5)
        assert back.session.now.position == pytest.approx(35, abs=0.5)
        back.session.toggle()
        back.sitting.wait(1)
        assert back.session.now.position == pytest.approx(36, abs=0.5)

    def test_previous_goes_to_the_start_and_then_to_the_one_before(self, back: Evening) -> None:
        back.session.previous()
        assert (back.session.now.track, back.session.now.position) == (SHELF[2], 0.0)
        back.session.previous()
        assert back.session.now.track == SHELF[1]

    def test_next_plays_the_next(self, back: Evening) -> None:
        back.session.next()
        back.sitting.wait(1)
        assert (back.session.now.track, back.session.now.is_playing) == (SHELF[3], True)

    def test_stop_leaves_it(self, back: Evening) -> None:
        back.session.stop()
        assert back.silent()
        back.session.toggle()
        back.sitting.wait(1)
        assert back.session.now.position == pytest.approx(1, abs=0.5)

    def test_the_entry_taken_out_gives_way_to_the_next_and_an_empty_queue_to_nothing(
        self, back: Evening
    ) -> None:
        back.session.remove(0)
        assert back.session.now.track == SHELF[2]
        assert back.session.now.position == pytest.approx(50, abs=0.5)
        back.session.remove(1)
        assert (back.session.now.track, back.session.now.position) == (SHELF[3], 0.0)
        back.session.undo()
        assert names(back) == "bcdefgh"
        back.session.clear()
        assert back.silent()

    def test_what_is_played_meanwhile_is_not_disturbed(self, back: Evening) -> None:
        queue = back.session.queue
        back.session.play(SHELF[5:], 0)
        assert not back.session.stand_by(queue, 3)
        assert names(back) == "fgh"
        back.session.undo()
        assert names(back) == "abcdefgh"


def test_what_has_gone_is_counted_and_left_out(tmp_path: Path, evening: Evening) -> None:
    evening.session.play(SHELF, 2)
    evening.end()
    later = Evening(tmp_path, gone="ac")
    assert names(later) == "bdefgh"
    assert later.session.now.track == SHELF[3]
    later.end()


def test_a_queue_of_which_nothing_is_there_is_kept_till_there_is_another(
    tmp_path: Path, evening: Evening
) -> None:
    evening.session.play(SHELF)
    evening.end()
    Evening(tmp_path, gone="abcdefgh").end()
    again = Evening(tmp_path)
    assert names(again) == "abcdefgh"
    again.end()


@pytest.mark.parametrize("damage", [b"", b"\x00" * 4096, b"[]\n", b'{"v":1}\n{"ids":3}\n'])
def test_a_damaged_file_is_put_aside_with_a_word(tmp_path: Path, evening: Evening, damage: bytes) -> None:
    evening.session.play(SHELF)
    evening.end()
    file = tmp_path / "queue" / "entries.jsonl"
    file.write_bytes(damage)
    later = Evening(tmp_path)
    assert not later.was_back
    assert "damaged" in later.said[0]
    assert file.with_suffix(".damaged").read_bytes() == damage
    later.session.play(SHELF[4:])
    later.end()
    again = Evening(tmp_path)
    assert names(again) == "efgh"
    again.end()


def test_nothing_of_a_guest_is_kept_and_the_own_queue_returns(tmp_path: Path, evening: Evening) -> None:
    evening.session.play(SHELF[:3], 1)
    evening.sitting.wait(20)
    evening.session.set_incognito(True)
    evening.session.play(SHELF[5:7])
    evening.sitting.wait(20)
    evening.session.set_incognito(False)
    assert names(evening) == "abc"
    assert evening.session.now.track == SHELF[5]
    evening.session.undo()
    assert names(evening) == "abc"
    evening.sitting.wait(90)
    assert evening.session.now.track == SHELF[1]
    evening.end()
    text = b"".join(file.read_bytes() for file in (tmp_path / "queue").iterdir())
    assert b'"b"' in text
    assert b'"f"' not in text


def test_a_guest_who_stays_to_the_end_leaves_the_queue_as_it_was(tmp_path: Path, evening: Evening) -> None:
    evening.session.play(SHELF[:3], 1)
    evening.sitting.wait(20)
    evening.session.set_incognito(True)
    evening.session.play(SHELF[5:7])
    evening.sitting.wait(20)
    evening.end()
    later = Evening(tmp_path)
    assert names(later) == "abc"
    assert later.session.now.track == SHELF[1]
    later.end()


def test_a_second_program_begins_with_an_empty_queue_and_leaves_the_first_one_alone(
    tmp_path: Path, evening: Evening
) -> None:
    evening.session.play(SHELF)
    other, third = Evening(tmp_path), Evening(tmp_path)
    assert not other.was_back
    other.session.play(SHELF[6:])
    third.session.play(SHELF[5:])
    other.end()
    evening.end()
    again = Evening(tmp_path)
    assert names(again) == "abcdefgh"
    again.end()
    third.end()  # the last one there is
    again = Evening(tmp_path)
    assert names(again) == "fgh"
    again.end()


def test_a_disk_that_cannot_be_written_is_told_once(tmp_path: Path) -> None:
    (tmp_path / "queue").write_text("no folder")
    one = Evening(tmp_path)
    one.session.play(SHELF)
    one.end()
    assert len(one.said) == 2
    assert "can't be read" in one.said[0]
    assert "can't be kept" in one.said[1]


def test_a_library_that_fails_is_told_and_tried_again(tmp_path: Path) -> None:
    said: list[str] = []
    has_said = threading.Event()
    answers: list[list[str]] = []

    def say(sentence: str) -> None:
        said.append(sentence)
        has_said.set()

    def known(ids: Sequence[str]) -> Sequence[str]:
        answers.append([*ids])
        if len(answers) == 1:
            raise LibraryError("The library is damaged.")
        return ids

    keeper = QueueKeeper(tmp_path / "queue", known, lambda _: {}, say)
    sitting = Sitting(tmp_path / "profile")
    keeper.watch(sitting.session)
    sitting.session.play(SHELF)
    assert has_said.wait(60)
    sitting.session.remove(7)
    keeper.close()
    sitting.session.close()
    assert said == [
        f"The queue can't be kept for the next start: The library is damaged. ({tmp_path / 'queue'})."
    ]
    assert b'"g"' in (tmp_path / "queue" / "entries.jsonl").read_bytes()


async def test_on_the_screen_a_long_queue_stands_by_as_a_whole(tmp_path: Path) -> None:
    def stage(count: int) -> tuple[Stage, QueueKeeper]:
        made: list[Stage] = []

        def find(wanted: Mapping[str, str | None]) -> Mapping[str, Track]:
            return made[0].catalog.remembered(list(wanted))

        def known(ids: Sequence[str]) -> set[str]:
            return made[0].catalog.known(ids)

        keeper = QueueKeeper(tmp_path / "queue", known, find, print)
        made.append(Stage(tmp_path, [made_track(number) for number in range(count)], keeper=keeper))
        return made[0], keeper

    first, keeper = stage(1_500)
    async with first.open() as shown:
        await shown.press("2", "G", "enter", "s", "minus")
        await shown.wait(20)
        order = list(shown.session.queue.entries)
        shown.app.close()
        keeper.close()  # before the library is
    second, keeper = stage(0)
    async with second.open() as shown:
        async with asyncio.timeout(60):
            while len(shown.session.queue) < len(order):  # read beside the screen
                await shown.pilot.pause()
        await shown.settle()
        assert list(shown.session.queue.entries) == order
        assert f"‖ {order[shown.session.queue.index].track.title}" in shown.text()
        assert "shuffle   vol 95" in shown.text()
        assert shown.session.now.position == pytest.approx(20, abs=0.6)
        await shown.press("greater_than_sign")
        await shown.wait(1)
        assert shown.session.now.track == order[1].track
        shown.app.close()
        keeper.close()
