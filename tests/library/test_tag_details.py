"""What tags tell besides title and artist, in each format's own words."""

import shutil
from pathlib import Path
from typing import Any

import mutagen
import pytest
from media import make_sound
from mutagen.id3 import MVNM, TCMP, TDOR, TDRC, TIT1, TORY, TPE1, TPE2, TXXX
from mutagen.mp4 import MP4FreeForm
from tunes.library.tagged import Tagged, cuesheet, loudness
from tunes.library.tags import read_tags
from tunes.library.video import read_video

CLIP = Path(__file__).parents[1] / "data" / "clip.mp4"
ATOM = "----:com.apple.iTunes:"


def tagged(path: Path, tags: Any) -> Tagged:
    """A file with these tags: frames, or values by key."""
    make_sound(path, 1.0)
    opened = mutagen.File(path)
    if opened.tags is None:
        opened.add_tags()
    if isinstance(tags, list):
        for frame in tags:
            opened.tags.add(frame)
    else:
        opened.tags.update(tags)
    opened.save()
    with path.open("rb") as file:
        return read_tags(file, path.stat().st_size, path.suffix[1:])


@pytest.mark.parametrize(
    ("name", "tags", "year"),
    [
        ("a.flac", {"date": "2009-09-09", "originaldate": "1969-09-26"}, 1969),
        ("a.ogg", {"date": "2009", "originalyear": "1969"}, 1969),
        ("a.flac", {"date": "2009", "originaldate": "unknown"}, 2009),
        ("a.flac", {"originaldate": "1969"}, 1969),
        ("a.mp3", [TDRC(text="2009"), TDOR(text="1969-09-26")], 1969),
        ("a.mp3", [TDRC(text="2009"), TORY(text="1969")], 1969),
        ("a.mp3", [TDRC(text="2009"), TXXX(desc="originalyear", text="1969")], 1969),
        ("a.wav", [TDRC(text="2009"), TDOR(text="1969")], 1969),
        ("a.m4a", {"\xa9day": ["2009"], f"{ATOM}ORIGINALDATE": [MP4FreeForm(b"1969-09-26")]}, 1969),
        ("a.wma", {"WM/Year": ["2009"], "WM/OriginalReleaseYear": ["1969"]}, 1969),
        ("a.wma", {"WM/Year": ["2009"]}, 2009),
    ],
)
def test_the_original_year_goes_before_that_of_the_edition(
    tmp_path: Path, name: str, tags: Any, year: int
) -> None:
    assert tagged(tmp_path / name, tags).year == year


@pytest.mark.parametrize(
    ("name", "tags", "album_artist"),
    [
        ("a.flac", {"compilation": "1"}, "Various Artists"),
        ("a.flac", {"compilation": "0"}, ""),
        ("a.flac", {"compilation": "1", "albumartist": "DJ"}, "DJ"),
        ("a.opus", {"compilation": "1"}, "Various Artists"),
        ("a.mp3", [TCMP(text="1")], "Various Artists"),
        ("a.mp3", [TCMP(text="1"), TPE2(text="DJ")], "DJ"),
        ("a.m4a", {"cpil": True}, "Various Artists"),
        ("a.m4a", {"cpil": False}, ""),
        ("a.m4a", {"cpil": True, "aART": ["DJ"]}, "DJ"),
        ("a.wma", {"WM/IsCompilation": [True]}, "Various Artists"),
    ],
)
def test_a_compilation_is_of_several(tmp_path: Path, name: str, tags: Any, album_artist: str) -> None:
    assert tagged(tmp_path / name, tags).album_artist == album_artist


@pytest.mark.parametrize(
    ("name", "tags"),
    [
        ("a.flac", {"artist": ["One", "Two"]}),
        ("a.opus", {"artist": ["One", "Two", "One"]}),
        ("a.mp3", [TPE1(encoding=3, text=["One", "Two"])]),
        ("a.m4a", {"\xa9ART": ["One", "Two"]}),
        ("a.wma", {"Author": ["One", "Two"]}),
    ],
)
def test_several_artists(tmp_path: Path, name: str, tags: Any) -> None:
    assert tagged(tmp_path / name, tags).artist == "One; Two"


@pytest.mark.parametrize(
    ("name", "tags", "artist", "artists"),
    [
        ("a.flac", {"artist": ["One", "Two"]}, "One; Two", ("One", "Two")),
        ("a.ogg", {"artist": "One & Two", "artists": ["One", "Two"]}, "One & Two", ("One", "Two")),
        ("a.opus", {"artist": "One", "artists": "One"}, "One", ()),
        ("a.flac", {"artists": "One"}, "", ("One",)),
        ("a.mp3", [TPE1(encoding=3, text=["One", "Two"])], "One; Two", ("One", "Two")),
        ("a.mp3", [TPE1(text="One/Two")], "One/Two", ()),
        (
            "a.mp3",
            [TPE1(text="One & Two"), TXXX(desc="Artists", text=["One", "Two"])],
            "One & Two",
            ("One", "Two"),
        ),
        ("a.m4a", {"\xa9ART": ["One", "Two"]}, "One; Two", ("One", "Two")),
        (
            "a.m4a",
            {"\xa9ART": ["1+2"], f"{ATOM}ARTISTS": [MP4FreeForm(b"1"), MP4FreeForm(b"2")]},
            "1+2",
            ("1", "2"),
        ),
        ("a.wma", {"Author": ["One", "Two"]}, "One; Two", ("One", "Two")),
        ("a.wma", {"Author": ["1+2"], "WM/ARTISTS": ["1", "2"]}, "1+2", ("1", "2")),
    ],
)
def test_each_of_several_artists(
    tmp_path: Path, name: str, tags: Any, artist: str, artists: tuple[str, ...]
) -> None:
    said = tagged(tmp_path / name, tags)
    assert (said.artist, said.artists) == (artist, artists)


@pytest.mark.parametrize(
    ("name", "tags"),
    [
        (
            "a.flac",
            {"WORK": "Work", "MOVEMENTNAME": "Movement"},
        ),
        (
            "a.mp3",
            [
                *[TXXX(desc="WORK", text="Work"), TIT1(text="Group"), MVNM(text="Movement")],
            ],
        ),
        ("a.wav", [TIT1(text="Work"), MVNM(text="Movement")]),
        ("a.m4a", {"\xa9wrk": ["Work"], "\xa9mvn": ["Movement"]}),
        (
            "a.wma",
            {"WM/Work": ["Work"]},
        ),
    ],
)
def test_works_and_movements(tmp_path: Path, name: str, tags: Any) -> None:
    said = tagged(tmp_path / name, tags)
    assert said.work == "Work"
    assert said.movement == ("" if name == "a.wma" else "Movement")  # which has no name for it


def test_a_cue_sheet_is_told_whole(tmp_path: Path) -> None:
    sheet = 'FILE "a.flac" WAVE\n' + "  TRACK 01 AUDIO\n" * 500
    for name, tags in [
        ("a.flac", {"CUESHEET": sheet}),
        ("a.mp3", [TXXX(desc="CUESHEET", text=sheet)]),
        ("a.m4a", {f"{ATOM}CUESHEET": [MP4FreeForm(sheet.encode())]}),
    ]:
        assert tagged(tmp_path / name, tags).cuesheet == sheet.strip()


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ([], ""),
        (["", " one\n", "two"], "one"),
        (["one\0two"], "one"),
        (["\ud800"], "?"),
        (["x" * 200_000], "x" * 100_000),
    ],
)
def test_cuesheet(values: list[str], found: str) -> None:
    assert cuesheet(values) == found


@pytest.mark.parametrize(
    ("tags", "track", "album"),
    [
        ({"r128_track_gain": "-1536", "r128_album_gain": "256"}, -1.0, 6.0),
        ({"R128_TRACK_GAIN": "-1536", "REPLAYGAIN_TRACK_GAIN": "-2.00 dB"}, -2.0, None),
        ({"r128_track_gain": "loud"}, None, None),
        ({"r128_track_gain": "0"}, 5.0, None),
    ],
)
def test_gain_of_opus(tmp_path: Path, tags: Any, track: float | None, album: float | None) -> None:
    said = tagged(tmp_path / "a.opus", tags)
    assert (said.gain_track, said.gain_album) == (track, album)


@pytest.mark.parametrize(("value", "gain"), [("-32768", None), ("-5.5", None), ("+512", 7.0), ("", None)])
def test_loudness(value: str, gain: float | None) -> None:
    assert loudness(value) == gain


def test_an_episode_tells_its_show(tmp_path: Path) -> None:
    film = Path(shutil.copy(CLIP, tmp_path))
    opened = mutagen.File(film)
    opened.update({"tvsh": ["Show"], "tvsn": [2], "tves": [3], "\xa9nam": ["Title"]})
    opened.save()
    with film.open("rb") as file:
        said = read_video(file, film.stat().st_size)
    assert (said.title, said.show, said.season, said.episode) == ("Title", "Show", 2, 3)
    said = tagged(tmp_path / "a.m4a", {"tvsh": ["Show"], "tvsn": [2], "tves": [3]})
    assert (said.show, said.season, said.episode) == ("Show", 2, 3)
