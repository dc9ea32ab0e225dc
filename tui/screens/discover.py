"""Owns the Discover place: this week's queue, what it is made of, and each pick's reason."""

from collections.abc import Mapping

from textual.app import ComposeResult
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static
from tunes.library.text import clean
from tunes.profile.weekly import WeekQueue
from tunes.tui.format import duration
from tunes.tui.screens.place import Choice, Place
from tunes.tui.widgets.discover_list import DiscoverList

WAITING = "Choosing this week's tracks from your shelf…"
EMPTY = "Nothing to discover yet: when your folder has been looked through, a queue of it is made here each Monday."


class DiscoverPlace(Place):
    """This week's queue."""

    DEFAULT_CSS = """
    DiscoverPlace #discover-head { height: auto; padding: 0 1; color: $text-muted; }
    """

    def __init__(self) -> None:
        super().__init__(id="discover")
        self._head = Static(Content(WAITING), id="discover-head")
        self.list = DiscoverList(empty="", id="discover-list")
        self.week: WeekQueue | None = None

    def compose(self) -> ComposeResult:
        """A head line and the picks."""
        yield self._head
        yield self.list

    def show_week(self, week: WeekQueue, fates: Mapping[str, str]) -> None:
        """Shows a week's queue, and what became of its picks so far."""
        self.week = week
        self.list.fates = fates
        self.list.show_rows(week.picks)
        self._head.update(self._headline(week, fates) if week.picks else Content(EMPTY))

    def show_error(self, sentence: str) -> None:
        """Says why there is no queue."""
        self._head.update(Content(clean(sentence)))

    def choice(self) -> Choice | None:
        """The selected pick, within the queue."""
        if self.list.selected is None or self.week is None:
            return None
        return Choice([pick.track for pick in self.list.rows], self.list.cursor, f"discover:{self.week.week}")

    def target(self) -> Widget:
        """The list."""
        return self.list

    def show_playing(self, track_id: str) -> None:
        """Marks the track that plays."""
        self.list.show_playing(track_id)

    def _headline(self, week: WeekQueue, fates: Mapping[str, str]) -> Content:
        total = sum(pick.track.duration or 0 for pick in week.picks)
        heard = [fate for fate in fates.values() if fate != "never"]
        words = f"Discover · week {int(week.week[-2:])} · {len(heard)} of {len(week.picks)} heard"
        if heard.count("kept"):
            words += f", {heard.count('kept')} kept"
        rest = f" · {duration(total)} · rarely played, near what you love"
        head = Content.styled(words, "bold $foreground") + Content(rest)
        return head + Content("\n" + clean(week.note)) if week.note else head
