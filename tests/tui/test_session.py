"""The session with the silent player and a real store: what the listener did is what the shards hold."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sitting import Sitting, tracks
from tunes.library.track import Track
from tunes.player.sound import Sound
from tunes.tui.turntable import MOST_FAILURES


@pytest.fixture
def sitting(tmp_path: Path) -> Iterator[Sitting]:
    one = Sitting(tmp_path / "profile")
    yield one
    one.session.close()
    assert one.complaints == []


def test_a_list_plays_to_its_end_without_a_key(sitting: Sitting) -> None:
    sitting.session.play(tracks(3), 0, "album:X")
    sitting.wait(301)
    assert sitting.ends() == [("a", "finished"), ("b", "finished"), ("c", "finished")]
    assert [listen["heard"] for listen in sitting.listens()] == [pytest.approx(100, abs=0.6)] * 3
    assert all(listen["source"] == "album:X" and listen["offset"] == 120 for listen in sitting.listens())
    assert sitting.session.now.track is None


def test_next_is_noted_and_browsing_leaves_nothing(sitting: Sitting) -> None:
    sitting.session.play(tracks(4))
    sitting.wait(10)
    sitting.session.next()
    sitting.wait(1)
    sitting.session.next()
    sitting.wait(5)
    sitting.session.stop()
    assert sitting.ends() == [("a", "next"), ("c", "stopped")]
    assert sitting.listens()[0]["last_key"] == pytest.approx(sitting.clock.time - 6, abs=0.1)


def test_keys_faster_than_the_player_lose_nothing(sitting: Sitting) -> None:
    sitting.session.play(tracks(5))
    sitting.wait(10)
    for _ in range(3):
        sitting.session.next()
    sitting.wait(10)
    sitting.session.previous()
    sitting.session.previous()
    sitting.wait(3)
    sitting.session.stop()
    assert sitting.ends() == [("a", "next"), ("d", "previous"), ("c", "stopped")]


def test_previous_goes_back_only_within_the_first_seconds(sitting: Sitting) -> None:
    sitting.session.play(tracks(2), 1)
    sitting.wait(60)
    sitting.session.previous()
    sitting.wait(2)
    assert sitting.session.now.track == tracks(2)[1]
    sitting.session.previous()
    sitting.wait(5)
    assert sitting.session.now.track == tracks(2)[0]
    sitting.session.stop()
    first = sitting.listens()[0]
    assert (first["track"], first["end"], first["restarts"], len(first["seeks"])) == ("b", "previous", 1, 1)
    assert first["heard"] == pytest.approx(62, abs=1)


def test_seeks_add_up_before_the_player_answers(sitting: Sitting) -> None:
    sitting.session.play(tracks(1))
    sitting.wait(10)
    for _ in range(4):
        sitting.session.seek_by(5)
    sitting.wait(1)
    assert sitting.session.now.position == pytest.approx(31, abs=1)
    sitting.session.stop()
    assert sitting.listens()[0]["heard"] == pytest.approx(11, abs=0.6)


@pytest.mark.parametrize(
    ("heard", "unsaid", "to"),
    [
        (0, 0.1, 30),  # it begins
        (10, 1.0, 15),  # it tells where it is
    ],
)
def test_what_was_said_before_a_seek_does_not_lead_back(
    sitting: Sitting, heard: float, unsaid: float, to: float
) -> None:
    sitting.session.play(tracks(1))
    if heard:
        sitting.wait(heard)
    sitting.player.advance(unsaid)  # and nobody has taken in yet what it says
    sitting.session.seek_to(to)
    shown: list[float] = []
    sitting.session.subscribe(lambda: shown.append(sitting.session.now.position))
    sitting.session.pump()
    assert shown
    assert min(shown) >= to
    sitting.wait(3)
    assert sitting.session.now.position == pytest.approx(to + 3, abs=1)


def test_quitting_keeps_the_listen_in_progress(sitting: Sitting) -> None:
    sitting.session.play(tracks(2))
    sitting.wait(42)
    sitting.session.close()
    assert [(d["track"], d["end"], round(d["heard"])) for d in sitting.store.documents("listens")] == [
        ("a", "quit", 42)
    ]


def test_a_pause_through_the_night_makes_two_listens(sitting: Sitting) -> None:
    sitting.session.play(tracks(1))
    sitting.wait(20)
    sitting.session.toggle()
    sitting.wait(1)
    sitting.clock.time += 8 * 3600
    sitting.session.toggle()
    sitting.wait(10)
    sitting.session.stop()
    evening, morning = sitting.listens()
    assert (evening["end"], morning["end"]) == ("stopped", "stopped")
    assert evening["heard"] == pytest.approx(20, abs=0.6)
    assert morning["began"] == pytest.approx(20, abs=0.6)
    assert morning["heard"] == pytest.approx(10, abs=0.6)


def test_a_guest_leaves_nothing(sitting: Sitting) -> None:
    sitting.session.play(tracks(3))
    sitting.wait(50)
    sitting.session.set_incognito(True)
    sitting.wait(30)
    sitting.session.next()
    sitting.wait(30)
    sitting.session.shown(tracks(3), "discover:2026-W48")
    sitting.session.set_incognito(False)
    sitting.session.next()
    sitting.wait(30)
    sitting.session.stop()
    assert sitting.ends() == [("c", "stopped")]
    assert list(sitting.store.documents("shown")) == []
    assert not list(sitting.store.folder.glob("*/open*.json"))


def test_what_comes_next_follows_the_queue_as_it_changes(sitting: Sitting) -> None:
    a, b, c, d = tracks(4)
    sitting.session.play([a, b])
    sitting.wait(50)
    sitting.session.enqueue_next([c])
    sitting.session.enqueue([d])
    sitting.wait(51)
    assert sitting.session.now.track == c
    sitting.session.remove(2)
    sitting.wait(100)
    assert sitting.session.now.track == d
    assert sitting.ends() == [("a", "finished"), ("c", "finished")]


def test_unplayable_tracks_are_passed_over_and_five_in_a_row_stop(sitting: Sitting) -> None:
    broken = tracks(MOST_FAILURES + 3)
    for track in broken[1:]:
        sitting.player.break_track(track.id)
    sitting.session.play(broken)
    sitting.wait(110)
    ends = sitting.ends()
    assert ends[0] == ("a", "finished")
    assert [end for _, end in ends[1:]] == ["error"] * MOST_FAILURES
    assert "in a row" in sitting.session.now.notice
    assert all(listen["heard"] == 0 for listen in sitting.listens()[1:])


def test_a_wish_after_that_begins_anew(sitting: Sitting) -> None:
    broken, good = tracks(8)[:6], tracks(8)[6:]
    for track in broken:
        sitting.player.break_track(track.id)
    sitting.session.play(broken)
    sitting.wait(5)
    assert "in a row" in sitting.session.now.notice
    sitting.session.play([broken[0], *good])
    sitting.wait(5)
    assert sitting.session.now.track == good[0]


def test_the_listen_in_progress_is_on_disk_every_ten_seconds(sitting: Sitting) -> None:
    sitting.session.play(tracks(1))
    sitting.wait(35)
    sitting.recorder.flush()
    (saved,) = sitting.store.folder.glob("*/open*.json")
    assert b'"lost"' in saved.read_bytes()
    (open_now,) = json.loads(saved.read_bytes())["listens"]
    assert 25 <= open_now["listen"]["heard"] <= 35


def test_likes_and_bans_are_kept_and_taken_back(sitting: Sitting) -> None:
    (track,) = tracks(1)
    sitting.session.marking.like(track)
    sitting.session.marking.ban(track)
    sitting.session.marking.ban(track)
    sitting.recorder.flush()
    marks = [(mark["kind"], mark["value"]) for mark in sitting.store.documents("marks")]
    assert marks == [("like", True), ("ban", True), ("ban", False)]
    assert sitting.session.marking.said.liked.tracks == {"a"}
    assert not sitting.session.marking.said.banned.tracks


def test_a_mute_ends_with_the_next_change_of_volume_and_is_logged_as_silence(sitting: Sitting) -> None:
    sitting.session.play(tracks(1))
    sitting.wait(10)
    sitting.session.toggle_mute()
    sitting.wait(10)
    sitting.session.stop()
    assert sitting.listens()[0]["volume"] == 0
    sitting.session.set_volume(55)
    assert (sitting.session.now.is_muted, sitting.session.now.volume) == (False, 55)


def test_what_begins_after_a_guest_has_gone_is_kept_although_it_was_named_before(sitting: Sitting) -> None:
    sitting.session.play(tracks(3))
    sitting.wait(50)
    sitting.session.set_incognito(True)
    sitting.wait(10)
    sitting.session.set_incognito(False)
    sitting.wait(240)
    assert sitting.ends() == [("b", "finished"), ("c", "finished")]


def test_the_time_zone_of_a_listen_is_that_of_its_beginning(sitting: Sitting) -> None:
    sitting.session.play(tracks(2))
    sitting.wait(50)
    sitting.clock.ahead = 60  # the clocks are put back while the first one plays
    sitting.wait(150)
    assert [listen["offset"] for listen in sitting.listens()] == [120, 60]


def test_what_is_put_in_before_an_unplayable_track_is_played(sitting: Sitting) -> None:
    a, x, c, d = tracks(4)
    sitting.player.break_track(x.id)
    sitting.session.play([a, x, c])
    sitting.wait(99)
    sitting.session.enqueue_next([d])
    sitting.wait(301)
    assert [end for end in sitting.ends() if end[1] != "error"] == [
        ("a", "finished"),
        ("d", "finished"),
        ("c", "finished"),
    ]


def test_behind_an_unplayable_track_the_next_one_joins_on(sitting: Sitting) -> None:
    a, x, y, c = tracks(4)
    for broken in (x, y):
        sitting.player.break_track(broken.id)
    sitting.session.play([a, x, y, c])
    sitting.wait(200)
    assert sitting.ends() == [("a", "finished"), ("b", "error"), ("c", "error"), ("d", "finished")]
    first, *_, last = sitting.listens()
    assert (last["at"] - first["at"], last["heard"]) == (99.5, 100.0), (
        "it joined on, half a second sooner than what is begun afresh"
    )


def test_five_unplayable_ones_are_enough_also_while_another_still_sounds(sitting: Sitting) -> None:
    some = tracks(MOST_FAILURES + 3)
    for track in some[1:]:
        sitting.player.break_track(track.id)
    sitting.session.play(some)
    sitting.wait(101)
    assert [end for _, end in sitting.ends()] == ["finished"] + ["error"] * MOST_FAILURES
    assert "in a row" in sitting.session.now.notice


def test_a_track_taken_out_of_the_queue_goes_on_after_a_night(sitting: Sitting) -> None:
    sitting.session.play(tracks(2), source="album:X")
    sitting.wait(20)
    sitting.session.remove(0)
    sitting.session.toggle()
    sitting.wait(1)
    sitting.clock.time += 8 * 3600
    sitting.session.toggle()
    sitting.wait(81)
    assert sitting.ends() == [("a", "stopped"), ("a", "finished")]
    assert [listen["source"] for listen in sitting.listens()] == ["album:X"] * 2
    assert sitting.session.now.track == tracks(2)[1]


def test_a_track_put_in_front_of_itself_is_kept_with_where_it_came_from(sitting: Sitting) -> None:
    a, b = tracks(2)
    sitting.session.play([a, b], source="album:X")
    sitting.wait(50)
    sitting.session.enqueue_next([b], "search")
    sitting.wait(251)
    assert [listen["source"] for listen in sitting.listens()] == ["album:X", "search", "album:X"]


def test_at_twice_the_speed_seconds_of_the_track_are_heard(sitting: Sitting) -> None:
    sitting.session.play(tracks(2))
    sitting.session.set_sound(Sound(rate=2.0))
    sitting.wait(60)
    sitting.session.stop()
    assert [(listen["end"], listen["heard"], listen["left"]) for listen in sitting.listens()] == [
        ("finished", 100.0, 100.0),
        ("stopped", pytest.approx(20, abs=1.1), pytest.approx(20, abs=1.1)),
    ]


def test_what_fades_into_each_other_is_heard_whole_and_kept_once(sitting: Sitting) -> None:
    sitting.session.set_sound(Sound(crossfade_s=8.0))
    sitting.session.play(tracks(4))
    sitting.wait(96)
    now = sitting.session.now
    assert now.track == tracks(4)[1]
    assert now.position == pytest.approx(4, abs=0.6)
    sitting.wait(92)
    sitting.session.next()
    sitting.wait(20)
    sitting.session.stop()
    listens = sitting.listens()
    assert [(listen["track"], listen["end"]) for listen in listens] == [
        ("a", "finished"),
        ("b", "finished"),
        ("c", "next"),
        ("d", "stopped"),
    ]
    assert [listen["heard"] for listen in listens[:1]] == [100.0]
    assert listens[1]["heard"] == pytest.approx(96, abs=1), "its end was cut short, when it had come"
    assert listens[1]["at"] - listens[0]["at"] == pytest.approx(92, abs=1)


def test_an_album_in_order_is_known_as_one(sitting: Sitting) -> None:
    def on_album(track: Track, number: int) -> Track:
        return replace(track, album="X", album_artist="Y", track_no=number)

    a, b, c, d = tracks(4)
    sitting.session.play([a, on_album(b, 1), on_album(c, 2), d])
    sitting.wait(301)
    assert sitting.player.of_album == {2, 3}
