"""The session's wishes for the queue, as the listener meets them: what is repeated, what stops, what comes back, and how it is counted."""

from dataclasses import replace
from pathlib import Path

import pytest
from sitting import Sitting, tracks
from tunes.player.queue import Entry, Repeat, Shuffle
from tunes.profile.rules import derive

ABC = tracks(3)


@pytest.fixture
def sitting(tmp_path: Path) -> Sitting:
    return Sitting(tmp_path)


def heard(sitting: Sitting) -> list[tuple[str, str, str]]:
    return [(one["track"], one["end"], one["source"]) for one in sitting.listens()]


def names(sitting: Sitting) -> str:
    return "".join(entry.track.id for entry in sitting.session.queue.entries)


def marked(sitting: Sitting) -> tuple[float, float | None] | None:
    return sitting.session.now.loop


class TestRepeat:
    def test_one_plays_again_without_a_gap_as_plays_and_one_replay_a_sitting(self, sitting: Sitting) -> None:
        sitting.session.play(ABC, 1, "album:X")
        sitting.session.set_repeat(Repeat.ONE)
        sitting.wait(450)
        assert heard(sitting) == [("b", "finished", "album:X")] + [("b", "finished", "repeat")] * 3
        derived = derive(sitting.store.history())
        assert derived.play.tolist() == [True] * 4
        assert derived.replay.sum() == 1
        assert not derived.skip.any()

    def test_one_gives_way_to_a_key(self, sitting: Sitting) -> None:
        sitting.session.play(ABC)
        sitting.session.set_repeat(Repeat.ONE)
        sitting.wait(10)
        sitting.session.next()
        sitting.wait(150)
        assert [one[:2] for one in heard(sitting)] == [("a", "next"), ("b", "finished")]
        assert sitting.session.now.track == ABC[1]

    def test_turned_off_in_the_middle_it_goes_on_with_the_next(self, sitting: Sitting) -> None:
        sitting.session.play(ABC)
        sitting.session.set_repeat(Repeat.ONE)
        sitting.wait(150)
        sitting.session.set_repeat(Repeat.OFF)
        sitting.wait(100)
        assert sitting.session.now.track == ABC[1]

    def test_all_begins_anew(self, sitting: Sitting) -> None:
        sitting.session.play(ABC, 2, "x")
        sitting.session.set_repeat(Repeat.ALL)
        sitting.wait(420)
        assert heard(sitting) == [
            ("c", "finished", "x"),
            ("a", "finished", "x"),
            ("b", "finished", "x"),
            ("c", "finished", "repeat"),
        ]

    def test_what_cannot_be_played_is_not_repeated(self, sitting: Sitting) -> None:
        sitting.player.break_track("a")
        sitting.session.set_repeat(Repeat.ONE)
        sitting.session.play(ABC)
        sitting.wait(10)
        assert sitting.session.now.track == ABC[1]

    def test_a_list_of_broken_tracks_on_repeat_comes_to_a_stop(self, sitting: Sitting) -> None:
        for track in ABC:
            sitting.player.break_track(track.id)
        sitting.session.set_repeat(Repeat.ALL)
        sitting.session.play(ABC)
        sitting.wait(10)
        assert sitting.session.now.track is None
        assert "5 tracks in a row" in sitting.session.now.notice


class TestPart:
    def test_three_presses(self, sitting: Sitting) -> None:
        sitting.session.play(ABC)
        sitting.wait(10)
        sitting.session.mark_loop()
        sitting.wait(5)
        sitting.session.mark_loop()
        assert marked(sitting) == (10, 15)
        sitting.wait(17)
        assert sitting.session.now.position == pytest.approx(12, abs=0.5)
        sitting.session.mark_loop()
        assert marked(sitting) is None
        sitting.wait(90)
        (listen,) = sitting.listens()
        assert (listen["end"], listen["restarts"], len(listen["seeks"])) == ("finished", 0, 4)
        assert listen["heard"] == pytest.approx(120, abs=0.5)

    def test_it_is_over_with_the_track_and_behind_its_end(self, sitting: Sitting) -> None:
        sitting.session.play(ABC)
        sitting.wait(10)
        sitting.session.mark_loop()
        sitting.wait(5)
        sitting.session.mark_loop()
        sitting.session.seek_to(12)
        assert marked(sitting) == (10, 15)
        sitting.session.seek_to(40)
        assert marked(sitting) is None
        sitting.wait(10)
        assert sitting.session.now.position == pytest.approx(50, abs=0.5)
        sitting.session.mark_loop()
        sitting.session.next()
        assert marked(sitting) is None

    def test_an_end_too_close_is_another_start_and_silence_has_no_part(self, sitting: Sitting) -> None:
        sitting.session.mark_loop()
        assert "Nothing plays" in sitting.session.now.notice
        sitting.session.play(ABC)
        sitting.wait(10)
        sitting.session.mark_loop()
        sitting.session.mark_loop()
        assert marked(sitting) == (10, None)


class TestStopAfter:
    def test_it_stops_once_and_goes_on_with_the_next(self, sitting: Sitting) -> None:
        sitting.session.play(ABC)
        sitting.session.set_stop_after(is_on=True)
        sitting.wait(150)
        assert (sitting.session.now.track, sitting.ends()) == (None, [("a", "finished")])
        assert not sitting.session.queue.stops_after
        sitting.session.toggle()
        sitting.wait(150)
        assert sitting.session.now.track == ABC[2]

    def test_taken_back_in_time_nothing_stops(self, sitting: Sitting) -> None:
        sitting.session.play(ABC)
        sitting.session.set_stop_after(is_on=True)
        sitting.wait(50)
        sitting.session.set_stop_after(is_on=False)
        sitting.wait(60)
        assert sitting.session.now.track == ABC[1]

    def test_a_repeated_track_stops_too_and_is_there_to_go_on(self, sitting: Sitting) -> None:
        sitting.session.play(ABC)
        sitting.session.set_repeat(Repeat.ONE)
        sitting.session.set_stop_after(is_on=True)
        sitting.wait(150)
        assert sitting.session.now.track is None
        assert sitting.session.queue.current is not None
        assert sitting.session.queue.current.track == ABC[0]


class TestShuffle:
    def test_what_plays_goes_on_and_the_rest_comes_once(self, sitting: Sitting) -> None:
        sitting.session.play(ABC, 1, "x")
        sitting.wait(10)
        sitting.session.set_shuffle(Shuffle.TRACKS)
        sitting.wait(400)
        ends = sitting.ends()
        assert ends[0] == ("b", "finished")
        assert sorted(ends) == [("a", "finished"), ("b", "finished"), ("c", "finished")]

    def test_it_stays_on_for_the_next_list(self, sitting: Sitting) -> None:
        sitting.session.play(ABC, 0)
        sitting.session.set_shuffle(Shuffle.ALBUMS)
        sitting.session.play(ABC, 2)
        assert sitting.session.now.track == ABC[2]
        sitting.wait(400)
        assert len(sitting.listens()) == 3


class TestUndo:
    def test_steps_go_back_and_forth(self, sitting: Sitting) -> None:
        sitting.session.play(ABC, 1)
        sitting.session.remove(0)
        sitting.session.move(0, 1)
        assert names(sitting) == "cb"
        sitting.session.undo()
        assert (names(sitting), sitting.session.now.notice) == ("bc", "Undone: moved")
        sitting.session.undo()
        assert names(sitting) == "abc"
        sitting.session.redo()
        sitting.session.redo()
        assert names(sitting) == "cb"
        sitting.session.redo()
        assert (names(sitting), sitting.session.now.notice) == ("cb", "There is nothing to do again.")

    def test_another_list_gives_way_to_the_one_before_and_what_sounds_goes_on(self, sitting: Sitting) -> None:
        sitting.session.play(ABC, 1)
        sitting.session.play(tracks(5)[3:], 0)
        sitting.session.undo()
        sitting.wait(50)
        assert sitting.session.now.track is not None
        assert sitting.session.now.track.id == "d"
        sitting.wait(60)
        assert (sitting.session.now.track, names(sitting)) == (ABC[1], "abc")

    def test_what_follows_without_a_gap_is_what_stands_there_again(self, sitting: Sitting) -> None:
        sitting.session.play(ABC)
        sitting.wait(97)
        sitting.session.remove(1)
        sitting.session.undo()
        sitting.wait(10)
        assert sitting.session.now.track == ABC[1]

    def test_what_was_done_to_a_part_of_a_list_holds_for_all_of_it_and_can_be_undone(
        self, sitting: Sitting
    ) -> None:
        part = sitting.session.queue.replaced([Entry(track, "x") for track in ABC[1:]])
        whole = part.completed([Entry(ABC[0], "x")], [])
        part = replace(part, numbered=whole.numbered)
        sitting.session.stand_by(part, 20)
        sitting.session.remove(1)
        sitting.session.enqueue(ABC[:1])
        sitting.session.undo()
        sitting.session.fill_up(part, whole)
        assert (names(sitting), sitting.session.now.position) == ("ab", 20)
        sitting.session.redo()
        assert names(sitting) == "aba"
        sitting.session.undo()
        sitting.session.undo()
        assert names(sitting) == "abc"
        sitting.session.play(tracks(5)[3:])
        sitting.session.fill_up(part, whole)
        assert names(sitting) == "de"

    def test_a_long_list_is_not_undone_to_its_first_part(self, sitting: Sitting) -> None:
        sitting.session.play(ABC[1:])
        sitting.session.remove(1)
        seen = sitting.session.queue
        assert sitting.session.swap(seen, seen.completed([Entry(ABC[0], "x")], []))
        sitting.session.undo()
        assert names(sitting) == "ab"
        assert not sitting.session.swap(seen, seen)

    def test_nothing_to_undo_is_said(self, sitting: Sitting) -> None:
        sitting.session.undo()
        assert sitting.session.now.notice == "There is nothing to undo in the queue."


def test_played_now_it_goes_on_with_the_queue_behind_it(sitting: Sitting) -> None:
    sitting.session.play_now(ABC[:1])
    sitting.wait(10)
    sitting.session.play(ABC, 1, "x")
    sitting.wait(10)
    sitting.session.play_now(ABC[:1], "history")
    sitting.wait(110)
    assert heard(sitting) == [("a", "jumped", "queue"), ("b", "jumped", "x"), ("a", "finished", "history")]
    assert sitting.session.now.track == ABC[2]
    sitting.session.undo()
    assert names(sitting) == "abc"


def test_the_present_one_taken_out_while_it_is_silent_space_plays_what_followed(sitting: Sitting) -> None:
    sitting.session.play(ABC, 1)
    sitting.session.stop()
    sitting.session.remove(1)
    sitting.session.toggle()
    assert sitting.session.now.track == ABC[2]
