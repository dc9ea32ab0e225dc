"""How the events of one stay become one listen."""

from pathlib import Path

import pytest
from tunes.library.track import Kind, Track
from tunes.player.events import Ended, Left, Progress, Seeked, Started
from tunes.profile.listens import MOST_SEEKS, End
from tunes.tui.stay import SITTING_S, Stay

TRACK = Track("t1:a", Path("/m/a.flac"), Kind.MUSIC, "A", duration=200.0)


def stay(asked: End | None = None, *, is_private: bool = False) -> Stay:
    fresh = Stay(1, TRACK, "search", 60, is_private=is_private, asked=asked)
    return fresh.started(Started(1, TRACK.id, 0.0, 201.0), at=1000.0)


def ended(heard: float, reason: Left = Left.ASKED) -> Ended:
    return Ended(1, TRACK.id, began=0.0, left=heard, heard=heard, reason=reason)


@pytest.mark.parametrize("end", ["next", "previous", "jumped"])
def test_a_track_only_passed_by_leaves_no_listen(end: End) -> None:
    assert stay(end).ended(ended(1.99), 1010, None, 70) is None
    kept = stay(end).ended(ended(2.0), 1010, None, 70)
    assert kept is not None
    assert kept.end == end


@pytest.mark.parametrize("end", ["stopped", "quit"])
def test_what_was_stopped_is_logged_however_short(end: End) -> None:
    kept = stay(end).ended(ended(0.1), 1010, None, 70)
    assert kept is not None
    assert kept.heard == 0.1
    assert stay(end).ended(ended(0.0), 1010, None, 70) is None, "nothing sounded"


def test_the_end_of_the_track_wins_over_a_key_pressed_at_the_same_moment() -> None:
    kept = stay("next").ended(ended(201.0, Left.FINISHED), 1201, 1200.9, 70)
    assert kept is not None
    assert kept.end == "finished"


def test_a_track_that_never_sounded_is_an_error_with_nothing_heard() -> None:
    kept = Stay(1, TRACK, "search", 60).ended(ended(0.0, Left.FAILED), 1010.0, None, 70)
    assert kept is not None
    assert (kept.end, kept.heard, kept.at) == ("error", 0.0, 1010.0)


def test_everything_known_is_written() -> None:
    lasting = (
        stay("next")
        .seeked(Seeked(1, 30.123, 90.456))
        .progressed(Progress(1, 95.0, 35.0, is_playing=True), 1035)
    )
    kept = lasting.ended(Ended(1, TRACK.id, 0.0, 120.0, 60.0, Left.ASKED), 1060, 1059.0, 70)
    assert kept is not None
    assert (kept.track, kept.at, kept.offset, kept.duration, kept.source) == (
        "t1:a",
        1000.0,
        60,
        201.0,
        "search",
    )
    assert (kept.heard, kept.began, kept.left, kept.last_key, kept.volume) == (60.0, 0.0, 120.0, 1059.0, 70)
    assert kept.seeks == ((30.12, 90.46),)
    assert kept.restarts == 0


def test_sending_a_track_back_to_its_start_after_half_is_a_restart() -> None:
    assert stay().seeked(Seeked(1, 101.0, 0.0)).restarts == 1
    assert stay().seeked(Seeked(1, 99.0, 0.0)).restarts == 0, "less than half"
    assert stay().seeked(Seeked(1, 101.0, 20.0)).restarts == 0, "not to the start"


def test_a_held_key_keeps_only_the_newest_seeks() -> None:
    lasting = stay()
    for second in range(MOST_SEEKS + 7):
        lasting = lasting.seeked(Seeked(1, second, second + 5.0))
    assert len(lasting.seeks) == MOST_SEEKS
    assert lasting.seeks[-1] == (MOST_SEEKS + 6, MOST_SEEKS + 11.0)


def test_a_pause_longer_than_a_sitting_ends_the_listen_as_stopped() -> None:
    paused = stay("quit").progressed(Progress(1, 50.0, 50.0, is_playing=False), 1050)
    kept = paused.ended(ended(50.0), 1050 + SITTING_S + 1, None, 70)
    assert kept is not None
    assert kept.end == "stopped"
    shorter = paused.ended(ended(50.0), 1050 + SITTING_S - 1, None, 70)
    assert shorter is not None
    assert shorter.end == "quit"


def test_a_pause_is_counted_from_its_first_moment() -> None:
    paused = stay().progressed(Progress(1, 50.0, 50.0, is_playing=False), 1050)
    assert paused.progressed(Progress(1, 50.0, 50.0, is_playing=False), 2000).paused_at == 1050
    assert paused.progressed(Progress(1, 51.0, 51.0, is_playing=True), 2001).paused_at is None


def test_a_guest_leaves_nothing() -> None:
    assert stay(is_private=True).ended(ended(201.0, Left.FINISHED), 1201, None, 70) is None


def test_before_anything_sounded_there_is_nothing_to_save() -> None:
    assert Stay(1, TRACK, "search", 60).so_far(None, 70) is None
    saved = stay().progressed(Progress(1, 10.0, 10.0, is_playing=True), 1010).so_far(1005.0, 70)
    assert saved is not None
    assert (saved.end, saved.heard, saved.left) == ("lost", 10.0, 10.0)
