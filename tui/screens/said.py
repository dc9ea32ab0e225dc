"""Owns the list of all that was marked, where each can be taken back, and said again."""

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static
from tunes.tui import keys
from tunes.tui.format import fit
from tunes.tui.marking import Marking, name_of, starred
from tunes.tui.said import EXCLUDE, SaidRow, day_of
from tunes.tui.widgets.track_list import LIKED, NEVER, RESTING
from tunes.tui.widgets.virtual_list import Cell, VirtualList

READING = "Looking what you marked…"
EMPTY = "Nothing is marked. * likes what is selected, ! never suggests it again, D not for 30 days, R gives stars."
SORT, WHAT, WHEN = 8, 8, 26
WHEN_FROM = 72
"""Cells of width from which it is told when it was said."""
_SIGNS = {"like": LIKED, "ban": NEVER, "not now": RESTING, EXCLUDE: "left out"}


class SaidRows(VirtualList[SaidRow]):
    """Marks, newest first."""

    marking: Marking

    def cells(self, row: SaidRow, index: int, width: int) -> list[Cell]:
        """Mark, sign, sort, name, since when; of what was taken back just now that it was."""
        holds = self.marking.holds(row.mark.kind, row.mark.what)
        sign = starred(row.stars) if row.stars else _SIGNS[row.mark.kind]
        since = f"until {row.until}" if row.until else day_of(row.mark.at)
        when = since if holds else "taken back"
        room = WHEN if width >= WHEN_FROM else 0 if holds else len(when) + 1
        return [
            self.lead(index),
            (fit(sign if holds else "", WHAT) + " ", "normal"),
            (fit(row.sort, SORT), "quiet"),
            (fit(row.label, width - 4 - WHAT - SORT - room), "strong" if holds else "quiet"),
            (fit(when, room, right=True) if room else "", "quiet"),
        ]


class SaidList(ModalScreen[None]):
    """Open until it is closed; what is taken back here stays in sight, so that it can be said again."""

    DEFAULT_CSS = """
    SaidList { align: center middle; background: transparent; }
    SaidList > Vertical {
        width: 100; max-width: 100%; height: 80%; min-height: 16; max-height: 100%; padding: 0 1;
        background: ansi_default; border: solid ansi_bright_black;
    }
    SaidList .head, SaidList .foot { height: 1; padding: 0 1 0 2; text-wrap: nowrap; text-overflow: ellipsis; }
    SaidList .foot { text-style: dim; }
    SaidList SaidRows { margin: 1 0; }
    """
    BINDINGS: ClassVar[list[BindingType]] = list(keys.bindings(keys.SAID))

    def __init__(self, marking: Marking) -> None:
        super().__init__()
        self._marking = marking
        self.list = SaidRows(empty=READING, id="said")
        self.list.marking = marking

    def compose(self) -> ComposeResult:
        """The rows between what they are and what can be done."""
        with Vertical():
            yield Static(
                Content("All that you marked: liked, never, not now, stars, left out"), classes="head"
            )
            yield self.list
            yield Static(Content("Enter takes back, and says again · U undo · Esc closes"), classes="foot")

    def on_mount(self) -> None:
        """From now on keys are meant for the rows."""
        self.list.focus()

    def show(self, rows: Sequence[SaidRow]) -> None:
        """They are known."""
        for row in rows:
            self._marking.learn(row.mark)
        self.list.say_empty(EMPTY)
        self.list.show_rows(rows)

    def look_again(self) -> None:
        """Something was said."""
        self.list.refresh()

    @on(VirtualList.Chosen)
    def _double_clicked(self) -> None:
        self.action_turn()

    def action_turn(self) -> None:
        """Takes the selected one back, or says it again."""
        row = self.list.selected
        if row is not None:
            mark = row.mark
            is_on = self._marking.holds(mark.kind, mark.what)
            name = row.name if row.sort in {"track", "listens"} else name_of(mark.what)
            self._marking.set(mark, None if is_on else mark.value, name)

    def action_unmark(self) -> None:
        """As if the latest had not been said."""
        self._marking.undo()

    def action_close(self) -> None:
        """Closes the list."""
        self.dismiss()
