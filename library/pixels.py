"""Owns a small picture as plain pixels, and how it is kept: as PPM, which needs no library to read. Pure."""

import re
from dataclasses import dataclass

_HEAD = re.compile(rb"P6\n(\d{1,4}) (\d{1,4})\n255\n")


@dataclass(frozen=True, slots=True)
class Pixels:
    """A picture of `width` by `height` points, three bytes each, row by row."""

    width: int
    height: int
    rgb: bytes

    def as_ppm(self) -> bytes:
        """The picture as a file."""
        return b"P6\n%d %d\n255\n" % (self.width, self.height) + self.rgb


def from_ppm(content: bytes) -> Pixels | None:
    """The picture of a file; None where it is none, or not whole."""
    head = _HEAD.match(content)
    if head is None:
        return None
    width, height, rgb = int(head[1]), int(head[2]), content[head.end() :]
    return Pixels(width, height, rgb) if width and height and len(rgb) == 3 * width * height else None
