"""The players that tests drive."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from cinema import Terminal
from player_rigs import RealRig, Rig, rigs


@pytest.fixture(params=["silent", pytest.param("real", marks=[pytest.mark.libvlc, pytest.mark.sound])])
def rig(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Rig]:
    """Either player."""
    yield from rigs(request.param, tmp_path, monkeypatch)


@pytest.fixture
def real(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[RealRig]:
    """The real one."""
    for one in rigs("real", tmp_path, monkeypatch):
        assert isinstance(one, RealRig)
        yield one


@pytest.fixture
def dark(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[RealRig]:
    """The real one, on a computer without a display."""
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    for rig in rigs("real", tmp_path, monkeypatch):
        assert isinstance(rig, RealRig)
        yield rig


@pytest.fixture
def terminal(dark: RealRig) -> Terminal:
    """The real one, and a terminal that shows its films."""
    return Terminal(dark)
