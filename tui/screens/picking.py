"""Owns choosing the playlist that something is added to."""

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static
from tunes.library.playlists.folder import Listed
from tunes.library.text import clean
from tunes.tui.format import fit
from tunes.tui.keys import PICKING, bindings
from tunes.tui.playlists import Row
from tunes.tui.widgets.virtual_list import Cell, VirtualList

LOOKING = "Looking what there is…"

Picked = Listed | None
"""A playlist; None for a new one."""


class Offers(VirtualList[Row | None]):
    """A new playlist, and those there are."""

    def cells(self, row: Row | None, index: int, width: int) -> list[Cell]:
        """Mark, name, tracks."""
        if row is None:
            return [self.lead(index), (fit("A new playlist…", width - 3), "strong")]
        return [
            self.lead(index),
            (fit(row.listed.name, width - 12), "strong"),
            (fit(f"{row.tracks or 0:,}", 7, right=True) + "  ", "quiet"),
        ]


class Picking(ModalScreen[tuple[Picked] | None]):
    """Lets the listener choose; None where it is given up."""

    DEFAULT_CSS = """
    Picking { align: center middle; background: transparent; }
    Picking > Vertical {
        width: 52; max-width: 100%; height: 16; max-height: 100%; padding: 0 1;
        background: ansi_default; border: solid ansi_bright_black;
    }
    Picking #picking-what { height: 1; padding: 0 1 0 2; text-wrap: nowrap; text-overflow: ellipsis; }
    Picking Offers { margin: 1 0; }
    Picking #picking-keys { height: 1; padding: 0 2; text-style: dim; }
    """
    BINDINGS: ClassVar[list[BindingType]] = list(bindings(PICKING))

    def __init__(self, what: str, last: Path | None) -> None:
        super().__init__()
        self._what = what
        self._last = last
        self.list = Offers(empty=LOOKING, id="picking-list")
        self._is_picked = False
        """Whether Enter came before the playlists were known."""

    def compose(self) -> ComposeResult:
        """What is added, where it can go, and how to get out."""
        with Vertical():
            yield Static(Content(f"Add to a playlist: {clean(self._what)}"), id="picking-what")
            yield self.list
            yield Static(Content("Enter adds · Esc gives up"), id="picking-keys")

    def on_mount(self) -> None:
        """From now on keys are meant for the list."""
        self.list.focus()

    def show(self, rows: Sequence[Row]) -> None:
        """Offers these playlists: what was added to last is meant again, else the first there is."""
        paths = [row.listed.path for row in rows]
        at = paths.index(self._last) + 1 if self._last in paths else 1
        self.list.show_rows([None, *rows], at)
        if self._is_picked:
            self.action_pick()

    @on(VirtualList.Chosen)
    def _double_clicked(self) -> None:
        self.action_pick()

    def action_pick(self) -> None:
        """Takes the selected one."""
        self._is_picked = True
        if self.list.rows:
            row = self.list.selected
            self.dismiss((row.listed if row is not None else None,))

    def action_cancel(self) -> None:
        """Gives up."""
        self.dismiss(None)
