"""One home for all tests that only look, and an empty one for each of the others."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from odd_shelf import fill, remember
from pulse import PulseAudio
from shell import Shell
from tunes.library.track import Kind, Track


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Shell:
    """A scanned home with three listens, that is only looked at."""
    shell = Shell(tmp_path_factory.mktemp("shelf") / "home")
    fill(shell)
    scanned = shell.tunes("scan")
    assert scanned.code == 0, scanned.err
    found = shell.tunes("search", "--json", "Track", "111").json[0]
    track = Track(found["id"], Path(found["path"]), Kind.MUSIC, found["title"], found["artist"], duration=1.0)
    remember(shell, track, "finished", "next", "finished")
    return shell


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    """An empty home."""
    return Shell(tmp_path / "home")


@pytest.fixture(scope="module")
def sound() -> Iterator[PulseAudio]:
    """A sound server for the tests of one file."""
    server = PulseAudio()
    yield server
    server.close()
