"""What every player keeps to: one suite, run on the silent twin and on the real engine with a real libVLC."""

from itertools import pairwise

import pytest
from player_rigs import SECONDS, Rig, SilentRig
from tunes.player.events import Ended, Failed, Left, Progress, Seeked, Started


def test_a_track_is_heard_to_its_end(rig: Rig) -> None:
    stay = rig.player.load(rig.track("a"))
    end = rig.until_ended(stay)
    (start,) = rig.of(Started, stay)
    assert (start.track_id, start.began) == ("t1:a", 0.0)
    assert start.duration == pytest.approx(SECONDS, abs=0.1)
    assert (end.track_id, end.reason, end.began) == ("t1:a", Left.FINISHED, 0.0)
    assert end.heard == pytest.approx(SECONDS, abs=0.02)
    assert end.left == pytest.approx(SECONDS, abs=0.02)
    reports = rig.of(Progress, stay)
    assert len(reports) >= 8
    assert [r.heard for r in reports] == sorted(r.heard for r in reports)


def test_what_was_preloaded_joins_on_and_is_heard_whole(rig: Rig) -> None:
    first = rig.player.load(rig.track("a"))
    second = rig.player.preload(rig.track("b"))
    assert second is not None
    rig.until_ended(second)
    order = [(type(e).__name__, e.stay) for e in rig.events if isinstance(e, Started | Ended)]
    assert order == [("Started", first), ("Ended", first), ("Started", second), ("Ended", second)]
    assert [end.reason for end in rig.of(Ended)] == [Left.FINISHED] * 2
    assert [end.heard for end in rig.of(Ended)] == [pytest.approx(SECONDS, abs=0.02)] * 2


def test_a_later_preload_replaces_an_earlier_one_without_a_trace(rig: Rig) -> None:
    rig.player.load(rig.track("a"))
    dropped = rig.player.preload(rig.track("b"))
    kept = rig.player.preload(rig.track("c"))
    assert kept is not None
    rig.until_started(kept)
    assert not [event for event in rig.events if getattr(event, "stay", None) == dropped]


def test_a_replacement_holds_even_when_the_earlier_one_is_ready_to_join(rig: Rig) -> None:
    first = rig.player.load(rig.track("a"))
    dropped = rig.player.preload(rig.track("b"))
    rig.until_heard(first, SECONDS - 1.5)
    kept = rig.player.preload(rig.track("c"))
    assert kept is not None
    assert rig.until_ended(kept).heard == pytest.approx(SECONDS, abs=0.02)
    assert not [event for event in rig.events if getattr(event, "stay", None) == dropped]
    assert rig.of(Ended, first)[0].reason is Left.FINISHED


def test_nothing_named_to_follow_means_that_nothing_follows(rig: Rig) -> None:
    first = rig.player.load(rig.track("a"))
    rig.player.preload(rig.track("b"))
    assert rig.player.preload(None) is None
    rig.until_ended(first)
    assert len(rig.of(Started)) == 1


def test_loading_leaves_what_sounds_where_it_was(rig: Rig) -> None:
    first = rig.player.load(rig.track("a"))
    rig.until_heard(first, 1.0)
    second = rig.player.load(rig.track("b"))
    rig.until_started(second)
    (end,) = rig.of(Ended, first)
    assert end.reason is Left.ASKED
    assert 0.95 <= end.heard < 1.0 + rig.late
    assert end.left == pytest.approx(end.heard, abs=0.05)


def test_a_stay_left_before_it_sounded_has_no_events(rig: Rig) -> None:
    tracks = [rig.track(name) for name in "abc"]
    with rig.at_once():
        stays = [rig.player.load(track) for track in tracks]
    rig.until_started(stays[2])
    sounded = {
        event.stay for event in rig.of(Started)
    }  # the real one may be quick enough for a moment of each
    assert {event.stay for event in rig.of(Ended)} == sounded - {stays[2]}
    assert sounded == {stays[2]} or not isinstance(rig, SilentRig)


def test_a_pause_adds_nothing_to_what_was_heard(rig: Rig) -> None:
    stay = rig.player.load(rig.track("a"))
    rig.until_heard(stay, 0.5)
    rig.player.pause()
    rig.until(lambda: not rig.of(Progress, stay)[-1].is_playing)
    paused_at = rig.of(Progress, stay)[-1].position
    rig.player.play()
    rig.until(lambda: rig.of(Progress, stay)[-1].is_playing)
    reports = pairwise(rig.of(Progress, stay))
    went_on = next(after for before, after in reports if after.is_playing and not before.is_playing)
    assert went_on.position == pytest.approx(paused_at, abs=0.35)
    assert rig.until_ended(stay).heard == pytest.approx(SECONDS, abs=0.05)


def test_a_seek_is_told_and_what_it_passes_over_is_not_heard(rig: Rig) -> None:
    stay = rig.player.load(rig.track("a"))
    rig.until_heard(stay, 0.5)
    rig.player.seek(2.0)
    end = rig.until_ended(stay)
    (jump,) = rig.of(Seeked, stay)
    assert 0.45 <= jump.source < 0.5 + rig.late
    assert jump.target == pytest.approx(2.0, abs=0.01)
    assert end.heard == pytest.approx(jump.source + SECONDS - 2.0, abs=0.3), (
        "what the device had already been given sounds"
    )
    assert end.reason is Left.FINISHED
    assert end.left == pytest.approx(SECONDS, abs=0.02)


def test_a_part_is_played_again_and_again_until_it_is_let_go(rig: Rig) -> None:
    stay = rig.player.load(rig.track("a"))
    rig.player.preload(rig.track("b"))
    rig.until_heard(stay, 0.5)
    rig.player.loop((0.3, 1.0))
    rig.until(lambda: len(rig.of(Seeked, stay)) >= 3)
    rig.player.loop(None)
    end = rig.until_ended(stay)
    jumps = rig.of(Seeked, stay)
    assert all(jump.target == pytest.approx(0.3, abs=0.01) for jump in jumps)
    assert all(1.0 <= jump.source < 1.0 + rig.late for jump in jumps)
    assert end.heard == pytest.approx(sum(jump.source - 0.3 for jump in jumps) + SECONDS, abs=0.3)
    assert end.reason is Left.FINISHED


def test_a_part_is_over_with_its_stay(rig: Rig) -> None:
    rig.player.load(rig.track("a"))
    rig.player.loop((0.0, 0.5))
    second = rig.player.load(rig.track("b"))
    rig.until_ended(second)
    assert rig.of(Seeked, second) == []


def test_a_seek_back_lets_it_be_heard_again(rig: Rig) -> None:
    stay = rig.player.load(rig.track("a"))
    rig.until_heard(stay, 1.5)
    rig.player.seek(0.0)
    end = rig.until_ended(stay)
    (jump,) = rig.of(Seeked, stay)
    assert 1.45 <= jump.source < 1.5 + rig.late
    assert end.heard == pytest.approx(SECONDS + jump.source, abs=0.3)


def test_seeks_stay_within_the_track(rig: Rig) -> None:
    stay = rig.player.load(rig.track("a"))
    rig.until_heard(stay, 0.5)
    rig.player.seek(-10.0)
    rig.until(lambda: rig.of(Seeked, stay))
    assert rig.of(Seeked, stay)[0].target == 0.0
    rig.player.seek(1000.0)
    end = rig.until_ended(stay)
    assert end.reason is Left.FINISHED
    assert end.left == pytest.approx(SECONDS, abs=0.05)
    assert end.heard < 1.0 + rig.late


def test_one_sent_to_its_end_before_it_sounds_is_over_and_not_damaged(rig: Rig) -> None:
    stay = rig.player.load(rig.track("a"))
    rig.player.seek(SECONDS - 0.02)
    assert rig.until_ended(stay).reason is Left.FINISHED
    assert rig.of(Failed, stay) == []
    assert len(rig.of(Started, stay)) == 1


def test_of_an_mp3_the_length_is_the_librarys(rig: Rig) -> None:
    """LibVLC guesses it, here 3.03 s."""
    stay = rig.player.load(rig.track("a", ending="mp3"))
    assert rig.until_ended(stay).reason is Left.FINISHED
    assert rig.of(Started, stay)[0].duration == SECONDS


def test_a_track_may_begin_anywhere(rig: Rig) -> None:
    stay = rig.player.load(rig.track("a"), at=2.0)
    end = rig.until_ended(stay)
    assert rig.of(Started, stay)[0].began == pytest.approx(2.0)
    assert end.began == pytest.approx(2.0)
    assert end.heard == pytest.approx(SECONDS - 2.0, abs=0.1)


def test_a_track_loaded_paused_waits_for_play(rig: Rig) -> None:
    stay = rig.player.load(rig.track("a"), at=1.0, paused=True)
    rig.until(lambda: rig.of(Progress, stay))
    assert (rig.of(Progress, stay)[-1].is_playing, rig.of(Progress, stay)[-1].heard) == (False, 0.0)
    rig.player.play()
    assert rig.until_ended(stay).heard == pytest.approx(SECONDS - 1.0, abs=0.1)


def test_stop_ends_it_and_what_was_to_follow_does_not(rig: Rig) -> None:
    stay = rig.player.load(rig.track("a"))
    rig.player.preload(rig.track("b"))
    rig.until_heard(stay, 0.5)
    rig.player.stop()
    assert rig.until_ended(stay).reason is Left.ASKED
    third = rig.player.load(rig.track("c"))
    rig.until_started(third)
    assert len(rig.of(Started)) == 2


def test_a_broken_file_fails_with_a_word_and_is_over(rig: Rig) -> None:
    track = rig.broken("x")
    stay = rig.player.load(track)
    end = rig.until_ended(stay)
    assert (end.reason, end.heard) == (Left.FAILED, 0.0)
    (failed,) = rig.of(Failed, stay)
    assert "x.flac" in failed.message
    assert failed.message.endswith(".")
    assert rig.events.index(failed) < rig.events.index(end)


def test_a_broken_file_named_to_follow_leaves_the_present_one_alone(rig: Rig) -> None:
    first = rig.player.load(rig.track("a"))
    second = rig.player.preload(rig.broken("x"))
    assert second is not None
    end = rig.until_ended(second)
    assert end.reason is Left.FAILED
    assert rig.until_ended(first).heard == pytest.approx(SECONDS, abs=0.02)


def test_closing_says_the_last_word(rig: Rig) -> None:
    stay = rig.player.load(rig.track("a"))
    rig.until_heard(stay, 0.5)
    rig.player.close()
    (end,) = rig.of(Ended, stay)
    assert end.reason is Left.ASKED
    assert 0.45 <= end.heard < 0.5 + rig.late
