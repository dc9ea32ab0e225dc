"""Sound that doesn't come: a file that gives none is given up, one that goes away is named, and of two troubles one is told at a time."""

import time
from pathlib import Path

import pytest
from tunes.player.events import Trouble
from tunes.player.troubles import Troubles
from tunes.player.waiting import Waiting
from tunes.player.wire import Item


@pytest.fixture(autouse=True)
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, seconds in (("WORD_S", 0.02), ("DUMB_S", 0.3), ("TARDY_S", 60.0)):
        monkeypatch.setattr(f"tunes.player.waiting.{name}", seconds)


@pytest.fixture
def item(tmp_path: Path) -> Item:
    file = tmp_path / "a.flac"
    file.write_bytes(b"no sound at all")
    return Item(1, "t1:a", bytes(file), is_video=False, start=0.0, length=None, is_cut=False)


def given_up(waiting: Waiting, *, is_first: bool) -> str:
    """Why, after having waited without a word about the disk."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        word, why = waiting.goes_on(is_first=is_first)
        assert not word
        if why:
            return why
    return ""


@pytest.mark.parametrize(("is_first", "said"), [(True, "nothing comes of it"), (False, "nothing more comes")])
def test_a_file_that_gives_no_sound_is_given_up(item: Item, said: str, *, is_first: bool) -> None:
    waiting = Waiting(item)
    assert waiting.obstacle(20.0) == ""
    assert said in given_up(waiting, is_first=is_first)


def test_a_file_that_goes_away_is_named_as_gone(item: Item) -> None:
    waiting = Waiting(item)
    assert waiting.obstacle(20.0) == ""
    Path(item.path.decode()).unlink()
    assert "gone" in given_up(waiting, is_first=False)


def test_what_was_waited_for_before_sound_came_counts_no_more(
    item: Item, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tunes.player.waiting.DUMB_S", 0.0)
    waiting = Waiting(item)
    waiting.goes_on(is_first=True)
    waiting.is_over()
    monkeypatch.setattr("tunes.player.waiting.WORD_S", 60.0)
    assert waiting.goes_on(is_first=False) == ("", "")


def test_of_two_troubles_one_is_told_at_a_time() -> None:
    told: list[Trouble] = []
    troubles = Troubles(told.append)
    for blamed, sentence in (
        ("device", "The device has gone."),
        ("disk", "The disk doesn't answer."),
        ("device", "The device has gone."),
        ("device", ""),
        ("disk", ""),
        ("disk", ""),
    ):
        troubles.tell(blamed, sentence)
    assert [trouble.message for trouble in told] == ["The device has gone.", "The disk doesn't answer.", ""]
