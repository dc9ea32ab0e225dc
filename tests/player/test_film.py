"""Films, played by the real engine: in a window of a real (virtual) screen, and where there is no screen."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from player_rigs import RealRig, rigs
from tunes.library.track import Kind, Track
from tunes.player.events import Ended, Failed, Left, Progress, Seeked

pytestmark = [pytest.mark.libvlc, pytest.mark.sound]

DATA = Path(__file__).parents[1] / "data"
CLIP = Track("t1:clip", DATA / "clip.mp4", Kind.VIDEO, "Clip", duration=3.0)
MUTE = Track("t1:mute", DATA / "mute.mkv", Kind.VIDEO, "Mute", duration=3.0)


@pytest.fixture(scope="module")
def screen() -> Iterator[str]:
    """A screen of its own, and the name that programs know it by."""
    read, write = os.pipe()
    with subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", "320x240x24", "-nolisten", "tcp"],
        pass_fds=[write],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as server:
        os.close(write)
        with os.fdopen(read) as said:
            yield f":{said.readline().strip()}"
        server.terminate()


@pytest.fixture
def cinema(screen: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[RealRig]:
    monkeypatch.setenv("DISPLAY", screen)
    for rig in rigs("real", tmp_path, monkeypatch):
        assert isinstance(rig, RealRig)
        yield rig


@pytest.fixture
def dark(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[RealRig]:
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    for rig in rigs("real", tmp_path, monkeypatch):
        assert isinstance(rig, RealRig)
        yield rig


@pytest.mark.parametrize("film", [CLIP, MUTE], ids=lambda film: film.title)
def test_a_film_is_seen_to_its_end(cinema: RealRig, film: Track) -> None:
    stay = cinema.player.load(film)
    end = cinema.until_ended(stay)
    assert end.reason is Left.FINISHED
    assert 2.3 <= end.heard <= 3.05
    assert end.left == pytest.approx(3.0, abs=0.15)


def test_a_film_pauses_and_seeks_and_only_what_was_seen_counts(cinema: RealRig) -> None:
    stay = cinema.player.load(CLIP)
    cinema.until_heard(stay, 0.4)
    cinema.player.pause()
    cinema.until(lambda: not cinema.of(Progress, stay)[-1].is_playing)
    cinema.player.play()
    cinema.player.seek(2.0)
    end = cinema.until_ended(stay)
    (jump,) = cinema.of(Seeked, stay)
    assert jump.target == pytest.approx(2.0)
    assert end.heard <= jump.source + 1.0 + 0.3


def test_music_follows_a_film_and_a_film_music(cinema: RealRig) -> None:
    first = cinema.player.load(cinema.track("a", 1.0))
    second = cinema.player.preload(CLIP)
    assert second is not None
    cinema.until_started(second)
    third = cinema.player.preload(cinema.track("b", 1.0))
    assert third is not None
    cinema.until_ended(third)
    assert [(end.stay, end.reason) for end in cinema.of(Ended)] == [
        (stay, Left.FINISHED) for stay in (first, second, third)
    ]


def test_without_a_screen_the_sound_of_a_film_plays(dark: RealRig) -> None:
    end = dark.until_ended(dark.player.load(CLIP))
    assert (end.reason, round(end.heard)) == (Left.FINISHED, 3)


def test_without_screen_and_sound_there_is_a_word(dark: RealRig) -> None:
    end = dark.until_ended(dark.player.load(MUTE))
    assert end.reason is Left.FAILED
    assert "display" in dark.of(Failed)[0].message
