"""The players that tests drive."""

from collections.abc import Iterator
from pathlib import Path

import pytest
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
