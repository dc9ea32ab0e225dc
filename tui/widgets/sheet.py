"""Owns the sheet that tells about a track: title, rows of facts, lyrics; scrolled line by line, with the line that is sung marked."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len, chop_cells
from rich.segment import Segment
from textual.binding import BindingType
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip
from tunes.library.text import clean
from tunes.tui.about import Fact
from tunes.tui.format import fit
from tunes.tui.keys import MOVING, bindings

if TYPE_CHECKING:  # the screen is to be there before what these need
    from tunes.library.lyrics import Lyrics

LABEL = 14
"""Cells of the labels."""
NARROW_LABEL, NARROW_BELOW = 10, 50
"""Where there is little room."""
LEAD = "   "
NO_WORDS = "♪"
"""For a line of which nothing is known but its time: the music plays on."""
LOW = 10
"""Rows under which blank lines are left out."""


@dataclass(frozen=True, slots=True)
class Said:
    """All that stands on the sheet."""

    title: str = ""
    facts: tuple[Fact, ...] = ()
    lyrics: "Lyrics | None" = None
    instead: str = ""
    """What is said where there are no lyrics."""


_Part = tuple[str, str]
"""Text and its weight."""


@dataclass(frozen=True, slots=True)
class _Row:
    parts: tuple[_Part, ...] = ()
    sung: int | None = None
    """Which line of the lyrics it belongs to."""
    is_first: bool = False
    """Of the rows of that line."""


class Sheet(ScrollView, can_focus=True, inherit_bindings=False):
    """What is told about a track."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "sheet--strong",
        "sheet--normal",
        "sheet--quiet",
        "sheet--accent",
    }
    DEFAULT_CSS = """
    Sheet { height: 1fr; overflow-x: hidden; scrollbar-size-vertical: 1; }
    Sheet .sheet--strong { text-style: bold; }
    Sheet .sheet--quiet { text-style: dim; }
    Sheet .sheet--accent { color: $accent; text-style: bold; }
    """
    BINDINGS: ClassVar[list[BindingType]] = list(bindings(MOVING))

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  # Textual's own name
        super().__init__(id=id)
        self._said = Said()
        self._rows: list[_Row] = []
        self._sung: tuple[object, tuple[_Row, ...]] = (None, ())
        """The rows of the lyrics, and for what they were made: there may be thousands."""
        self._lyrics_at = 0
        """The row with which the lyrics begin."""
        self._present: int | None = None
        self.is_following = False
        """Whether the line that is sung is kept in sight; ends when the listener scrolls."""

    def show(self, said: Said) -> None:
        """Shows something else; stays where it is as far as that is possible."""
        if said != self._said:
            self._said = said
            self._lay_out()

    def begin(self, *, at_lyrics: bool) -> None:
        """Goes to the top, or to the lyrics; there the line that is sung is followed."""
        self.is_following = at_lyrics
        self._go(self._lyrics_at if at_lyrics else 0)
        self._follow()

    def mark(self, present: int | None) -> None:
        """Marks the line of the lyrics that is sung."""
        if present != self._present:
            self._present = present
            self.refresh()
            self._follow()

    def render_line(self, y: int) -> Strip:
        """One line of the screen."""
        place, width = y + self.scroll_offset.y, self.size.width
        row = self._rows[place] if place < len(self._rows) else _Row()
        parts = row.parts
        if row.sung is not None and row.sung == self._present:
            lead = " ▶ " if row.is_first else LEAD
            parts = ((lead, "accent"), *((text, "accent") for text, _ in parts[1:]))
        segments = [
            Segment(text, self.get_component_rich_style(f"sheet--{weight}")) for text, weight in parts if text
        ]
        return Strip(segments).adjust_cell_length(width, self.rich_style)

    def on_resize(self) -> None:
        """The window has another size."""
        self._lay_out()

    def _lay_out(self) -> None:
        width = self.size.width
        if not width:
            return
        self._rows = list(_head(self._said, width, is_low=self.size.height < LOW))
        self._lyrics_at = len(self._rows)
        made_for = (self._said.lyrics, self._said.instead, width)
        if self._sung[0] != made_for:
            self._sung = made_for, tuple(_lyrics(self._said, width))
        self._rows += self._sung[1]
        self.virtual_size = Size(width, len(self._rows))
        if self.is_following:
            self._go(max(self.scroll_offset.y, self._lyrics_at))
            self._follow()
        self.refresh()

    def _follow(self) -> None:
        """The line that is sung, in the middle."""
        if self.is_following and self._present is not None:
            row = next((place for place, row in enumerate(self._rows) if row.sung == self._present), None)
            if row is not None:
                self._go(max(self._lyrics_at, row - self.size.height // 2))

    # Moving

    def action_down(self) -> None:
        """One down."""
        self._scroll(1)

    def action_up(self) -> None:
        """One up."""
        self._scroll(-1)

    def action_page_down(self) -> None:
        """A page down."""
        self._scroll(max(1, self.size.height - 1))

    def action_page_up(self) -> None:
        """A page up."""
        self._scroll(-max(1, self.size.height - 1))

    def action_first(self) -> None:
        """To the first line."""
        self._scroll(-len(self._rows))

    def action_last(self) -> None:
        """To the last line."""
        self._scroll(len(self._rows))

    def on_mouse_scroll_down(self) -> None:
        """The listener reads elsewhere."""
        self.is_following = False

    def on_mouse_scroll_up(self) -> None:
        """The listener reads elsewhere."""
        self.is_following = False

    def _scroll(self, lines: int) -> None:
        self.is_following = False
        self._go(self.scroll_offset.y + lines)

    def _go(self, row: int) -> None:
        self.scroll_to(y=max(0, row), animate=False, immediate=True, force=True)


def _head(said: Said, width: int, *, is_low: bool) -> Iterator[_Row]:
    """The title and the facts."""
    if not is_low:
        yield _Row()
    for line in wrapped(said.title, width - 4):
        yield _Row(((LEAD, "normal"), (line, "strong")))
    yield _Row()
    label = NARROW_LABEL if width < NARROW_BELOW else LABEL
    for fact in said.facts:
        name = fact.label
        for line in wrapped(fact.value, width - label - 4):
            yield _Row(((LEAD, "normal"), (fit(name, label), "quiet"), (line, "normal")))
            name = ""
    yield _Row()


def _lyrics(said: Said, width: int) -> Iterator[_Row]:
    if said.lyrics is None:
        yield from _quiet(said.instead, width)
        return
    yield from _quiet(f"Lyrics, from {said.lyrics.source}", width)
    yield _Row()
    for number, line in enumerate(said.lyrics.lines):
        words = line.text or (NO_WORDS if line.at is not None else "")
        for place, text in enumerate(wrapped(words, width - 4)):
            yield _Row(((LEAD, "normal"), (text, "normal")), number, is_first=place == 0)
    yield _Row()


def _quiet(sentence: str, width: int) -> Iterator[_Row]:
    for line in wrapped(sentence, width - 4):
        yield _Row(((LEAD, "normal"), (line, "quiet")))


def wrapped(text: str, width: int) -> Sequence[str]:
    """Text from anywhere, made harmless, in lines of at most `width` cells: broken between words, and within those that are longer."""
    safe, width = clean(text), max(1, width)
    if cell_len(safe) <= width:
        return [safe]
    lines = [""]
    for word in safe.split():
        if lines[-1] and cell_len(lines[-1]) + 1 + cell_len(word) <= width:
            lines[-1] += f" {word}"
            continue
        first, *more = chop_cells(word, width) if cell_len(word) > width else [word]
        lines[len(lines) - (not lines[-1]) :] = [first, *more]
    return lines
