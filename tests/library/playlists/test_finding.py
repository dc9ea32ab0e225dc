"""Where the things lie that playlists of other programs, systems and times name."""

import os
import shutil
import time
import unicodedata
from pathlib import Path

import pytest
from media import make_sound
from playlist_shelf import Music, music_shelf
from tunes.library.playlists.entry import State, entries_of
from tunes.library.playlists.finding import spellings
from tunes.library.playlists.item import Item
from tunes.library.playlists.keeping import write_tracks
from tunes.library.playlists.reading import read_playlist


@pytest.fixture(scope="module")
def music(tmp_path_factory: pytest.TempPathFactory) -> Music:
    return music_shelf(tmp_path_factory.mktemp("shelf"))


def states(music: Music, name: str, content: bytes, now: float = 0.0) -> list[tuple[str, str]]:
    """State and title of each entry of a playlist that lies in the folder `Lists` beside the music."""
    path = music.root / "Lists" / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)
    entries = entries_of(read_playlist(path), path.parent, music.catalog, now)
    return [(entry.state, entry.title) for entry in entries]


FOUND = [(State.THERE, "Jóga")]


@pytest.mark.parametrize(
    "line",
    [
        "../Björk/Jóga.flac",
        "ROOT/Björk/Jóga.flac",
        "../björk/JÓGA.FLAC",
        unicodedata.normalize("NFD", "../Björk/Jóga.flac"),
        "..\\Björk\\Jóga.flac",
        "C:\\Users\\Ann\\Music\\Björk\\Jóga.flac",
        "\\\\server\\music\\Björk\\Jóga.flac",
        "/home/somebody else/music/Björk/Jóga.flac",
        "..//Björk/./Jóga.flac",
        " ../Björk/Jóga.flac  ",
        "file://ROOT/Bj%C3%B6rk/J%c3%b3ga.flac",
        "file://localhostROOT/Bj%C3%B6rk/J%C3%B3ga.flac",
        "FILE:ROOT/Bj%C3%B6rk/J%C3%B3ga.flac",
        "file:///C:/Music/Bj%C3%B6rk/J%C3%B3ga.flac",
        "../Bj%C3%B6rk/J%C3%B3ga.flac",
    ],
)
def test_a_file_by_many_names(music: Music, line: str) -> None:
    line = line.replace("ROOT", os.fspath(music.root))
    assert states(music, "a.m3u8", line.encode()) == FOUND


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_in_other_encodings(music: Music, encoding: str) -> None:
    assert states(music, "a.m3u", "..\\Björk\\Jóga.flac\r\n".encode(encoding)) == FOUND
    assert states(music, "a.m3u", f"#EXTENC:{encoding}\n../Björk/Jóga.flac".encode(encoding)) == FOUND
    assert states(music, "a.pls", "File1=..\\Björk\\Jóga.flac".encode(encoding)) == FOUND


def test_a_name_on_disk_that_is_no_utf8(music: Music) -> None:
    odd = os.fsencode(music.root) + b"/caf\xe9.flac"
    shutil.copy(os.fsencode(music.root / "Björk" / "Jóga.flac"), odd)
    try:
        assert states(music, "a.m3u", b"../caf\xe9.flac")[0][0] is State.THERE
        assert states(music, "a.m3u8", "../café.flac".encode())[0][0] is State.THERE
        xspf = (
            b"<playlist><trackList><track><location>../caf%E9.flac</location></track></trackList></playlist>"
        )
        assert states(music, "a.xspf", xspf)[0][0] is State.THERE
    finally:
        os.unlink(odd)  # noqa: PTH108  # bytes


def test_what_a_name_with_signs_means_first(music: Music) -> None:
    """A file whose name looks like an escape or has a backslash is that file."""
    for name in ("100%25.flac", "a\\b.flac", "#1.flac", "C:x.flac"):
        shutil.copy(music.root / "Björk" / "Jóga.flac", music.root / "Lists" / name)
        assert states(music, "a.m3u8", f"./{name}".encode())[0][0] is State.THERE
        (music.root / "Lists" / name).unlink()


def test_missing_and_refused_keep_their_place(music: Music) -> None:
    (music.root / "Lists").mkdir(exist_ok=True)
    (music.root / "Lists" / "text.flac").write_text("no sound")
    content = (
        b"#EXTINF:10,Gone - Song\ngone.mp3\nhttp://radio.example/x\n../Bj\xc3\xb6rk/J\xc3\xb3ga.flac\n"
        b"spotify://x\na.m3u8\n../Bj\xc3\xb6rk\ntext.flac\n/dev/zero\n/proc/self/status\n"
        + b"/".join([b"x"] * 3000)
        + b"\n"
    )
    path = music.root / "Lists" / "a.m3u8"
    path.write_bytes(content)
    began = time.monotonic()
    entries = entries_of(read_playlist(path), path.parent, music.catalog, 0.0)
    assert time.monotonic() - began < 200
    assert [(entry.state.value, entry.why) for entry in entries[:-1]] == [
        ("missing", ""),
        ("refused", "tunes plays files only"),
        ("there", ""),
        ("refused", "tunes plays files only"),
        ("refused", "another playlist: open that one itself"),
        ("refused", "a folder"),
        ("refused", entries[6].why),
        ("refused", "no file"),
        ("refused", "neither music nor a video, by its name"),
    ]
    assert "no sound" not in entries[6].why
    assert entries[6].why
    assert entries[-1].state is State.MISSING
    assert entries[0].title == "Gone - Song"
    assert [entry.number for entry in entries] == list(range(10))


def test_a_file_outside_the_library_is_read(music: Music, tmp_path: Path) -> None:
    shutil.copy(music.root / "Björk" / "Jóga.flac", tmp_path / "x.flac")
    assert states(
        music, "a.m3u8", os.fsencode(tmp_path / "x.flac") * 1 + b"\n" + os.fsencode(tmp_path / "x.flac")
    ) == [
        (State.THERE, "Jóga"),
        (State.THERE, "Jóga"),
    ]


def test_nothing_more_is_read_when_nobody_wants_it_any_more(music: Music, tmp_path: Path) -> None:
    shutil.copy(music.root / "Björk" / "Jóga.flac", tmp_path / "x.flac")
    (tmp_path / "a.m3u8").write_text("x.flac\n")
    asked = iter([False, False, True, True])
    written = read_playlist(tmp_path / "a.m3u8")
    (entry,) = entries_of(written, tmp_path, music.catalog, 0.0, lambda: next(asked))
    assert entry.track is None
    assert entries_of(written, tmp_path, music.catalog, 0.0, lambda: True) == []


def test_the_library_is_found_over_a_link(music: Music, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(music.root)
    line = os.fsencode(tmp_path / "link" / "Björk" / "Jóga.flac")
    assert states(music, "a.m3u8", line) == FOUND


def test_thousands_of_missing_ones_take_no_time(music: Music) -> None:
    content = b"".join(b"C:\\Music\\Artist %d\\Album\\%d.mp3\n" % (number, number) for number in range(2000))
    began = time.monotonic()
    found = states(music, "a.m3u", content)
    assert time.monotonic() - began < 20
    assert {state for state, _ in found} == {State.MISSING}
    assert found[7][1] == "7.mp3"


def test_nothing_is_ever_spelt_with_a_nul() -> None:
    assert spellings(Item(b"a%00b", is_uri=True)) == [b"a%00b"]
    assert spellings(Item(b"")) == [b"?"]


CUE = """PERFORMER "Ann"\nTITLE "Disc"\nFILE "Disc.wav" WAVE
  TRACK 01 AUDIO\n    TITLE "First"\n    INDEX 01 00:00:00
  TRACK 02 AUDIO\n    TITLE "Second"\n    INDEX 00 00:00:70\n    INDEX 01 00:01:00
"""


def test_a_cue_sheet_is_a_list_of_the_parts_of_its_file(tmp_path: Path) -> None:
    make_sound(tmp_path / "music" / "Ann" / "Disc.flac", 2.0, 333.0, title="Whole", artist="Ann")
    (tmp_path / "music" / "Ann" / "Disc.cue").write_text(CUE)
    music = music_shelf(tmp_path)
    sheet = tmp_path / "music" / "Ann" / "Disc.cue"
    entries = entries_of(read_playlist(sheet), sheet.parent, music.catalog, 0.0)
    assert [(entry.state, entry.title) for entry in entries] == [
        (State.THERE, "First"),
        (State.THERE, "Second"),
    ]
    tracks = [entry.track for entry in entries if entry.track]
    assert [(track.start, track.path.name) for track in tracks] == [(0.0, "Disc.flac"), (1.0, "Disc.flac")]
    for name in ("parts.m3u8", "parts.xspf"):
        write_tracks(tmp_path / name, tracks[::-1])
        back = entries_of(read_playlist(tmp_path / name), tmp_path, music.catalog, 0.0)
        assert [entry.title for entry in back] == ["Second", "First"]
    (tmp_path / "whole.m3u8").write_text("music/Ann/Disc.flac\n")
    whole = entries_of(read_playlist(tmp_path / "whole.m3u8"), tmp_path, music.catalog, 0.0)
    assert [entry.title for entry in whole] == ["First", "Second"]
