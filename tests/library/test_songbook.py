"""Which lyrics a track has: beside it, inside it."""

import os
from pathlib import Path

import pytest
from covered import put_words
from media import make_sound
from mutagen.id3 import ID3, SYLT
from tunes.library.songbook import INSIDE, Songbook
from tunes.library.track import Kind, Track
from tunes.library.unpacking import Unpacking

TIMED, PLAIN = "[00:01.00]{}", "{}"


def read(path: Path) -> tuple[str, str] | None:
    found = Songbook(Unpacking()).lyrics(Track("t1:1", path, Kind.MUSIC, "A"))
    return (found.lines[0].text, found.source) if found else None


@pytest.fixture
def song(tmp_path: Path) -> Path:
    return make_sound(tmp_path / "a.flac", 0.3)


def test_nothing(song: Path, tmp_path: Path) -> None:
    assert read(song) is None
    assert read(tmp_path / "nowhere" / "gone.flac") is None


def test_times_before_none_and_beside_before_inside(song: Path) -> None:
    song.with_suffix(".txt").write_text("text")
    assert read(song) == ("text", "a.txt")
    put_words(song, "inside")
    assert read(song) == ("inside", INSIDE)
    song.with_suffix(".LRC").write_text("beside")
    assert read(song) == ("beside", "a.LRC")
    put_words(song, TIMED.format("timed inside"))
    assert read(song) == ("timed inside", INSIDE)
    song.with_suffix(".LRC").write_text(TIMED.format("timed beside"))
    assert read(song) == ("timed beside", "a.LRC")


def test_timed_frames(tmp_path: Path) -> None:
    path = make_sound(tmp_path / "a.mp3", 0.3)
    put_words(path, "plain")
    tags = ID3(path)
    tags.add(SYLT(encoding=3, lang="eng", format=2, type=1, desc="", text=[("timed", 500)]))
    tags.save(path)
    assert read(path) == ("timed", INSIDE)


def test_a_track_of_a_cue_sheet(song: Path) -> None:
    song.with_suffix(".lrc").write_text("[00:01.00]one\n[00:10.00]two\n")
    cut = Track("t1:1", song, Kind.MUSIC, "B", start=9.0, end=20.0)
    found = Songbook(Unpacking()).lyrics(cut)
    assert found is not None
    assert [(line.at, line.text) for line in found.lines] == [(1.0, "two")]


def test_encodings(song: Path) -> None:
    for content in ("\ufeffcafé".encode("utf-16-le"), b"caf\xe9", "café".encode()):
        song.with_suffix(".lrc").write_bytes(content)
        assert read(song) == ("café", "a.lrc")


def test_of_another_track(song: Path) -> None:
    song.with_name("ab.lrc").write_text("other")
    song.with_name("A.lrc").write_text("other")
    assert read(song) is None


def test_what_only_bears_the_name(song: Path) -> None:
    os.mkfifo(song.with_suffix(".lrc"))
    song.with_suffix(".txt").mkdir()
    assert read(song) is None


def test_more_than_anyone_sings(song: Path) -> None:
    song.with_suffix(".lrc").write_bytes(b"x" * (5 << 20))
    found = read(song)
    assert found is not None
    assert len(found[0]) == 500
