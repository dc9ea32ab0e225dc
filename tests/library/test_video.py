import io

import pytest
from made_containers import avi_bytes, m4a_bytes, matroska_bytes
from tunes.library.errors import UnreadableError
from tunes.library.tagged import Tagged
from tunes.library.video import read_video


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
