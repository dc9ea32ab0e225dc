"""What each journey needs: a terminal, a sound server, and a home of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pulse import PulseAudio
from terminal import Terminal


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    screen = Terminal(tmp_path)
    yield screen
    screen.close()


@pytest.fixture
def sound() -> Iterator[PulseAudio]:
    server = PulseAudio()
    yield server
    server.close()


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    """The surroundings of somebody who has a home and nothing else."""
    home = tmp_path / "home"
    home.mkdir()
    own = {"HOME": str(home), "TERM": "screen-256color", "LANG": "C.UTF-8", "PYTHONSAFEPATH": "1"}
    return own | {
        f"XDG_{name}_HOME": str(home / name.lower()) for name in ("DATA", "CONFIG", "CACHE", "STATE")
    }


@pytest.fixture
def environment(home: dict[str, str], sound: PulseAudio) -> dict[str, str]:
    """The same with something that sounds."""
    return home | sound.environment
