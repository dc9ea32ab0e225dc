"""What was chosen for the sound is there at the next start, unless the settings were changed since; and `[sound]` in them."""

import json
import os
import stat
import tempfile
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tunes.player.presets import Curve
from tunes.player.sound import Leveling, Sound
from tunes.tui.kept_sound import KeptSound
from tunes.tui.settings import Settings, read_settings
from tunes.tui.tuning import KNOBS

CHOSEN = Sound(
    equaliser="own", own=Curve((1.0,) * 10, -2.0), leveling=Leveling.AUTO, crossfade_s=4.0, rate=1.25
)


@pytest.fixture
def told() -> list[str]:
    return []


def kept(tmp_path: Path, told: list[str], settled: Sound | None = None) -> KeptSound:
    return KeptSound(tmp_path / "sound.json", settled or Sound(), told.append)


def test_it_is_there_at_the_next_start(tmp_path: Path, told: list[str]) -> None:
    first = kept(tmp_path, told)
    assert first.read() == Sound()
    for balance in (0.1, 0.2, 0.3):
        first.keep(replace(CHOSEN, balance=balance))
    first.close()
    assert kept(tmp_path, told).read() == replace(CHOSEN, balance=0.3)
    assert [file.name for file in tmp_path.iterdir()] == ["sound.json"]
    assert stat.S_IMODE((tmp_path / "sound.json").stat().st_mode) == 0o600
    assert not told


def test_what_is_settled_later_counts_and_the_rest_stays_as_chosen(tmp_path: Path, told: list[str]) -> None:
    before = Sound(crossfade_s=2.0)
    first = kept(tmp_path, told, before)
    assert first.read() == before
    first.keep(CHOSEN)
    first.close()
    assert kept(tmp_path, told, before).read() == CHOSEN
    after = Sound(crossfade_s=9.0)
    assert kept(tmp_path, told, after).read() == replace(CHOSEN, crossfade_s=9.0)


@pytest.mark.parametrize(
    "damage", [b"", b"{", b"[1]", b'{"chosen": 1}', b'{"chosen": {"rate": "x"}, "settled": {}}']
)
def test_a_damaged_file_is_told_and_the_settings_count(
    tmp_path: Path, told: list[str], damage: bytes
) -> None:
    (tmp_path / "sound.json").write_bytes(damage)
    assert kept(tmp_path, told, CHOSEN).read() == CHOSEN
    assert "sound.json" in told[0]


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=12) | st.dictionaries(st.sampled_from(["bands_db", "preamp_db"]), inner)
    ),
    max_leaves=12,
)
FIELDS = st.sampled_from([field.name for field in fields(Sound)])


@settings(max_examples=60)
@given(st.dictionaries(FIELDS, ANYTHING, max_size=6))
def test_whatever_stands_in_it_the_panel_can_show_and_turn_what_is_made_of_it(
    document: dict[str, Any],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "sound.json"
        file.write_text(json.dumps({"chosen": document, "settled": {}}))
        told: list[str] = []
        sound = KeptSound(file, Sound(), told.append).read()
    for knob in KNOBS:
        assert knob.shown(sound)
        assert knob.share is None or 0 <= knob.share(sound) <= 1
        for steps in (-1, 1):
            assert knob.shown(knob.turned(sound, steps))
        assert knob.usual(sound)


def test_where_nothing_can_be_kept_it_is_said_once(tmp_path: Path, told: list[str]) -> None:
    one = KeptSound(tmp_path / "no" / "folder" / "sound.json", Sound(), told.append)
    for crossfade in (1.0, 2.0):
        one.keep(Sound(crossfade_s=crossfade))
        one.close()
    assert len(told) == 1
    assert os.strerror(2) in told[0]


def read(tmp_path: Path, text: str) -> tuple[Settings, tuple[str, ...]]:
    file = tmp_path / "config.toml"
    file.write_text("follow_links = true\n[sound]\n" + text, encoding="utf-8")
    return read_settings(file)


def test_everything_that_can_be_settled(tmp_path: Path) -> None:
    settings, problems = read(
        tmp_path,
        'crossfade = 4\nreplaygain = "auto"\npreamp = -2.5\npreamp_untagged = -6\nguard = false\nequaliser = "own"\n'
        "bands = [1, 2, 3, 4, 5, 6, 7, 8, 9, -10]\nbands_preamp = -3\nmono = true\nbalance = -0.5\nspeed = 1.5\n"
        "skip_silence = true\n",
    )
    assert problems == ()
    assert settings.follow_links
    assert settings.sound == Sound(
        crossfade_s=4.0,
        leveling=Leveling.AUTO,
        preamp_db=-2.5,
        untagged_db=-6.0,
        is_guarded=False,
        equaliser="own",
        own=Curve((1, 2, 3, 4, 5, 6, 7, 8, 9, -10), -3),
        is_mono=True,
        balance=-0.5,
        rate=1.5,
        skips_silence=True,
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("crossfade = 13", "has to be a number from 0 to 12"),
        ("crossfade = nan", "has to be a number"),
        ("crossfade = true", "has to be a number"),
        ('replaygain = "loud"', "one of: off, track, album, auto"),
        ("replaygain = []", "one of: off, track, album, auto"),
        ('equaliser = "rok"', "one of: off, own, bass"),
        ("equaliser = [1]", "one of: off, own, bass"),
        ("bands = [1, 2]", "10 numbers from -12 to 12"),
        ("bands = [0, 0, 0, 0, 0, 0, 0, 0, 0, 13]", "10 numbers from -12 to 12"),
        ('mono = "yes"', "has to be true or false"),
        ("cross_fade = 3", "Did you mean “crossfade”?"),
        ("x = 3", "There is: crossfade, replaygain"),
    ],
)
def test_what_is_wrong_is_told_and_the_rest_counts(tmp_path: Path, text: str, said: str) -> None:
    settings, (problem,) = read(tmp_path, f"speed = 2\n{text}\n")
    assert said in problem
    assert settings.sound == Sound(rate=2.0)


def test_sound_that_is_no_table(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text('sound = "loud"\n', encoding="utf-8")
    settings, (problem,) = read_settings(file)
    assert settings == Settings()
    assert "[sound]" in problem
