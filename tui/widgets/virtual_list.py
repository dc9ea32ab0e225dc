"""Owns the list that every place uses: any number of rows, of which only the visible ones are ever made."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Generic, TypeVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip
from tunes.tui.format import fit
from tunes.tui.keys import MOVING, bindings

Row = TypeVar("Row")
Cell = tuple[str, str]
"""Text that fits its column, and its weight: "strong" (what a row is called), "normal", "quiet" or "accent"."""


class VirtualList(ScrollView, Generic[Row], can_focus=True, inherit_bindings=False):
    """A list of rows with a cursor. Subclasses say what the cells of a row are."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "list--strong",
        "list--normal",
        "list--quiet",
        "list--accent",
        "list--here",
        "list--left",
    }
    DEFAULT_CSS = """
    VirtualList { height: 1fr; overflow-x: hidden; scrollbar-size-vertical: 1; }
    VirtualList .list--quiet { text-style: dim; }
    VirtualList .list--accent { color: $accent; }
    VirtualList .list--here { color: $accent; text-style: bold; }
    VirtualList .list--left { text-style: bold; }
    """
    BINDINGS: ClassVar[list[BindingType]] = list(bindings(MOVING))

    cursor = reactive(0, repaint=False)
    """Row that the keyboard is on."""

    @dataclass
    class Moved(Message):
        """The cursor stands on another row; of many in a row only the last matters."""

        list: "VirtualList"  # type: ignore[type-arg]  # of any rows
        row: int

        @property
        def control(self) -> "VirtualList":  # type: ignore[type-arg]
            """The list, for `@on`."""
            return self.list

        def can_replace(self, message: Message) -> bool:
            """An earlier one of the same list."""
            return isinstance(message, VirtualList.Moved) and message.list is self.list

    @dataclass
    class Chosen(Message):
        """The selected row was clicked twice."""

        list: "VirtualList"  # type: ignore[type-arg]

    def __init__(self, *, empty: str = "", id: str | None = None) -> None:  # noqa: A002  # Textual's own name
        super().__init__(id=id)
        self.rows: Sequence[Row] = ()
        self._empty = empty
        self._styles: dict[str, Style] = {}

    def show_rows(self, rows: Sequence[Row], cursor: int | None = None) -> None:
        """Shows other rows; the cursor stays where it is, or goes to `cursor`."""
        self.rows = rows
        self._resize()
        self.place(self.cursor if cursor is None else cursor)

    def show_rows_around(self, rows: Sequence[Row], cursor: int) -> None:
        """Shows other rows, of which the one at `cursor` is the selected one of before: it stays where it is on the screen."""
        height = self.line_of(self.cursor) - self.scroll_offset.y
        self.rows = rows
        self._resize()
        self.set_reactive(VirtualList.cursor, self._within(cursor))
        self.scroll_to(y=self.line_of(self.cursor) - height, animate=False, immediate=True, force=True)
        self.refresh()

    def place(self, row: int) -> None:
        """Puts the cursor on a row without a word about it: whoever asks knows."""
        self.set_reactive(VirtualList.cursor, self._within(row))
        self.reveal()
        self.refresh()

    def say_empty(self, sentence: str) -> None:
        """Says what this list is for, while it is empty."""
        if sentence != self._empty:
            self._empty = sentence
            self.refresh()

    @property
    def selected(self) -> Row | None:
        """The row under the cursor."""
        return self.rows[self.cursor] if 0 <= self.cursor < len(self.rows) else None

    def shown_rows(self) -> Sequence[Row]:
        """The rows on the screen."""
        return self.rows[self.scroll_offset.y : self.scroll_offset.y + self.size.height]

    def cells(self, row: Row, index: int, width: int) -> list[Cell]:
        """What a row shows in `width` cells."""
        raise NotImplementedError(f"{type(self).__name__} must say what its rows show")

    def lead(self, index: int, glyph: str = "") -> Cell:
        """The first three cells of a row: its state, or where the keyboard is."""
        mark = glyph or ("▸" if index == self.cursor else " ")
        is_here = self.has_focus and index == self.cursor
        return f" {mark} ", "accent" if glyph in {"▶", "‖"} else "strong" if is_here else "normal"

    def heights(self) -> int:
        """Lines of all rows together."""
        return len(self.rows)

    def row_at(self, line: int) -> tuple[int, int]:
        """Which row a line belongs to, and which of its lines it is."""
        return line, 0

    def line_of(self, row: int) -> int:
        """The first line of a row."""
        return row

    def more_cells(self, row: Row, extra: int, width: int) -> list[Cell]:  # noqa: ARG002  # for lists with taller rows
        """What a line below the first of a row shows."""
        return []

    # Drawing

    def render_line(self, y: int) -> Strip:
        """One line of the screen."""
        width = self.size.width
        line = y + self.scroll_offset.y
        if line >= self.heights():
            return self._below(y, width)
        index, extra = self.row_at(line)
        row = self.rows[index]
        cells = self.more_cells(row, extra, width) if extra else self.cells(row, index, width)
        if index == self.cursor and not extra:
            cells = [(text, self._stressed(weight)) for text, weight in cells]
        strip = Strip([Segment(text, self._style(weight)) for text, weight in cells if text])
        return strip.adjust_cell_length(width, self._style("normal"))

    def _stressed(self, weight: str) -> str:
        """The weight in the row under the cursor; the accent only where the keyboard is."""
        if weight in {"strong", "accent"}:
            return "here" if self.has_focus else "left" if weight == "strong" else weight
        return "normal" if self.has_focus else weight

    def _below(self, y: int, width: int) -> Strip:
        """The space under the rows; in an empty list, what to do about it."""
        lines = [] if self.rows else wrapped(self._empty, width - 4)
        text = lines[y - 1] if 0 < y <= len(lines) else ""
        return Strip([Segment(fit(f"   {text}", width), self._style("quiet"))], width)

    def _style(self, name: str) -> Style:
        if name not in self._styles:
            self._styles[name] = self.get_component_rich_style(f"list--{name}")
        return self._styles[name]

    def notify_style_update(self) -> None:
        """Colours have changed: theme, focus."""
        super().notify_style_update()
        self._styles.clear()

    # Moving

    def watch_cursor(self, old: int, new: int) -> None:
        """Repaints the two rows and keeps the cursor in sight."""
        if old == new:
            return
        self.reveal()
        self.refresh()
        self.post_message(self.Moved(self, new))

    def reveal(self) -> None:
        """Scrolls so that the cursor is in sight."""
        self.scroll_to_region(
            Region(0, self.line_of(self.cursor), 1, 1),
            animate=False,
            immediate=True,
            force=True,
            x_axis=False,
        )

    def action_down(self) -> None:
        """One down."""
        self.go(self.cursor + 1)

    def action_up(self) -> None:
        """One up."""
        self.go(self.cursor - 1)

    def action_page_down(self) -> None:
        """A page down."""
        self.go(self.cursor + max(1, self.size.height - 1))

    def action_page_up(self) -> None:
        """A page up."""
        self.go(self.cursor - max(1, self.size.height - 1))

    def action_first(self) -> None:
        """To the first row."""
        self.go(0)

    def action_last(self) -> None:
        """To the last row."""
        self.go(len(self.rows) - 1)

    def go(self, row: int) -> None:
        """Takes the cursor to a row, or the nearest there is."""
        self.cursor = self._within(row)

    def on_click(self, event: events.Click) -> None:
        """A click moves the cursor, a second one chooses."""
        line = event.y + self.scroll_offset.y
        if line < self.heights():
            self.go(self.row_at(line)[0])
            if event.chain == 2:
                self.post_message(self.Chosen(self))

    def on_resize(self) -> None:
        """The window has another size."""
        self._resize()
        self.reveal()

    def _resize(self) -> None:
        self.virtual_size = Size(self.size.width, self.heights())

    def _within(self, row: int) -> int:
        return max(0, min(row, len(self.rows) - 1))


def wrapped(sentence: str, width: int) -> list[str]:
    """A sentence in lines of at most `width` cells, broken between words."""
    lines: list[str] = [""]
    for word in sentence.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines
