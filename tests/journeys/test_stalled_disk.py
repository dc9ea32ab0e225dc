"""The installed `tunes` in a real terminal, on a disk that stops answering: the screen lives on, and quitting works."""

import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from media import make_sound
from slow_disk import SlowDisk
from terminal import Terminal

pytestmark = [pytest.mark.journey, pytest.mark.libvlc, pytest.mark.sound]

TUNES = str(Path(sys.executable).with_name("tunes"))


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[SlowDisk]:
    for number, title in enumerate(["Anchor", "Breakwater", "Current"], 1):
        make_sound(tmp_path / "far" / f"{number:02} {title}.flac", 60.0, title=title, artist="Harbour Lights")
    try:
        one = SlowDisk(tmp_path / "far", tmp_path / "shown")
    except OSError as reason:
        pytest.skip(f"no file system can be mounted here: {reason}")
    yield one
    one.close()


def of_this_home(home: str) -> list[bytes]:
    """The processes of tunes that run in a home."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):  # another's, or gone meanwhile
            command, within = (process / "cmdline").read_bytes(), (process / "environ").read_bytes()
            if b"tunes" in command and f"HOME={home}\0".encode() in within:
                found.append(command)
    return found


def test_the_screen_lives_on_and_ends_when_its_disk_stalls(
    disk: SlowDisk, terminal: Terminal, environment: dict[str, str]
) -> None:
    terminal.start([TUNES, str(disk.folder)], environment)
    terminal.wait_for("Current")
    terminal.keys("2", "Enter")
    terminal.wait_for("━")
    assert of_this_home(environment["HOME"])
    disk.stall()
    terminal.keys("i")
    terminal.wait_for("Looking for lyrics")
    terminal.keys("Escape", ">")
    terminal.wait_for("▶ Breakwater")
    terminal.keys("Space")
    terminal.wait_for("‖ Breakwater")
    terminal.keys("/")
    terminal.type("curent")
    terminal.wait_for(lambda screen: "Current" in screen and "Anchor" not in screen)
    terminal.keys("Escape", "q")
    terminal.wait_for("exit 0", 30)
    disk.go_on()  # nobody can end what waits in the kernel before that
    terminal.wait_for(lambda _: not of_this_home(environment["HOME"]))
