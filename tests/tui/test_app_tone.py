"""The panel of the sound, and the keys for speed: what is turned is wished from the player at once, and kept."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from screen import Stage, made_track
from tunes.player.presets import PRESETS, Curve
from tunes.player.sound import Leveling, Sound
from tunes.tui.screens.tuning import TonePanel
from tunes.tui.tuning import KNOBS, sped


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    """Something plays."""
    async with Stage(tmp_path, [made_track(number) for number in range(30)]).open() as one:
        await one.press("2", "enter")
        await one.wait(1)
        yield one


def sound(stage: Stage) -> Sound:
    """What the player was asked for, which is also what is shown."""
    assert stage.player is not None
    assert stage.player.sound == stage.session.now.sound
    return stage.player.sound


async def to(stage: Stage, label: str) -> None:
    """The panel, on a row."""
    await stage.press("t", *["down"] * row_of(label))


def row_of(label: str) -> int:
    return next(number for number, knob in enumerate(KNOBS) if knob.label.strip() == label)


def test_speed_stays_within_what_can_be_understood() -> None:
    assert sped(Sound(), 12).rate == 2.0
    assert sped(Sound(), -12).rate == 0.5
    assert sped(sped(sped(Sound(), 1), 1), -1).rate == 1.1
    assert sped(sped(Sound(), -1), 1).rate == 1.0


async def test_speed_by_keys_is_shown_and_counts_seconds_of_the_track(stage: Stage) -> None:
    before = stage.session.now.position
    assert "×" not in stage.text()
    await stage.press("right_square_bracket", "right_square_bracket")
    assert sound(stage).rate == 1.21
    assert "1.21×" in stage.text()
    await stage.wait(10)
    assert stage.session.now.position - before == pytest.approx(12.1, abs=0.6)
    await stage.press("left_square_bracket", "left_square_bracket", "left_square_bracket")
    assert sound(stage).rate == 0.91
    await stage.press("backspace")
    assert sound(stage).rate == 1.0
    assert "×" not in stage.text()


async def test_rows_are_turned(stage: Stage) -> None:
    expected, here = Sound(), 0
    await stage.press("t")
    for label, keys, change in (
        ("Speed", ["right"], {"rate": 1.05}),
        ("Crossfade", ["right", "right", "l", "left"], {"crossfade_s": 2.0}),
        ("Equally loud (ReplayGain)", ["right"], {"leveling": Leveling.TRACK}),
        ("Equally loud (ReplayGain)", ["left", "left"], {"leveling": Leveling.AUTO}),
        ("louder by", ["right", "right"], {"preamp_db": 2.0}),
        ("where unknown, by", ["left"], {"untagged_db": -1.0}),
        ("Guard against clipping", ["enter"], {"is_guarded": False}),
        ("Equaliser", ["left"], {"equaliser": "own"}),
        ("1 kHz", ["right", "right", "left"], {"own": Curve().changed(5, 1.0)}),
        ("all bands", ["left"], {"own": Curve().changed(5, 1.0).changed(-1, -1.0)}),
        ("Mono", ["right"], {"is_mono": True}),
        ("Balance", ["h", "h"], {"balance": -0.2}),
        ("Skip silence at the ends", ["right"], {"skips_silence": True}),
    ):
        row = row_of(label)
        await stage.pilot.press(*["down"] * (row - here), *keys)
        expected, here = replace(expected, **change), row
        assert sound(stage) == expected, label
    await stage.press("escape")
    assert not isinstance(stage.app.screen, TonePanel)
    assert stage.app.frame.places.current.id == "tracks"


async def test_a_band_goes_out_from_the_preset(stage: Stage) -> None:
    await to(stage, "Equaliser")
    await stage.press("right", "right", "left")
    assert "bass" in stage.text()
    assert "+6.0 dB" in stage.text()
    await stage.press("down", "right")
    assert "your own" in stage.text()
    assert sound(stage).own.bands_db == (7.0, *PRESETS["bass"].bands_db[1:])


async def test_backspace_turns_a_row_back(stage: Stage) -> None:
    await to(stage, "Crossfade")
    await stage.press("left")
    assert sound(stage) == Sound()
    await stage.press("right", "right", "backspace")
    assert sound(stage) == Sound()


async def test_what_plays_can_be_driven_while_the_panel_is_open(stage: Stage) -> None:
    await stage.press("t", "greater_than_sign")
    await stage.wait(1)
    track = stage.session.now.track
    assert track is not None
    assert track.title == "Song 000001"
    await stage.press("space")
    assert not stage.session.now.is_playing
    await stage.press("right_square_bracket", "minus", "m")
    assert sound(stage).rate == 1.1
    assert (stage.session.now.volume, stage.session.now.is_muted) == (95, True)
    assert "1.1×" in stage.text()
    await stage.press("t")
    assert not isinstance(stage.app.screen, TonePanel)


async def test_what_others_turn_is_shown_in_the_panel(stage: Stage) -> None:
    await stage.press("t")
    stage.session.set_sound(Sound(crossfade_s=7.0))
    await stage.settle()
    assert "7 s" in stage.text()


@pytest.mark.parametrize("size", [(60, 20), (10, 3)])
async def test_it_fits_any_terminal(tmp_path: Path, size: tuple[int, int]) -> None:
    async with Stage(tmp_path).open(size) as stage:
        await stage.press("t", "right", "end", "right")
        assert sound(stage) == Sound(rate=1.05, skips_silence=True)
        await stage.press("escape")
