"""Owns the Discover place: this week's queue, what it is made of, and each pick's reason."""

import time
from collections.abc import Callable, Mapping
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
from tunes.library.track import Track
from tunes.tui import keys
from tunes.tui.format import duration
from tunes.tui.screens.place import Choice, Place
from tunes.tui.widgets.discover_list import REASON_FROM, DiscoverList
from tunes.tui.widgets.track_list import Marks
from tunes.tui.widgets.virtual_list import VirtualList

if TYPE_CHECKING:  # the screen is to be there before what these need
    from tunes.profile.history import History
    from tunes.profile.weekly import WeekQueue

ThisWeek = Callable[[], "WeekQueue"]
AllHistory = Callable[[], "History"]

STALE_S = 1800.0
"""A queue asked for longer ago than this is asked for again when the listener looks at it."""


class DiscoverPlace(Place):
    """This week's queue, of songs; what it says of itself may be said otherwise."""

    NAME: ClassVar = "discover"
    WAITING: ClassVar = "Choosing this week's tracks from your shelf…"
    EMPTY: ClassVar = "Nothing to discover yet: when your folder has been looked through, a queue of it is made here each week."
    HEARD: ClassVar = "heard"
    NEAR, SPREAD = "rarely played, near what you love", "nothing learned yet: a spread of your shelf"

    DEFAULT_CSS = """
    DiscoverPlace #discover-head { height: auto; padding: 0 1 1 3; }
    DiscoverPlace #discover-reason { height: 3; padding: 1 1 0 7; text-style: dim; }
    DiscoverPlace.-low #discover-head { max-height: 1; padding: 0 1 0 3; }
    DiscoverPlace.-low #discover-reason { height: 1; padding: 0 1 0 3; }
    """
    BINDINGS: ClassVar[list[BindingType]] = list(keys.bindings(keys.DISCOVER))

    class Shown(Message):
        """Picks were put in front of the listener."""

        def __init__(self, tracks: list[Track], place: str) -> None:
            super().__init__()
            self.tracks = tracks
            self.place = place

    @dataclass
    class Chosen(Message):
        """This week's queue is known, and what became of its picks so far."""

        week: "WeekQueue"
        fates: Mapping[str, str]
        run: int
        """Number of the asking, so that a late answer can be told."""

    @dataclass
    class Failed(Message):
        """This week's queue could not be made."""

        sentence: str
        run: int

    def __init__(self, this_week: ThisWeek, history: AllHistory) -> None:
        super().__init__(id=self.NAME)
        self._this_week = this_week
        self._history = history
        self._run = 0
        self._asked_at = float("inf")
        self._answered = 0
        self._head = Static(Content.styled(self.WAITING, "dim"), id="discover-head")
        self._reason = Static(id="discover-reason")
        self.list = DiscoverList(id="discover-list")
        self.week: WeekQueue | None = None

    def compose(self) -> ComposeResult:
        """A head line, the picks, and the selected one's reason in full."""
        yield self._head
        yield self.list
        yield self._reason

    def ask(self) -> None:
        """Has this week's queue chosen; it may be another than before, when the library or the bans have changed."""
        self._run += 1
        self._asked_at = time.monotonic()
        self._choose(self._run)

    def visit(self) -> None:
        """The listener comes here: meanwhile a new day or week may have begun."""
        if time.monotonic() - self._asked_at > STALE_S:
            self.ask()

    def look_back(self) -> None:
        """Has it looked up what became of the picks by now."""
        if self.week is not None and self._answered == self._run:
            self._look_back(self.week, self._run)

    @work(thread=True, exclusive=True, exit_on_error=False, group="discover")
    def _choose(self, run: int) -> None:
        try:
            self._answer(self._this_week(), run)
        except Exception as error:
            self.post_message(self.Failed(f"This week's queue can't be made: {error}", run))

    @work(thread=True, exit_on_error=False, group="fates")
    def _look_back(self, week: "WeekQueue", run: int) -> None:
        self._answer(week, run)

    def _answer(self, week: "WeekQueue", run: int) -> None:
        from tunes.tui.fates import fates

        self.post_message(self.Chosen(week, fates(week, self._history()), run))

    @on(Chosen)
    def _chosen(self, message: Chosen) -> None:
        message.stop()
        if message.run == self._run:
            self._answered = message.run
            self.show_week(message.week, message.fates)

    @on(Failed)
    def _failed(self, message: Failed) -> None:
        message.stop()
        if message.run == self._run:
            self._head.update(Content(clean(message.sentence)))

    def show_week(self, week: "WeekQueue", fates: Mapping[str, str]) -> None:
        """Shows a week's queue, and what became of its picks so far; the selected pick stays selected."""
        selected = self.list.selected
        if self.week is None or self.week.week != week.week:
            self.list.forget_seen()
        self.week = week
        self.list.fates = fates
        self.list.show_rows(week.picks)
        if selected is not None and (row := self._row_of(selected.track)) is not None:
            self.list.go(row)
        self._show_head()
        self._show_reason()

    def on_resize(self) -> None:
        """The window has another size."""
        self._show_head()

    def _show_head(self) -> None:
        if self.week is not None:
            is_wide = self.size.width >= REASON_FROM
            empty = Content.styled(self.EMPTY, "dim")
            self._head.update(self._headline(self.week, is_wide=is_wide) if self.week.picks else empty)

    def choice(self) -> Choice | None:
        """The selected pick, within the queue."""
        if self.list.selected is None or self.week is None:
            return None
        return Choice([pick.track for pick in self.list.rows], self.list.cursor, self.week.place)

    def target(self) -> Widget:
        """The list."""
        return self.list

    def show_marks(self, marks: Marks) -> None:
        """Marks the pick that plays."""
        self.list.show_marks(marks)

    def go_to(self, track: Track) -> bool:
        """Selects a pick."""
        row = self._row_of(track)
        if row is not None:
            self.list.go(row)
        return row is not None

    def action_why(self) -> None:
        """Unfolds the numbers of the selected pick, or folds them again."""
        self.list.toggle_why()
        self._show_reason()

    @on(VirtualList.Moved)
    def _show_reason(self) -> None:
        pick = self.list.selected
        is_said = pick is None or self.list.is_unfolded(pick)
        self._reason.update(Content("" if is_said or pick is None else clean(pick.reason)))

    @on(DiscoverList.Seen)
    def _picks_seen(self, message: DiscoverList.Seen) -> None:
        message.stop()
        if self.week is not None:
            self.post_message(self.Shown(message.tracks, self.week.place))

    def _row_of(self, track: Track) -> int | None:
        return next((row for row, pick in enumerate(self.list.rows) if pick.track.id == track.id), None)

    def _headline(self, week: "WeekQueue", *, is_wide: bool) -> Content:
        total = sum(pick.track.duration or 0 for pick in week.picks)
        heard = [fate for fate in self.list.fates.values() if fate != "never"]
        kept = f", {heard.count('kept')} kept" if heard.count("kept") else ""
        said = f" · {len(heard)} of {len(week.picks)} {self.HEARD}{kept}"
        aim = self.NEAR if any(pick.because for pick in week.picks) else self.SPREAD
        rest = f" · {duration(total)} · {aim}" if is_wide else ""
        head = Content.styled(f"Week {int(week.week[-2:])}", "bold") + Content(said)
        head += Content.styled(rest, "dim")
        return head + Content("\n") + Content.styled(clean(week.note), "dim") if week.note else head
