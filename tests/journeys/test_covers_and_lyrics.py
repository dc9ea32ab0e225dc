"""Covers and lyrics in a real terminal: seen, sung along, and harmless."""

import re
import sys
from pathlib import Path

import pytest
from covered import picture, put_picture
from media import make_flac
from terminal import Terminal

pytestmark = [pytest.mark.journey, pytest.mark.libvlc]

TUNES = str(Path(sys.executable).with_name("tunes"))
EVIL = "\x1b]0;evil\x07\x1b[2J\x9b5m\u202ewords"


@pytest.fixture
def environment(home: dict[str, str]) -> dict[str, str]:
    return home | {"TERM": "xterm-256color", "COLORTERM": "truecolor"}


def sung(screen: str) -> int:
    """The number of the line that is marked; -1 for none."""
    found = re.search(r"▶ line (\d+)", screen)
    return int(found[1]) if found else -1


def test_the_way_of_a_listener(tmp_path: Path, terminal: Terminal, environment: dict[str, str]) -> None:
    song = make_flac(
        tmp_path / "music" / "Song.flac", seconds=30.0, title="Song", artist="Ann", album="Album"
    )
    put_picture(song, picture(size=(200, 200)))
    times = "\n".join(f"[00:{second:02}.00]line {second}" for second in range(2, 30))
    song.with_suffix(".lrc").write_text(f"[00:00.00]{EVIL}\n{times}")
    terminal.start([TUNES, str(tmp_path / "music")], environment)
    terminal.wait_for("Ann")
    terminal.keys("2", "i")
    terminal.wait_for("▀" * 24)
    shown = terminal.wait_for("]0;evil[2J")
    assert "Ann" in shown
    kept = list((Path(environment["XDG_CACHE_HOME"]) / "tunes" / "covers").iterdir())
    assert [path.suffix for path in kept] == [".ppm"]
    terminal.keys("Enter")
    terminal.wait_for("▶ Song")
    terminal.keys("L")
    terminal.wait_for(lambda screen: sung(screen) >= 3)  # a busy computer may leave one out
    terminal.wait_for(lambda screen: sung(screen) >= 5)
    terminal.keys("Escape", "4")
    terminal.wait_for(lambda screen: "▀" * 24 in screen and "▶ Song" in screen)
    terminal.keys("q")
    terminal.wait_for("exit 0")


def test_without_colours(tmp_path: Path, terminal: Terminal, environment: dict[str, str]) -> None:
    song = make_flac(tmp_path / "music" / "Song.flac", seconds=2.0, title="Song", artist="Ann")
    song.with_name("cover.png").write_bytes(picture())
    terminal.start([TUNES, str(tmp_path / "music")], environment | {"NO_COLOR": "1"})
    terminal.wait_for("Ann")
    terminal.keys("2", "i")
    assert "▀" not in terminal.wait_for("Song.lrc beside the file")
    terminal.keys("q")
    terminal.wait_for("exit 0")
