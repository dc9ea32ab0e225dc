"""`tunes play` without a terminal: a real engine, a real sound server, and what is on disk afterwards."""

import json
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from media import make_sound
from odd_shelf import fill
from pulse import PulseAudio
from shell import Shell

pytestmark = [pytest.mark.libvlc, pytest.mark.sound]


@pytest.fixture
def shell(tmp_path: Path, sound: PulseAudio) -> Shell:
    made = Shell(tmp_path / "home", **sound.environment)
    fill(made)
    assert made.tunes("scan", "Music").code == 0
    return made


def listens(shell: Shell) -> list[dict[str, Any]]:
    """What the shards hold, read without any code of tunes."""
    found = [json.loads(shard.read_bytes()) for shard in (shell.data / "profile").glob("*/20*-??.json")]
    documents = [listen for tables in found for listen in tables.get("listens", {}).values()]
    return sorted(documents, key=lambda listen: listen["at"])


def titles(shell: Shell) -> list[str]:
    found = [json.loads(shard.read_bytes()) for shard in (shell.data / "profile").glob("*/20*-??.json")]
    names = {note["id"]: note["title"] for tables in found for note in tables["tracks"].values()}
    return [names[listen["track"]] for listen in listens(shell)]


def wait_for(happened: Callable[[], bool], process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + 20
    while not happened():
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < deadline
        time.sleep(0.02)


class TestToTheEnd:
    def test_an_album_by_its_name_in_its_order(self, shell: Shell) -> None:
        done = shell.tunes("play", "album", "21")
        assert (done.code, done.raw, done.err) == (0, b"", "")
        assert titles(shell) == ["Track 211", "Track 212", "Track 213"]
        for listen in listens(shell):
            assert listen["end"] == "finished"
            assert listen["heard"] == pytest.approx(1.0, abs=0.1)
            assert listen["source"] == "album:Album 21"
        assert shell.tunes("listens", "--json").json[0]["play"] is True
        assert not list((shell.data / "profile").glob("*/open*.json"))

    def test_one_song_by_its_name(self, shell: Shell) -> None:
        assert shell.tunes("play", "trak", "122").code == 0
        assert titles(shell) == ["Track 122"]
        assert listens(shell)[0]["source"] == "search"

    def test_files_of_anywhere_with_words_among_them(self, shell: Shell) -> None:
        made = make_sound(shell.home / "elsewhere" / "demo.ogg", 1.0, title="Outside", artist="Me")
        outside = made.rename(made.with_name("demo \udcff.ogg"))
        (shell.home / "notes.txt").write_text("no music")
        done = shell.tunes("play", outside, "Track", "113", "notes.txt")
        assert done.code == 0
        assert done.err.count("\n") == 1
        assert "notes.txt" in done.err
        assert titles(shell) == ["Outside", "Track 113"]
        assert shell.tunes("list", "outside").raw == b""
        assert len(shell.tunes("list").raw.splitlines()) == 13

    def test_on_a_device_of_its_own_and_on_none_that_is_not_there(self, shell: Shell) -> None:
        assert shell.tunes("play", "--device", "Null Output", "Track 111").code == 0
        assert titles(shell) == ["Track 111"]
        done = shell.tunes("play", "--device", "silend", "Track 111")
        assert (done.code, done.out) == (1, "")
        assert done.err == "tunes: There is no sound device “silend”. Nearest: silent.\n"

    def test_nothing_found(self, shell: Shell) -> None:
        done = shell.tunes("play", "qqqqqq", "zzzzzz")
        assert (done.code, done.err) == (1, "tunes: Nothing was found for: qqqqqq zzzzzz\n")
        assert listens(shell) == []

    def test_a_profile_that_can_not_be_written_stops_no_music(self, shell: Shell) -> None:
        done = shell.tunes("play", "Track", "111", "--profile", "/dev/null/profile")
        assert done.code == 0
        assert "1 of your listens and marks could not be saved" in done.err


class TestBehindTheList:
    def test_it_goes_on_where_it_was_told_to_and_ctl_says_so(self, shell: Shell) -> None:
        for number in range(6):
            make_sound(
                shell.home / "Music" / f"Long {number}.flac", 60.0, title=f"Long {number}", artist="Me"
            )
        assert shell.tunes("scan").code == 0
        process = shell.start("play", "Long", "0", "--autoplay", "daring", stdout=subprocess.PIPE)

        def status() -> dict[str, Any]:
            asked = shell.tunes("ctl", "status", "--json")
            return dict(asked.json) if asked.code == 0 else {"queue": {"count": 0}}

        wait_for(lambda: status()["queue"]["count"] > 1, process)
        assert (status()["source"], status()["autoplay"]) == ("search", "daring")
        assert shell.tunes("ctl", "next").code == 0
        wait_for(lambda: status()["source"] == "autoplay", process)
        assert status()["track"]["title"].startswith("Long")
        assert shell.tunes("ctl", "autoplay", "off").code == 0
        assert shell.tunes("ctl", "autoplay").out == "off\n"
        wait_for(lambda: status()["queue"]["count"] == 2, process)
        assert shell.tunes("ctl", "quit").code == 0
        assert shell.ended(process).code == 0

    def test_a_mode_that_there_is_not_is_wrong_use(self, shell: Shell) -> None:
        done = shell.tunes("play", "Track", "111", "--autoplay", "loud")
        assert (done.code, "similar" in done.err) == (2, True)


class TestAskedToEnd:
    @pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
    def test_ends_as_quit_with_the_listen_on_disk(self, shell: Shell, number: signal.Signals) -> None:
        long = make_sound(shell.home / "long.flac", 60.0, title="Long")
        process = shell.start("play", long, stdout=subprocess.PIPE)
        wait_for(lambda: any((shell.data / "profile").glob("*/open.json")), process)
        began = time.monotonic()
        process.send_signal(number)
        done = shell.ended(process)
        assert (done.code, done.err) == (0, "")
        assert time.monotonic() - began < 20
        (listen,) = listens(shell)
        assert listen["end"] == "quit"
        assert 0 < listen["heard"] < 10
        assert not list((shell.data / "profile").glob("*/open.json"))

    def test_at_once_it_ends_well_too(self, shell: Shell) -> None:
        process = shell.start("play", "Music", stdout=subprocess.PIPE)
        wait_for((shell.data / "logs" / "engine.log").exists, process)
        process.send_signal(signal.SIGTERM)
        assert shell.ended(process).code == 0
