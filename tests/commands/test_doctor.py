"""`tunes doctor`, and playing on a computer that lacks something."""

from pathlib import Path

import pytest
from media import make_sound
from pulse import PulseAudio
from shell import Shell

pytestmark = [pytest.mark.libvlc, pytest.mark.sound]

NO_LIBVLC = {"PYTHON_VLC_LIB_PATH": "/nowhere/libvlc.so"}
NO_DEVICE = {
    "PULSE_SERVER": "unix:/nowhere/pulse",
    "PULSE_RUNTIME_PATH": "/nowhere",
    "XDG_RUNTIME_DIR": "/nowhere",
}


@pytest.fixture
def shell(tmp_path: Path, sound: PulseAudio) -> Shell:
    return Shell(tmp_path / "home", **sound.environment)


def test_a_well_computer(shell: Shell) -> None:
    done = shell.tunes("doctor")
    assert (done.code, done.err) == (0, ""), done
    assert [line[:2] for line in done.lines] == ["✓ ", "✓ ", "  ", "  ", "  ", "  ", "  "]
    assert str(shell.data / "profile") in done.out
    assert done.lines[-1].split() == ["devices:", "silent", "(Null", "Output)"]


def test_each_thing_that_is_missing_comes_with_its_remedy(shell: Shell) -> None:
    done = shell.tunes("doctor", **NO_LIBVLC)
    assert (done.code, done.err) == (1, "")
    assert done.lines[0].startswith("! libVLC: ")
    assert "apt install" in done.lines[1]
    assert shell.tunes("doctor", **NO_DEVICE).lines[1].startswith("! sound device: ")


def test_without_a_home_it_says_that_too(shell: Shell, tmp_path: Path) -> None:
    done = shell.tunes("doctor", HOME="/dev/null/home", TMPDIR=str(tmp_path))
    assert done.code == 1
    assert any(line.startswith("! keeping: ") for line in done.lines)


def test_playing_without_libvlc_fails_in_words(shell: Shell) -> None:
    song = make_sound(shell.home / "song.flac", 1.0)
    done = shell.tunes("play", song, **NO_LIBVLC)
    assert (done.code, done.out) == (1, "")
    assert "libVLC" in done.err
    assert "tunes doctor" in done.err
    assert shell.tunes("listens", "--json").json == [] or not shell.tunes("listens", "--json").json[0]["play"]


def test_playing_without_a_device_runs_on_in_silence(shell: Shell) -> None:
    song = make_sound(shell.home / "song.flac", 1.0)
    done = shell.tunes("play", song, **NO_DEVICE)
    assert done.code == 0, done
    assert "sound" in done.err or "device" in done.err
