"""Listening to what tracks sound like while the screen is open: with the real process, and a key that lets it rest."""

import asyncio
from pathlib import Path

import numpy as np
import pytest
import soundfile
from made_music import CALM, MARCH, RATE, piece
from screen import Stage
from tunes.player.sonic.book import SonicBook
from tunes.player.sonic.standing import ListeningError, Standing
from tunes.profile.lock import Lock
from tunes.tui.background import Background
from tunes.tui.listening import Listening
from tunes.tui.places import Places, places


@pytest.fixture
def home(tmp_path: Path) -> Places:
    """The places of a library with four pieces, which the first scan is to find."""
    music = tmp_path / "music"
    music.mkdir()
    for number in range(4):
        sound = piece(CALM if number % 2 else MARCH, number, 6.0)
        soundfile.write(music / f"{number}.flac", np.column_stack([sound, sound]), RATE)
    return places(tmp_path / "library.db", tmp_path / "profile", tmp_path / "config.toml")


def staged(tmp_path: Path, home: Places, *, listens: bool) -> Stage:
    stage = Stage(tmp_path, listening=Listening(home), listens=listens)
    stage.catalog.set_roots([tmp_path / "music"])
    stage.app._scan = stage.scan_roots
    return stage


def known(home: Places) -> int:
    book = SonicBook(home.device.with_name("sonic.db"))
    count = len(book.done())
    book.close()
    return count


async def test_after_a_scan_what_is_new_is_listened_to(
    tmp_path: Path, home: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tunes.tui.app.LISTEN_AFTER_S", 0.01)
    async with staged(tmp_path, home, listens=True).open() as stage:
        async with asyncio.timeout(60):
            while known(home) < 4:
                await stage.pilot.pause()
        await stage.settle()
        assert "listening" not in stage.lines()[0], "it is over, and says no more"


async def test_a_key_lets_it_rest_and_go_on(tmp_path: Path, home: Places) -> None:
    async with staged(tmp_path, home, listens=False).open() as stage:
        assert known(home) == 0, "it is not wanted"
        await stage.pilot.press("B")
        async with asyncio.timeout(60):
            while stage.app._background.now is None:
                await stage.pilot.pause()
        await stage.pilot.press("B")
        await stage.settle()
        assert "rests. B goes on" in stage.said()
        assert not stage.app._background.is_running
        await stage.press("B")
        assert "goes on, in the time that nothing else needs" in stage.said()
        assert known(home) == 4


async def test_where_it_is_not_installed_the_key_says_so(tmp_path: Path) -> None:
    async with Stage(tmp_path).open() as stage:
        await stage.press("B")
        assert "PyAV is not installed" in stage.said()


def test_two_screens_listen_once(tmp_path: Path, home: Places) -> None:
    lock = Lock(tmp_path / "sonic.lock")
    assert lock.take()
    assert list(Listening(home).run()) == [], "another does it, and nobody is told"
    lock.release()


def test_what_goes_wrong_is_a_sentence(tmp_path: Path, home: Places) -> None:
    (tmp_path / "sonic.db").mkdir()
    with pytest.raises(ListeningError, match="can't be kept"):
        list(Listening(home).run())


def test_after_the_end_nothing_is_started(home: Places) -> None:
    listening = Listening(home)
    listening.close()
    assert list(listening.run()) == []


def test_how_it_is_said() -> None:
    background = Background(is_wanted=True)
    assert background.words() == ""
    assert background.starts()
    background.now = Standing(1, 0, 2000)
    assert background.words() == "", "nothing is listened to yet"
    background.now = Standing(1203, 1, 10_000, "Song")
    assert background.words() == "listening 1,204 of 10,000"
    background.now = Standing(1203, 1, 10_000, "Song", "on battery")
    assert background.words() == "listening rests: on battery"
    assert not background.starts(), "it runs already"
    assert background.ended(), "but something new has come meanwhile"
    assert not background.ended()
    background.is_wanted = False
    assert not background.starts()
