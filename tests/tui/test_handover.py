"""The session is closed once, whenever the end comes: before it is made, while it is being made, after."""

from pathlib import Path
from typing import Any

import pytest
from screen import HandClock, made_track
from tunes.player.silent import SilentPlayer
from tunes.profile.recorder import Recorder
from tunes.profile.store import Store
from tunes.tui.handover import Handover
from tunes.tui.session import Session


class Maker:
    """Makes sessions, and knows what it made."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.made: list[Session] = []

    def __call__(self, wake: Any) -> Session:
        recorder = Recorder(Store(self._folder, "testing"), lambda _: None)
        self.made.append(Session(SilentPlayer, recorder, HandClock(), wake))
        return self.made[-1]

    def assert_closed(self) -> None:
        for session in self.made:
            with pytest.raises(RuntimeError, match="closed"):
                session.marking.like(made_track(1))


def test_made_and_closed(tmp_path: Path) -> None:
    maker = Maker(tmp_path)
    handover = Handover(maker)
    session = handover.make(lambda: None)
    assert session is maker.made[0]
    session.marking.like(made_track(1))
    handover.close()
    handover.close()
    maker.assert_closed()


def test_an_end_that_comes_first_wins(tmp_path: Path) -> None:
    maker = Maker(tmp_path)
    handover = Handover(maker)
    handover.close()
    assert handover.make(lambda: None) is None
    assert len(maker.made) == 1
    maker.assert_closed()
