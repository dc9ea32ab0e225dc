"""Films, played by the real engine: in a window of a real (virtual) screen, in a terminal, and where nothing can be shown."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from cinema import Terminal, anything
from player_rigs import RealRig, rigs
from tunes.library.track import Kind, Track
from tunes.player.engine_player import EnginePlayer
from tunes.player.events import Adjusted, Captioned, Ended, Failed, Left, Progress, Seeked, Started
from tunes.player.film_wish import FilmWish
from tunes.player.surface import NOWHERE, WINDOW

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


def test_a_film_is_seen_in_a_terminal_in_its_shape_and_counted(terminal: Terminal) -> None:
    rig = terminal.rig
    stay = rig.player.load(CLIP, at=1.5)
    frame = terminal.until(anything)
    assert frame.points.shape == (43, 64, 3)
    assert frame.points.std() > 40, "a picture has light and dark"
    terminal.until_other_than(frame)
    end = rig.until_ended(stay)
    assert end.reason is Left.FINISHED
    assert 0.9 <= end.heard <= 1.55
    assert end.left == pytest.approx(3.0, abs=0.15)


def test_another_size_is_shown_from_where_it_was(terminal: Terminal) -> None:
    stay = terminal.rig.player.load(CLIP)
    terminal.until(anything)
    terminal.resize(20, 90)
    assert terminal.until(lambda frame: frame.points.shape != (43, 64, 3)).points.shape == (13, 20, 3)
    terminal.rig.until_heard(stay, 0.5)
    assert len(terminal.rig.of(Started)) == 1


def test_a_still_film_shows_where_it_is_sent_and_nothing_is_counted(terminal: Terminal) -> None:
    rig = terminal.rig
    stay = rig.player.load(CLIP)
    rig.until_heard(stay, 0.25)
    rig.player.pause()
    rig.until(lambda: not rig.of(Progress, stay)[-1].is_playing)
    heard = rig.of(Progress, stay)[-1].heard
    still = terminal.until(anything)
    rig.player.seek(2.5)
    terminal.until_other_than(still)
    rig.until(lambda: rig.of(Progress, stay)[-1].position == pytest.approx(2.5))
    assert rig.of(Progress, stay)[-1].heard == heard
    rig.player.play()
    assert rig.until_ended(stay).heard == pytest.approx(heard + 0.5, abs=0.35)


def test_a_film_loaded_as_paused_is_there_and_waits(terminal: Terminal) -> None:
    rig = terminal.rig
    stay = rig.player.load(CLIP, at=1.0, paused=True)
    rig.until(lambda: rig.of(Progress, stay))
    terminal.until(anything)
    assert rig.of(Started, stay)[0].began == 1.0
    assert rig.of(Progress, stay)[-1].heard == 0.0
    rig.player.play()
    rig.until_heard(stay, 0.5)
    assert rig.of(Progress, stay)[-1].position == pytest.approx(
        1.0 + rig.of(Progress, stay)[-1].heard, abs=0.35
    )


def test_a_pause_while_a_film_is_being_opened_holds(terminal: Terminal) -> None:
    rig = terminal.rig
    stay = rig.player.load(CLIP)
    rig.player.pause()
    rig.until(lambda: rig.of(Progress, stay))
    still = rig.of(Progress, stay)[-1]
    rig.player.seek(2.0)
    rig.until(lambda: rig.of(Progress, stay)[-1].position == pytest.approx(2.0))
    assert not still.is_playing
    assert rig.of(Progress, stay)[-1].heard < 0.5


def test_a_film_goes_from_ear_to_eye_and_back_as_one_stay(terminal: Terminal) -> None:
    rig = terminal.rig
    rig.player.show_films(NOWHERE)
    stay = rig.player.load(CLIP)
    rig.until_heard(stay, 0.5)
    terminal.resize(64, 48)
    terminal.until(anything)
    rig.until_heard(stay, 1.2)
    rig.player.show_films(NOWHERE)
    rig.until_heard(stay, 1.7)
    last = rig.of(Progress, stay)[-1]
    assert len(rig.of(Started)) == 1
    assert last.heard == pytest.approx(last.position, abs=0.4), (
        "what the device had been given sounds once more"
    )


def test_a_film_goes_from_its_window_into_the_terminal(cinema: RealRig) -> None:
    stay = cinema.player.load(CLIP)
    cinema.until_heard(stay, 0.5)
    Terminal(cinema).until(anything)
    cinema.player.show_films(WINDOW)
    cinema.until_heard(stay, 1.2)
    assert len(cinema.of(Started)) == 1


def test_a_killed_engine_goes_on_at_the_same_second(terminal: Terminal) -> None:
    rig = terminal.rig
    stay = rig.player.load(CLIP)
    rig.until_heard(stay, 0.5)
    rig.real._engine._process.kill()
    before = terminal.until(anything)
    terminal.until_other_than(before)
    rig.until(lambda: len(rig.of(Captioned, stay)) == 2)  # what was said last before is no longer to be seen
    rig.until_heard(stay, 1.0)
    last = rig.of(Progress, stay)[-1]
    assert len(rig.of(Started)) == 1
    assert last.heard == pytest.approx(last.position, abs=0.4)


def test_a_film_without_sound_is_seen_to_its_end(cinema: RealRig) -> None:
    stay = cinema.player.load(MUTE, at=2.0)
    end = cinema.until_ended(stay)
    assert end.reason is Left.FINISHED
    assert 0.5 <= end.heard <= 1.05
    assert end.left == pytest.approx(3.0, abs=0.15)


def test_a_film_pauses_and_seeks_and_only_what_was_seen_counts(cinema: RealRig) -> None:
    stay = cinema.player.load(CLIP)
    cinema.until_heard(stay, 0.4)
    cinema.player.pause()
    cinema.until(lambda: not cinema.of(Progress, stay)[-1].is_playing)
    cinema.player.play()
    for _ in "ab":
        cinema.player.adjust_film(FilmWish.WHOLE, 1)  # no window manager is here to do it, and nothing breaks
    cinema.until(lambda: len(cinema.of(Adjusted)) == 2)
    cinema.player.seek(2.0)
    end = cinema.until_ended(stay)
    said = ["The film has the whole screen", "The film has a window"]
    assert [word.message for word in cinema.of(Adjusted)] == said
    (jump,) = cinema.of(Seeked, stay)
    assert jump.target == pytest.approx(2.0)
    assert end.heard <= jump.source + 1.0 + 0.3


def test_music_follows_a_film_and_a_film_music(cinema: RealRig) -> None:
    first = cinema.player.load(cinema.track("a", 0.5))
    second = cinema.player.preload(CLIP)
    assert second is not None
    cinema.until_started(second)
    third = cinema.player.preload(cinema.track("b", 0.5))
    assert third is not None
    cinema.player.seek(2.5)
    cinema.until_ended(third)
    assert [(end.stay, end.reason) for end in cinema.of(Ended)] == [
        (stay, Left.FINISHED) for stay in (first, second, third)
    ]


def test_without_a_screen_the_sound_of_a_film_plays(dark: RealRig) -> None:
    end = dark.until_ended(dark.player.load(CLIP, at=2.0))
    assert (end.reason, round(end.heard)) == (Left.FINISHED, 1)


def test_a_film_sounds_on_the_chosen_device(dark: RealRig) -> None:
    rig = dark

    def pactl(*words: str) -> str:
        done = subprocess.run(
            ["pactl", *words],
            env=os.environ | rig.sound.environment,
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout

    pactl("load-module", "module-null-sink", "sink_name=other")
    rig.player.close()
    rig.player = rig.real = EnginePlayer(rig._take, rig.log, device="other")
    Terminal(rig)
    rig.until_heard(rig.player.load(CLIP), 0.25)
    sinks = {line.split()[0]: line.split()[1] for line in pactl("list", "short", "sinks").splitlines()}
    used = [sinks[line.split()[1]] for line in pactl("list", "short", "sink-inputs").splitlines()]
    assert used == ["other"]


def test_without_screen_and_sound_there_is_a_word(dark: RealRig) -> None:
    end = dark.until_ended(dark.player.load(MUTE))
    assert end.reason is Left.FAILED
    assert "display" in dark.of(Failed)[0].message
