"""What every player keeps to where the sound is changed: crossfade and speed, on the silent twin and on the real engine."""

from dataclasses import replace

import pytest
from player_rigs import SECONDS, Rig
from tunes.library.track import Track
from tunes.player.events import Ended, Failed, Left, Progress, Seeked, Started
from tunes.player.sound import Sound

OVERLAP = SECONDS / 3
"""As long as a fade between two tracks of this length can be."""
NEAR = 0.35
"""Seconds by which a report four times a second may differ."""


@pytest.fixture
def fading(rig: Rig) -> Rig:
    """A player that fades as long as it can."""
    rig.player.set_sound(Sound(crossfade_s=12.0))
    return rig


def order(rig: Rig) -> list[tuple[str, int]]:
    return [(type(e).__name__, e.stay) for e in rig.events if isinstance(e, Started | Ended)]


def crossing(rig: Rig) -> tuple[int, int]:
    """Two tracks of which the second sounds already, and the first still."""
    first = rig.player.load(rig.track("a"))
    second = rig.player.preload(rig.track("b"))
    assert second is not None
    rig.until_heard(second, 0.2)
    assert not rig.of(Ended, first)
    return first, second


def test_both_tracks_sound_while_one_fades_into_the_other(fading: Rig) -> None:
    first = fading.player.load(fading.track("a"))
    second = fading.player.preload(fading.track("b"))
    assert second is not None
    fading.until_ended(second)
    assert order(fading) == [("Started", first), ("Started", second), ("Ended", first), ("Ended", second)]
    assert [end.reason for end in fading.of(Ended)] == [Left.FINISHED] * 2
    assert [end.heard for end in fading.of(Ended)] == [pytest.approx(SECONDS, abs=0.05)] * 2
    assert [end.left for end in fading.of(Ended)] == [pytest.approx(SECONDS, abs=0.05)] * 2
    before = fading.events[: fading.events.index(fading.of(Started, second)[0])]
    heard = max(e.heard for e in before if isinstance(e, Progress))
    assert heard == pytest.approx(SECONDS - OVERLAP, abs=NEAR)


def test_an_album_played_in_order_is_never_faded(fading: Rig) -> None:
    first = fading.player.load(in_album(fading.track("a"), 1))
    second = fading.player.preload(in_album(fading.track("b"), 2))
    assert second is not None
    fading.until_ended(second)
    assert order(fading) == [("Started", first), ("Ended", first), ("Started", second), ("Ended", second)]


def in_album(track: Track, number: int) -> Track:
    return replace(track, album="Album", album_artist="Artist", track_no=number)


def test_a_pause_in_the_middle_of_a_fade_adds_nothing_to_either(fading: Rig) -> None:
    first, second = crossing(fading)
    fading.player.pause()
    fading.until(lambda: not fading.of(Progress, second)[-1].is_playing)
    fading.player.play()
    fading.until_ended(second)
    assert [end.reason for end in fading.of(Ended)] == [Left.FINISHED] * 2
    assert [end.heard for end in fading.of(Ended)] == [pytest.approx(SECONDS, abs=0.1)] * 2
    assert fading.of(Ended)[0].stay == first


def test_a_seek_in_the_middle_of_a_fade_goes_elsewhere_in_what_comes(fading: Rig) -> None:
    first, second = crossing(fading)
    fading.player.seek(2.0)
    fading.until_ended(second)
    assert [jump.stay for jump in fading.of(Seeked)] == [second]
    (end,) = fading.of(Ended, first)
    assert (end.reason, fading.events.index(end) < fading.events.index(fading.of(Seeked)[0])) == (
        Left.FINISHED,
        True,
    )
    assert end.heard < SECONDS
    assert end.heard > SECONDS - OVERLAP


def test_stopping_in_the_middle_of_a_fade_ends_both(fading: Rig) -> None:
    first, second = crossing(fading)
    fading.player.stop()
    fading.until_ended(second)
    assert [(end.stay, end.reason) for end in fading.of(Ended)] == [
        (first, Left.FINISHED),
        (second, Left.ASKED),
    ]


def test_loading_in_the_middle_of_a_fade_ends_both(fading: Rig) -> None:
    first, second = crossing(fading)
    third = fading.player.load(fading.track("c"))
    fading.until_started(third)
    assert [(end.stay, end.reason) for end in fading.of(Ended)] == [
        (first, Left.FINISHED),
        (second, Left.ASKED),
    ]


def test_what_follows_may_be_named_in_the_middle_of_a_fade(fading: Rig) -> None:
    _, second = crossing(fading)
    dropped = fading.player.preload(fading.track("d"))
    third = fading.player.preload(fading.track("c"))
    assert third is not None
    fading.until_ended(third)
    assert [end.heard for end in fading.of(Ended)] == [pytest.approx(SECONDS, abs=0.1)] * 3
    assert [end.reason for end in fading.of(Ended)] == [Left.FINISHED] * 3
    assert fading.events.index(fading.of(Started, third)[0]) < fading.events.index(
        fading.of(Ended, second)[0]
    )
    assert not [event for event in fading.events if getattr(event, "stay", None) == dropped]


def test_another_track_named_when_the_fade_is_near_is_what_is_faded_into(fading: Rig) -> None:
    first = fading.player.load(fading.track("a"))
    dropped = fading.player.preload(fading.track("b"))
    fading.until_heard(first, SECONDS - OVERLAP - 0.5)
    kept = fading.player.preload(fading.track("c"))
    assert kept is not None
    fading.until_ended(kept)
    assert [end.heard for end in fading.of(Ended)] == [pytest.approx(SECONDS, abs=0.1)] * 2
    assert not [event for event in fading.events if getattr(event, "stay", None) == dropped]


def test_a_broken_track_is_not_faded_into(fading: Rig) -> None:
    first = fading.player.load(fading.track("a"))
    broken = fading.player.preload(fading.broken("x"))
    assert broken is not None
    end = fading.until_ended(first)
    assert end.reason is Left.FINISHED
    assert end.heard == pytest.approx(SECONDS, abs=0.05)
    assert fading.of(Failed, broken)
    assert fading.of(Ended, broken)[0].heard == 0.0


def test_at_another_speed_seconds_of_the_recording_are_heard(rig: Rig) -> None:
    rig.player.set_rate(1.5)
    stay = rig.player.load(rig.track("a"))
    end = rig.until_ended(stay)
    assert end.heard == pytest.approx(SECONDS, abs=0.15)
    assert end.left == pytest.approx(SECONDS, abs=0.15)
    assert end.reason is Left.FINISHED


def test_speed_may_change_while_it_plays(rig: Rig) -> None:
    stay = rig.player.load(rig.track("a"))
    rig.until_heard(stay, 0.8)
    rig.player.set_rate(2.0)
    rig.until_heard(stay, 1.6)
    rig.player.set_rate(1.0)
    end = rig.until_ended(stay)
    assert end.heard == pytest.approx(SECONDS, abs=0.8), "what the device had already been given sounds"
    assert end.left == pytest.approx(SECONDS, abs=0.1)
    assert not rig.of(Seeked)


def test_tracks_join_at_another_speed(rig: Rig) -> None:
    rig.player.set_rate(2.0)
    first = rig.player.load(rig.track("a"))
    second = rig.player.preload(rig.track("b"))
    assert second is not None
    rig.until_ended(second)
    assert order(rig) == [("Started", first), ("Ended", first), ("Started", second), ("Ended", second)]
    assert [end.heard for end in rig.of(Ended)] == [pytest.approx(SECONDS, abs=0.2)] * 2
