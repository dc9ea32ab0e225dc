"""`tunes sonic`: listening through a library from the command line, with and without PyAV."""

import os
import signal
import time
from pathlib import Path

import numpy as np
import soundfile
from made_music import CALM, MARCH, RATE, piece
from shell import Shell
from tunes.player.sonic.book import features_in
from tunes.profile.lock import Lock


def fill(shell: Shell, count: int) -> Path:
    """A music folder with so many pieces, and what is none."""
    music = shell.home / "Music"
    music.mkdir()
    for number in range(count):
        sound = piece(CALM if number % 2 else MARCH, number, 6.0)
        soundfile.write(music / f"{number}.flac", np.column_stack([sound, sound]), RATE)
    assert shell.tunes("scan", music).code == 0
    return music


def without_pyav(folder: Path) -> dict[str, str]:
    """Surroundings in which PyAV is not installed."""
    (folder / "sitecustomize.py").write_text("import sys\nsys.modules['av'] = None\n")
    return {"PYTHONPATH": os.fspath(folder)}


def test_it_listens_once_and_names_what_tells_nothing(shell: Shell) -> None:
    music = fill(shell, 3)
    soundfile.write(music / "silent.flac", np.zeros((RATE * 3, 2)), RATE)
    assert shell.tunes("scan").code == 0
    assert shell.tunes("sonic", "--status").out == "0 of 4 tracks listened to; 4 to go\n"
    done = shell.tunes("sonic")
    said = "3 of 4 tracks listened to; 1 tell nothing (tunes sonic --problems names them)\n"
    assert (done.code, done.out, done.err) == (0, said, "")
    assert shell.tunes("sonic", "--problems").lines[1] == f"  {music / 'silent.flac'}: it is silent"
    told = shell.tunes("sonic", "--json").json
    assert told == {
        "installed": True,
        "known": 3,
        "silent": 1,
        "total": 4,
        "problems": [{"path": str(music / "silent.flac"), "reason": "it is silent"}],
    }
    assert (shell.data / "sonic.db").stat().st_mode & 0o077 == 0
    assert shell.tunes("sonic", "--again").code == 0


def test_what_sounds_like_a_track(shell: Shell) -> None:
    fill(shell, 10)
    assert "was not listened to yet" in shell.tunes("sonic", "--like", "4").err
    assert shell.tunes("sonic").code == 0
    told = shell.tunes("sonic", "--like", "4", "--json").json
    assert [one["title"] for one in told[:4]] != ["4"] * 4
    assert {int(one["title"]) % 2 for one in told[:4]} == {0}, "every other one is of the same style"
    assert [one["near"] for one in told] == sorted((one["near"] for one in told), reverse=True)
    lines = shell.tunes("sonic", "--like", "4").lines
    assert lines[0] == "Sounds like 4; 1 would be the same, 0 any two:"
    assert lines[1] == f"  {told[0]['near']:.2f}  {told[0]['title']}"
    assert "No track was found" in shell.tunes("sonic", "--like", "zzzzzz").err


def test_ctrl_c_loses_nothing(shell: Shell) -> None:
    fill(shell, 6)
    process = shell.start("sonic")
    while not features_in(shell.data / "sonic.db"):
        assert process.poll() is None
    process.send_signal(signal.SIGINT)
    done = shell.ended(process)
    if done.code:  # it may have been faster
        assert (done.code, done.err) == (130, "tunes: Stopped; tunes sonic goes on from there.\n")
    assert features_in(shell.data / "sonic.db")
    assert shell.tunes("sonic").out == "6 of 6 tracks listened to\n"


def test_one_at_a_time(shell: Shell) -> None:
    fill(shell, 1)
    lock = Lock(shell.data / "sonic.lock")
    assert lock.take()
    done = shell.tunes("sonic")
    assert (done.code, done.out) == (1, "")
    assert "Another tunes is listening" in done.err
    lock.release()
    assert shell.tunes("sonic").code == 0


def test_an_empty_library(shell: Shell) -> None:
    done = shell.tunes("sonic")
    assert done.code == 0
    assert "The library is empty" in done.err


def test_without_pyav_it_is_said_how_to_get_it(shell: Shell, tmp_path: Path) -> None:
    around = without_pyav(tmp_path)
    fill(shell, 1)
    done = shell.tunes("sonic", **around)
    assert (done.code, done.out) == (1, "")
    assert "pip install av" in done.err
    assert "pip install av" in shell.tunes("sonic", "--status", **around).err
    assert "not installed: see tunes sonic" in shell.tunes("doctor", **around).out
    assert shell.tunes("discover", **around).code == 0


def test_what_can_not_be_kept_is_said(shell: Shell) -> None:
    fill(shell, 1)
    (shell.data / "sonic.db").mkdir()
    done = shell.tunes("sonic")
    assert done.code == 1
    assert "can't be kept" in done.err


def test_its_process_ends_with_the_command(shell: Shell) -> None:
    fill(shell, 6)
    process = shell.start("sonic")
    helpers: list[str] = []
    while not helpers:
        assert process.poll() is None
        helpers = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    process.kill()
    process.communicate()
    while any(map(is_alive, helpers)):
        time.sleep(0.01)


def is_alive(number: str) -> bool:
    """Whether a process still runs; one that nobody has asked for its end has no command line any more."""
    try:
        return bool(Path(f"/proc/{number}/cmdline").read_bytes())
    except (FileNotFoundError, ProcessLookupError):
        return False
