"""What lies inside a file besides its tags, in each format that has a place for it."""

from io import BytesIO
from pathlib import Path

import pytest
from covered import GREEN, RED, picture, put_picture, put_words
from media import make_sound
from mutagen.id3 import ID3, SYLT, TXXX, USLT, Encoding
from tunes.library.embedded import Inside, look_inside

FORMATS = ["mp3", "flac", "ogg", "opus", "m4a", "wma", "wav", "aiff", "ape"]


def made(folder: Path, ending: str) -> Path:
    path = folder / f"a.{ending}"
    if ending == "ape":
        path.write_bytes(b"MAC " + bytes(100))  # of the sound nothing is asked
        return path
    return make_sound(path, 0.3)


def inside(path: Path) -> Inside:
    with path.open("rb") as file:
        return look_inside(file, path.suffix[1:])


@pytest.mark.parametrize("ending", FORMATS)
def test_nothing_is_found_where_nothing_is(tmp_path: Path, ending: str) -> None:
    assert inside(made(tmp_path, ending)) == Inside()


@pytest.mark.parametrize("ending", FORMATS)
def test_the_front_cover_goes_before_others(tmp_path: Path, ending: str) -> None:
    path, front, back = made(tmp_path, ending), picture(RED), picture(GREEN)
    if ending != "m4a":  # it knows no kinds: the first counts
        put_picture(path, back, kind=4)
        assert inside(path).picture == back
    put_picture(path, front)
    assert inside(path).picture == front


@pytest.mark.parametrize("ending", FORMATS)
def test_words(tmp_path: Path, ending: str) -> None:
    path = made(tmp_path, ending)
    put_words(path, "one\ntwo")
    assert inside(path).texts == ("one\ntwo",)


@pytest.mark.parametrize("name", ["LYRICS", "SYNCEDLYRICS", "UNSYNCEDLYRICS", "unsyncedlyrics"])
@pytest.mark.parametrize("ending", ["flac", "ogg", "opus"])
def test_every_name_that_comments_have_for_words(tmp_path: Path, ending: str, name: str) -> None:
    path = made(tmp_path, ending)
    put_words(path, "words", name)
    assert inside(path).texts == ("words",)


def timed(path: Path, *parts: tuple[str, int], form: int = 2, kind: int = 1) -> tuple[tuple[float, str], ...]:
    tags = ID3()
    tags.add(SYLT(encoding=Encoding.UTF8, lang="eng", format=form, type=kind, desc="", text=list(parts)))
    tags.save(path)
    return inside(path).timed


def test_timed_words_in_milliseconds(tmp_path: Path) -> None:
    path = made(tmp_path, "mp3")
    assert timed(path, ("one", 1500), ("two", 3000)) == ((1.5, "one"), (3.0, "two"))


def test_syllables_make_lines(tmp_path: Path) -> None:
    path = made(tmp_path, "mp3")
    parts = [("\nHel", 1000), ("lo ", 1200), ("you", 1400), ("\nand", 2000), (" I", 2500)]
    assert timed(path, *parts) == ((1.0, "Hello you"), (2.0, "and I"))


def test_times_in_frames_and_chords_are_passed_over(tmp_path: Path) -> None:
    path = made(tmp_path, "mp3")
    assert timed(path, ("one", 1), form=1) == ()
    assert timed(path, ("Am", 1), kind=5) == ()


def test_words_where_some_taggers_put_them(tmp_path: Path) -> None:
    path = made(tmp_path, "mp3")
    tags = ID3()
    tags.add(TXXX(encoding=3, desc="LYRICS", text=["free"]))
    tags.add(TXXX(encoding=3, desc="MOOD", text=["calm"]))
    tags.add(USLT(encoding=3, lang="eng", desc="", text="proper"))
    tags.save(path)
    assert inside(path).texts == ("proper", "free")


def test_a_flac_behind_an_id3_tag(tmp_path: Path) -> None:
    path = made(tmp_path, "flac")
    put_picture(path, picture())
    tags = ID3()
    tags.add(TXXX(encoding=3, desc="x", text=["y"]))
    head = BytesIO()
    tags.save(head)
    path.write_bytes(head.getvalue() + path.read_bytes())
    assert inside(path).picture == picture()


@pytest.mark.parametrize("ending", FORMATS)
def test_a_file_cut_anywhere_is_no_trouble(tmp_path: Path, ending: str) -> None:
    path = made(tmp_path, ending)
    put_picture(path, picture())
    put_words(path, "words")
    whole = path.read_bytes()
    for part in range(0, len(whole), max(1, len(whole) // 40)):
        inside = look_inside(BytesIO(whole[:part]), ending)
        assert inside.picture is None or picture().startswith(inside.picture)
        assert all("words".startswith(text) for text in inside.texts)


@pytest.mark.parametrize("block", [b"", b"\3", b"\3\xff\xff\xff\xff", b"\3\1\0\0\0i\0", b"\3\1\0\0\0i\0\0\0"])
def test_a_damaged_picture_of_a_wma(tmp_path: Path, block: bytes) -> None:
    from mutagen.asf import ASF, ASFByteArrayAttribute

    path = made(tmp_path, "wma")
    opened = ASF(path)
    opened["WM/Picture"] = [ASFByteArrayAttribute(block)]
    opened.save()
    assert not inside(path).picture
