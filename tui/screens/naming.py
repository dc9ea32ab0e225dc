"""Owns asking for a name on one line."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static
from tunes.library.text import clean
from tunes.tui.keys import NAMING, bindings


class Naming(ModalScreen[str]):
    """Asks what something is to be called; "" where the listener gives up."""

    DEFAULT_CSS = """
    Naming { align: center middle; background: transparent; }
    Naming Vertical {
        width: 64; max-width: 100%; height: auto; padding: 1 2;
        background: ansi_default; border: solid ansi_bright_black;
    }
    Naming #naming-what { height: auto; max-height: 3; }
    Naming #naming-name { height: 1; border: none; padding: 0; margin: 1 0; background: ansi_default; }
    Naming #naming-keys { height: 1; text-style: dim; }
    """
    BINDINGS: ClassVar[list[BindingType]] = list(bindings(NAMING))

    def __init__(self, what: str) -> None:
        super().__init__()
        self._what = what
        self.name_line = Input(id="naming-name", placeholder="a name", select_on_focus=False)
        self.name_line.cursor_blink = False

    def compose(self) -> ComposeResult:
        """What is asked, the line, and how to get out."""
        with Vertical():
            yield Static(Content(clean(self._what)), id="naming-what")
            yield self.name_line
            yield Static(Content("Enter saves · Esc gives up"), id="naming-keys")

    def on_mount(self) -> None:
        """The keyboard is in the line."""
        self.name_line.focus()

    @on(Input.Submitted)
    def _submitted(self, message: Input.Submitted) -> None:
        message.stop()
        if message.value.strip():
            self.dismiss(message.value.strip())

    def action_cancel(self) -> None:
        """Gives up."""
        self.dismiss("")
