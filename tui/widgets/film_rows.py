"""Owns how a film and its subtitles lie in the rows of a terminal: black bars, the picture, words over its foot. Pure."""

from dataclasses import dataclass

import numpy as np
from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from tunes.tui.widgets.half_blocks import RESET, Colours, Points, lines_of, segments_of
from tunes.tui.widgets.kitty import fitted, shown

_WHITE_ON_BLACK = "\x1b[1;97;40m"
_STYLE = Style(bold=True, color="bright_white", bgcolor="black")


@dataclass(frozen=True, slots=True)
class Words:
    """A line of a subtitle, white on black as on any film."""

    text: str


_Part = str | Words | Points
"""Of a row: blanks, words, or two rows of points."""


class Row(Strip):
    """One row: ready for the terminal, and made of Textual's segments only where something lies over it."""

    def __init__(
        self, parts: tuple[_Part, ...], width: int, colours: Colours, ansi: str | None = None
    ) -> None:
        """`ansi` is what the terminal is to be sent, where that is known already."""
        self._parts, self._colours = parts, colours
        super().__init__((), width)
        self._ready = ansi

    @property  # made when it is asked for
    def _segments(self) -> list[Segment]:
        made: list[Segment] = []
        for part in self._parts:
            if isinstance(part, str):
                made.append(Segment(part))
            elif isinstance(part, Words):
                made.append(Segment(part.text, _STYLE))
            else:
                made += segments_of(part, self._colours)
        return made

    @_segments.setter
    def _segments(self, segments: list[Segment]) -> None:
        """The base class has nothing to say here."""

    def render(self, console: Console) -> str:  # noqa: ARG002  # the colours are known
        """What the terminal is sent."""
        if self._ready is None:
            self._ready = "".join(map(self._sent, self._parts))
        return self._ready

    def _sent(self, part: _Part) -> str:
        if isinstance(part, str):
            return part
        if isinstance(part, Words):
            is_plain = self._colours is Colours.NONE
            return part.text if is_plain else f"{_WHITE_ON_BLACK}{part.text}{RESET}"
        return "".join(lines_of(part, self._colours))


def film_rows(
    points: Points, words: tuple[str, ...], width: int, height: int, colours: Colours
) -> list[Strip]:
    """The picture in the middle of so many cells, and the words, which must have been cleaned, at its foot."""
    if width <= 0 or height <= 0:
        return []
    points = sized(points, width, 2 * height)
    columns, rows = points.shape[1], points.shape[0] // 2
    left, top = (width - columns) // 2, (height - rows) // 2
    before, after = " " * left, " " * (width - columns - left)
    strips: list[Strip] = [Strip.blank(width)] * height
    for row, line in enumerate(lines_of(points, colours)):
        parts = (before, points[2 * row : 2 * row + 2], after)
        strips[top + row] = Row(parts, width, colours, before + line + after)
    first = _first_row_of_words(len(words), top + rows, height)
    for place, text in enumerate(words[: height - first], first):
        row = place - top
        pair = points[2 * row : 2 * row + 2] if 0 <= row < rows else points[:0, :0]
        strips[place] = Row(_with_words(text, pair, left, width), width, colours)
    return strips


def kitty_rows(
    points: Points, words: tuple[str, ...], width: int, height: int, cell: tuple[int, int]
) -> list[Strip]:
    """The same where the terminal shows real pictures; `cell` is the size of one of its cells. Words lie below, as pictures cover them."""
    if width <= 0 or height <= 0:
        return []
    words = words[: height - 1]
    columns, rows = fitted((points.shape[1], points.shape[0]), (width, height - len(words)), cell)
    left, top = (width - columns) // 2, (height - len(words) - rows) // 2
    blank = " " * width
    strips: list[Strip] = [Row((blank,), width, Colours.ALL, blank)] * height
    picture = " " * left + shown(points, columns, rows) + " " * (width - left)
    strips[top] = Row((blank,), width, Colours.ALL, picture)
    for place, text in enumerate(words, height - len(words)):
        strips[place] = Row(_with_words(text, points[:0, :0], 0, width), width, Colours.ALL)
    return strips


def sized(points: Points, width: int, height: int) -> Points:
    """The picture in at most so many points, its shape kept, and with an even number of rows; for what was made for another size."""
    high, wide = points.shape[:2]
    scale = min(width / wide, height / high)
    columns = min(max(1, round(wide * scale)), width)
    rows = min(max(2, round(high * scale / 2) * 2), max(2, height // 2 * 2))
    if (rows, columns) == (high, wide):
        return points
    if rows <= 2 or columns <= 2 or high < 3 or wide < 3:
        few: Points = points[np.arange(rows) * high // rows][:, np.arange(columns) * wide // columns]
        return few
    return _between(_between(points, rows).swapaxes(0, 1), columns).swapaxes(0, 1)


def _between(points: Points, count: int) -> Points:
    """So many rows, each mixed of the two that it lies between."""
    places = np.linspace(0, len(points) - 1, count)
    rows = np.minimum(places.astype(np.intp), len(points) - 2)
    parts = ((places - rows) * 256).astype(np.uint16)[:, None, None]
    mixed: Points = ((points[rows] * (256 - parts) + points[rows + 1] * parts) >> 8).astype(np.uint8)
    return mixed


def _first_row_of_words(count: int, end: int, height: int) -> int:
    """In the bar below the picture where there is room, else over its foot."""
    if height - end >= count:
        return end
    return max(0, height - count - (1 if height > 4 * count else 0))


def _with_words(text: str, pair: Points, left: int, width: int) -> tuple[_Part, ...]:
    """A row with words in its middle, and what of the picture is beside them."""
    text = set_cell_size(f" {text} ", min(width, cell_len(text) + 2))
    start = (width - cell_len(text)) // 2
    end = start + cell_len(text)
    columns = pair.shape[1]
    if not columns:
        return " " * start, Words(text), " " * (width - end)
    here, there = np.clip(start - left, 0, columns), np.clip(end - left, 0, columns)
    before, after = min(left, start), min(width - left - columns, width - end)
    return " " * before, pair[:, :here], Words(text), pair[:, there:], " " * after
