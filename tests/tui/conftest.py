"""What all tests of screens share."""

import pytest
from quiet import bring_quiet


@pytest.fixture(autouse=True)
def _quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    bring_quiet(monkeypatch)
    # What is said stays until it has been read, however long a busy computer takes for it.
    monkeypatch.setattr("tunes.tui.widgets.playing_bar.NOTICE_S", 600.0)
