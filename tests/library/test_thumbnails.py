"""Pictures made small: each format, and whatever else calls itself a picture."""

from io import BytesIO

import pytest
from covered import BLUE, RED, bomb, picture
from PIL import Image
from tunes.library.errors import UnreadableError
from tunes.library.pixels import Pixels, from_ppm
from tunes.library.thumbnails import jpeg_of, pixels_of


def small(data: bytes, side: int = 16) -> Pixels:
    return pixels_of(BytesIO(data), side)


def saved(image: Image.Image, form: str, **options: object) -> bytes:
    kept = BytesIO()
    image.save(kept, form, **options)
    return kept.getvalue()


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP", "GIF", "BMP"])
def test_formats(form: str) -> None:
    found = small(picture(RED, (300, 200), form))
    assert (found.width, found.height) == (16, 11)
    assert all(abs(a - b) < 8 for a, b in zip(found.rgb[:3], RED, strict=True))


@pytest.mark.parametrize("form", ["TIFF", "PPM", "ICO", "TGA", "PDF"])
def test_formats_that_no_cover_has(form: str) -> None:
    with pytest.raises(UnreadableError):
        small(picture(form=form))


def test_a_small_picture_stays_as_small_as_it_is() -> None:
    assert small(picture(size=(3, 2))).width == 3


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16", "CMYK"])
def test_modes(mode: str) -> None:
    data = saved(Image.new(mode, (40, 40)), "JPEG" if mode == "CMYK" else "PNG")
    assert len(small(data).rgb) == 3 * 16 * 16


def test_what_is_seen_through_is_white() -> None:
    assert small(saved(Image.new("RGBA", (9, 9), (0, 0, 0, 0)), "PNG")).rgb[:3] == b"\xff\xff\xff"
    see_through = Image.new("P", (9, 9), 0)
    assert small(saved(see_through, "GIF", transparency=0)).rgb[:3] == b"\xff\xff\xff"


def test_the_side_that_a_camera_had_up() -> None:
    image = Image.new("RGB", (20, 10), RED)
    turned = image.getexif()
    turned[0x0112] = 6
    found = small(saved(image, "JPEG", exif=turned), 10)
    assert (found.width, found.height) == (5, 10)


def test_of_what_moves_the_first_picture_is_taken() -> None:
    frames = [Image.new("RGB", (20, 20), colour) for colour in (BLUE, RED)]
    assert small(saved(frames[0], "GIF", save_all=True, append_images=frames[1:])).rgb[2] > 200


def test_a_jpeg_for_others() -> None:
    made = Image.open(BytesIO(jpeg_of(BytesIO(picture(size=(900, 900))), 640)))
    assert (made.format, made.size) == ("JPEG", (640, 640))


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"text", id="no picture"),
        pytest.param(picture(size=(500, 500), form="JPEG")[:900], id="a JPEG cut off"),
        pytest.param(picture(size=(500, 500))[:200], id="a PNG cut off"),
        pytest.param(bomb(), id="a bomb"),
        pytest.param(bomb(8_000), id="a lesser bomb"),
        pytest.param(bomb(2_000), id="less than it claims"),
        pytest.param(b"GIF89a\xff\xff\xff\xff", id="a GIF of huge size"),
        pytest.param(b"<svg xmlns='http://www.w3.org/2000/svg'/>", id="a drawing"),
        pytest.param(b"%!PS-Adobe-3.0 EPSF-3.0\n", id="a program"),
    ],
)
def test_what_is_no_picture(data: bytes) -> None:
    with pytest.raises(UnreadableError):
        small(data)


def test_pixels_and_back() -> None:
    one = Pixels(2, 1, b"abcdef")
    assert from_ppm(one.as_ppm()) == one
    for damaged in (
        b"",
        b"P6\n2 1\n255\nabcde",
        b"P6\n2 1\n255\nabcdefg",
        b"P6\n0 0\n255\n",
        b"P5\n1 1\n255\na",
    ):
        assert from_ppm(damaged) is None
