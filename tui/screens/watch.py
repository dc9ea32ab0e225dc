"""Owns the place of this week's films: what Discover is for songs, chosen when the listener first comes here."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar

from tunes.library.track import Track
from tunes.tui.screens.discover import AllHistory, DiscoverPlace, ThisWeek
from tunes.tui.screens.place import Choice

if TYPE_CHECKING:  # the screen is to be there before what this needs
    from tunes.profile.weekly import WeekQueue

Find = Callable[[Sequence[str]], Sequence[Track]]
"""The tracks of these ids."""


def no_films() -> "WeekQueue":
    """A queue of nothing, where nobody chooses."""
    from tunes.profile.frozen import WeekQueue

    return WeekQueue("", 0.0, 0.0, frozen=False, picks=(), of="watch")


class WatchPlace(DiscoverPlace):
    """This week's films and episodes."""

    NAME: ClassVar = "watch"
    WAITING: ClassVar = "Choosing this week's films and episodes from your shelf…"
    EMPTY: ClassVar = "No films here yet: of those in your folders a queue is made here each week, and of shows the next episodes."
    HEARD: ClassVar = "begun"
    NEAR, SPREAD = "never watched, near what you watched", "nothing watched yet: a spread of your shelf"

    def __init__(self, films: ThisWeek, history: AllHistory, find: Find) -> None:
        super().__init__(films, history)
        self._find = find
        self._is_asked = False

    def visit(self) -> None:
        """The listener comes here: the first time, and when what may be suggested has changed, the queue is asked for."""
        if self._is_asked:
            super().visit()
        else:
            self.ask()

    def ask(self) -> None:
        """Has it chosen now."""
        self._is_asked = True
        super().ask()

    def forget(self) -> None:
        """What may be suggested is another by now: when the listener comes next, it is asked for again."""
        self._is_asked = False

    def choice(self) -> Choice | None:
        """The selected film alone, an episode with the rest of its show."""
        pick = self.list.selected
        if pick is None or self.week is None:
            return None
        then = self._find(self.week.then.get(pick.track.id, ()))
        return Choice([pick.track, *then], 0, self.week.place)
