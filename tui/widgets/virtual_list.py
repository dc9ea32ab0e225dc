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
from tunes.tui.keys import MOVING, bindings

Row = TypeVar("Row")
Cell = tuple[str, str]
"""Text that fits its column, and its weight: "strong", "normal", "quiet" or "accent"."""


class VirtualList(ScrollView, Generic[Row], can_focus=True, inherit_bindings=False):
    """A list of rows with a cursor. Subclasses say what the cells of a row are."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "list--strong",
        "list--normal",
        "list--quiet",
        "list--accent",
        "list--cursor",
    }
    DEFAULT_CSS = """
    VirtualList { height: 1fr; background: transparent; scrollbar-size-vertical: 1; overflow-x: hidden; }
    VirtualList .list--strong { text-style: bold; }
    VirtualList .list--quiet { color: $text-muted; }
    VirtualList .list--accent { color: $accent; text-style: bold; }
    VirtualList .list--cursor { background: $surface-lighten-1; }
    VirtualList:focus .list--cursor { color: $accent; text-style: bold; }
    """
    BINDINGS: ClassVar[list[BindingType]] = list(bindings(MOVING[:6]))

    cursor = reactive(0, repaint=False)
    """Row that the keyboard is on."""

    @dataclass
    class Moved(Message):
        """The cursor stands on another row."""

        list: "VirtualList"  # type: ignore[type-arg]  # of any rows
        row: int

        @property
        def control(self) -> "VirtualList":  # type: ignore[type-arg]
            """The list, for `@on`."""
            return self.list

    def __init__(self, *, empty: str = "", id: str | None = None) -> None:  # noqa: A002  # Textual's own name
        super().__init__(id=id)
        self.rows: Sequence[Row] = ()
        self._empty = empty
        self._styles: dict[str, Style] = {}

    def show_rows(self, rows: Sequence[Row], cursor: int | None = None) -> None:
        """Shows other rows; the cursor stays where it is, or goes to `cursor`."""
        self.rows = rows
        wanted = self.cursor if cursor is None else cursor
        self._resize()
        self.cursor = max(0, min(wanted, len(rows) - 1))
        if cursor is not None:
            self.reveal()
        self.refresh()

    @property
    def selected(self) -> Row | None:
        """The row under the cursor."""
        return self.rows[self.cursor] if 0 <= self.cursor < len(self.rows) else None

    def cells(self, row: Row, index: int, width: int) -> list[Cell]:
        """What a row shows in `width` cells."""
        raise NotImplementedError(f"{type(self).__name__} must say what its rows show")

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
            text = self._empty if not self.rows and line == 1 else ""
            return Strip([Segment(f"  {text}"[:width].ljust(width), self._style("quiet"))], width)
        index, extra = self.row_at(line)
        row = self.rows[index]
        cells = self.more_cells(row, extra, width) if extra else self.cells(row, index, width)
        strip = Strip([Segment(text, self._style(weight)) for text, weight in cells])
        strip = strip.adjust_cell_length(width, self._style("normal"))
        return strip.apply_style(self._style("cursor")) if index == self.cursor and not extra else strip

    def _style(self, name: str) -> Style:
        if name not in self._styles:
            self._styles[name] = self.get_component_rich_style(f"list--{name}", partial=name == "cursor")
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
        self._go(self.cursor + 1)

    def action_up(self) -> None:
        """One up."""
        self._go(self.cursor - 1)

    def action_page_down(self) -> None:
        """A page down."""
        self._go(self.cursor + max(1, self.size.height - 1))

    def action_page_up(self) -> None:
        """A page up."""
        self._go(self.cursor - max(1, self.size.height - 1))

    def action_first(self) -> None:
        """To the first row."""
        self._go(0)

    def action_last(self) -> None:
        """To the last row."""
        self._go(len(self.rows) - 1)

    def _go(self, row: int) -> None:
        self.cursor = max(0, min(row, len(self.rows) - 1))

    def on_click(self, event: events.Click) -> None:
        """A click moves the cursor, a second one plays."""
        line = event.y + self.scroll_offset.y
        if line < self.heights():
            self._go(self.row_at(line)[0])

    def on_resize(self) -> None:
        """The window has another size."""
        self._resize()
        self.reveal()

    def _resize(self) -> None:
        self.virtual_size = Size(self.size.width, self.heights())
