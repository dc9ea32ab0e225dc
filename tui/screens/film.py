"""Owns the place where a film is seen: in the terminal itself, or, while it has a window of its own, what can be done there."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.message import Message
from textual.timer import Timer
from textual.widget import Widget
from tunes.library.track import Kind, Track
from tunes.player.film_wish import FilmWish
from tunes.player.frames import FrameSource
from tunes.player.surface import WINDOW, Surface, Where
from tunes.tui import keys
from tunes.tui.now import Now
from tunes.tui.screens.place import Choice, Place
from tunes.tui.shots import free_name
from tunes.tui.widgets.film_picture import FilmPicture
from tunes.tui.widgets.kitty import points_for
from tunes.tui.widgets.track_list import Marks

SETTLED_S = 0.3
"""A window that is being pulled larger has many sizes; the film is asked for in the last of them."""
NEXT = "Next, in {seconds} s: {title}. Any key stops that."
NO_FILM = "No film plays. Enter on one plays it."
COMING = "The film is about to begin."
WAITS = "The film waits: Space plays it."
IN_WINDOW = "The film has a window of its own. w brings it into the terminal."
IN_TERMINAL = "The film is in the terminal. w gives it a window."
NO_FOLDER = "There is no folder for pictures: name one in the settings (docs/settings.md)."
NO_WINDOW = "There is no display for a window: the film stays in the terminal."


class FilmPlace(Place):
    """The film that plays."""

    BINDINGS: ClassVar[list[BindingType]] = list(keys.bindings(keys.FILM))

    @dataclass
    class SurfaceChosen(Message):
        """Films are to be shown there."""

        surface: Surface

    @dataclass
    class WholeWanted(Message):
        """The film wants the whole screen, or no longer."""

        is_whole: bool

    @dataclass
    class Wished(Message):
        """Something about the film is to be another way."""

        wish: FilmWish
        by: float

    @dataclass
    class ShotWanted(Message):
        """The picture of now is to be kept."""

        file: Path

    @dataclass
    class Said(Message):
        """There is a word for the listener."""

        sentence: str

    def __init__(
        self,
        *,
        pictures: Path | None = None,
        is_in_terminal: bool,
        has_display: bool,
        cell: Callable[[], tuple[int, int] | None] = lambda: None,
    ) -> None:
        """`cell` gives the size of the terminal's cells where it shows real pictures; it changes with the letters."""
        super().__init__(id="film")
        self.picture = FilmPicture(id="film-picture")
        self._is_in_terminal = is_in_terminal
        self._has_display = has_display
        self._pictures = pictures
        self._cell = cell
        self._now = Now()
        self._has_begun = False
        """The film that lies on the player was seen playing."""
        self._settling: Timer | None = None
        self.is_whole = False
        """It takes the whole screen."""

    def compose(self) -> ComposeResult:
        """The picture, and nothing beside it."""
        yield self.picture

    def on_mount(self) -> None:
        """Nothing plays yet."""
        self.picture.cell = self._cell()
        self._clear()

    @property
    def surface(self) -> Surface:
        """Where films go, and how large."""
        if not self._is_in_terminal:
            return WINDOW
        width, height = (
            self.app.size
        )  # of all of it, so that nothing has to be made anew for the whole screen
        if self.picture.cell is not None:
            return Surface(Where.TERMINAL, *points_for((width, height), self.picture.cell))
        return Surface(Where.TERMINAL, width, 2 * height)

    def watch_frames(self, frames: FrameSource) -> None:
        """There is a player, which is to know where films go."""
        self.picture.watch_frames(frames)
        self._choose_surface()

    def show_now(self, now: Now) -> bool:
        """The present moment; returns whether another film has begun to play. One of the last time, paused, has not."""
        self.picture.show_words(now.words)
        if self.is_whole and now.notice != self._now.notice:
            self.picture.show_notice(now.notice)  # the bar, which says it otherwise, is hidden
        before, self._now = self._now, now
        if self._film != _film_of(before):
            self._has_begun = False
            self._clear()
        elif before.starts_in is not None and now.starts_in is None:
            self._clear()
        if now.starts_in is not None and self._film is not None:
            self.picture.clear(NEXT.format(seconds=now.starts_in, title=self._film.title))
        begins = self._film is not None and now.is_playing and not self._has_begun
        self._has_begun |= begins
        return begins

    def on_resize(self) -> None:
        """The window has another size."""
        if self._settling is not None:
            self._settling.stop()
        self._settling = self.set_timer(SETTLED_S, self._choose_surface)

    def action_whole(self) -> None:
        """The whole screen for the film, or no longer: that of the terminal, or, where it has a window, that of the display."""
        if self._is_in_terminal:
            self.set_whole(is_whole=not self.is_whole)
        else:
            self.action_adjust(FilmWish.WHOLE, 1)

    def set_whole(self, *, is_whole: bool) -> None:
        """Says whether the film takes the whole screen."""
        if is_whole != self.is_whole:
            self.is_whole = is_whole
            self.post_message(self.WholeWanted(is_whole))

    def action_window(self) -> None:
        """From the terminal to a window, or back."""
        if self._is_in_terminal and not self._has_display:
            self.post_message(self.Said(NO_WINDOW))
            return
        self._is_in_terminal = not self._is_in_terminal
        self._clear()
        self._choose_surface()
        self.post_message(self.Said(IN_TERMINAL if self._is_in_terminal else IN_WINDOW))

    def action_adjust(self, wish: str, by: float) -> None:
        """Changes something about the film."""
        if self._film is None:
            self.post_message(self.Said(NO_FILM))
        else:
            self.post_message(self.Wished(FilmWish(wish), by))

    def action_shoot(self) -> None:
        """Keeps the picture of now."""
        if self._film is None:
            self.post_message(self.Said(NO_FILM))
        else:
            self._name_shot(self._film.title, self._now.position)

    @work(thread=True, exit_on_error=False, group="shot")
    def _name_shot(self, title: str, position: float) -> None:
        if self._pictures is None:
            self.post_message(self.Said(NO_FOLDER))
            return
        try:
            self.post_message(self.ShotWanted(free_name(self._pictures, title, position)))
        except OSError as error:
            self.post_message(self.Said(f"No picture can be kept in {self._pictures}: {error.strerror}."))

    @property
    def _film(self) -> Track | None:
        return _film_of(self._now)

    def _clear(self) -> None:
        coming = COMING if self._now.is_playing else WAITS
        coming = coming if self._is_in_terminal else IN_WINDOW
        self.picture.clear(coming if self._film is not None else NO_FILM)

    def _choose_surface(self) -> None:
        self.picture.cell = self._cell()
        self.post_message(self.SurfaceChosen(self.surface))

    # As a place

    def choice(self) -> Choice | None:
        """The film that plays."""
        track = self._now.track
        return Choice([track], 0, self._now.source) if track is not None else None

    def target(self) -> Widget:
        """What takes the keyboard."""
        return self.picture

    def show_marks(self, marks: Marks) -> None:
        """Nothing is marked here."""

    def go_to(self, track: Track) -> bool:
        """The film that plays is here."""
        return self._now.track is not None and self._now.track.id == track.id and track.kind is Kind.VIDEO

    def shown_tracks(self) -> Sequence[Track]:
        """None of these is unread."""
        return ()

    def action_choose(self) -> None:
        """It plays already."""


def _film_of(now: Now) -> Track | None:
    return now.track if now.track is not None and now.track.kind is Kind.VIDEO else None
