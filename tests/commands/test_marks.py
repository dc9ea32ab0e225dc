"""`tunes profile like`, `ban`, `not-now`, `rate` and `marks`, as a script uses them."""

import re
from pathlib import Path

import pytest
from media import make_sound
from shell import Shell

TEXT = (Path(__file__).parents[2] / "docs" / "formats.md").read_text()


@pytest.fixture
def home(shell: Shell) -> Shell:
    """Three songs, one of them in a folder whose name is no text."""
    music = shell.home / "Music"
    make_sound(music / "a.flac", 1.0, title="One", artist="Björk", album="Post", genre="Pop")
    make_sound(music / "b.flac", 1.0, title="Two", artist="Ann", album="Post", genre="Pop")
    (music / "Kids\udcff").mkdir()
    make_sound(music / "c.flac", 1.0, title="Three", artist="Ben").rename(music / "Kids\udcff" / "c.flac")
    assert shell.tunes("scan", "Music").code == 0
    return shell


def discovered(shell: Shell) -> set[str]:
    return {pick["title"] for pick in shell.tunes("discover", "--json").json["picks"]}


def test_each_is_said_listed_and_taken_back(home: Shell) -> None:
    assert discovered(home) == {"One", "Two", "Three"}
    told = home.tunes("profile", "ban", "--artist", "BJORK")
    assert told.lines == ["Never suggested again: all by BJORK (1 track here)"]
    assert home.tunes("profile", "not-now", "--folder", b"Music/Kids\xff", "--days", "3").code == 0
    assert home.tunes("profile", "like", "--album", "Post", "--artist", "Ann").code == 0
    assert home.tunes("profile", "rate", "--track", "Music/b.flac", "--stars", "4").lines == ["★★★★☆ Two"]
    assert discovered(home) == {"Two"}
    found = home.tunes("profile", "marks", "--json").json
    assert [(one["kind"], one["about"], one["name"], one["artist"], one["stars"]) for one in found] == [
        ("rate", "track", "Two", "Ann", 4),
        ("like", "album", "Post", "Ann", None),
        ("not now", "folder", "Kids%FF", None, None),
        ("ban", "artist", "BJORK", None, None),
    ]
    assert found[2]["until"] - found[2]["at"] == pytest.approx(3 * 86_400)
    section = TEXT.split("### A mark\n")[1].split("\n### ")[0]
    assert list(found[0]) == re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE)
    lines = home.tunes("profile", "marks").lines
    assert re.match(r"★★★★☆ +track +Two – Ann  \(since \d", lines[0])
    assert re.match(r"☾ not now +folder +Kids%FF  \(until \d", lines[2])
    for words in (
        ("ban", "--artist", "björk"),
        ("not-now", "--folder", b"Music/Kids\xff/"),
        ("like", "--album", "post", "--artist", "ann"),
        ("rate", "--track", "Music/b.flac"),
    ):
        assert home.tunes("profile", *words, "--undo").code == 0
    assert home.tunes("profile", "marks").out == "Nothing is marked.\n"
    assert discovered(home) == {"One", "Two", "Three"}
    assert home.tunes("profile", "verify").code == 0


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["ban"], "Say what: --track, --artist"),
        (["ban", "--genre", "Pop", "--album", "Post"], "Say what: --track, --artist"),
        (["ban", "--genre", "Pop", "--artist", "Ann"], "--artist stands alone"),
        (["ban", "--genre", ""], "has no name"),
        (["rate", "--artist", "Ann", "--stars", "3"], "Stars are for tracks"),
        (["rate", "--track", "Music/a.flac"], "How many stars?"),
        (["rate", "--track", "Music/a.flac", "--stars", "6"], "Stars are 1 to 5"),
        (["like", "--track", "Music/a.flac", "--stars", "3"], "How many stars?"),
        (["like", "--artist", "Ann", "--days", "3"], "--days is for not-now"),
        (["not-now", "--artist", "Ann", "--days", "0"], "--days is for not-now"),
        (["ban", "--folder", "Music"], "is a whole folder of your library"),
        (["ban", "--folder", "/"], "does not lie in your library"),
    ],
)
def test_wrong_use_says_what_is_right(home: Shell, words: list[str], sentence: str) -> None:
    done = home.tunes("profile", *words)
    assert (done.code, done.raw) == (2, b"")
    assert sentence in done.err


def test_a_name_that_nobody_has_is_said_to_mean_nothing_here(home: Shell) -> None:
    told = home.tunes("profile", "ban", "--artist", "Nobody\x1b[31m")
    assert (told.code, told.lines) == (0, ["Never suggested again: all by Nobody[31m (0 tracks here)"])
