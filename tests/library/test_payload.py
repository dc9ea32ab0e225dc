import io
import struct
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_containers import avi_bytes, m4a_bytes, matroska_bytes, wma_bytes
from media import make_sound, tag
from tunes.library.payload import payload_span

SOUND = b"\xff\xfb\x90\x64" + b"\x55" * 900
ID3 = b"ID3\4\0\0\0\0\1\0" + bytes(128)
ID3V1 = b"TAG" + bytes(125)
LYRICS = b"LYRICSBEGIN" + b"IND0000200" + b"000021LYRICS200"


def ape(*, has_header: bool = False) -> bytes:
    items = b"\1\0\0\0\0\0\0\0Title\0x"
    foot = struct.pack("<8sIIII8x", b"APETAGEX", 2000, len(items) + 32, 1, has_header << 31)
    head = struct.pack("<8sIIII8x", b"APETAGEX", 2000, len(items) + 32, 1, 0xA0000000)
    return (head if has_header else b"") + items + foot


def sound_of(data: bytes) -> bytes:
    start, end = payload_span(io.BytesIO(data), len(data))
    return data[start:end]


@pytest.mark.parametrize(
    ("front", "back"),
    [
        (b"", b""),
        (ID3, b""),
        (ID3 + ID3, ID3V1),
        (b"", ape()),
        (ID3, ape(has_header=True) + ID3V1),
        (b"", LYRICS + ID3V1),
        (b"", ape() + LYRICS + ID3V1),
    ],
    ids=["bare", "id3", "id3 twice, id3v1", "ape", "ape with head, id3v1", "lyrics, id3v1", "all"],
)
def test_tags_around_mpeg_are_left_out(front: bytes, back: bytes) -> None:
    assert sound_of(front + SOUND + back) == SOUND


def test_flac_frames_come_behind_the_blocks() -> None:
    blocks = b"fLaC" + b"\0\0\0\x22" + bytes(34) + b"\x84\0\0\x04" + b"abcd"
    assert sound_of(blocks + b"\xff\xf8frames") == b"\xff\xf8frames"
    assert sound_of(ID3 + blocks + b"\xff\xf8frames" + ID3V1) == b"\xff\xf8frames"


def test_riff_and_aiff_chunks() -> None:
    wav = b"RIFF\0\0\0\0WAVE" + b"LIST\4\0\0\0INFO" + b"data\6\0\0\0sounds" + b"id3 \2\0\0\0xx"
    aiff = b"FORM\0\0\0\0AIFF" + b"NAME\0\0\0\3abc\0" + b"SSND\0\0\0\6sounds"
    assert sound_of(wav) == sound_of(aiff) == b"sounds"


def test_containers() -> None:
    assert sound_of(m4a_bytes(1.0, 7)).startswith(b"\0\0\0\7\x21\0\x49")
    assert sound_of(avi_bytes(1.0, 7)).startswith(b"movi00dc")
    assert sound_of(wma_bytes(1.0, 7))[:4] == b"\x36\x26\xb2\x75"
    assert sound_of(matroska_bytes(1.0, 7))[:4] == b"\x1f\x43\xb6\x75"


def test_tags_behind_the_clusters_of_matroska_are_left_out() -> None:
    assert sound_of(matroska_bytes(1.0, 7, artist="Somebody")) == sound_of(
        matroska_bytes(1.0, 7, title="Other")
    )


def test_a_free_box_of_mp4_may_come_first() -> None:
    free = struct.pack(">I4s", 8, b"free")
    assert sound_of(free + m4a_bytes(1.0, 7)) == sound_of(m4a_bytes(1.0, 7))


@pytest.mark.parametrize(
    "data",
    [
        b"ID3\4\0\0\x7f\x7f\x7f\x7f" + SOUND,
        b"fLaC\0\xff\xff\xff" + SOUND,
        b"\0\0\0\7ftypM4A " + SOUND,
        b"RIFF\0\0\0\0WAVEdata\0\0\0\0",
        b"OggS",
        b"\x1a\x45\xdf\xa3",
        b"\x30\x26\xb2\x75\x8e\x66\xcf\x11\xa6\xd9\x00\xaa\x00\x62\xce\x6c" + b"\xff" * 8 + SOUND,
        b"x",
    ],
    ids=["id3 lies", "flac lies", "box too small", "no data", "ogg cut", "ebml cut", "asf lies", "a byte"],
)
def test_where_the_layout_is_not_as_it_should_be_the_whole_file_is_taken(data: bytes) -> None:
    assert sound_of(data) == data


@given(
    st.sampled_from(
        [b"ID3\4\0\0", b"fLaC", b"OggS\0", b"\0\0\0\x18ftyp", b"RIFF", b"FORM", b"\x1a\x45\xdf\xa3", b""]
    ),
    st.binary(max_size=300),
)
def test_any_bytes_have_a_span(front: bytes, rest: bytes) -> None:
    data = front + rest or b"x"
    start, end = payload_span(io.BytesIO(data), len(data))
    assert 0 <= start < end <= len(data)


@pytest.mark.parametrize("ending", ["mp3", "flac", "ogg", "opus", "m4a", "wav", "aiff", "wma"])
def test_a_retag_leaves_the_sound_as_it_was(tmp_path: Path, ending: str) -> None:
    path = make_sound(tmp_path / f"a.{ending}", 1.0)
    before = sound_of(path.read_bytes())
    tag(path, title="T" * 900, artist="A", album="L")
    after = sound_of(path.read_bytes())
    assert len(after) == len(before)
    assert after == before or ending in {
        "ogg",
        "opus",
    }  # there the pages are numbered anew; see test_identity
