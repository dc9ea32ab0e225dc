"""Owns the bar at the bottom: what plays, where the ear is, how loud. Repaints only when a cell changes."""

from typing import ClassVar

from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget
from tunes.tui.format import duration, fit
from tunes.tui.session import Now

_Line = tuple[tuple[str, str], ...]


class PlayingBar(Widget):
    """Two rows: the track, and the way through it; one row where the screen is low."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"bar--strong", "bar--normal", "bar--quiet", "bar--accent"}
    DEFAULT_CSS = """
    PlayingBar { height: 2; background: transparent; }
    PlayingBar .bar--strong { text-style: bold; }
    PlayingBar .bar--quiet { color: $text-muted; }
    PlayingBar .bar--accent { color: $accent; text-style: bold; }
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  # Textual's own name
        super().__init__(id=id)
        self._now = Now()
        self._is_liked = False
        self._painted: tuple[_Line, ...] = ()

    def show(self, now: Now, *, is_liked: bool) -> None:
        """Shows the present moment."""
        self._now, self._is_liked = now, is_liked
        self._paint()

    def on_resize(self) -> None:
        """The window has another size."""
        self._paint()

    def _paint(self) -> None:
        painted = (self._track_line(self.size.width), self._way_line(self.size.width))
        if painted != self._painted:
            self._painted = painted
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """One of the rows."""
        line = self._painted[y] if y < len(self._painted) else ()
        segments = [Segment(text, self.get_component_rich_style(f"bar--{weight}")) for text, weight in line]
        return Strip(segments).adjust_cell_length(self.size.width, self.rich_style)

    def _track_line(self, width: int) -> _Line:
        now = self._now
        right = " ".join(filter(None, ["guest: nothing is kept" if now.is_incognito else "", self._marks()]))
        room = max(0, width - len(right) - 6)
        if now.track is None:
            words = now.trouble or now.notice or "nothing plays: Enter plays what is selected"
            return (("   ", "normal"), (fit(words, room + 1), "quiet"), (f" {right} ", "quiet"))
        glyph = "▶" if now.is_playing else "‖"
        title = fit(now.track.title, min(room, _cells(now.track.title)))
        rest = "  " + (
            now.trouble or now.notice or " · ".join(filter(None, (now.track.artist, now.track.album)))
        )
        return (
            (f" {glyph} ", "accent"),
            (title, "accent"),
            (fit(rest, room + 1 - _cells(title)), "normal"),
            (f" {right} ", "quiet"),
        )

    def _marks(self) -> str:
        volume = "mute" if self._now.is_muted else f"vol {self._now.volume}"
        return f"♥ {volume}" if self._is_liked else volume

    def _way_line(self, width: int) -> _Line:
        now = self._now
        if now.track is None:
            return (("", "quiet"),)
        at, length = duration(now.position), duration(now.duration)
        room = max(0, width - len(at) - len(length) - 8)
        share = min(1.0, now.position / now.duration) if now.duration else 0.0
        done = min(room, int(share * room))
        head = "╸" if done < room else ""
        rest = "─" * (room - done - len(head))
        return (
            (f"   {at} ", "normal"),
            ("━" * done + head, "accent"),
            (rest, "quiet"),
            (f" {length}", "quiet"),
        )


def _cells(text: str) -> int:
    from rich.cells import cell_len
    from tunes.library.text import clean

    return cell_len(clean(text))
