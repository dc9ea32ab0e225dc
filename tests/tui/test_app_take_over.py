"""The screen that opens while another tunes plays: it asks once, and never takes keys that were meant for something else."""

from pathlib import Path

import pytest
from remote_rig import Driven, tracks, until
from screen import Stage, made_track
from tunes.player.queue import Entry, Queue
from tunes.tui.remote.doors import doors
from tunes.tui.remote.taking import SILENT, Neighbour, NotTakenError, seen
from tunes.tui.screens.take_over import TakeOverScreen


@pytest.fixture(autouse=True)
def _runtime(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("r")))


@pytest.fixture
def there(tmp_path: Path) -> Driven:
    driven = Driven(tmp_path / "there")
    driven.session.play(tracks(3), 1)
    driven.wait(30)
    return driven


def stage_beside(there: Driven, folder: Path, *, play: bool = False) -> Stage:
    def look() -> Neighbour:
        (path,) = doors(there.profile)
        return Neighbour(path, "B [bold] – Them", is_playing=True, count=3)

    own = ([made_track(7)], "files") if play else None
    return Stage(folder, [made_track(number) for number in range(9)], look_round=look, play=own)


async def test_y_goes_on_here(there: Driven, tmp_path: Path) -> None:
    async with there.open(), stage_beside(there, tmp_path).open() as stage:
        assert "Another tunes plays B [bold] – Them. Take over?" in stage.text()
        assert "Its queue of 3 tracks, place and volume come along" in stage.text()
        await stage.press("y")
        await until(lambda: there.left == 1)
        await stage.wait(5)
        now = stage.session.now
        assert (now.track, now.position) == (tracks(3)[1], 35)
        assert "▶ B" in stage.text()
        assert there.listens()[0]["end"] == "handed-over"


@pytest.mark.parametrize("key", ["n", "escape", "q"])
async def test_no_leaves_the_other_alone(key: str, there: Driven, tmp_path: Path) -> None:
    async with there.open(), stage_beside(there, tmp_path, play=True).open() as stage:
        assert "It ends, and what you asked for plays here" in stage.text()
        assert not stage.session.now.is_playing, "it waits for the answer"
        await stage.press(key)
        await stage.wait(1)
        assert stage.session.now.track == made_track(7)
        assert there.session.now.is_playing


async def test_what_was_asked_for_plays_instead(there: Driven, tmp_path: Path) -> None:
    there.session.set_volume(30)
    async with there.open(), stage_beside(there, tmp_path, play=True).open() as stage:
        await stage.press("y")
        await until(lambda: there.left == 1)
        await stage.wait(1)
        now = stage.session.now
        assert (now.track, now.volume, len(stage.session.queue)) == (made_track(7), 30, 1)


async def test_a_busy_listener_is_told_and_not_asked(there: Driven, tmp_path: Path) -> None:
    stage = stage_beside(there, tmp_path)
    stage.app._take_over.is_listener_busy = True
    async with there.open(), stage.open():
        assert not isinstance(stage.app.screen, TakeOverScreen)
        assert "Another tunes plays B [bold] – Them. T takes over." in stage.text()
        await stage.press("T")
        await until(lambda: there.left == 1)
        await stage.wait(1)
        assert stage.session.now.track == tracks(3)[1]


@pytest.mark.parametrize("is_begun", [False, True], ids=["stands by", "begun"])
async def test_what_was_not_begun_there_is_only_taken_and_not_asked_about(
    is_begun: bool, tmp_path: Path
) -> None:
    there = Driven(tmp_path / "there")
    there.session.stand_by(Queue.of([Entry(track, "x") for track in tracks(3)], 1), 20)
    if is_begun:
        there.session.toggle()
        there.wait(5)
        there.session.toggle()
        there.wait(1)
    stage = Stage(tmp_path, [made_track(9)], look_round=lambda: seen(there.call()))
    async with there.open(), stage.open():
        assert isinstance(stage.app.screen, TakeOverScreen) is is_begun
        await stage.press("y" if is_begun else "T")
        await until(lambda: there.left == 1)
        await stage.wait(1)
        assert (stage.session.now.track, stage.session.is_paused) == (tracks(3)[1], True)


async def test_a_key_makes_a_busy_listener(tmp_path: Path) -> None:
    async with Stage(tmp_path).open() as stage:
        assert not stage.app._take_over.is_listener_busy
        await stage.press("2")
        assert stage.app._take_over.is_listener_busy
        await stage.press("T")
        assert "No other tunes runs that could be taken over" in stage.text()


async def test_a_deaf_one_is_told_of(tmp_path: Path) -> None:
    def look() -> Neighbour | None:
        raise NotTakenError(SILENT)

    async with Stage(tmp_path, look_round=look, play=([made_track(7)], "files")).open() as stage:
        await stage.wait(1)
        assert SILENT in stage.text()
        assert stage.session.now.track == made_track(7)
