"""`tunes profile forget` and `exclude`: what goes for good, and what only does not count."""

import os
import pty
import subprocess
from pathlib import Path

import pytest
from media import make_sound
from odd_shelf import remember
from shell import TUNES, Shell
from tunes.library.track import Kind, Track


@pytest.fixture
def home(shell: Shell) -> Shell:
    """Three listens to one song."""
    song = make_sound(shell.home / "Music" / "song.flac", 1.0, title="Song", artist="Ann")
    assert shell.tunes("scan", "Music").code == 0
    found = shell.tunes("list", "--json").json[0]
    track = Track(found["id"], Path(song), Kind.MUSIC, "Song", "Ann", duration=200.0)
    remember(shell, track, "finished", "finished", "finished")
    return shell


def plays(shell: Shell) -> int:
    found: int = shell.tunes("stats", "--json").json["plays"]
    return found


def asked(shell: Shell, answer: str) -> int:
    """At a terminal where this is typed."""
    ours, theirs = pty.openpty()
    os.write(ours, answer.encode())
    words: list[str | Path] = [TUNES, "profile", "forget", "--artist", "ann"]
    process = subprocess.Popen(
        words, stdin=theirs, stdout=theirs, stderr=theirs, cwd=shell.home, env=shell.environment
    )
    os.close(theirs)
    code = process.wait(timeout=60)
    os.close(ours)
    return code


def test_forgetting_asks_first(home: Shell) -> None:
    done = home.tunes("profile", "forget", "--artist", "ann")
    assert done.code == 1
    assert done.lines[0].startswith("3 listens to be forgotten")
    assert "--yes" in done.err
    assert (asked(home, "n\n"), plays(home)) == (1, 3)
    assert (asked(home, "y\n"), plays(home)) == (0, 0)
    files = [path for path in (home.data / "profile").rglob("*") if path.is_file()]
    assert not [path for path in files if b"Ann" in path.read_bytes()]


def test_a_file_a_span_and_all(home: Shell) -> None:
    assert home.tunes("profile", "forget", "--to", "2026-11-17", "--yes").lines[0].startswith("0 listens")
    assert plays(home) == 3
    assert (
        home.tunes("profile", "forget", "--track", "Music/song.flac", "--from", "2026-11-18", "--yes").code
        == 0
    )
    assert plays(home) == 0
    assert home.tunes("profile", "forget", "--all", "--yes").code == 0


def test_what_is_left_out_and_taken_in_again(home: Shell) -> None:
    span = ("--from", "2026-11-18", "--to", "2026-11-18")
    assert home.tunes("profile", "exclude").lines == ["Nothing is left out."]
    assert home.tunes("profile", "exclude", *span).code == 0
    assert plays(home) == 0
    assert home.tunes("profile", "exclude").lines == ["from 2026-11-18 00:00, until 2026-11-19 00:00"]
    assert home.tunes("profile", "exclude", *span).code == 1
    assert home.tunes("profile", "exclude", *span, "--undo").code == 0
    assert plays(home) == 3
    assert home.tunes("profile", "exclude", "--source", "queue").code == 0
    assert plays(home) == 0
    assert len(home.tunes("listens", "--json").json) == 3


def test_wrong_use(home: Shell) -> None:
    for words in ([], ["--all", "--artist", "x"], ["--artist", "x", "--track", "y"], ["--from", "soon"]):
        assert home.tunes("profile", "forget", *words, "--yes").code == 2, words
    assert home.tunes("profile", "forget", "--artist", "Nobody", "--yes").code == 1
    assert home.tunes("profile", "forget", "--track", "t1:none", "--yes").code == 1
    assert home.tunes("profile", "exclude", "--undo", "--source", "x").code == 1
    assert plays(home) == 3
