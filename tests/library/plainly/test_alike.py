"""What is read plainly is what mutagen reads: of good files, of others' test data, of bad files, and of any that is broken a little."""

from collections.abc import Callable
from functools import cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import mutagen
import pytest
from alike import ENDINGS, read_both
from bad_shelf import make_shelf
from hypothesis import given, settings
from hypothesis import strategies as st
from media import make_sound
from mutagen.flac import Picture
from mutagen.id3 import APIC, MVNM, TCMP, TDOR, TIT1, TPE1, TPE2, TSO2, TSOP, TXXX, UFID, Encoding
from mutagen.mp4 import MP4Cover, MP4FreeForm
from others_data import MEDIAFILE, MUTAGEN, Data
from tunes.library.formats import ending

TAGS: dict[str, Any] = {
    "title": "Jóga 🎻",
    "artist": "Björk",
    "album": "Homogenic",
    "albumartist": "Björk",
    "tracknumber": "2/10",
    "genre": "Art pop; Electronic",
    "date": "1997-09-22",
}
MBID = "0b23cb4a-5a5f-4b7c-8c1b-0e3a6e1b3f10"
ATOM = "----:com.apple.iTunes:"


def made(ending: str, tags: dict[str, Any], more: Callable[[Any], object], **saving: int) -> bytes:
    """A file of one tone, with tags by mutagen's easy names, and others as each format has them."""
    with TemporaryDirectory() as folder:
        path = make_sound(Path(folder) / f"a.{ending}", 0.5, **tags)
        opened = mutagen.File(path)
        if opened.tags is None:
            opened.add_tags()
        more(opened)
        opened.save(**saving)
        return path.read_bytes()


def comments(opened: Any) -> None:
    opened.update(
        ARTIST=["One", "Two"],
        ARTISTS=["One", "Two", "Three"],
        REPLAYGAIN_TRACK_GAIN="-6.50 dB",
        MUSICBRAINZ_TRACKID=MBID,
        ORIGINALDATE="1996",
        WORK="Work",
        MOVEMENTNAME="Movement",
        CUESHEET='FILE "a" WAVE\n' * 300,
        COMMENT="=" * 5_000,
    )
    if hasattr(opened, "add_picture"):
        picture = Picture()
        picture.data, picture.mime, picture.desc = b"\xff\xd8" * 500, "image/jpeg", "Cover"
        opened.add_picture(picture)


def frames(opened: Any, encoding: int = Encoding.UTF8) -> None:
    for frame in [
        TPE1(encoding=encoding, text=["One", "Two"] if encoding == Encoding.UTF8 else ["One"]),
        TXXX(encoding=encoding, desc="REPLAYGAIN_TRACK_GAIN", text=["-6.50 dB"]),
        TXXX(encoding=encoding, desc="Artists", text=["One"]),
        TXXX(encoding=encoding, desc="WORK", text=["Work"]),
        TXXX(encoding=encoding, desc="ā", text=["other"]),
        UFID(owner="http://musicbrainz.org", data=MBID.encode()),
        TIT1(encoding=encoding, text=["Group"]),
        MVNM(encoding=encoding, text=["Movement"]),
        TSOP(encoding=encoding, text=["B, A"]),
        TSO2(encoding=encoding, text=["D, C"]),
        TPE2(encoding=encoding, text=["Band"]),
        TCMP(encoding=encoding, text=["1"]),
        TDOR(encoding=0, text=["1996-01"]),
        APIC(mime="image/jpeg", type=3, data=b"\xff\xd8" * 500),
    ]:
        opened.tags.add(frame)


def in_utf16(opened: Any) -> None:
    for frame in list(opened.tags.values()):
        if hasattr(frame, "encoding"):
            frame.encoding = Encoding.UTF16
    frames(opened, Encoding.UTF16)


def atoms(opened: Any) -> None:
    opened.update(
        {
            "\xa9ART": ["One", "Two"],
            "cpil": True,
            "tvsn": [2],
            "tves": [300],
            "soar": ["B, A"],
            "\xa9wrk": ["Work"],
            "covr": [MP4Cover(b"\xff\xd8" * 500)],
            "pgap": True,
            f"{ATOM}ARTISTS": [MP4FreeForm(b"One"), MP4FreeForm(b"Two")],
            f"{ATOM}replaygain_track_gain": [MP4FreeForm(b"-6.50 dB")],
            f"{ATOM}MusicBrainz Track Id": [MP4FreeForm(MBID.encode())],
            f"{ATOM}other": [MP4FreeForm(b"\xff")],
        }
    )


def nothing(_: Any) -> None:
    pass


PLAIN: dict[str, list[Callable[[], bytes]]] = {
    **{
        one: [partial(made, one, TAGS, nothing), partial(made, one, TAGS, comments)]
        for one in ("flac", "ogg", "opus")
    },
    "mp3": [
        partial(made, "mp3", TAGS, frames),
        partial(made, "mp3", TAGS, in_utf16),
        partial(made, "mp3", TAGS, in_utf16, v2_version=3),
        partial(made, "mp3", TAGS, nothing, v1=2),
    ],
    "m4a": [partial(made, "m4a", TAGS, nothing), partial(made, "m4a", TAGS, atoms)],
    "wav": [partial(made, "wav", TAGS, nothing), partial(made, "wav", TAGS, frames)],
}
CASES = [(one, number) for one, several in PLAIN.items() for number in range(len(several))]


@cache
def case(one: str, number: int) -> bytes:
    return PLAIN[one][number]()


@pytest.mark.parametrize(("one", "number"), CASES)
def test_plain_files_are_read_plainly(one: str, number: int) -> None:
    said = read_both(case(one, number), one)
    assert said is not None
    assert said.album == "Homogenic"


@pytest.mark.parametrize("one", ENDINGS)
def test_untagged_files_are_read_plainly(one: str, tmp_path: Path) -> None:
    said = read_both(make_sound(tmp_path / f"a.{one}", 0.5).read_bytes(), one)
    assert said is not None
    assert said.duration


@pytest.mark.parametrize("data", [MUTAGEN, MEDIAFILE], ids=lambda data: data.name)
def test_the_data_of_others(data: Data, tmp_path: Path) -> None:
    files = [path for path in data.unpacked(tmp_path).iterdir() if path.is_file()]
    found = [read_both(path.read_bytes(), one) for path in files for one in {*ENDINGS, ending(path.name)}]
    assert len([said for said in found if said is not None]) > 10


def test_bad_files(tmp_path: Path) -> None:
    make_shelf(tmp_path)
    for path in tmp_path.rglob("*"):
        if path.is_file() and path.stat().st_size < 10 << 20:
            data = path.read_bytes()
            for one in ENDINGS:
                read_both(data, one)


def broken(data: bytes, cuts: list[tuple[float, int, bytes]]) -> bytes:
    """Each time, some bytes at a place become others; most places are in the head, where the tags lie."""
    for place, length, put in cuts:
        start = int(place**3 * len(data))
        data = data[:start] + put + data[start + length :]
    return data


CUTS = st.lists(
    st.tuples(
        st.floats(0, 1, exclude_max=True),
        st.integers(0, 6),
        st.binary(max_size=6)
        | st.sampled_from([b"\0\0\0\0", b"\xff", b"\x7f", b"TAG", b"OggS", b"data", b"TPE1", b"ID3\4"]),
    ),
    min_size=1,
    max_size=3,
)


@pytest.mark.parametrize(("one", "number"), CASES)
@given(cuts=CUTS)
@settings(max_examples=100)
def test_files_that_are_a_little_broken(one: str, number: int, cuts: list[tuple[float, int, bytes]]) -> None:
    read_both(broken(case(one, number), cuts), one)


@pytest.mark.parametrize(("one", "number"), CASES)
def test_files_that_end_early(one: str, number: int) -> None:
    data = case(one, number)
    for end in range(0, len(data), max(1, len(data) // 150)):
        read_both(data[:end], one)
