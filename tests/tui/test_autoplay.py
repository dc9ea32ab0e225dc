"""Going on when the queue has ended: when it is asked what comes, how that joins the queue, and what the listens say."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sitting import Sitting, tracks
from tunes.library.track import Kind, Track
from tunes.player.queue import Repeat
from tunes.profile.autoplay import Autoplay
from tunes.tui.autoplay import ALONE_S, Coming, GoingOn, Question

ALL = tracks(26)


class Asked:
    """Answers with the first tracks that may come, and keeps the questions."""

    def __init__(self, shelf: list[Track] = ALL) -> None:
        self.shelf = shelf
        self.questions: list[Question] = []
        self.instead: tuple[Track, ...] = ()
        self.error: Exception | None = None

    def __call__(self, question: Question) -> Coming:
        self.questions.append(question)
        if self.error is not None:
            raise self.error
        known = {*question.without, *(stayed.track for stayed in question.sitting)}
        before = [stayed.is_skip for stayed in question.sitting[-3:-1]]
        instead = self.instead if before == [True, True] else ()
        return Coming(tuple(t for t in self.shelf if t.id not in known)[:5], instead)


class Evening(Sitting):
    def __init__(self, folder: Path, mode: Autoplay = Autoplay.SIMILAR, shelf: list[Track] = ALL) -> None:
        super().__init__(folder)
        self.asked = Asked(shelf)
        self.going = self.session.going_on = GoingOn(self.session, self.asked, self.clock, mode)

    def settle(self) -> None:
        """Lets all that was asked be answered."""
        while True:
            asking = [one for one in threading.enumerate() if one.name == "autoplay"]
            for one in asking:
                one.join(20)
                assert not one.is_alive()
            self.session.pump()
            if not asking and not self.going.is_choosing:
                return

    def wait(self, seconds: float) -> None:
        super().wait(seconds)
        self.settle()

    def ids(self) -> str:
        return "".join(entry.track.id for entry in self.session.queue.entries)

    def sources(self) -> list[str]:
        return [entry.source for entry in self.session.queue.entries]


@pytest.fixture
def evening(tmp_path: Path) -> Iterator[Evening]:
    made = Evening(tmp_path)
    yield made
    made.session.close()


class TestAtTheEnd:
    def test_more_is_lined_up_as_soon_as_the_last_plays_and_goes_on_without_a_gap(
        self, evening: Evening
    ) -> None:
        evening.session.play(ALL[:2], 0, "album:X")
        evening.wait(50)
        assert evening.asked.questions == []
        evening.wait(60)
        assert evening.ids() == "abcdefg"
        assert evening.sources()[2:] == ["autoplay"] * 5
        evening.wait(100)
        assert evening.session.now.track == ALL[2]
        assert evening.session.now.source == "autoplay"
        assert [(one["track"], one["source"], one["end"]) for one in evening.listens()] == [
            ("a", "album:X", "finished"),
            ("b", "album:X", "finished"),
        ]

    def test_it_never_runs_dry(self, evening: Evening) -> None:
        evening.session.play(ALL[:1])
        for _ in range(12):
            evening.wait(100)
        played = [one["track"] for one in evening.listens()]
        assert len(played) >= 11
        assert len(played) == len(set(played))

    def test_what_is_told_is_what_was_on(self, evening: Evening) -> None:
        evening.session.play(ALL[:2])
        evening.wait(105)
        (question,) = evening.asked.questions
        assert [(stayed.track, stayed.is_skip) for stayed in question.sitting] == [("a", False), ("b", False)]
        assert {"a", "b"} <= set(question.without)

    def test_what_is_banned_while_it_is_lined_up_does_not_come(self, evening: Evening) -> None:
        evening.session.play(ALL[:1])
        evening.wait(10)
        assert evening.ids() == "abcdef"
        evening.session.marking.ban(ALL[2])
        evening.session.marking.toggle("not now", {"track": "e"})
        evening.settle()
        assert evening.ids() == "abdf"
        evening.session.marking.toggle("ban", {"folder": "x"})
        evening.wait(300)
        assert not {"c", "e"} & {one["track"] for one in evening.listens()}
        assert evening.asked.questions[-1].unwanted == ({"track": "c"}, {"track": "e"}, {"folder": "x"})

    def test_what_is_banned_stays_where_the_listener_put_it(self, evening: Evening) -> None:
        evening.session.play(ALL[:3])
        evening.session.marking.ban(ALL[1])
        evening.wait(10)
        assert evening.ids()[:3] == "abc"

    def test_next_at_the_end_goes_on_too(self, evening: Evening) -> None:
        evening.session.play(ALL[:1])
        evening.session.next()
        evening.wait(2)
        assert evening.session.now.track is not None
        assert evening.session.now.source == "autoplay"

    def test_an_answer_that_comes_late_begins_when_it_comes(self, evening: Evening) -> None:
        wait, real = threading.Event(), evening.asked.__call__

        def slow(question: Question) -> Coming:
            assert wait.wait(20)
            return real(question)

        evening.going._choose = slow
        evening.session.play(ALL[:1])
        Sitting.wait(evening, 103)
        assert evening.session.now.track is None
        wait.set()
        evening.settle()
        evening.wait(1)
        assert evening.session.now.track == ALL[1]

    def test_nobody_was_there_for_it(self, evening: Evening) -> None:
        evening.session.play(ALL[:1])
        begun = evening.session.last_key
        evening.wait(320)
        assert evening.session.last_key == begun
        assert all(one["last_key"] == begun for one in evening.listens())

    def test_a_guest_and_the_listener_do_not_hear_what_the_other_liked(self, evening: Evening) -> None:
        evening.session.play(ALL[:3])
        evening.wait(150)
        evening.session.set_incognito(is_on=True)
        evening.wait(100)
        assert [stayed.track for stayed in evening.asked.questions[-1].sitting] == ["b", "c"]


class TestNot:
    @pytest.mark.parametrize(
        "settle",
        [
            lambda e: e.going.set_mode(Autoplay.OFF),
            lambda e: e.session.set_repeat(Repeat.ALL),
            lambda e: e.session.set_stop_after(is_on=True),
        ],
        ids=["off", "repeat", "stop after"],
    )
    def test_where_the_listener_wants_something_else(
        self, evening: Evening, settle: Callable[[Evening], None]
    ) -> None:
        evening.session.play(ALL[:1])
        settle(evening)
        evening.wait(60)
        assert evening.ids() == "a"

    def test_what_was_lined_up_is_not_repeated(self, evening: Evening) -> None:
        evening.session.play(ALL[:1])
        evening.wait(5)
        evening.session.set_repeat(Repeat.ALL)
        assert evening.ids() == "a"

    def test_behind_a_film(self, tmp_path: Path) -> None:
        evening = Evening(tmp_path)
        film = replace(ALL[0], kind=Kind.VIDEO)
        evening.session.play([film])
        evening.wait(120)
        assert evening.asked.questions == []
        evening.session.close()

    def test_after_stop(self, evening: Evening) -> None:
        evening.session.play(ALL[:1])
        evening.wait(5)
        evening.session.stop()
        evening.wait(5)
        assert evening.session.now.track is None

    def test_when_nobody_gave_a_sign_for_hours(self, evening: Evening) -> None:
        evening.session.play(ALL[:2])
        evening.clock.time += ALONE_S
        evening.wait(205)
        assert evening.session.now.track is None
        assert evening.asked.questions == []

    def test_when_nothing_fits_it_is_said_once_and_not_asked_again(self, tmp_path: Path) -> None:
        evening = Evening(tmp_path, shelf=ALL[:1])
        evening.session.play(ALL[:1])
        evening.wait(120)
        assert evening.session.now.track is None
        assert len(evening.asked.questions) == 1
        evening.session.close()

    def test_a_failure_is_said_and_harmless(self, evening: Evening) -> None:
        evening.asked.error = OSError("the disk is gone")
        evening.session.play(ALL[:1])
        evening.wait(5)
        assert evening.session.now.notice == "What comes next can't be chosen: the disk is gone"
        assert len(evening.asked.questions) == 1
        evening.wait(120)
        assert evening.session.now.track is None

    def test_what_was_banned_meanwhile(self, evening: Evening) -> None:
        evening.session.play(ALL[:1])
        evening.session.marking.ban(ALL[1])
        evening.wait(5)
        assert "b" not in evening.ids()


class TestTheListenersOwnQueue:
    def test_comes_first(self, evening: Evening) -> None:
        evening.session.play(ALL[:1])
        evening.wait(5)
        evening.session.enqueue_next([ALL[20]], "queue")
        evening.wait(100)
        assert evening.session.now.track == ALL[20]

    def test_another_list_takes_its_place(self, evening: Evening) -> None:
        evening.session.play(ALL[:1])
        evening.wait(5)
        evening.session.play(ALL[10:13])
        evening.wait(5)
        assert evening.ids() == "klm"


class TestSkips:
    def start(self, evening: Evening) -> None:
        evening.session.play(ALL[:1])
        evening.wait(105)
        assert evening.ids() == "abcdef"

    def test_after_a_skip_what_is_lined_up_is_chosen_anew(self, evening: Evening) -> None:
        self.start(evening)
        evening.asked.shelf = ALL[10:]
        evening.session.next()
        evening.wait(3)
        assert evening.ids() == "abc" + "klmno"
        assert [stayed.is_skip for stayed in evening.asked.questions[-1].sitting] == [False, True, False]

    def test_the_third_in_a_row_changes_direction_at_once(self, evening: Evening) -> None:
        self.start(evening)
        evening.asked.instead = tuple(ALL[20:24])
        for _ in range(2):
            evening.session.next()
            evening.wait(3)
        assert evening.session.now.track not in ALL[20:24]
        evening.asked.shelf = ALL[20:]
        evening.session.next()
        assert evening.session.now.track == ALL[20]
        evening.wait(3)
        assert len(set(evening.ids())) == len(evening.ids())
        assert [stayed.track for stayed in evening.asked.questions[-1].sitting][-1] == ALL[20].id
        assert evening.session.now.source == "autoplay"
        skips = [one["track"] for one in evening.listens() if one["end"] == "next"]
        assert len(skips) == 3

    def test_a_play_between_them_breaks_the_row(self, evening: Evening) -> None:
        self.start(evening)
        evening.asked.instead = tuple(ALL[20:24])
        for seconds in (3, 3, 70):
            evening.wait(seconds)
            evening.session.next()
        evening.wait(3)
        evening.session.next()
        assert evening.session.now.track not in ALL[20:24]

    def test_previous_and_jump_are_none(self, evening: Evening) -> None:
        self.start(evening)
        evening.session.jump(3)
        evening.wait(2)
        evening.session.previous()
        evening.wait(2)
        assert not any(stayed.is_skip for question in evening.asked.questions for stayed in question.sitting)


class TestModes:
    def test_another_mode_chooses_anew(self, evening: Evening) -> None:
        evening.session.play(ALL[:1])
        evening.wait(5)
        evening.asked.shelf = ALL[10:]
        evening.going.set_mode(Autoplay.DARING)
        evening.settle()
        assert evening.asked.questions[-1].mode is Autoplay.DARING
        assert evening.ids() == "aklmno"
        assert evening.session.now.notice == "After the queue: what fits, and you hardly know"

    def test_off_takes_away_what_was_lined_up(self, evening: Evening) -> None:
        evening.session.play(ALL[:1])
        evening.wait(5)
        evening.going.set_mode(Autoplay.OFF)
        evening.wait(1)
        assert evening.ids() == "a"
