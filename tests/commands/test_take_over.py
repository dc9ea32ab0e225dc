"""One tunes goes on with what another plays: real programs, real terminals, a real engine, and the listens on disk."""

import json
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from media import make_sound
from pulse import PulseAudio
from shell import TUNES, Shell
from terminal import Terminal

pytestmark = [pytest.mark.libvlc, pytest.mark.sound]


@pytest.fixture
def shell(tmp_path: Path, sound: PulseAudio) -> Shell:
    made = Shell(tmp_path / "home", **sound.environment, TERM="screen-256color")
    for name in ("one", "two", "three"):
        make_sound(made.home / "Music" / f"{name}.flac", 60.0, title=name.title(), artist="Them")
    return made


@pytest.fixture
def terminals(tmp_path: Path) -> Iterator[Callable[[], Terminal]]:
    made: list[Terminal] = []

    def another() -> Terminal:
        made.append(Terminal(tmp_path / str(len(made))))
        return made[-1]

    yield another
    for one in made:
        one.close()


@pytest.fixture
def headless(shell: Shell) -> Iterator["subprocess.Popen[bytes]"]:
    process = shell.start("play", "Music/one.flac", "Music/two.flac", "Music/three.flac")
    wait_for(lambda: status(shell)["state"] == "playing" and status(shell)["position"] > 0.5)
    yield process
    process.kill()
    process.communicate()


OFF: dict[str, Any] = {"state": "off", "position": 0.0, "track": {"title": ""}, "queue": {"count": 0}}
"""Also where a busy computer lets it answer too late."""


def status(shell: Shell) -> dict[str, Any]:
    done = shell.tunes("ctl", "status", "--json")
    return done.json if done.code == 0 else OFF


def wait_for(happened: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not happened():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def listens(shell: Shell) -> list[dict[str, Any]]:
    """What the shards hold, read without any code of tunes."""
    found = [json.loads(shard.read_bytes()) for shard in (shell.data / "profile").glob("*/20*-??.json")]
    documents = [listen for tables in found for listen in tables.get("listens", {}).values()]
    return sorted(documents, key=lambda listen: listen["at"])


def open_screen(shell: Shell, terminal: Terminal, *words: str) -> None:
    terminal.start(["env", "-i", "-C", str(shell.home), *_assigned(shell), str(TUNES), *words], {})


def _assigned(shell: Shell) -> list[str]:
    return [f"{name}={value}" for name, value in shell.environment.items()]


def test_a_screen_goes_on_with_what_plays_without_a_terminal_and_another_screen_with_that(
    shell: Shell, terminals: Callable[[], Terminal], headless: "subprocess.Popen[bytes]"
) -> None:
    shell.tunes("ctl", "volume", "35")
    shell.tunes("ctl", "queue", "jump", "2")
    wait_for(lambda: status(shell)["position"] > 2)

    first = terminals()
    open_screen(shell, first)
    first.wait_for("Another tunes plays Two – Them. Take over?")
    assert "queue of 3 tracks" in first.screen()
    first.keys("y")
    done = shell.ended(headless)
    assert (done.code, done.raw) == (0, b"")
    assert "Another tunes has taken over" in done.err
    wait_for(lambda: status(shell)["state"] == "playing")
    now = status(shell)
    assert (now["track"]["title"], now["volume"]) == ("Two", 35)
    assert now["queue"] == {"place": 2, "count": 3}
    wait_for(lambda: status(shell)["position"] > now["position"] + 1)

    second = terminals()
    first.keys("Space")
    wait_for(lambda: status(shell)["state"] == "paused")
    place = status(shell)["position"]
    open_screen(shell, second)
    second.wait_for("Another tunes has paused Two")
    second.keys("y")
    first.wait_for("exit 0")
    assert "Another tunes has taken over" in first.screen()
    wait_for(lambda: status(shell)["state"] == "paused")
    now = status(shell)
    assert (now["state"], now["position"]) == ("paused", pytest.approx(place, abs=0.5))
    second.keys("Space")
    wait_for(lambda: status(shell)["position"] > place + 1)
    second.keys("q")
    second.wait_for("exit 0")

    *_, there, here, last = listens(shell)
    assert [one["end"] for one in (there, here, last)] == ["handed-over", "handed-over", "quit"]
    assert len({one["track"] for one in (there, here, last)}) == 1
    for before, after in ((there, here), (here, last)):
        assert after["began"] == pytest.approx(before["left"], abs=0.2)
        assert after["at"] >= before["at"] + before["heard"] - 0.3
    heard = sum(one["heard"] for one in (there, here, last))
    assert heard == pytest.approx(last["left"] - there["began"], abs=0.4)
    assert not list((shell.data / "profile").glob("*/open*.json"))


def test_without_a_terminal_and_without_a_question(shell: Shell, headless: "subprocess.Popen[bytes]") -> None:
    shell.tunes("ctl", "volume", "20")
    beside = shell.start("play", "Music/three.flac")
    wait_for(lambda: status(shell)["track"]["title"] == "Three")
    shell.tunes("ctl", "quit")
    assert shell.ended(beside).err == "tunes: Another tunes plays One – Them at the same time.\n"
    later = shell.start("play", "--take-over")
    assert shell.ended(headless).code == 0
    wait_for(lambda: status(shell)["state"] == "playing")
    now = status(shell)
    assert (now["track"]["title"], now["volume"], now["queue"]["count"]) == ("One", 20, 3)
    wait_for(lambda: status(shell)["position"] > now["position"] + 1)
    instead = shell.start("play", "--take-over", "Music/two.flac")
    assert shell.ended(later).code == 0
    wait_for(lambda: status(shell)["state"] == "playing")
    now = status(shell)
    assert (now["track"]["title"], now["volume"], now["queue"]["count"]) == ("Two", 20, 1)
    shell.tunes("ctl", "quit")
    assert shell.ended(instead).code == 0
    alone = shell.tunes("play", "--take-over")
    assert (alone.code, alone.err) == (1, "tunes: No other tunes runs that could be taken over.\n")
    assert shell.tunes("play").code == 2
