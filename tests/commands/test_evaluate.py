"""`tunes evaluate`."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from made_listens import demo_listens, demo_tracks
from screen import put
from shell import Shell
from tunes.library.catalog import Catalog
from tunes.profile.device import this_device
from tunes.profile.listens import listen_document
from tunes.profile.store import Store

DEMO_ENDS = time.time() - 60.0


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Shell:
    """The demo's listener, whose ten weeks end now."""
    shell = Shell(tmp_path_factory.mktemp("evaluate") / "home")
    shell.data.mkdir(parents=True, exist_ok=True)
    tracks = demo_tracks()
    catalog = Catalog(shell.data / "library.db")
    put(catalog, tracks)
    catalog.close()
    store = Store(shell.data / "profile", this_device(shell.data / "device.json").word)
    known = {track.id: track for track in tracks}
    listens = demo_listens(now=DEMO_ENDS)
    store.extend("listens", [(listen_document(one), [known[one.track]]) for one in listens])
    return shell


class TestEvaluate:
    def test_as_a_document(self, home: Shell) -> None:
        told = home.tunes("evaluate", "--json").json
        assert list(told) == ["weeks", "results", "months", "note"]
        assert 3 <= told["weeks"] <= 6  # which it is depends on the weekday
        assert list(told["results"]) == ["Discover", "recently begun", "most-played artist", "random"]
        for result in told["results"].values():
            assert result["hits"]["low"] <= result["hits"]["value"] <= result["hits"]["high"]
        assert told["note"].startswith("Only ")

    def test_in_words(self, home: Shell) -> None:
        out = home.tunes("evaluate", "--weeks", "2").out
        assert "replayed week by week (2 weeks)" in out
        assert "than the best plain rule" in out
        assert "which may be chance" in out

    def test_too_little_history_is_said(self, shelf: Shell) -> None:
        done = shelf.tunes("evaluate")
        assert done.code == 0
        assert done.out.startswith("Too little history: a week can be judged when 50 plays")
        assert shelf.tunes("evaluate", "--json").json["weeks"] == 0

    def test_of_an_empty_library(self, shell: Shell) -> None:
        done = shell.tunes("evaluate", "--json")
        assert (done.code, done.json["weeks"]) == (0, 0)
        assert "tunes scan FOLDER" in done.err

    @pytest.mark.parametrize("weeks", ["0", "-3", "many", "9999"])
    def test_wrong_use(self, shell: Shell, weeks: str) -> None:
        assert shell.tunes("evaluate", f"--weeks={weeks}").code == 2


def test_ctrl_c_prints_what_the_weeks_so_far_come_to(home: Shell, tmp_path: Path) -> None:
    """A week is made to wait for the key, so that it always comes between two weeks."""
    waiting = tmp_path / "waiting"
    code = f"""
import sys, time
from pathlib import Path
from tunes.profile import looking_back
real = looking_back.replayed
def slowly(past, mondays):
    for number, week in enumerate(real(past, mondays)):
        yield week
        if number == 1:
            Path({str(waiting)!r}).touch()
            time.sleep(60)
looking_back.replayed = slowly
from tunes.tui.cli import main
sys.exit(main(["evaluate"]))
"""
    process = subprocess.Popen(
        [sys.executable, "-P", "-c", code],
        env=home.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    deadline = time.monotonic() + 60
    while not waiting.exists():
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < deadline
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "Stopped after 2 of " in err
    assert "(2 weeks)" in out
