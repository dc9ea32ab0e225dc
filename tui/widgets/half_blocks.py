"""Owns pictures as text that a terminal understands: two points to a cell, in as many colours as it has. Pure, and fast enough for films."""

from collections.abc import Iterator
from enum import Enum
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from rich.color import Color
from rich.segment import Segment
from rich.style import Style

Points = NDArray[np.uint8]
"""Shape (height, width, 3): red, green, blue."""


class Colours(Enum):
    """How many a terminal has."""

    ALL = "truecolor"
    CUBE = "256"
    NONE = "none"
    """Letters of more or less ink; also for sixteen colours, which make no picture."""


INK = " .:-=+*#%@"
RESET = "\x1b[0m"
_HALF = np.frombuffer("▀".encode(), dtype=np.uint8)
_STEPS = np.array([0, 95, 135, 175, 215, 255], dtype=np.int16)
"""Of the cube of 216 colours, in each direction."""


def lines_of(points: Points, colours: Colours) -> list[str]:
    """A string for each two rows of points; colours are reset at its end. An odd last row is left out."""
    above, below = points[0 : len(points) // 2 * 2 : 2], points[1::2]
    if not above.size:
        return [""] * len(above)
    if colours is Colours.NONE:
        return _inked(above, below)
    if colours is Colours.CUBE:
        return _coded(_in_cube(above), _in_cube(below), b"\x1b[38;5;000m", b"\x1b[48;5;000m")
    return _coded(_even(above), _even(below), b"\x1b[38;2;000;000;000m", b"\x1b[48;2;000;000;000m")


def segments_of(points: Points, colours: Colours) -> Iterator[Segment]:
    """Two rows of points as Textual's own, in fewer colours: where something lies over a picture, and for copies of the screen."""
    above, below = points[0], points[1]
    if colours is Colours.NONE:
        yield Segment(_inked(above[None], below[None])[0])
        return
    coarse = [tuple(map(int, cell)) for cell in np.concatenate([above, below], axis=1) & 0xF0 | 0x08]
    start = 0
    for end in range(1, len(coarse) + 1):
        if end == len(coarse) or coarse[end] != coarse[start]:
            yield Segment("▀" * (end - start), _style(coarse[start]))
            start = end


@lru_cache(4096)
def _style(cell: tuple[int, ...]) -> Style:
    return Style(color=Color.from_rgb(*cell[:3]), bgcolor=Color.from_rgb(*cell[3:]))


def _digits() -> tuple[NDArray[np.uint8], NDArray[np.bool_]]:
    """The three digits of each number below 256, and which of them are not zeros in front."""
    numbers = np.array([list(f"{number:03}".encode()) for number in range(256)], dtype=np.uint8)
    needed = np.array(
        [[number > 99, number > 9, True] for number in range(256)],
        dtype=np.bool_,
    )
    return numbers, needed


_DIGITS, _NEEDED = _digits()


def _coded(above: Points, below: Points, over: bytes, under: bytes) -> list[str]:
    """Each cell as its two colours and half a block; a colour that holds on is not said again."""
    rows, columns, _ = above.shape
    template = np.frombuffer(over + under + _HALF.tobytes(), dtype=np.uint8)
    text = np.broadcast_to(template, (rows, columns, len(template))).copy()
    needed = np.ones(text.shape, dtype=np.bool_)
    for points, start, code in ((above, 0, over), (below, len(over), under)):
        for channel in range(points.shape[2]):
            place = start + code.index(b"000") + 4 * channel
            text[:, :, place : place + 3] = _DIGITS[points[:, :, channel]]
            needed[:, :, place : place + 3] = _NEEDED[points[:, :, channel]]
        holds_on = (points[:, 1:] == points[:, :-1]).all(axis=2)
        needed[:, 1:, start : start + len(code)] &= ~holds_on[:, :, None]
    said = text[needed].tobytes().decode()
    ends = np.cumsum(
        needed.sum(axis=(1, 2)) - 2 * columns
    ).tolist()  # half a block is three bytes and one letter
    return [said[start:end] + RESET for start, end in zip([0, *ends], ends, strict=False)]


def _even(points: Points) -> Points:
    """Without the lowest two bits, which nobody sees and which would have each colour said again."""
    kept: Points = points & np.uint8(0xFC)
    return kept | kept >> np.uint8(6)


def _in_cube(points: Points) -> Points:
    """The numbers of the nearest of 256 colours: of the cube, or of the 24 greys."""
    wide = points.astype(np.int16)
    nearest = np.abs(wide[..., None] - _STEPS).argmin(axis=-1)
    cube = 16 + 36 * nearest[..., 0] + 6 * nearest[..., 1] + nearest[..., 2]
    mean = wide.mean(axis=-1)
    grey = np.clip(np.round((mean - 8) / 10), 0, 23)
    off_cube = ((wide - _STEPS[nearest]) ** 2).sum(axis=-1)
    off_grey = ((wide - (8 + 10 * grey)[..., None]) ** 2).sum(axis=-1)
    numbers: Points = np.where(off_grey < off_cube, 232 + grey, cube).astype(np.uint8)[..., None]
    return numbers


def _inked(above: Points, below: Points) -> list[str]:
    light = (above.astype(np.uint16) + below) @ np.array([77, 151, 28], dtype=np.uint32) // 512
    letters = np.frombuffer(INK.encode(), dtype=np.uint8)[light * len(INK) // 256]
    return [row.tobytes().decode() for row in letters]
