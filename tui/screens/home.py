"""Owns the home place: rows of what was begun, is on repeat, was forgotten and is near to it; made anew when the listener comes."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static
from tunes.library.text import clean
from tunes.library.track import Kind, Track
from tunes.tui import keys
from tunes.tui.home import READING, TakeHome
from tunes.tui.screens.place import Choice, Place
from tunes.tui.widgets.home_rows import HomeRows
from tunes.tui.widgets.track_list import Marks

if TYPE_CHECKING:  # the screen is to be there before what these need
    from tunes.profile.rows import Home

STALE_S = 900.0
"""Rows that are older than this are made anew when the listener comes here."""
EMPTY = (
    "Nothing to show yet: when your folder has been looked through, rows of it are made here."
    " What you play, skip and play again makes them yours."
)
Find = Callable[[Sequence[str]], Sequence[Track]]
"""The tracks of these ids."""


class HomePlace(Place):
    """The rows."""

    DEFAULT_CSS = """
    HomePlace #home-head { height: auto; padding: 0 1 1 3; text-style: dim; }
    HomePlace.-low #home-head { max-height: 1; padding: 0 1 0 3; }
    """
    BINDINGS: ClassVar[list[BindingType]] = list(keys.bindings((*keys.HOME, *keys.DISCOVER)))

    class Shown(Message):
        """Tracks were put in front of the listener."""

        def __init__(self, tracks: list[Track], place: str) -> None:
            super().__init__()
            self.tracks = tracks
            self.place = place

    @dataclass
    class Stepped(Message):
        """The rows are being made, and this is under way."""

        step: str
        run: int

    @dataclass
    class Made(Message):
        """The rows are there."""

        page: "Home"
        run: int
        """Number of the asking, so that a late answer can be told."""

    @dataclass
    class Failed(Message):
        """The rows could not be made."""

        sentence: str
        run: int

    def __init__(self, take: TakeHome | None, find: Find) -> None:
        super().__init__(id="home")
        self._take, self._find = take, find
        self._run = 0
        self._made_at = float("-inf")
        self._is_making = False
        self._head = Static(id="home-head")
        self._head.display = False
        self.list = HomeRows(empty=READING if take is not None else EMPTY, id="home-list")

    def compose(self) -> ComposeResult:
        """A word about how little is known, where that is so, and the rows."""
        yield self._head
        yield self.list

    def visit(self) -> None:
        """The listener comes here: meanwhile it may have become another hour."""
        if not self._is_making and time.monotonic() - self._made_at > STALE_S:
            self.ask()

    def forget(self) -> None:
        """Something was heard, banned or found: when the listener comes next, the rows are made anew."""
        self._made_at = float("-inf")
        if self._is_making:
            self.ask()  # what is being made does not know of it

    def ask(self) -> None:
        """Has the rows made anew; those that are shown stay till then."""
        if self._take is not None:
            self._run += 1
            self._is_making = True
            self._make(self._take, self._run)

    @work(thread=True, exclusive=True, exit_on_error=False, group="home")
    def _make(self, take: TakeHome, run: int) -> None:
        try:
            page = take(lambda step: self.post_message(self.Stepped(step, run)))
            self.post_message(self.Made(page, run))
        except Exception as error:
            self.post_message(self.Failed(f"The rows can't be made: {error}", run))

    @on(Stepped)
    def _stepped(self, message: Stepped) -> None:
        message.stop()
        if message.run == self._run:
            self.list.say_empty(message.step)

    @on(Made)
    def _made(self, message: Made) -> None:
        message.stop()
        if message.run == self._run:
            self._is_making = False
            self._made_at = time.monotonic()
            self.list.say_empty(EMPTY)
            self._say(message.page.note if message.page.rows else "")
            self.list.show_rows(message.page.rows)

    @on(Failed)
    def _failed(self, message: Failed) -> None:
        message.stop()
        if message.run == self._run:
            self._is_making = False
            self._say(message.sentence)
            self.list.say_empty(EMPTY)

    def _say(self, sentence: str) -> None:
        self._head.display = bool(sentence)
        self._head.update(Content(clean(sentence)))

    def choice(self) -> Choice | None:
        """The selected card within its row; what was begun, with what follows it."""
        row, pick = self.list.selected, self.list.pick
        if row is None or pick is None:
            return None
        source = _place(row.key)
        going = row.going.get(pick.track.id)
        if going is None:
            return Choice([one.track for one in row.picks], self.list.card_of(row), source)
        # Films and what is spoken go on by themselves where they were left.
        at = going.at if going.at and pick.track.kind is Kind.MUSIC else None
        return Choice([pick.track, *self._find(going.then)], 0, source, at)

    def target(self) -> Widget:
        """The rows."""
        return self.list

    def show_marks(self, marks: Marks) -> None:
        """Marks the track that plays."""
        self.list.show_marks(marks)

    def go_to(self, track: Track) -> bool:
        """Selects a track."""
        for index, row in enumerate(self.list.rows):
            card = next((at for at, pick in enumerate(row.picks) if pick.track.id == track.id), None)
            if card is not None:
                self.list.choose(index, card)
                return True
        return False

    def action_why(self) -> None:
        """Unfolds the numbers of the selected card, or folds them again."""
        self.list.toggle_why()

    def action_card(self, by: int) -> None:
        """To another card of the row."""
        self.list.step(by)

    @on(HomeRows.Seen)
    def _cards_seen(self, message: HomeRows.Seen) -> None:
        message.stop()
        self.post_message(self.Shown(message.tracks, _place(message.key)))


def _place(key: str) -> str:
    """What a listen from a row says of where it came from, and an exposure of where it was."""
    return key if key.partition(":")[0] in {"because", "discover", "watch"} else f"home:{key}"
