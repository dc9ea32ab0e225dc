"""Owns covers on the screen: half blocks in colour, two points of the picture to a cell. Nothing where there are no colours."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from textual import on, work
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget
from textual.worker import get_current_worker

if TYPE_CHECKING:  # the screen is to be there before what these need
    from tunes.library.pixels import Pixels

IN_COLOUR = frozenset({"truecolor", "256"})
"""What a terminal must be able to; sixteen colours make no picture."""
WIDEST = 60
"""Cells; a larger one would show how few points it has."""

_Points = list[list[tuple[int, int, int]]]


class Cover(Widget):
    """One picture, as large as there is room, drawn beside the screen's thread. Whoever holds it says how much that is, with `fit`."""

    @dataclass
    class Drawn(Message):
        """The picture is drawn."""

        cover: "Cover"
        run: int
        strips: list[Strip]

        @property
        def control(self) -> "Cover":
            """The cover, for `@on`."""
            return self.cover

    def __init__(self, id: str | None = None) -> None:  # noqa: A002  # Textual's own name
        super().__init__(id=id)
        self.display = False
        self._pixels: Pixels | None = None
        self._strips: list[Strip] = []
        self._run = 0

    def show(self, pixels: "Pixels | None") -> None:
        """Shows a picture, or none."""
        if pixels == self._pixels:
            return
        self._pixels = pixels if has_colours(self) else None
        self._redraw()

    def fit(self, columns: int, rows: int) -> None:
        """Takes as many cells as its picture needs, at most these; none where there is no picture, or no room."""
        self.display = self._pixels is not None and columns > 0 and rows > 0
        if self._pixels is not None and self.display:
            width, height = _size_in(self._pixels, min(WIDEST, columns), rows)
            self.styles.width, self.styles.height = width, (height + 1) // 2

    def on_resize(self) -> None:
        """The window has another size."""
        self._redraw()

    def render_line(self, y: int) -> Strip:
        """One line of the picture."""
        return self._strips[y] if y < len(self._strips) else Strip.blank(self.size.width, self.rich_style)

    def _redraw(self) -> None:
        self._run += 1
        if self._pixels is None:
            self._strips = []
            self.refresh()
        elif self.size.width and self.size.height:
            self._draw(self._pixels, self._run)

    @work(thread=True, exclusive=True, exit_on_error=False, group="draw")
    def _draw(self, pixels: "Pixels", run: int) -> None:
        strips = half_blocks(pixels, self.size.width, self.size.height)
        if not get_current_worker().is_cancelled:
            self.post_message(self.Drawn(self, run, strips))

    @on(Drawn)
    def _drawn(self, message: Drawn) -> None:
        message.stop()
        if message.run == self._run:
            self._strips = [strip.adjust_cell_length(self.size.width) for strip in message.strips]
            self.refresh()


def has_colours(widget: Widget) -> bool:
    """Whether the terminal can show pictures, and the listener wants colours."""
    return not widget.app.no_color and widget.app.console.color_system in IN_COLOUR


def half_blocks(pixels: "Pixels", columns: int, rows: int) -> list[Strip]:
    """The picture in at most so many cells, its proportions kept: a cell is twice as high as it is wide. Pure."""
    width, height = _size_in(pixels, columns, rows)
    points = scaled(pixels, width, height)
    if height % 2:
        points.append(points[-1])  # half a cell of nothing would be black
    return [
        Strip([_cell(above, below) for above, below in zip(points[y], points[y + 1], strict=True)], width)
        for y in range(0, len(points), 2)
    ]


def _size_in(pixels: "Pixels", columns: int, rows: int) -> tuple[int, int]:
    """Points of the picture in so many cells: a cell is one wide and two high."""
    scale = min(columns / pixels.width, 2 * rows / pixels.height)
    return max(1, round(pixels.width * scale)), max(1, round(pixels.height * scale))


def scaled(pixels: "Pixels", width: int, height: int) -> _Points:
    """The picture in another size; each point is the mean of those that it stands for."""
    spans = [_span(x, width, pixels.width) for x in range(width)]
    rows = []
    for y in range(height):
        first, end = _span(y, height, pixels.height)
        lines = [
            pixels.rgb[3 * pixels.width * line : 3 * pixels.width * (line + 1)] for line in range(first, end)
        ]
        rows.append([_mean(lines, left, right) for left, right in spans])
    return rows


def _span(at: int, parts: int, whole: int) -> tuple[int, int]:
    first = at * whole // parts
    return first, max(first + 1, (at + 1) * whole // parts)


def _mean(lines: list[bytes], left: int, right: int) -> tuple[int, int, int]:
    count = len(lines) * (right - left)
    red, green, blue = (
        sum(sum(line[3 * left + colour : 3 * right : 3]) for line in lines) // count for colour in range(3)
    )
    return red, green, blue


def _cell(above: tuple[int, int, int], below: tuple[int, int, int]) -> Segment:
    return Segment("▀", Style(color=Color.from_rgb(*above), bgcolor=Color.from_rgb(*below)))
