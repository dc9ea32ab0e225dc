"""Owns the two quiet lines that frame the screen: places at the top, keys at the foot."""

from textual.content import Content
from textual.widget import Widget
from tunes.library.text import clean
from tunes.tui.keys import Key

PLACES = (
    ("home", "Home"),
    ("library", "Library"),
    ("tracks", "Tracks"),
    ("discover", "Discover"),
    ("queue", "Queue"),
    ("playlists", "Playlists"),
)
NAMES = dict(PLACES) | {"watch": "Watch", "find": "Find", "about": "About", "film": "Film"}
UNDER = {"watch": "discover"}
"""Places that belong to another one, which is named where all are."""
ALL_PLACES_FROM = 78
"""Cells of width from which all places have room beside the status."""


class TopLine(Widget):
    """The name of the program, the places, and what the scan is doing."""

    DEFAULT_CSS = "TopLine { height: 1; }"

    def __init__(self) -> None:
        super().__init__(id="top-line")
        self._place = "library"
        self._status = ""

    def show_place(self, place: str) -> None:
        """Marks the place where the listener is."""
        self._place = place
        self.refresh()

    def show_status(self, status: str) -> None:
        """Says what is going on, or "" for nothing."""
        if status != self._status:
            self._status = status
            self.refresh()

    def render(self) -> Content:
        """The whole line."""
        wide = self.size.width >= ALL_PLACES_FROM
        left = Content.styled(" tunes ", "bold") if wide else Content(" ")
        here = UNDER.get(self._place, self._place)
        for key in dict(PLACES) if wide else [self._place]:
            left += Content("  ") + Content.styled(
                NAMES[key], "bold" if key in {here, self._place} else "dim"
            )
        hints = "/ find   ? help" if wide else ""
        right = Content.styled(clean(self._status) or hints, "dim") + Content("  ")
        gap = self.size.width - left.cell_length - right.cell_length
        return left + Content(" " * gap) + right if gap > 0 else left


class KeyLine(Widget):
    """The few keys that matter where the listener is."""

    DEFAULT_CSS = "KeyLine { height: 1; }"

    def __init__(self) -> None:
        super().__init__(id="key-line")
        self._keys: list[Key] = []

    def show_keys(self, keys: list[Key]) -> None:
        """Shows these keys, as many as fit."""
        self._keys = keys
        self.refresh()

    def render(self) -> Content:
        """The whole line."""
        line = Content("   ")
        for key in self._keys:
            part = Content.styled(key.shown, "bold") + Content.styled(f" {key.label}", "dim")
            if line.cell_length + part.cell_length > self.size.width:
                break
            line += part + Content("    ")
        return line
