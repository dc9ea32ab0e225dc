"""Doors: where they are, who may open them, and what becomes of those that nobody stands behind."""

import os
import socket
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from tunes.tui.remote import doors as module
from tunes.tui.remote.caller import calls
from tunes.tui.remote.doors import Door, doors, open_door


@pytest.fixture
def runtime(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path_factory.mktemp("r")
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(folder))
    return folder


@pytest.fixture
def opened() -> Iterator[list[Door]]:
    made: list[Door] = []
    yield made
    for door in made:
        door.close()


def door_of(profile: Path, opened: list[Door]) -> Door:
    door = open_door(profile)
    assert door is not None
    opened.append(door)
    return door


def dead_door(path: Path) -> Path:
    """A socket as a killed program leaves it."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as left:
        left.bind(os.fspath(path))
    return path


def test_only_its_owner_may_open_it(runtime: Path, tmp_path: Path, opened: list[Door]) -> None:
    door = door_of(tmp_path, opened)
    assert door.path.parent == runtime / "tunes"
    assert stat.S_IMODE(door.path.parent.stat().st_mode) == 0o700
    assert stat.S_IMODE(door.path.stat().st_mode) == 0o600
    assert [path.name for path in door.path.parent.iterdir()] == [door.path.name]


@pytest.mark.usefixtures("runtime")
def test_each_profile_and_each_program_has_its_own(tmp_path: Path, opened: list[Door]) -> None:
    one, two, other = (door_of(tmp_path / name, opened) for name in ("a", "a", "b"))
    assert set(doors(tmp_path / "a")) == {one.path, two.path}
    assert doors(tmp_path / "b") == [other.path]
    (tmp_path / "a").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "a")
    assert set(doors(tmp_path / "link")) == {one.path, two.path}
    one.close()
    assert doors(tmp_path / "a") == [two.path]


def test_a_folder_that_others_may_write_to_is_not_used(
    runtime: Path, tmp_path: Path, opened: list[Door]
) -> None:
    (runtime / "tunes").mkdir(mode=0o777)
    (runtime / "tunes").chmod(0o777)
    door = door_of(tmp_path, opened)
    assert door.path.parent != runtime / "tunes"
    dead_door(runtime / "tunes" / door.path.name)
    assert doors(tmp_path) == [door.path]


def test_a_link_to_a_folder_is_not_used(runtime: Path, tmp_path: Path, opened: list[Door]) -> None:
    (tmp_path / "mine").mkdir(mode=0o700)
    (runtime / "tunes").symlink_to(tmp_path / "mine")
    assert door_of(tmp_path, opened).path.parent != runtime / "tunes"


@pytest.mark.parametrize("folder", ["", "relative", "/nowhere/at/all", "long"])
def test_without_a_folder_for_it_another_one_is_found(
    folder: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, opened: list[Door]
) -> None:
    if folder == "long":
        folder = str(tmp_path / ("x" * 60) / ("y" * 60))
        Path(folder).mkdir(parents=True)
    monkeypatch.setenv("XDG_RUNTIME_DIR", folder)
    door = door_of(tmp_path, opened)
    assert stat.S_IMODE(door.path.parent.stat().st_mode) == 0o700
    assert doors(tmp_path) == [door.path]
    monkeypatch.delenv("XDG_RUNTIME_DIR")
    assert doors(tmp_path) == [door.path]


def test_no_folder_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_folders", lambda: iter([Path("/dev/null/tunes")]))
    assert open_door(tmp_path) is None
    assert doors(tmp_path) == []


@pytest.mark.usefixtures("runtime")
def test_what_a_killed_program_left_is_cleared_away(tmp_path: Path, opened: list[Door]) -> None:
    door = door_of(tmp_path, opened)
    name = door.path.name.split("-")[0]
    left = dead_door(door.path.with_name(f"{name}-4194303.sock"))
    assert set(doors(tmp_path)) == {door.path, left}
    assert list(calls(tmp_path)) == []
    assert doors(tmp_path) == [door.path]


@pytest.mark.usefixtures("runtime")
def test_a_dead_program_of_the_same_number_is_no_hindrance(tmp_path: Path, opened: list[Door]) -> None:
    door = door_of(tmp_path, opened)
    path = door.path
    opened.remove(door)
    door.socket.close()  # as when killed: the file stays
    assert door_of(tmp_path, opened).path == path
