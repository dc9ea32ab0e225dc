"""`tunes about`: a track in words and as one document, in the library or not."""

import os
import re
from pathlib import Path

import pytest
from covered import bomb, picture, put_picture, put_words
from media import make_sound
from shell import Shell

FORMATS = (Path(__file__).parents[2] / "docs" / "formats.md").read_text()
EVIL = "\x1b]0;evil\x07\x1b[2Jwords"


def promised(section: str) -> list[str]:
    body = FORMATS.split(f"### {section}\n")[1].split("\n### ")[0]
    return re.findall(r"^\| `(\w+)` \|", body, re.MULTILINE)


@pytest.fixture
def song(shell: Shell) -> Path:
    path = make_sound(shell.home / "Music" / "Song.flac", 0.5, title="Song", artist="Ann", album="Album")
    shell.tunes("scan")
    return path


def test_facts_cover_and_lyrics(shell: Shell, song: Path) -> None:
    cover = song.with_name("cover.png")
    cover.write_bytes(picture())
    song.with_suffix(".lrc").write_text(f"[00:01.00]one\n[01:02.00]{EVIL}")
    done = shell.tunes("about", "sonk")
    assert done.code == 0
    assert done.lines[0] == "Song"
    assert "Artist        Ann" in done.lines
    assert "Played        never" in done.lines
    assert f"Cover         {cover}" in done.lines
    assert done.lines[-4:] == ["Lyrics, from Song.lrc", "", "  0:01  one", "  1:02  ]0;evil[2Jwords"]
    assert "\x1b" not in done.out


def test_as_one_document(shell: Shell, song: Path) -> None:
    put_picture(song, picture())
    put_words(song, "one\ntwo")
    told = shell.tunes("about", song, "--json").json
    track = [name for name in promised("A track") if name != "paths"]
    assert list(told) == [*track, *promised("About a track")]
    assert told["title"] == "Song"
    assert (told["plays"], told["liked"], told["plot"], told["artists"]) == (0, False, None, [])
    kept = Path(told["cover"])
    assert kept.parent == shell.home / ".cache" / "tunes" / "covers"
    assert kept.read_bytes()[:2] == b"\xff\xd8"
    assert told["lyrics"] == {
        "source": "the file itself",
        "lines": [{"at": None, "text": "one"}, {"at": None, "text": "two"}],
    }


def test_a_file_outside_the_library_without_anything(shell: Shell) -> None:
    path = make_sound(shell.home / "a.ogg", 0.5).rename(shell.home / os.fsdecode(b"caf\xe9.ogg"))
    told = shell.tunes("about", path, "--json").json
    assert os.fsencode(told["path"]) == os.fsencode(path)
    assert (told["cover"], told["lyrics"]) == (None, None)
    assert shell.tunes("about", path).code == 0


def test_whatever_lies_beside(shell: Shell, song: Path) -> None:
    os.mkfifo(song.with_name("cover.jpg"))
    song.with_name("cover.png").write_bytes(bomb())
    song.with_suffix(".lrc").mkdir()
    told = shell.tunes("about", song, "--json").json
    assert (told["cover"], told["lyrics"]) == (None, None)


def test_a_cache_that_can_not_be_kept(shell: Shell, song: Path) -> None:
    put_picture(song, picture())
    (shell.home / ".cache").write_text("a file")
    done = shell.tunes("about", "song")
    assert (done.code, done.err) == (0, "")
    assert "Cover" not in done.out


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["nothing", "like", "it"], 1, "Nothing is found by: nothing like it"),
        (["."], 1, "is a folder"),
        (["notes.txt"], 1, "notes.txt can't be read"),
        ([], 2, "required"),
        (["artist:"], 2, "needs a word"),
    ],
)
def test_what_can_not_be_told(shell: Shell, song: Path, words: list[str], code: int, says: str) -> None:
    (shell.home / "notes.txt").write_text("x")
    done = shell.tunes("about", *words)
    assert (done.code, done.out) == (code, "")
    assert says in done.err
    assert song.exists()
