"""Owns pictures in the words of kitty's graphics protocol, which some terminals speak: real points in place of half blocks. Pure, but for `cell_size`."""

import fcntl
import struct
import termios
import zlib
from base64 import b64encode
from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the screen is to be there before what films need
    from tunes.tui.widgets.half_blocks import Points

MOST_POINTS = 480 * 270
"""Of one picture: more than this, 24 times a second, is more than a terminal reads."""
USUAL_CELL = (8, 16)
SPEAKERS = {"xterm-kitty", "xterm-ghostty"}
"""What TERM says where it is spoken for sure; within tmux and screen it says something else."""
_ID = 7_041
_CHUNK = 4096
"""Letters that one command may carry, says the protocol."""


def is_spoken(environment: Mapping[str, str]) -> bool:
    """Whether the terminal shows such pictures."""
    return environment.get("TERM") in SPEAKERS and "TMUX" not in environment


def shown(points: "Points", columns: int, rows: int) -> str:
    """Shows a picture in so many cells from the cursor on, over all text, in place of the one before. The cursor stays, and the terminal answers nothing."""
    height, width = points.shape[:2]
    payload = b64encode(zlib.compress(points.tobytes(), 1)).decode()
    chunks = [payload[start : start + _CHUNK] for start in range(0, len(payload), _CHUNK)]
    what = f"a=T,q=2,f=24,o=z,i={_ID},p=1,s={width},v={height},c={columns},r={rows},C=1,"
    last = len(chunks) - 1
    return "".join(
        f"\x1b_G{what if place == 0 else ''}m={int(place < last)};{chunk}\x1b\\"
        for place, chunk in enumerate(chunks)
    )


def taken_away() -> str:
    """Shows it no more."""
    return f"\x1b_Ga=d,d=I,q=2,i={_ID}\x1b\\"


def fitted(points: tuple[int, int], cells: tuple[int, int], cell: tuple[int, int]) -> tuple[int, int]:
    """How many columns and rows a picture of so many points takes, as large as there is room and in its shape; `cell` is the size of one."""
    scale = min(cells[0] * cell[0] / points[0], cells[1] * cell[1] / points[1])
    columns, rows = (round(one * scale / size) for one, size in zip(points, cell, strict=True))
    return min(max(1, columns), cells[0]), min(max(1, rows), cells[1])


def points_for(cells: tuple[int, int], cell: tuple[int, int]) -> tuple[int, int]:
    """How many points a picture for so many cells is to have at most."""
    width, height = cells[0] * cell[0], cells[1] * cell[1]
    shrink = min(1.0, (MOST_POINTS / max(1, width * height)) ** 0.5)
    return max(1, int(width * shrink)), max(1, int(height * shrink))


def cell_of(environment: Mapping[str, str], terminal: int) -> tuple[int, int] | None:
    """Where such pictures are shown, the size of a cell; else None."""
    return cell_size(terminal) if is_spoken(environment) else None


def cell_size(terminal: int) -> tuple[int, int]:
    """Width and height of a cell in the terminal's points, as it tells the system; the usual shape where it doesn't."""
    try:
        told = fcntl.ioctl(terminal, termios.TIOCGWINSZ, bytes(8))
    except OSError:
        return USUAL_CELL
    rows, columns, width, height = struct.unpack("HHHH", told)
    if not (rows and columns and width >= columns and height >= rows):
        return USUAL_CELL
    return width // columns, height // rows
