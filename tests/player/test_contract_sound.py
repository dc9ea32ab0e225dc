"""What every player keeps to where the sound is changed: crossfade and speed. What takes the engine longest only the silent twin shows."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from player_rigs import Rig, rigs
from tunes.library.track import Track
from tunes.player.events import Ended, Failed, Left, Progress, Seeked, Started
from tunes.player.sound import Sound

SECONDS = 2.1
OVERLAP = SECONDS / 3
"""As long as a fade between two tracks of this length can be."""
NEAR = 0.35
"""Seconds by which a report four times a second may differ."""


@pytest.fixture
def fading(rig: Rig) -> Rig:
    """A player that fades as long as it can."""
    rig.player.set_sound(Sound(crossfade_s=12.0))
    return rig


@pytest.fixture
def twin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Rig]:
    """The silent twin, fading as long as it can."""
    for rig in rigs("silent", tmp_path, monkeypatch):
        rig.player.set_sound(Sound(crossfade_s=12.0))
        yield rig


def order(rig: Rig) -> list[tuple[str, int]]:
    return [(type(e).__name__, e.stay) for e in rig.events if isinstance(e, Started | Ended)]


def crossing(rig: Rig) -> tuple[int, int]:
    """Two tracks, when the second begins to sound beside the first."""
    first = rig.player.load(rig.track("a", SECONDS))
    second = rig.player.preload(rig.track("b", SECONDS))
    assert second is not None
    rig.until_started(second)
    return first, second


def test_both_tracks_sound_while_one_fades_into_the_other(twin: Rig) -> None:
    first = twin.player.load(twin.track("a", SECONDS))
    second = twin.player.preload(twin.track("b", SECONDS))
    assert second is not None
    twin.until_ended(second)
    assert order(twin) == [("Started", first), ("Started", second), ("Ended", first), ("Ended", second)]
    assert [end.reason for end in twin.of(Ended)] == [Left.FINISHED] * 2
    assert [end.heard for end in twin.of(Ended)] == [pytest.approx(SECONDS, abs=0.05)] * 2
    assert [end.left for end in twin.of(Ended)] == [pytest.approx(SECONDS, abs=0.05)] * 2
    before = twin.events[: twin.events.index(twin.of(Started, second)[0])]
    heard = max(e.heard for e in before if isinstance(e, Progress))
    assert heard == pytest.approx(SECONDS - OVERLAP, abs=NEAR)


def test_an_album_played_in_order_is_never_faded(twin: Rig) -> None:
    first = twin.player.load(in_album(twin.track("a", SECONDS), 1))
    second = twin.player.preload(in_album(twin.track("b", SECONDS), 2))
    assert second is not None
    twin.until_ended(second)
    assert order(twin) == [("Started", first), ("Ended", first), ("Started", second), ("Ended", second)]


def in_album(track: Track, number: int) -> Track:
    return replace(track, album="Album", album_artist="Artist", track_no=number)


def test_a_pause_in_the_middle_of_a_fade_adds_nothing_to_either(twin: Rig) -> None:
    first, second = crossing(twin)
    twin.player.pause()
    twin.until(lambda: not twin.of(Progress, second)[-1].is_playing)
    twin.player.play()
    twin.until_ended(second)
    assert [end.reason for end in twin.of(Ended)] == [Left.FINISHED] * 2
    assert [end.heard for end in twin.of(Ended)] == [pytest.approx(SECONDS, abs=0.1)] * 2
    assert twin.of(Ended)[0].stay == first


def test_a_seek_in_the_middle_of_a_fade_goes_elsewhere_in_what_comes(fading: Rig) -> None:
    first, second = crossing(fading)
    fading.player.seek(1.5)
    fading.until_ended(second)
    assert [jump.stay for jump in fading.of(Seeked)] == [second]
    (end,) = fading.of(Ended, first)
    assert end.reason is Left.FINISHED
    assert fading.events.index(end) < fading.events.index(fading.of(Seeked)[0])
    assert SECONDS - OVERLAP - 0.05 < end.heard < SECONDS + 0.05


def test_stopping_in_the_middle_of_a_fade_ends_both(twin: Rig) -> None:
    first, second = crossing(twin)
    twin.player.stop()
    twin.until_ended(second)
    assert [(end.stay, end.reason) for end in twin.of(Ended)] == [
        (first, Left.FINISHED),
        (second, Left.ASKED),
    ]


def test_loading_in_the_middle_of_a_fade_ends_both(twin: Rig) -> None:
    first, second = crossing(twin)
    third = twin.player.load(twin.track("c", SECONDS))
    twin.until_started(third)
    assert [(end.stay, end.reason) for end in twin.of(Ended)] == [
        (first, Left.FINISHED),
        (second, Left.ASKED),
    ]


def test_what_follows_may_be_named_in_the_middle_of_a_fade(fading: Rig) -> None:
    _, second = crossing(fading)
    dropped = fading.player.preload(fading.track("d", SECONDS))
    third = fading.player.preload(fading.track("c", SECONDS))
    assert third is not None
    fading.until_ended(third)
    assert [end.heard for end in fading.of(Ended)] == [pytest.approx(SECONDS, abs=0.1)] * 3
    assert [end.reason for end in fading.of(Ended)] == [Left.FINISHED] * 3
    assert fading.events.index(fading.of(Started, third)[0]) < fading.events.index(
        fading.of(Ended, second)[0]
    )
    assert not [event for event in fading.events if getattr(event, "stay", None) == dropped]


def test_another_track_named_when_the_fade_is_near_is_what_is_faded_into(twin: Rig) -> None:
    first = twin.player.load(twin.track("a", SECONDS))
    dropped = twin.player.preload(twin.track("b", SECONDS))
    twin.until_heard(first, SECONDS - OVERLAP - 0.5)
    kept = twin.player.preload(twin.track("c", SECONDS))
    assert kept is not None
    twin.until_ended(kept)
    assert [end.heard for end in twin.of(Ended)] == [pytest.approx(SECONDS, abs=0.1)] * 2
    assert not [event for event in twin.events if getattr(event, "stay", None) == dropped]


def test_a_broken_track_is_not_faded_into(twin: Rig) -> None:
    first = twin.player.load(twin.track("a", SECONDS))
    broken = twin.player.preload(twin.broken("x"))
    assert broken is not None
    end = twin.until_ended(first)
    assert end.reason is Left.FINISHED
    assert end.heard == pytest.approx(SECONDS, abs=0.05)
    assert twin.of(Failed, broken)
    assert twin.of(Ended, broken)[0].heard == 0.0


def test_at_another_speed_seconds_of_the_recording_are_heard(twin: Rig) -> None:
    twin.player.set_sound(Sound(rate=1.5))
    stay = twin.player.load(twin.track("a", SECONDS))
    end = twin.until_ended(stay)
    assert end.heard == pytest.approx(SECONDS, abs=0.15)
    assert end.left == pytest.approx(SECONDS, abs=0.15)
    assert end.reason is Left.FINISHED


def test_speed_may_change_while_it_plays(rig: Rig) -> None:
    stay = rig.player.load(rig.track("a", SECONDS))
    rig.until_heard(stay, 0.8)
    rig.player.set_sound(Sound(rate=2.0))
    rig.until_heard(stay, 1.6)
    rig.player.set_sound(Sound(rate=1.0))
    end = rig.until_ended(stay)
    assert end.heard == pytest.approx(SECONDS, abs=0.3)
    assert end.left == pytest.approx(SECONDS, abs=0.1)
    assert not rig.of(Seeked)


def test_tracks_join_at_another_speed(twin: Rig) -> None:
    twin.player.set_sound(Sound(rate=2.0))
    first = twin.player.load(twin.track("a", SECONDS))
    second = twin.player.preload(twin.track("b", SECONDS))
    assert second is not None
    twin.until_ended(second)
    assert order(twin) == [("Started", first), ("Ended", first), ("Started", second), ("Ended", second)]
    assert [end.heard for end in twin.of(Ended)] == [pytest.approx(SECONDS, abs=0.2)] * 2
