"""Owns the shelves of the home screen: rows of cards, the selected one's reason under them, its numbers when asked for."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from rich.cells import cell_len
from textual import events
from textual.message import Message
from tunes.library.text import clean
from tunes.library.track import Track
from tunes.profile.films.series import whose
from tunes.profile.picks import Pick
from tunes.profile.row import Going, Row
from tunes.tui.format import fit
from tunes.tui.widgets.track_list import Marks
from tunes.tui.widgets.virtual_list import Cell, VirtualList, wrapped

CARD_FROM = 23
"""Cells that a card takes at least, where there is room for more than two."""
FEWEST_CARDS = 2
LINES = 4
"""Of a row: its title, titles, artists, and a line for the reason, which else is the gap to the next row."""
INDENT = 3
_NOTHING = Going()


class HomeRows(VirtualList[Row]):
    """The rows, one below the other; the keyboard stands on one card of one of them."""

    marks = Marks()

    @dataclass
    class Seen(Message):
        """Cards came into view for the first time."""

        key: str
        """Of their row."""
        tracks: list[Track]

    def __init__(self, *, empty: str = "", id: str | None = None) -> None:  # noqa: A002  # Textual's own name
        super().__init__(empty=empty, id=id)
        self._cards: dict[str, int] = {}
        """By row, the card that is selected in it."""
        self._first: dict[str, int] = {}
        """By row, the first card that is in view."""
        self._unfolded = ""
        """Id of the pick whose numbers are shown."""
        self._starts: list[int] = [0]
        self._seen: set[tuple[str, str]] = set()

    # What is selected

    def show_rows(self, rows: Sequence[Row], cursor: int | None = None) -> None:
        """Shows other rows; the selected track stays selected where it still is in its row."""
        kept = {row.key: row.picks[self.card_of(row)].track.id for row in self.rows}
        key = self.selected.key if self.selected is not None else ""
        for row in rows:
            ids = [pick.track.id for pick in row.picks]
            wanted = kept.get(row.key, "")
            self._cards[row.key] = (
                ids.index(wanted) if wanted in ids else min(self._cards.get(row.key, 0), len(ids) - 1)
            )
        keys = [row.key for row in rows]
        if cursor is None and key in keys:
            cursor = keys.index(key)
        self._measure(rows)
        super().show_rows(rows, cursor)
        self.call_after_refresh(self.note_seen)

    @property
    def pick(self) -> Pick | None:
        """The selected card."""
        row = self.selected
        return row.picks[self.card_of(row)] if row is not None else None

    def card_of(self, row: Row) -> int:
        """Which card of a row is selected."""
        return min(self._cards.get(row.key, 0), len(row.picks) - 1)

    def step(self, by: int) -> None:
        """To another card of the row."""
        row = self.selected
        if row is not None:
            self.choose(self.cursor, self.card_of(row) + by)

    def choose(self, index: int, card: int) -> None:
        """To a card of a row, or the nearest there is."""
        row = self.rows[index]
        self._cards[row.key] = max(0, min(card, len(row.picks) - 1))
        self._fold()
        if index != self.cursor:
            self.go(index)
        self.post_message(self.Moved(self, index))
        self.refresh()
        self.call_after_refresh(self.note_seen)

    def show_marks(self, marks: Marks) -> None:
        """Shows other marks."""
        if marks != self.marks:
            self.marks = marks
            self.refresh()

    # The numbers behind a reason

    def toggle_why(self) -> None:
        """Unfolds the numbers of the selected card, or folds them again."""
        if self.pick is not None:
            self._unfolded = "" if self._unfolded == self.pick.track.id else self.pick.track.id
            self._laid_out_anew()

    def _fold(self) -> None:
        if self._unfolded:
            self._unfolded = ""
            self._laid_out_anew()

    def _laid_out_anew(self) -> None:
        self._measure(self.rows)
        self._resize()
        self.reveal()
        self.refresh()

    def _why(self, row: Row) -> list[str]:
        """What stands under the cards of the selected row: its reason in one line, or in full and with the numbers."""
        pick = row.picks[self.card_of(row)]
        if self._unfolded != pick.track.id:
            return [pick.reason]
        room = max(10, self.size.width - INDENT - 1)
        numbers = " · ".join(f"{name} {part:+.2f}" for name, part in pick.parts.items())
        return [
            *wrapped(clean(pick.reason), room),
            *wrapped(f"the row: {clean(row.reason)}", room),
            *wrapped(f"score {pick.score:.2f}: {numbers}", room),
            "",
        ]

    # Where things are

    def heights(self) -> int:
        """Lines of all rows together."""
        return self._starts[-1]

    def row_at(self, line: int) -> tuple[int, int]:
        """Which row a line belongs to, and which of its lines it is."""
        row = bisect_right(self._starts, line) - 1
        return row, line - self._starts[row]

    def line_of(self, row: int) -> int:
        """The first line of a row."""
        return self._starts[row] if row < len(self._starts) else 0

    def _measure(self, rows: Sequence[Row]) -> None:
        extra = [0] * len(rows)
        if self._unfolded and 0 <= self.cursor < len(rows):
            extra[self.cursor] = len(self._why(rows[self.cursor])) - 1
        self._starts = [0, *accumulate(LINES + more for more in extra)]

    def reveal(self) -> None:
        """Scrolls so that all of the selected row is in sight, its beginning before all."""
        if not self.rows:
            return
        first, end = self.line_of(self.cursor), self._starts[min(self.cursor + 1, len(self._starts) - 1)]
        top = self.scroll_offset.y
        if end > top + self.size.height:
            top = end - self.size.height
        top = min(top, first)
        self.scroll_to(y=max(0, top), animate=False, immediate=True, force=True)

    def cards_in(self, width: int) -> int:
        """How many cards stand side by side."""
        return max(FEWEST_CARDS, (width - INDENT) // CARD_FROM)

    def _window(self, row: Row, width: int) -> range:
        """The cards of a row that are in view, so that the selected one is among them."""
        many, chosen = self.cards_in(width), self.card_of(row)
        first = self._first.get(row.key, 0)
        first = min(max(first, chosen - many + 1), chosen)
        first = max(0, min(first, len(row.picks) - many))
        self._first[row.key] = first
        return range(first, min(first + many, len(row.picks)))

    # Drawing

    def cells(self, row: Row, index: int, width: int) -> list[Cell]:
        """The title of a row, why it is there, and how many of it there are."""
        cards = self._window(row, width)
        count = (
            f"  {cards.start + 1}–{cards.stop} of {len(row.picks)} " if len(cards) < len(row.picks) else ""
        )
        title = cell_len(clean(row.title))
        reason = f" · {clean(row.reason)}" if width >= 2 * CARD_FROM + title + len(count) else ""
        room = width - INDENT - len(count)
        name = fit(row.title, title if reason else room)
        return [
            self.lead(index),
            (name, "strong"),
            (fit(reason, room - title) if reason else "", "quiet"),
            (count, "quiet"),
        ]

    def more_cells(self, row: Row, extra: int, width: int) -> list[Cell]:
        """The cards, and under them the reason."""
        if extra in {1, 2}:
            return [(" " * INDENT, "normal"), *self._card_cells(row, extra, width)]
        if row is not self.selected:
            return []
        return [(" " * INDENT, "normal"), (fit(self._why(row)[extra - LINES + 1], width - INDENT), "quiet")]

    def _card_cells(self, row: Row, line: int, width: int) -> list[Cell]:
        room = (width - INDENT) // self.cards_in(width)
        cells: list[Cell] = []
        for place in self._window(row, width):
            pick = row.picks[place]
            is_here = row is self.selected and place == self.card_of(row)
            cells += self._card(row, pick, line, room, is_here=is_here)
        return cells

    def _card(self, row: Row, pick: Pick, line: int, room: int, *, is_here: bool) -> list[Cell]:
        track, going = pick.track, row.going.get(pick.track.id, _NOTHING)
        if line == 2:
            named = track.title if going.name else whose(track) or str(track.year or "")
            below = going.note or named
            return [("  ", "normal"), (fit(below, room - 3) + " ", "quiet")]
        plays = track.id == self.marks.playing
        mark = self.marks.of(track).strip()
        title = f"{going.name or track.title}{f' {mark}' if mark else ''}"
        glyph = self.marks.glyph if plays else "▸" if is_here else " "
        weight = ("here" if self.has_focus else "left") if is_here else "accent" if plays else "normal"
        return [(f"{glyph} ", weight), (fit(title, room - 3) + " ", weight)]

    # What was really in view

    def note_seen(self) -> None:
        """Tells which cards have come into view since the last time."""
        top = self.scroll_offset.y
        bottom = min(top + self.size.height, self.heights())
        if not self.is_on_screen or bottom <= top:
            return
        for index, row in enumerate(self.rows):
            cards = self.line_of(index) + 1
            if top <= cards < bottom:
                self._note(row, self._window(row, self.size.width))

    def _note(self, row: Row, places: range) -> None:
        tracks = [row.picks[place].track for place in places]
        fresh = [track for track in tracks if (row.key, track.id) not in self._seen]
        if fresh:
            self._seen |= {(row.key, track.id) for track in fresh}
            self.post_message(self.Seen(row.key, fresh))

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Other rows are in view."""
        super().watch_scroll_y(old_value, new_value)
        self.call_after_refresh(self.note_seen)

    def watch_cursor(self, old: int, new: int) -> None:
        """Another row is the selected one."""
        if old != new:
            self._unfolded = ""
            self._measure(self.rows)
            self._resize()
        super().watch_cursor(old, new)

    def on_show(self) -> None:
        """The rows have come to the screen."""
        self.call_after_refresh(self.note_seen)

    def on_resize(self) -> None:
        """The window has another size, and a row other cards."""
        self._measure(self.rows)
        super().on_resize()
        self.call_after_refresh(self.note_seen)

    def on_click(self, event: events.Click) -> None:
        """A click goes to a card, a second one plays it."""
        line = event.y + self.scroll_offset.y
        if line >= self.heights():
            return
        index, extra = self.row_at(line)
        row = self.rows[index]
        cards = self._window(row, self.size.width)
        room = (self.size.width - INDENT) // self.cards_in(self.size.width)
        card = cards.start + max(0, event.x - INDENT) // room if extra in {1, 2} else self.card_of(row)
        self.choose(index, card)
        if event.chain == 2:
            self.post_message(self.Chosen(self))
