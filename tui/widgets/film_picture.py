"""Owns the picture of a film in the terminal: takes the newest frame, paints it as half blocks, and leaves out what comes faster than the terminal reads."""

import asyncio
from typing import TYPE_CHECKING, Any

from rich.segment import Segment
from textual.geometry import Region
from textual.strip import Strip
from textual.timer import Timer
from textual.widget import Widget
from tunes.library.text import clean
from tunes.player.frames import FrameSource
from tunes.tui.format import fit

if TYPE_CHECKING:  # the screen is to be there before what films need
    from tunes.tui.widgets.half_blocks import Colours, Points

NOTICE_S = 3.0
AGAIN_S = 0.05
"""After which a terminal that was busy is looked at again, should no other frame come."""


class FilmPicture(Widget, can_focus=True):
    """The film as large as there is room, black bars and all; a still one stays."""

    DEFAULT_CSS = """
    FilmPicture { width: 1fr; height: 1fr; }
    """

    def __init__(self, id: str | None = None) -> None:  # noqa: A002  # Textual's own name
        super().__init__(id=id)
        self._frames: FrameSource | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._points: Points | None = None
        self.cell: tuple[int, int] | None = None
        """Where the terminal shows real pictures: the size of a cell."""
        self._is_up = False
        """Such a picture is on the screen."""
        self._strips: list[Strip] = []
        self._words: tuple[str, ...] = ()
        self._notice: tuple[str, ...] = ()
        self._fading: Timer | None = None
        self._is_waiting = False
        self.instead = ""
        """What is said where there is no picture."""

    def watch_frames(self, frames: FrameSource) -> None:
        """Shows what comes from there."""
        self._frames, self._loop = frames, asyncio.get_running_loop()
        self._loop.add_reader(frames, self.take)

    def leave_frames(self) -> None:
        """Nothing is to come from there any more: the player is about to be closed."""
        frames, self._frames = self._frames, None
        if frames is not None and self._loop is not None:
            self._loop.remove_reader(frames)

    def on_unmount(self) -> None:
        """The screen is being closed."""
        self.leave_frames()

    def take(self) -> None:
        """Paints the newest frame, or leaves it for later where the terminal has not read the one before."""
        if self._frames is None:
            return
        frame = self._frames.newest()
        if not self._is_seen():
            self._take_away()
        if frame is None or (self._is_same(frame.points) and (self.cell is None or self._is_up)):
            return  # a still picture comes again and again
        self._points = frame.points
        if not self._is_seen():
            return
        if is_behind(self.app):
            self._look_again()
        else:
            self._paint()

    def clear(self, instead: str = "") -> None:
        """No film is on."""
        if self._frames is not None:
            self._frames.forget()
        self._points, self.instead = None, instead
        self._words = ()
        self._take_away()
        self._paint()

    def show_words(self, words: tuple[str, ...]) -> None:
        """Shows a subtitle, a line each; () for none. Text must have been cleaned."""
        if words != self._words:
            self._words = words
            self._paint()

    def show_notice(self, notice: str) -> None:
        """Says something for some seconds over the picture, where there is no bar to say it."""
        if self._fading is not None:
            self._fading.stop()
        self._fading = self.set_timer(NOTICE_S, lambda: self._say(())) if notice else None
        self._say((clean(notice),) if notice else ())

    def _say(self, notice: tuple[str, ...]) -> None:
        self._notice = notice
        self._paint()

    def on_resize(self) -> None:
        """The window has another size."""
        self._paint()

    def on_hide(self) -> None:
        """The listener goes elsewhere."""
        self._take_away()

    def on_show(self) -> None:
        """The listener comes back."""
        self._paint()

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines within a region."""
        strips = self._strips[crop.y : crop.bottom]
        strips += [Strip.blank(self.size.width, self.rich_style)] * (crop.height - len(strips))
        return [strip.crop(crop.x, crop.right) for strip in strips]

    def _is_same(self, points: "Points") -> bool:
        shown = self._points
        return shown is not None and shown.shape == points.shape and bool((shown == points).all())

    def _is_seen(self) -> bool:
        return self.display and bool(self.size.area) and self.app.screen is self.screen

    def _look_again(self) -> None:
        if not self._is_waiting:
            self._is_waiting = True
            self.set_timer(AGAIN_S, self._have_looked)

    def _have_looked(self) -> None:
        self._is_waiting = False
        if is_behind(self.app):
            self._look_again()
        else:
            self._paint()

    def _take_away(self) -> None:
        """Pictures lie over all that is written, whoever writes it."""
        driver = self.app._driver  # noqa: SLF001  # there is no other way to write past the screen
        if self._is_up and driver is not None:
            from tunes.tui.widgets.kitty import taken_away

            driver.write(taken_away())
        self._is_up = False

    def _paint(self) -> None:
        if self._points is None:
            self._strips = self._said()
        elif self.cell is not None and not self.app.no_color:
            from tunes.tui.widgets.film_rows import kitty_rows

            self._is_up = self._is_seen()
            words = (*self._notice, *self._words)
            self._strips = kitty_rows(self._points, words, *self.size, self.cell)
        else:
            from tunes.tui.widgets.film_rows import film_rows

            self._strips = film_rows(
                self._points, (*self._notice, *self._words), *self.size, colours_of(self.app)
            )
        self.refresh()

    def _said(self) -> list[Strip]:
        width, height = self.size
        text = fit(self.instead, max(0, width - 6)).rstrip()
        line = Strip([Segment("   " + text, self.rich_style)])
        middle = [Strip.blank(width, self.rich_style)] * (height // 2)
        return [*middle, line.adjust_cell_length(width, self.rich_style)] if text and width and height else []


def colours_of(app: Any) -> "Colours":
    """What the terminal can show, and the listener wants."""
    from tunes.tui.widgets.half_blocks import Colours

    if app.no_color:
        return Colours.NONE
    return {"truecolor": Colours.ALL, "256": Colours.CUBE}.get(app.console.color_system, Colours.NONE)


def is_behind(app: Any) -> bool:
    """Whether the terminal has not read what was painted before: Textual keeps it in a line, and a full one would stop the screen."""
    writer = getattr(app._driver, "_writer_thread", None)  # noqa: SLF001  # there is no other way to know
    waiting = getattr(writer, "_queue", None)
    return waiting is not None and waiting.qsize() > 0
