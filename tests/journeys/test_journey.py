"""The installed `tunes` in a real terminal, on real files, with real libVLC and a real sound server: the way of a new listener."""

import json
import re
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from media import make_flac
from terminal import Terminal

pytestmark = [pytest.mark.journey, pytest.mark.libvlc, pytest.mark.sound]

TUNES = str(Path(sys.executable).with_name("tunes"))


@pytest.fixture
def music(tmp_path: Path) -> Path:
    """Two artists, two albums, five tracks of 12 s."""
    folder = tmp_path / "music"
    for artist, album, titles in (
        ("Harbour Lights", "Low Water", ["Anchor", "Breakwater", "Current"]),
        ("Paper Engines", "First Draft", ["Dynamo", "Escapement"]),
    ):
        (folder / artist / album).mkdir(parents=True)
        for number, title in enumerate(titles, 1):
            make_flac(
                folder / artist / album / f"{number:02} {title}.flac",
                seconds=12.0,
                hz=200.0 + 50 * number,
                title=title,
                artist=artist,
                album=album,
                tracknumber=str(number),
                genre="Test",
            )
    return folder


def listens(environment: dict[str, str]) -> list[dict[str, Any]]:
    """What the shards hold, read without any code of tunes."""
    profile = Path(environment["XDG_DATA_HOME"]) / "tunes" / "profile"
    found: list[dict[str, Any]] = []
    for shard in sorted(profile.glob("*/[0-9]*.json")):
        found += json.loads(shard.read_bytes())["listens"].values()
    return sorted(found, key=lambda listen: listen["at"])


def titles(environment: dict[str, str]) -> dict[str, str]:
    """Track id to title, from the shards."""
    profile = Path(environment["XDG_DATA_HOME"]) / "tunes" / "profile"
    notes: dict[str, str] = {}
    for shard in profile.glob("*/[0-9]*.json"):
        notes |= {note["id"]: note["title"] for note in json.loads(shard.read_bytes())["tracks"].values()}
    return notes


def past(seconds: int, title: str = "") -> Callable[[str], bool]:
    """Whether the screen shows a track so far on its way, or farther: a busy computer may leave seconds out."""

    def holds(screen: str) -> bool:
        at = re.search(r"^ +(\d+):(\d\d) [━╸]", screen, re.MULTILINE)
        return f"▶ {title}" in screen and at is not None and 60 * int(at[1]) + int(at[2]) >= seconds

    return holds


def test_scan_find_play_seek_skip_replay_quit_restart(
    music: Path, terminal: Terminal, environment: dict[str, str]
) -> None:
    before = {file: (file.stat().st_mtime_ns, file.stat().st_size) for file in music.rglob("*.flac")}
    terminal.start([TUNES, str(music)], environment)
    terminal.wait_for("Harbour Lights")

    # Find with a typing mistake, and play: the queue is what was found.
    terminal.keys("/")
    terminal.type("escapemnet")
    terminal.wait_for("Escapement")
    terminal.keys("Enter")
    terminal.wait_for("▶ Escapement")
    terminal.wait_for(past(3))
    terminal.keys("Right")  # 5 s on
    # To the end by itself: 12 s less the 5 s sought over, nothing after it in the queue.
    terminal.wait_for(lambda screen: "▶ Escapement" not in screen)

    # All tracks, from the first: hear 3 s of Anchor, skip; Breakwater: seek past half, send back to its start, let it end.
    terminal.keys("Escape")
    terminal.wait_for(lambda screen: "escapemnet" not in screen)
    terminal.keys("2")
    terminal.wait_for("Dynamo")
    terminal.keys("g", "Enter")
    terminal.wait_for(past(3, "Anchor"))
    terminal.keys(">")
    terminal.wait_for(past(2, "Breakwater"))
    terminal.keys("Right")
    terminal.wait_for(past(7, "Breakwater"))
    terminal.keys("<")
    terminal.wait_for(past(3, "Current"))
    terminal.keys("Space")
    terminal.wait_for("‖")
    terminal.keys("q")
    terminal.wait_for("exit 0")

    found = listens(environment)
    named = titles(environment)
    assert [(named[one["track"]], one["end"]) for one in found] == [
        ("Escapement", "finished"),
        ("Anchor", "next"),
        ("Breakwater", "finished"),
        ("Current", "quit"),
    ]
    escapement, anchor, breakwater, current = found
    assert escapement["heard"] == pytest.approx(7.0, abs=0.5)
    assert len(escapement["seeks"]) == 1
    assert escapement["source"].startswith("search")
    assert 2.0 <= anchor["heard"] < 12.0
    assert anchor["left"] == pytest.approx(anchor["heard"], abs=0.2)
    assert breakwater["restarts"] == 1
    assert 12.0 + 2.0 <= breakwater["heard"] < 12.0 + 7.1, "of what it skipped nothing"
    assert 2.5 <= current["heard"] < 12.0
    assert all(
        one["device"] and one["v"] == 1 and one["duration"] == pytest.approx(12, abs=0.1) for one in found
    )

    # Again: the library is there at once, the history unchanged, and a new listen is added to it.
    terminal.start([TUNES], environment)
    terminal.wait_for("Harbour Lights")
    assert listens(environment) == found
    terminal.keys("2", "G", "Enter")
    terminal.wait_for(past(2, "Escapement"))
    terminal.keys("q")
    terminal.wait_for("exit 0")
    assert listens(environment)[: len(found)] == found
    assert [(named[one["track"]], one["end"]) for one in listens(environment)[len(found) :]] == [
        ("Escapement", "quit")
    ]
    assert {file: (file.stat().st_mtime_ns, file.stat().st_size) for file in music.rglob("*.flac")} == before
    assert not list(music.rglob("*.json"))


def test_a_kill_costs_at_most_ten_seconds_and_not_the_queue(
    music: Path, terminal: Terminal, environment: dict[str, str]
) -> None:
    terminal.start([TUNES, str(music)], environment)
    terminal.wait_for("Harbour Lights")
    terminal.keys("2")
    terminal.wait_for("Dynamo")
    terminal.keys("g", "Enter")
    terminal.wait_for("▶ Anchor")
    terminal.wait_for(past(2, "Breakwater"))
    terminal.keys("s")
    place = Path(environment["XDG_DATA_HOME"]) / "tunes"
    terminal.wait_for(
        lambda _: any(b"tracks" in file.read_bytes() for file in place.glob("queue-*/entries.jsonl"))
    )
    terminal.keys("C-z")  # must not reach the shell's job control
    terminal.wait_for("Breakwater")
    terminal.kill()
    terminal.wait_for("exit 137")

    # The queue is there again, paused within it, and goes on when it is asked to.
    terminal.start([TUNES], environment)
    terminal.wait_for("‖ Breakwater")
    terminal.wait_for("shuffle   ")
    terminal.keys("4")
    terminal.wait_for("2 of 5")
    terminal.keys("Space")
    terminal.wait_for("▶ Breakwater")
    terminal.keys(">")
    terminal.wait_for(lambda screen: "▶" in screen and "▶ Breakwater" not in screen)
    terminal.keys("q")
    terminal.wait_for("exit 0")
    named = titles(environment)
    assert [(named[one["track"]], one["end"]) for one in listens(environment)][:2] == [
        ("Anchor", "finished"),
        ("Breakwater", "lost"),
    ]
    terminal.start([TUNES, "play", str(music / "Paper Engines")], environment)
    terminal.wait_for("▶ Dynamo")
    terminal.keys("q")
    terminal.wait_for("exit 0")
    terminal.start([TUNES], environment)
    terminal.wait_for("‖")
    terminal.keys("4")
    terminal.wait_for("3 of 5")
    terminal.keys("q")
    terminal.wait_for("exit 0")


def test_an_album_that_moved_keeps_its_history(
    music: Path, terminal: Terminal, environment: dict[str, str]
) -> None:
    terminal.start([TUNES, str(music)], environment)
    terminal.wait_for("Harbour Lights")
    terminal.keys("2")
    terminal.wait_for("Dynamo")
    terminal.keys("g", "Enter")
    terminal.wait_for(past(3, "Anchor"))
    terminal.keys("q")
    terminal.wait_for("exit 0")
    shutil.move(music / "Harbour Lights" / "Low Water", music / "Elsewhere")

    terminal.start([TUNES, "listens", "--json"], environment)
    terminal.wait_for("exit 0")
    terminal.start([TUNES], environment)
    terminal.wait_for("Harbour Lights")
    terminal.keys("2", "g", "Enter")
    terminal.wait_for(past(2, "Anchor"))
    terminal.keys("q")
    terminal.wait_for("exit 0")
    assert len({one["track"] for one in listens(environment)}) == 1


def test_a_playlist_made_saved_and_played(
    music: Path, terminal: Terminal, environment: dict[str, str]
) -> None:
    (music / "Playlists").mkdir()
    terminal.start([TUNES, str(music)], environment)
    terminal.wait_for("Harbour Lights")
    terminal.keys("2")
    terminal.wait_for("Escapement")
    terminal.keys("j", "a")
    terminal.wait_for("A new playlist…")
    terminal.keys("Enter")
    terminal.wait_for("Esc gives up")
    terminal.type("Tides")
    terminal.keys("Enter")
    terminal.wait_for("Saved as the playlist Tides")
    assert (
        b"../Harbour Lights/Low Water/02 Breakwater.flac" in (music / "Playlists" / "Tides.m3u8").read_bytes()
    )

    terminal.keys("/")
    terminal.type("artist:paper")
    terminal.wait_for("2 found")
    terminal.keys("C-s")
    terminal.wait_for("fills itself: artist:paper")
    terminal.type("Engines")
    terminal.keys("Enter")
    terminal.wait_for("Saved as the playlist Engines")
    terminal.keys("Escape")
    terminal.wait_for("Breakwater")
    terminal.keys("5")
    terminal.wait_for("Playlists · 2")
    terminal.keys("Enter")
    terminal.wait_for("Engines · 2 tracks")
    terminal.keys("Enter")
    terminal.wait_for(past(2, "Dynamo"))
    terminal.keys("q")
    terminal.wait_for("exit 0")
    (listen,) = listens(environment)
    assert listen["source"] == "playlist:Engines"
