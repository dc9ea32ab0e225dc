"""`tunes relink`: the doubtful cases, and what the listener makes of them."""

import os
import pty
import subprocess
from pathlib import Path
from typing import Any

import pytest
from media import make_sound
from odd_shelf import remember
from shell import TUNES, Shell
from tunes.library.track import Kind, Track


def scanned(shell: Shell) -> dict[str, dict[str, Any]]:
    """The tracks by the names of their files."""
    assert shell.tunes("scan", "Music").code == 0
    return {Path(track["path"]).stem: track for track in shell.tunes("list", "--json").json}


@pytest.fixture
def doubtful(shell: Shell) -> tuple[Shell, str, dict[str, dict[str, Any]]]:
    """A home where a song with three listens is gone, and two files of another album may be it."""
    music = shell.home / "Music"
    song = make_sound(music / "song.flac", 1.0, 300.0, title="Song", artist="Ann", album="First")
    make_sound(music / "other.flac", 1.0, 350.0, title="Other")
    old = scanned(shell)["song"]
    track = Track(old["id"], song, Kind.MUSIC, "Song", "Ann", "First", duration=1.0)
    remember(shell, track, "finished", "finished", "next")
    song.unlink()
    make_sound(music / "live.ogg", 1.2, 400.0, title="Song", artist="Ann", album="Live")
    make_sound(music / "long.ogg", 5.0, 450.0, title="song", artist="ANN", album="First")
    return shell, old["id"], scanned(shell)


def listens_of(shell: Shell, track_id: str) -> int:
    """As the profile counts them for a track."""
    from tunes.profile.device import this_device
    from tunes.profile.store import Store

    history = Store(shell.data / "profile", this_device(shell.data / "device.json").word).history()
    place = history.index.get(track_id)
    return sum(history.track == place) if place is not None else 0


def at_a_terminal(shell: Shell, keys: str) -> tuple[int, str]:
    """Runs `tunes relink` at a terminal where these keys are typed ahead."""
    ours, theirs = pty.openpty()
    os.write(ours, keys.encode())
    process = subprocess.Popen(
        [TUNES, "relink"], stdin=theirs, stdout=theirs, stderr=theirs, cwd=shell.home, env=shell.environment
    )
    os.close(theirs)
    said = b""
    try:
        while chunk := os.read(ours, 1 << 16):
            said += chunk
    except OSError:  # how a terminal says that nobody writes any more
        pass
    os.close(ours)
    return process.wait(60), said.decode()


Doubtful = tuple[Shell, str, dict[str, dict[str, Any]]]


def test_shows_each_case_with_its_candidates(doubtful: Doubtful) -> None:
    shell, old, here = doubtful
    (case,) = shell.tunes("relink", "--json").json
    assert (case["id"], case["title"], case["listens"]) == (old, "Song", 3)
    assert case["path"].endswith("/song.flac")
    assert [(one["id"], one["why"]) for one in case["candidates"]] == [
        (here["live"]["id"], "the same artist, title and length, another album"),
        (here["long"]["id"], "the same artist and title, another length"),
    ]
    told = shell.tunes("relink")
    assert (told.code, told.err) == (0, "")
    assert told.lines[0] == "1 of 1: Song – Ann – First (0:01)"
    assert old[:11] in told.out


def test_links_by_id_or_file_and_takes_it_back(doubtful: Doubtful) -> None:
    shell, old, here = doubtful
    live, long = here["live"]["id"], here["long"]["id"]
    assert shell.tunes("relink", old, "Music/live.ogg").code == 0
    assert listens_of(shell, live) == 3
    assert shell.tunes("relink", "--json").json == []
    assert shell.tunes("relink").out == "Nothing is in doubt.\n"
    assert shell.tunes("relink", "--undo", old[:11]).code == 0
    assert (listens_of(shell, live), listens_of(shell, old)) == (0, 3)
    shell.tunes("scan")
    assert listens_of(shell, live) == 0  # no scan knows better
    assert len(shell.tunes("relink", "--json").json) == 1
    assert shell.tunes("relink", old[3:11], long[:11]).code == 0
    assert (listens_of(shell, live), listens_of(shell, long)) == (0, 3)
    assert shell.tunes("profile", "verify").code == 0


def test_what_was_linked_by_hand_is_not_linked_to_another_by_a_scan(doubtful: Doubtful) -> None:
    shell, old, here = doubtful
    shell.tunes("relink", old, here["long"]["id"])
    make_sound(shell.home / "Music" / "again.ogg", 1.0, 300.0, title="Song", artist="Ann", album="First")
    shell.tunes("scan")
    assert listens_of(shell, here["long"]["id"]) == 3


def test_asks_at_a_terminal(doubtful: Doubtful) -> None:
    shell, old, here = doubtful
    for keys, linked in (("q\n", 0), ("s\n", 0), ("\x04", 0), ("7\nx\n2\n", 3)):
        code, said = at_a_terminal(shell, keys)
        assert (code, "1 of 1: Song" in said) == (0, True)
        assert listens_of(shell, here["long"]["id"]) == linked
    assert "1 linked." in said
    assert shell.tunes("relink", "--undo", old).code == 0


@pytest.mark.parametrize(
    ("words", "code", "why"),
    [
        (["t1:none", "t1:none"], 1, "No track is known by t1:none"),
        (["OLD", "nowhere"], 1, "No track is known by nowhere"),
        (["OLD", "stray.wav"], 1, "not in your library"),
        (["LIVE", "OLD"], 1, "no track whose file is there"),
        (["LIVE", "LONG"], 1, "still there"),
        (["t1:", "LONG"], 1, "tracks have an id that begins with t1:"),
        (["--undo", "OLD"], 1, "linked to nothing"),
        (["OLD"], 2, "OLD NEW"),
        (["OLD", "LIVE", "LONG"], 2, "OLD NEW"),
        (["--undo", "OLD", "LIVE"], 2, "Either link or undo"),
    ],
)
def test_what_can_not_be_is_a_sentence(doubtful: Doubtful, words: list[str], code: int, why: str) -> None:
    shell, old, here = doubtful
    make_sound(shell.home / "stray.wav", 0.5)
    names = {"OLD": old, "LIVE": here["live"]["id"], "LONG": here["long"]["id"]}
    done = shell.tunes("relink", *(names.get(word, word) for word in words))
    assert (done.code, done.out) == (code, "")
    assert why in done.err
