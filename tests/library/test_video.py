import io
from contextlib import suppress
from pathlib import Path

import pytest
from made_containers import avi_bytes, m4a_bytes, matroska_bytes
from tunes.library.errors import UnreadableError
from tunes.library.tagged import Tagged
from tunes.library.video import read_video

FILMS = Path(__file__).parents[1] / "data" / "films"


def read(data: bytes) -> Tagged:
    return read_video(io.BytesIO(data), len(data))


@pytest.mark.parametrize("data", [matroska_bytes(2.0), avi_bytes(2.0)], ids=["matroska", "avi"])
def test_a_film(data: bytes) -> None:
    said = read(data)
    assert said.has_picture
    assert said.duration == pytest.approx(2.0)


def test_sound_in_the_container_of_a_film() -> None:
    said = read(matroska_bytes(2.0, title="Title", artist="Artist", has_picture=False))
    assert not said.has_picture
    assert (said.title, said.artist) == ("Title", "Artist")
    assert not read(m4a_bytes(2.0)).has_picture


@pytest.mark.parametrize(
    "data", [b"x", bytes(10_000), b"\x1a\x45\xdf\xa3" + bytes(10_000)], ids=["byte", "zeros", "head alone"]
)
def test_what_is_no_film_is_told_plainly(data: bytes) -> None:
    with pytest.raises(UnreadableError, match="neither sound nor picture"):
        read(data)


@pytest.mark.parametrize("ending", ["avi", "mkv", "mov", "mp4", "mpg", "ogv", "ts", "webm"])
def test_length_and_picture_in_every_container(ending: str) -> None:
    said = read((FILMS / f"film.{ending}").read_bytes())
    assert said.has_picture
    assert (said.width, said.height) == (64, 48)
    assert said.duration == pytest.approx(2.0, abs=0.4)
    assert [sound.channels for sound in said.audio] == [1] * len(said.audio) != []


@pytest.mark.parametrize("ending", ["mkv", "mp4"])
def test_the_languages_of_a_film(ending: str) -> None:
    said = read((FILMS / f"film.{ending}").read_bytes())
    assert said.title == "A Film"
    assert [sound.language for sound in said.audio] == ["fr", "en"]
    assert [text.language for text in said.subtitles] == ["de"]
    assert said.subtitles[0].format == ("SubRip" if ending == "mkv" else "Timed Text")


def test_the_name_of_a_sound() -> None:
    said = read((FILMS / "film.mkv").read_bytes())
    assert [sound.title for sound in said.audio] == ["", "Commentary"]


@pytest.mark.parametrize("ending", ["avi", "mkv", "mov", "mp4", "mpg", "ogv", "ts", "webm"])
def test_films_that_are_cut_off(ending: str) -> None:
    data = (FILMS / f"film.{ending}").read_bytes()
    for share in (0.02, 0.1, 0.5, 0.9):
        with suppress(UnreadableError):
            said = read(data[: int(len(data) * share)])
            assert said.duration is None or said.duration < 60
