import io
import zlib
from pathlib import Path
from typing import Any

import mutagen
import pytest
from media import make_sound, tag
from mutagen.apev2 import APEv2
from mutagen.id3 import TXXX, UFID
from mutagen.mp4 import MP4FreeForm
from tunes.library.errors import UnreadableError
from tunes.library.tagged import Tagged
from tunes.library.tags import read_tags

MBID = "0b23cb4a-5a5f-4b7c-8c1b-0e3a6e1b3f10"
TAGS: dict[str, Any] = {
    "title": "Title",
    "artist": "Artist",
    "album": "Album",
    "albumartist": "Band",
    "tracknumber": "3/12",
    "genre": "Jazz",
    "date": "2001-02-03",
}


def read(path: Path) -> Tagged:
    with path.open("rb") as file:
        return read_tags(file, path.stat().st_size, path.suffix[1:])


@pytest.mark.parametrize("ending", ["mp3", "flac", "ogg", "oga", "opus", "wav", "aiff", "m4a", "m4b", "wma"])
def test_every_format_tells_the_same(tmp_path: Path, ending: str) -> None:
    said = read(make_sound(tmp_path / f"a.{ending}", 1.0, **TAGS))
    assert (said.title, said.artist, said.album, said.album_artist) == ("Title", "Artist", "Album", "Band")
    assert (said.track_no, said.genres, said.year) == (3, ("Jazz",), 2001)
    assert said.duration == pytest.approx(1.0, abs=0.06)


@pytest.mark.parametrize("ending", ["mp3", "flac", "ogg", "opus", "wav", "m4a", "wma"])
def test_untagged_is_no_error(tmp_path: Path, ending: str) -> None:
    said = read(make_sound(tmp_path / f"a.{ending}", 1.0))
    assert (said.title, said.artist, said.genres, said.year) == ("", "", (), None)
    assert said.duration


def test_gain_and_recording_id(tmp_path: Path) -> None:
    mp3 = make_sound(tmp_path / "a.mp3", 1.0, title="T")
    opened = mutagen.File(mp3)
    opened.tags.add(TXXX(encoding=3, desc="REPLAYGAIN_TRACK_GAIN", text=["-6.50 dB"]))
    opened.tags.add(UFID(owner="http://musicbrainz.org", data=MBID.encode()))
    opened.save()
    flac = make_sound(tmp_path / "a.flac", 1.0)
    opened = mutagen.File(flac)
    opened.update(REPLAYGAIN_TRACK_GAIN="-6.50 dB", MUSICBRAINZ_TRACKID=MBID)
    opened.save()
    m4a = make_sound(tmp_path / "a.m4a", 1.0)
    opened = mutagen.File(m4a)
    opened["----:com.apple.iTunes:MusicBrainz Track Id"] = [MP4FreeForm(MBID.encode())]
    opened["----:com.apple.iTunes:replaygain_track_gain"] = [MP4FreeForm(b"-6.50 dB")]
    opened.save()
    for path in (mp3, flac, m4a):
        assert (read(path).mbid, read(path).gain_track) == (MBID, -6.5)


def test_old_id3_tells_its_year(tmp_path: Path) -> None:
    path = make_sound(tmp_path / "a.mp3", 1.0, **TAGS)
    mutagen.File(path).save(v2_version=3)
    assert read(path).year == 2001


def test_ape_tags_alone_on_an_mp3(tmp_path: Path) -> None:
    path = make_sound(tmp_path / "a.mp3", 1.0)
    tags = APEv2()
    tags["Title"], tags["Album Artist"], tags["Track"], tags["Year"] = "T", "B", "3/9", "1999"
    tags.save(path)
    said = read(path)
    assert (said.title, said.album_artist, said.track_no, said.year) == ("T", "B", 3, 1999)


def test_several_values_and_control_characters_stay_as_they_are(tmp_path: Path) -> None:
    path = make_sound(tmp_path / "a.flac", 1.0)
    opened = mutagen.File(path)
    opened["artist"], opened["genre"] = ["One", "Two"], ["Rock; Pop", "Jazz"]
    opened["title"] = "[bold]\x1b[2J"
    opened.save()
    said = read(path)
    assert (said.artist, said.genres, said.title) == ("One; Two", ("Rock", "Pop", "Jazz"), "[bold]\x1b[2J")


@pytest.mark.parametrize(
    ("really", "named"), [("flac", "mp3"), ("ogg", "flac"), ("mp3", "m4a"), ("m4a", "ogg"), ("wav", "mp3")]
)
def test_a_wrong_ending_is_no_error(tmp_path: Path, really: str, named: str) -> None:
    data = make_sound(tmp_path / f"a.{really}", 1.0, title="T").read_bytes()
    assert read_tags(io.BytesIO(data), len(data), named).title == "T"


@pytest.mark.parametrize(
    "ending",
    ["mp3", "flac", "ogg", "opus", "spx", "m4a", "aac", "wav", "aiff", "wv", "ape", "mpc", "wma", "txt"],
)
@pytest.mark.parametrize(
    "data", [b"x", b"<html>not found</html>" * 40, bytes(5000)], ids=["byte", "page", "zeros"]
)
def test_what_is_no_sound_is_told_plainly(ending: str, data: bytes) -> None:
    with pytest.raises(UnreadableError, match="it is damaged, or no "):
        read_tags(io.BytesIO(data), len(data), ending)


def zlib_bomb(inflated: int) -> bytes:
    """An ID3 title that inflates."""
    body = zlib.compress(b"\3" + b"A" * inflated)
    frame = b"TIT2" + syncsafe(len(body) + 4) + b"\0\x09" + syncsafe(inflated + 1 & 0xFFFFFFF) + body
    return b"ID3\4\0\0" + syncsafe(len(frame)) + frame


def syncsafe(number: int) -> bytes:
    return bytes(number >> shift & 0x7F for shift in (21, 14, 7, 0))


def test_a_title_that_inflates_is_cut(tmp_path: Path) -> None:
    path = make_sound(tmp_path / "a.mp3", 1.0)
    path.write_bytes(zlib_bomb(5_000_000) + path.read_bytes())
    assert 0 < len(read(path).title) <= 2000


def test_an_mp3_with_damaged_tags_still_sounds(tmp_path: Path) -> None:
    path = make_sound(tmp_path / "a.mp3", 1.0)
    with path.open("ab") as file:
        file.write(b"APETAGEX" + bytes.fromhex("d0070000ffffff7fffffff7f00000000") + bytes(8))
    assert read(path).duration == pytest.approx(1.0, abs=0.06)


def test_tagging_helper_writes_what_a_tagger_writes(tmp_path: Path) -> None:
    path = make_sound(tmp_path / "a.wav", 1.0)
    tag(path, title="T")
    assert mutagen.File(path).tags["TIT2"].text == ["T"]
