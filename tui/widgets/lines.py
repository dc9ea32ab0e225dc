"""Owns the two quiet lines that frame the screen: places at the top, keys at the foot."""

from textual.content import Content
from textual.widget import Widget
from tunes.tui.keys import Key

PLACES = (("library", "Library"), ("tracks", "Tracks"), ("discover", "Discover"), ("queue", "Queue"))


class TopLine(Widget):
    """The name of the program, the places, and what the scan is doing."""

    DEFAULT_CSS = "TopLine { height: 1; background: transparent; }"

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
        narrow = self.size.width < 64
        places = [(key, name) for key, name in PLACES if not narrow or key == self._place]
        parts = [Content.styled(" tunes ", "bold" if not narrow else "$text-muted")]
        for key, name in places:
            parts.append(Content.styled(f"  {name}", "bold $accent" if key == self._place else "$text-muted"))
        left = Content("").join(parts)
        right = Content.styled((self._status or "/ find  ? help") + " ", "$text-muted")
        gap = max(1, self.size.width - left.cell_length - right.cell_length)
        return Content("").join([left, Content(" " * gap), right])


class KeyLine(Widget):
    """The few keys that matter where the listener is."""

    DEFAULT_CSS = "KeyLine { height: 1; background: transparent; }"

    def __init__(self) -> None:
        super().__init__(id="key-line")
        self._keys: list[Key] = []

    def show_keys(self, keys: list[Key]) -> None:
        """Shows these keys, as many as fit."""
        self._keys = keys
        self.refresh()

    def render(self) -> Content:
        """The whole line."""
        line = Content(" ")
        for key in self._keys:
            part = Content.styled(f"{key.shown}", "bold") + Content.styled(f" {key.label}   ", "$text-muted")
            if line.cell_length + part.cell_length > self.size.width:
                break
            line += part
        return line
