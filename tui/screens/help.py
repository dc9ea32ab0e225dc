"""Owns the help: every key and what it does."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static
from tunes.tui.format import fit
from tunes.tui.keys import GROUPS


class HelpScreen(ModalScreen[None]):
    """All keys, by group; closed by Esc, ? or q."""

    DEFAULT_CSS = """
    HelpScreen { align: center middle; }
    HelpScreen VerticalScroll { width: 78; max-width: 100%; padding: 1 2; scrollbar-size-vertical: 1; }
    HelpScreen Static { width: 100%; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,question_mark,q", "dismiss", "close"),
        Binding("j", "down", "down", show=False),
        Binding("k", "up", "up", show=False),
    ]

    def compose(self) -> ComposeResult:
        """One text, from the table of keys."""
        with VerticalScroll():
            yield Static(self._text())

    def action_down(self) -> None:
        """Scrolls down."""
        self.query_one(VerticalScroll).scroll_down(animate=False)

    def action_up(self) -> None:
        """Scrolls up."""
        self.query_one(VerticalScroll).scroll_up(animate=False)

    def _text(self) -> Content:
        lines = [Content.styled("Keys", "bold") + Content.styled("   Esc closes", "dim")]
        for name, keys in GROUPS:
            lines += [Content(""), Content.styled(name, "bold")]
            for key in keys:
                lines.append(Content.styled(fit(key.shown, 12), "bold") + Content(key.tooltip))
        return Content("\n").join(lines)
