"""The installed `tunes` in a real terminal: music goes on behind the queue, and the home screen knows what was begun."""

import json
import re
import sys
from pathlib import Path
from typing import Any

import pytest
from media import make_flac
from terminal import Terminal

pytestmark = [pytest.mark.journey, pytest.mark.libvlc, pytest.mark.sound]

TUNES = str(Path(sys.executable).with_name("tunes"))


@pytest.fixture
def music(tmp_path: Path) -> Path:
    """Eight artists with two tracks of 20 s each, of two genres."""
    folder = tmp_path / "music"
    for number in range(8):
        for title in ("First", "Second"):
            place = folder / f"Artist {number}" / "Album"
            place.mkdir(parents=True, exist_ok=True)
            make_flac(
                place / f"{title}.flac",
                seconds=20.0,
                hz=200.0 + 20 * number + (title == "First"),
                title=f"{title} of {number}",
                artist=f"Artist {number}",
                album=f"Album {number}",
                genre="Dub" if number < 4 else "Folk",
            )
    return folder


def documents(environment: dict[str, str], table: str) -> list[dict[str, Any]]:
    """What the shards hold, read without any code of tunes."""
    profile = Path(environment["XDG_DATA_HOME"]) / "tunes" / "profile"
    found: list[dict[str, Any]] = []
    for shard in sorted(profile.glob("*/[0-9]*.json")):
        found += json.loads(shard.read_bytes()).get(table, {}).values()
    return sorted(found, key=lambda document: document["at"])


def is_past(screen: str, seconds: int) -> bool:
    """Whether what plays is so far on its way; a busy computer may leave seconds out."""
    at = re.search(r"^ +(\d+):(\d\d) [━╸]", screen, re.MULTILINE)
    return at is not None and 60 * int(at[1]) + int(at[2]) >= seconds


def test_music_goes_on_behind_the_queue_and_home_shows_rows(
    terminal: Terminal, music: Path, environment: dict[str, str]
) -> None:
    terminal.start([TUNES, str(music)], environment)
    terminal.wait_for(lambda screen: all(word in screen for word in ("Artist 7", "First of 0", "/ find")))
    terminal.keys("Enter")
    terminal.wait_for("▶ First of 0")
    terminal.keys("4")
    terminal.wait_for("1 of 2")
    terminal.keys(">")
    terminal.wait_for(lambda screen: screen.count(" of ") > 6)  # what is lined up stands in the queue
    terminal.wait_for(lambda screen: "▶ Second of 0" in screen and is_past(screen, 3))
    terminal.keys(">")
    terminal.wait_for(lambda screen: "▶" in screen and "▶ Second of 0" not in screen and is_past(screen, 3))
    terminal.keys("0")
    terminal.wait_for("Discover · week")
    before = re.findall("▶ (.* of [0-9])", terminal.screen())
    terminal.keys("Enter")
    terminal.wait_for(
        lambda screen: re.findall("▶ (.* of [0-9])", screen) not in ([], before) and is_past(screen, 2)
    )
    terminal.keys("q")
    terminal.wait_for("exit 0")
    sources = [listen["source"].partition(":")[0] for listen in documents(environment, "listens")]
    assert "autoplay" in sources
    assert sources[-1] == "discover"
    assert any(shown["place"].startswith("discover:") for shown in documents(environment, "shown"))
