"""`tunes ctl` and a `tunes play` without a terminal: two real programs, a real engine, a real door."""

import json
import re
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from media import make_sound
from odd_shelf import fill
from pulse import PulseAudio
from shell import TUNES, Done, Shell
from tunes.tui.commands.ctl import HELP
from tunes.tui.remote.pattern import FIELDS
from tunes.tui.remote.wording import _ORDERS, _QUEUE

pytestmark = [pytest.mark.libvlc, pytest.mark.sound]


@pytest.fixture
def shell(tmp_path: Path, sound: PulseAudio) -> Shell:
    made = Shell(tmp_path / "home", **sound.environment)
    for name in ("one", "two", "three"):
        make_sound(made.home / f"{name}.flac", 60.0, title=name.title(), artist="Them")
    return made


class Playing:
    """A `tunes play` in the background."""

    def __init__(self, shell: Shell, *words: str) -> None:
        self.shell = shell
        self.process = shell.start("play", *words)
        wait_for(lambda: self.status()["state"] == "playing", self.process)

    def ctl(self, *words: str | bytes | Path) -> Done:
        return self.shell.tunes("ctl", *words)

    def status(self) -> dict[str, Any]:
        done = self.ctl("status", "--json")
        return done.json if done.code == 0 else {"state": "off"}

    def wait_for(self, holds: Callable[[dict[str, Any]], bool]) -> None:
        wait_for(lambda: holds(self.status()), self.process)


@pytest.fixture
def playing(shell: Shell) -> Iterator[Playing]:
    made = Playing(shell, "one.flac", "two.flac")
    yield made
    made.process.kill()
    made.process.communicate()


def wait_for(happened: Callable[[], bool], process: "subprocess.Popen[bytes] | None" = None) -> None:
    deadline = time.monotonic() + 30
    while not happened():
        assert process is None or process.poll() is None, process.communicate()
        assert time.monotonic() < deadline
        time.sleep(0.02)


def listens(shell: Shell) -> list[dict[str, Any]]:
    return list(shell.tunes("listens", "--json").json)


def test_a_whole_conversation(playing: Playing) -> None:
    shell, ctl = playing.shell, playing.ctl
    status = playing.status()
    assert (status["track"]["title"], status["queue"]) == ("One", {"place": 1, "count": 2})

    assert ctl("pause").raw == b""
    playing.wait_for(lambda now: now["state"] == "paused")
    assert ctl("seek", "0:30").code == 0
    assert ctl("seek", "-10").code == 0
    line = ("status", "--format", "{icon} {title} {position}/{duration}")
    # Shown at once, and then once more by the player's own word, which may be one from before.
    wait_for(lambda: ctl(*line).out == "‖ One 0:20/1:00\n", playing.process)
    playing.wait_for(lambda now: now["position"] == pytest.approx(20, abs=0.1))
    ctl("play")
    playing.wait_for(lambda now: now["state"] == "playing" and now["position"] > 20.2)

    assert ctl("volume", "30").raw == b""
    assert ctl("volume", "-5").raw == b""
    assert ctl("volume").out == "25\n"
    assert ctl("mute").raw == b""
    assert ctl("volume").out == "25 (muted)\n"
    assert ctl("like").out == "Liked: One\n"

    assert ctl("queue", "next", "three.flac").out == "Next: Three\n"
    assert ctl("queue").lines == [
        "▶    1  One – Them  1:00",
        "     2  Three – Them  1:00",
        "     3  Two – Them  1:00",
    ]
    assert [track["title"] for track in ctl("queue", "--json").json["tracks"]] == ["One", "Three", "Two"]
    assert ctl("queue", "move", "3", "2").raw == b""
    assert ctl("queue", "undo").out == "Undone: moved\n"
    assert ctl("queue", "remove", "3").code == 0
    assert ctl("shuffle", "albums").raw == b""
    assert ctl("repeat", "on").raw == b""
    assert ctl("status", "--format", "{shuffle} {repeat}").out == "albums all\n"
    assert ctl("shuffle", "off").code == 0
    assert ctl("repeat").out == "all\n"
    assert ctl("next").code == 0
    # Beyond what is counted ahead of the player's own word: it has been heard.
    playing.wait_for(lambda now: now["track"]["title"] == "Three" and now["position"] > 0.8)
    lines = ctl("status").lines
    assert lines[0].startswith("▶ Three – Them")
    assert re.fullmatch(r"  0:0\d / 1:00 · volume 25, muted · 2 of 2 · repeat", lines[1])

    assert ctl("quit").code == 0
    done = shell.ended(playing.process)
    assert (done.code, done.raw) == (0, b"")
    assert done.err.startswith("tunes: Liked: One\n")
    assert listens(shell)[-1]["end"] == "quit"
    assert ctl("status") == Done(1, b"", "tunes: Nothing plays: no tunes runs here.\n")


def test_words_and_files_are_found_by_the_one_that_plays(playing: Playing) -> None:
    fill(playing.shell)
    assert playing.shell.tunes("scan", "Music").code == 0
    assert playing.ctl("play", "album", "21").out == "Playing: 3 tracks\n"
    playing.wait_for(lambda now: now["track"]["album"] == "Album 21")
    odd = make_sound(playing.shell.home / "odd.ogg", 5.0, title="Odd \x1b[31m").rename(
        playing.shell.home / "odd\udcff.ogg"
    )
    done = playing.ctl("play", odd)
    assert (done.code, done.err) == (0, "")
    playing.wait_for(lambda now: "odd" in now["track"]["path"])
    assert playing.status()["track"]["path"].endswith("odd\udcff.ogg")
    assert "\x1b" not in playing.ctl("status").out
    nothing = playing.ctl("queue", "add", "qqqqqq")
    assert (nothing.code, nothing.err) == (1, "tunes: Nothing was found for: qqqqqq\n")
    wrong = playing.ctl("play", "year:x")
    assert (wrong.code, wrong.raw) == (2, b"")


def test_profiles_have_doors_of_their_own(playing: Playing) -> None:
    shell = playing.shell
    assert shell.tunes("ctl", "status", "--profile", "other").code == 1
    profile = shell.tunes("profile", "path").out.strip()
    assert shell.tunes("ctl", "status", without=["HOME"], TUNES_PROFILE=profile, TUNES_LIBRARY="l").code == 0


def test_a_killed_one_is_gone_and_a_stopped_one_does_not_answer(playing: Playing) -> None:
    playing.process.send_signal(signal.SIGSTOP)
    done = playing.ctl("pause")
    assert (done.code, done.err) == (1, "tunes: The tunes that runs does not answer.\n")
    playing.process.kill()
    playing.process.communicate()
    assert playing.ctl("pause").err == "tunes: Nothing plays: no tunes runs here.\n"


def test_of_two_the_one_that_plays_is_meant(playing: Playing) -> None:
    playing.ctl("pause")
    other = Playing(playing.shell, "--shuffle-albums", "--repeat", "three.flac")
    try:
        status = playing.status()
        assert status["track"]["title"] == "Three"
        assert (status["shuffle"], status["repeat"]) == ("albums", "all")
        playing.ctl("stop")
        assert playing.shell.ended(other.process).code == 0
        assert playing.status()["track"]["title"] == "One"
    finally:
        other.process.kill()
        other.process.communicate()


def test_following(shell: Shell) -> None:
    follower = subprocess.Popen(
        [TUNES, "ctl", "status", "--follow", "--format", "{title} {volume}"],
        stdout=subprocess.PIPE,
        cwd=shell.home,
        env=shell.environment,
    )
    assert follower.stdout is not None
    assert follower.stdout.readline() == b"\n"
    playing = Playing(shell, "one.flac", "two.flac")
    try:
        assert follower.stdout.readline() == b"One 100\n"
        playing.ctl("volume", "7")
        assert follower.stdout.readline() == b"One 7\n"
        playing.ctl("next")
        assert follower.stdout.readline() == b"Two 7\n"
        playing.ctl("quit")
        assert follower.stdout.readline() == b"\n"
        follower.stdout.close()
        assert follower.wait(20) == 0
    finally:
        follower.kill()
        playing.process.kill()
        playing.process.communicate()


def test_nothing_is_open_to_the_outside(playing: Playing) -> None:
    assert playing.ctl("status").code == 0
    family = [playing.process.pid, *_children(playing.process.pid)]
    assert len(family) >= 2, "the engine is one of them"
    mine = {link for pid in family for link in _sockets(pid)}
    assert mine, "the door is one of them"
    outside = {
        f"socket:[{line.split()[9]}]"
        for name in ("tcp", "tcp6", "udp", "udp6", "raw", "raw6")
        for line in Path(f"/proc/net/{name}").read_text().splitlines()[1:]
    }
    assert not mine & outside


def _children(pid: int) -> list[int]:
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            if int(status.read_text().rpartition(")")[2].split()[1]) == pid:
                found.append(int(status.parent.name))
        except OSError:
            continue
    return found


def _sockets(pid: int) -> set[str]:
    links = {str(link.readlink()) for link in Path(f"/proc/{pid}/fd").iterdir()}
    return {link for link in links if link.startswith("socket:")}


@pytest.mark.parametrize(
    "words", [["seek"], ["fly"], ["status", "--format", "{titel}"], ["pause", "--json"], []]
)
def test_wrong_use(shell: Shell, words: list[str]) -> None:
    done = shell.tunes("ctl", *words)
    assert (done.code, done.raw) == (2, b"")
    assert done.err.startswith("tunes: ")
    assert "usage: tunes ctl" in done.err


def test_the_help_names_everything() -> None:
    for order in _ORDERS:
        assert re.search(rf"^  .*\b{order}\b", HELP, re.MULTILINE), order
    for order in _QUEUE:
        assert order == "list" or f"queue {order}" in HELP
    assert set(re.findall(r"\{(\w+)", HELP)) == set(FIELDS)


def test_a_status_line_is_quick_to_ask(shell: Shell) -> None:
    code = (
        "import sys\nfrom tunes.tui.cli import main\nmain(sys.argv[1:])\nprint(*sys.modules, file=sys.stderr)"
    )
    done = subprocess.run(
        [TUNES.with_name("python"), "-c", code, "ctl", "status"],
        capture_output=True,
        text=True,
        env=shell.environment,
        check=True,
    )
    heavy = {
        "asyncio",
        "textual",
        "numpy",
        "orjson",
        "tinydb",
        "sqlite3",
        "rapidfuzz",
        "vlc",
        "dbus_fast",
    }
    assert not heavy & set(done.stderr.split())


def test_json_is_what_is_promised(playing: Playing) -> None:
    text = (Path(__file__).parents[2] / "docs" / "formats.md").read_text()

    def fields(section: str) -> list[str]:
        return re.findall(r"^\| `(\w+)` \|", text.split(f"### {section}\n")[1].split("\n#")[0], re.MULTILINE)

    status = playing.status()
    assert list(status) == fields("How it stands")
    queue = playing.ctl("queue", "--json").json
    assert list(queue) == fields("What is in the queue")
    assert list(queue["tracks"][0]) == [*status["track"], "source"]
    assert json.dumps(queue).isascii()
