"""Owns Pillow: makes a picture of any size small. Nothing else of tunes knows it, and only the unpacker process runs it."""

from io import BytesIO
from typing import BinaryIO, cast

from PIL import Image, ImageOps
from tunes.library.errors import UnreadableError
from tunes.library.pixels import Pixels

FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP")
"""Those that covers come in; of Pillow's other thirty some run programs, and all are more to get wrong."""
MOST_POINTS = 50_000_000
"""A cover scanned at 600 dpi has 7,000 points a side; what claims more is crafted to eat memory."""
JPEG_QUALITY = 88

_TOO_LARGE = "the picture is larger than any real one"


def pixels_of(file: BinaryIO, side: int) -> Pixels:
    """The picture with at most `side` points a side. Raises UnreadableError."""
    image = _small(file, side)
    return Pixels(image.width, image.height, image.tobytes())


def jpeg_of(file: BinaryIO, side: int) -> bytes:
    """The picture as a JPEG of at most `side` points a side. Raises UnreadableError."""
    kept = BytesIO()
    _small(file, side).save(kept, "JPEG", quality=JPEG_QUALITY)
    return kept.getvalue()


def _small(file: BinaryIO, side: int) -> Image.Image:
    try:
        image = cast("Image.Image", Image.open(file, formats=FORMATS))
        if image.width * image.height > MOST_POINTS:
            raise UnreadableError(_TOO_LARGE)
        image.draft("RGB", (side, side))  # a JPEG is then decoded at half, a quarter, an eighth of its size
        if image.mode in {"P", "PA", "1"}:  # whose numbers are no shades, and can't be mixed
            image = image.convert("RGBA" if "transparency" in image.info else "RGB")
        image.thumbnail((side, side), Image.Resampling.LANCZOS, reducing_gap=2.0)
        image = ImageOps.exif_transpose(image)
        return _on_white(image)
    except UnreadableError:
        raise
    except Image.DecompressionBombError as error:
        raise UnreadableError(_TOO_LARGE) from error
    except MemoryError as error:
        raise UnreadableError("the picture takes more memory than any real one") from error
    except Exception as error:  # crafted pictures make Pillow raise SyntaxError, struct.error and others
        raise UnreadableError(f"the picture is damaged, or no picture ({type(error).__name__})") from error


def _on_white(image: Image.Image) -> Image.Image:
    """What is seen through is white, as on paper."""
    if "A" not in image.getbands():
        return image.convert("RGB")
    paper = Image.new("RGBA", image.size, "white")
    paper.alpha_composite(image.convert("RGBA"))
    return paper.convert("RGB")
