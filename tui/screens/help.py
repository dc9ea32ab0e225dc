"""Owns the help: every key and what it does, and what the signs mean."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static
from tunes.tui.format import fit
from tunes.tui.keys import GROUPS, HELP, bindings

SIGNS = (
    ("▶", "playing"),
    ("‖", "paused"),
    ("▸", "selected"),
    ("♥", "liked"),
    ("⊘", "never to be suggested"),
    ("☾", "not to be suggested for 30 days"),
    ("1–5", "your stars"),
    ("✓", "Discover: kept, you heard it"),
    ("↷", "Discover: skipped"),
    ("!", "unreadable"),
    ("◌", "offline: its folder is not there"),
)


class HelpScreen(Screen[None], inherit_bindings=False):
    """All keys, by group."""

    DEFAULT_CSS = """
    HelpScreen { align: center top; }
    HelpScreen VerticalScroll { width: 84; max-width: 100%; padding: 1 2; scrollbar-size-vertical: 1; }
    HelpScreen Static { width: 100%; }
    """
    BINDINGS: ClassVar[list[BindingType]] = list(bindings(HELP))

    def compose(self) -> ComposeResult:
        """One text, from the table of keys."""
        with VerticalScroll(can_focus=False):
            yield Static(_text())

    def action_close(self) -> None:
        """Goes back to the place."""
        self.app.pop_screen()

    def action_down(self) -> None:
        """Scrolls down."""
        self._text.scroll_down(animate=False)

    def action_up(self) -> None:
        """Scrolls up."""
        self._text.scroll_up(animate=False)

    def action_page_down(self) -> None:
        """Scrolls a page down."""
        self._text.scroll_page_down(animate=False)

    def action_page_up(self) -> None:
        """Scrolls a page up."""
        self._text.scroll_page_up(animate=False)

    @property
    def _text(self) -> VerticalScroll:
        return self.query_one(VerticalScroll)


def _text() -> Content:
    lines = [Content.styled("Keys", "bold") + Content.styled("   Esc closes", "dim")]
    for name, keys in GROUPS:
        lines += [Content(""), Content.styled(name, "dim")]
        lines += [Content.styled(fit(key.shown, 12), "bold") + Content(key.tooltip) for key in keys]
    lines += [Content(""), Content.styled("Signs", "dim")]
    lines += [Content.styled(fit(sign, 12), "bold") + Content(meaning) for sign, meaning in SIGNS]
    return Content("\n").join(lines)
