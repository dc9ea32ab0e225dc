"""What the plain readers leave to mutagen, and that they give up soon on files made to eat time and memory."""

import io
import struct
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import mutagen
import pytest
from alike import read_both
from media import make_sound
from mutagen.apev2 import APEv2
from mutagen.id3 import ID3, TCON, TIT2, TPE1, TXXX, Encoding
from tunes.library.plainly import read_plainly
from tunes.library.tags import read_tags


def read(data: bytes, ending: str) -> object:
    return read_plainly(io.BytesIO(data), len(data), ending)


def sound(ending: str, folder: Path, title: str = "") -> bytes:
    tags = {"title": title} if title else {}
    return make_sound(folder / f"a.{ending}", 0.5, 440.0, **tags).read_bytes()


def syncsafe(number: int) -> bytes:
    return bytes(number >> shift & 0x7F for shift in (21, 14, 7, 0))


def frame(name: bytes, inside: bytes, flags: bytes = b"\0\0") -> bytes:
    return name + syncsafe(len(inside)) + flags + inside


def id3(*frames: bytes, version: int = 4, flags: int = 0) -> bytes:
    inside = b"".join(frames)
    return b"ID3" + bytes([version, 0, flags]) + syncsafe(len(inside)) + inside


TITLE = frame(b"TIT2", b"\3Title")


@pytest.mark.parametrize(
    "tag",
    [
        id3(b"TT2\0\0\6\0Title", version=2),
        id3(TITLE, flags=0x80),
        id3(TITLE, flags=0x10) + b"3DI\4\0\0" + syncsafe(len(TITLE)),
        id3(frame(b"TIT2", b"\3Title", b"\0\2")),
        id3(TITLE, TITLE),
        id3(frame(b"TIT2", b"\4Title")),
        id3(frame(b"TIT2", b"\1Title")),
        id3(frame(b"TIT2", b"\3\xff")),
        id3(frame(b"TCON", b"\3(17)")),
        id3(frame(b"TCON", b"\00017")),
        id3(frame(b"TCON", b"\3(4)Eurodisco")),
        id3(frame(b"TDRC", b"\3in 1999")),
        id3(b"TT2\0" + b"\0\0\0\6\0\0\3Title", version=3),
        id3(TITLE) + bytes(100),
        id3(TITLE) + id3(TITLE),
    ],
)
def test_unusual_id3_is_left_to_mutagen(tag: bytes, tmp_path: Path) -> None:
    data = tag + sound("mp3", tmp_path)
    assert read(data, "mp3") is None
    assert read_tags(io.BytesIO(data), len(data), "mp3").duration


def test_lengths_that_itunes_wrote_plain_are_left_to_mutagen(tmp_path: Path) -> None:
    long = b"\3" + b"x" * 299
    tag = b"".join(b"%s\0\0%s\0\0" % (name, struct.pack(">H", 300)) + long for name in (b"TIT2", b"TPE1"))
    data = b"ID3\4\0\0" + syncsafe(len(tag)) + tag + sound("mp3", tmp_path)
    assert read(data, "mp3") is None
    assert read_tags(io.BytesIO(data), len(data), "mp3").artist == "x" * 299


def test_tags_at_the_end_are_left_to_mutagen(tmp_path: Path) -> None:
    path = make_sound(tmp_path / "a.mp3", 0.5)
    tags = ID3()
    tags.add(TIT2(text="Old"))
    tags.save(path, v1=2)
    tags.delete(path, delete_v1=False)
    assert read(path.read_bytes(), "mp3") is None
    path = make_sound(tmp_path / "b.mp3", 0.5)
    ape = APEv2()
    ape["Title"] = "Ape"
    ape.save(path)
    assert read(path.read_bytes(), "mp3") is None


def test_id3v1_that_tells_nothing_new_is_usual(tmp_path: Path) -> None:
    path = make_sound(
        tmp_path / "a.mp3",
        0.5,
        title="T",
        artist="A",
        album="L",
        tracknumber="1",
        genre="Jazz",
        date="2001",
    )
    mutagen.File(path).save(v1=2)
    said = read_both(path.read_bytes(), "mp3")
    assert said is not None
    assert said.year == 2001


def test_values_in_every_encoding(tmp_path: Path) -> None:
    for encoding in Encoding.LATIN1, Encoding.UTF16, Encoding.UTF16BE, Encoding.UTF8:
        path = make_sound(tmp_path / f"{encoding:d}.mp3", 0.5)
        tags = ID3()
        tags.add(TIT2(encoding=encoding, text="Jóga"))
        tags.add(TPE1(encoding=encoding, text="Björk"))
        tags.add(TCON(encoding=encoding, text="Art pop"))
        tags.add(TXXX(encoding=encoding, desc="REPLAYGAIN_TRACK_GAIN", text="-1 dB"))
        tags.save(path)
        said = read_both(path.read_bytes(), "mp3")
        assert said is not None
        assert (said.title, said.artist, said.genres, said.gain_track) == ("Jóga", "Björk", ("Art pop",), -1)


def constant(frames: int, *, head: bytes = b"\xff\xfb\x90\xc4") -> bytes:
    """Frames of 128 kbit/s, alike."""
    return b"".join(head + bytes(413) for _ in range(frames))


def test_frames_of_one_bitrate() -> None:
    said = read_both(constant(20), "mp3")
    assert said is not None
    assert said.duration == pytest.approx(20 * 417 * 8 / 128_000)
    assert read(constant(3), "mp3") is None
    assert read(constant(20)[:36] + b"VBRI" + constant(20)[40:], "mp3") is None
    assert read(bytes(1) + constant(20), "mp3") is None


@pytest.mark.parametrize(
    "version", [b"LAME3.100", b"LAME3.99r", b"LAME3.90 ", b"LAME3.8  ", b"Lavf58.29", b"\0" * 9]
)
@pytest.mark.parametrize("flags", [1, 3, 15, 0])
def test_what_encoders_tell(version: bytes, flags: int) -> None:
    told = b"Xing" + struct.pack(">II", flags, 20)
    told += bytes(4 * bool(flags & 2) + 100 * bool(flags & 4) + 4 * bool(flags & 8))
    told += version + bytes(12) + b"\x24\x03\x00" + bytes(12)
    data = constant(21)
    said = read_both(data[:36] + told + data[36 + len(told) :], "mp3")
    if version in {b"LAME3.100", b"Lavf58.29"} and flags:
        assert said is not None


def trimmed(data: bytes) -> bytes:
    return data[:-100]


def chained(data: bytes) -> bytes:
    return data + data.replace(data[14:18], b"\1\2\3\4")


@pytest.mark.parametrize(
    ("ending", "change"),
    [
        ("flac", lambda data: b"ID3\4\0\0\0\0\0\0" + data),
        ("flac", lambda data: data[:4] + b"\4" + data[5:]),
        ("flac", lambda data: data[:18] + bytes(3) + data[21:]),
        ("ogg", trimmed),
        ("ogg", chained),
        ("opus", chained),
        ("opus", lambda data: data[:36] + b"\x10" + data[37:]),
        ("m4a", lambda data: data.replace(b"soun", b"text")),
        ("m4a", lambda data: data.replace(b"mdhd", b"mdxx")),
        ("m4a", lambda data: data + b"\0\0\0\x10moof\0\0\0\0\0\0\0\0"),
        ("m4a", lambda data: data.replace(b"mp4a", b"ec-3")),
        ("wav", trimmed),
        ("wav", lambda data: b"RIFX" + data[4:]),
        ("wav", lambda data: data.replace(b"fmt ", b"fmtx")),
    ],
)
def test_unusual_files_are_left_to_mutagen(
    ending: str, change: Callable[[bytes], bytes], tmp_path: Path
) -> None:
    data = sound(ending, tmp_path, title="T")
    assert read(data, ending) is not None
    assert read(change(data), ending) is None


@pytest.mark.parametrize("ending", ["flac", "ogg", "mp3", "m4a", "wav"])
@pytest.mark.parametrize("other", ["flac", "ogg", "mp3", "m4a", "wav"])
def test_a_wrong_ending_is_left_to_mutagen(ending: str, other: str, tmp_path: Path) -> None:
    assert (read(sound(ending, tmp_path), other) is None) == (ending != other)


@pytest.mark.parametrize("ending", ["flac", "ogg", "opus", "mp3", "wav"])
def test_files_are_read_where_they_lie(ending: str, tmp_path: Path) -> None:
    path = make_sound(tmp_path / f"a.{ending}", 4.0, title="T")
    with path.open("rb") as file:
        said: Any = read_plainly(file, path.stat().st_size, ending)
    assert said[0]["title"] == ["T"]
    assert said[1] == pytest.approx(4, abs=0.1)


def test_the_file_is_left_at_its_beginning() -> None:
    file = io.BytesIO(b"fLaC" + bytes(200))
    assert read_plainly(file, 204, "flac") is None
    assert file.tell() == 0
    assert read_plainly(file, 204, "wma") is None


def test_several_lists_in_a_wave_are_usual(tmp_path: Path) -> None:
    data = sound("wav", tmp_path, title="T")
    chunks = data[12:] + 2 * (b"LIST" + struct.pack("<I", 4) + b"adtl")
    said = read_both(b"RIFF" + struct.pack("<I", len(chunks) + 4) + b"WAVE" + chunks, "wav")
    assert said is not None
    assert said.title == "T"


def endless_atoms() -> bytes:
    inside = b"\0\0\0\x08free" * 500_000
    return b"\0\0\0\x08ftyp" + struct.pack(">I", len(inside) + 8) + b"moov" + inside


def nested_atoms() -> bytes:
    inside = b""
    for _ in range(5_000):
        inside = struct.pack(">I", len(inside) + 8) + b"moov" + inside
    return b"\0\0\0\x08ftyp" + inside


def many_comments() -> bytes:
    inside = bytes(4) + struct.pack("<I", 3_000_000) + bytes(12_000_000)
    stream = bytes(10) + (44_100 << 44 | 44_100).to_bytes(8, "big") + bytes(16)
    return b"fLaC\0\0\0\x22" + stream + b"\x84" + len(inside).to_bytes(3, "big") + inside


def many_frames() -> bytes:
    return id3(frame(b"TPUB", b"\3x") * 500_000) + constant(20)


def many_chunks() -> bytes:
    inside = b"WAVE" + b"cue \0\0\0\0" * 500_000
    return b"RIFF" + struct.pack("<I", len(inside)) + inside


@pytest.mark.parametrize(
    ("make", "ending"),
    [
        (endless_atoms, "m4a"),
        (nested_atoms, "m4a"),
        (many_comments, "flac"),
        (many_frames, "mp3"),
        (lambda: id3(bytes(20 << 20)) + constant(20), "mp3"),
        (many_chunks, "wav"),
    ],
)
def test_crafted_files_cost_little(make: Callable[[], bytes], ending: str) -> None:
    data = make()
    began = time.process_time()
    assert read(data, ending) is None
    assert time.process_time() - began < 0.2
