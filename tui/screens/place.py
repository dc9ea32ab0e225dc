"""Owns what the places of the screen have in common: something is selected there, and can be played, queued and marked."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.widget import Widget
from tunes.library.shelf import Shelf
from tunes.library.track import Track
from tunes.profile.things import What
from tunes.tui.keys import LISTS, MARKING, bindings
from tunes.tui.widgets.track_list import Marks, TrackList
from tunes.tui.widgets.virtual_list import VirtualList


@dataclass(frozen=True, slots=True)
class Choice:
    """What the listener has under the keyboard, and the list around it."""

    tracks: Sequence[Track]
    at: int
    source: str
    """As a listen keeps it."""
    position: float | None = None
    """Seconds into the selected track where it is to begin; None where that goes without saying."""

    @property
    def track(self) -> Track:
        """The selected track."""
        return self.tracks[self.at]


class Place(Vertical):
    """One of the places: library, tracks, Discover, queue, find."""

    BINDINGS: ClassVar[list[BindingType]] = list(bindings((*LISTS, *MARKING)))

    @dataclass
    class PlayRequested(Message):
        """Play from here on."""

        choice: Choice

    @dataclass
    class EnqueueRequested(Message):
        """Put the selected tracks into the queue."""

        tracks: Sequence[Track]
        source: str
        is_next: bool

    @dataclass
    class MarkRequested(Message):
        """Say something of what is selected, or take it back."""

        kind: str
        """The kind of mark; "" to be offered all that can be said."""
        what: What | None
        """What is selected, where it is more than a track."""
        track: Track
        """The selected one, or the first of what is."""

    @dataclass
    class AddRequested(Message):
        """Add the selected tracks to a playlist."""

        tracks: Sequence[Track]

    @dataclass
    class SaveRequested(Message):
        """Save what is here as a playlist: tracks, or a query that finds them."""

        tracks: Sequence[Track] = ()
        query: str | None = None

    @dataclass
    class AboutRequested(Message):
        """Tell about the selected track."""

        choice: Choice

    def choice(self) -> Choice | None:
        """What is selected; None where nothing is."""
        raise NotImplementedError(f"{type(self).__name__} must say what is selected")

    def target(self) -> Widget:
        """The widget that takes the keyboard."""
        raise NotImplementedError(f"{type(self).__name__} must name its list")

    def show_marks(self, marks: Marks) -> None:
        """Marks what plays, what is liked and what is banned."""
        raise NotImplementedError(f"{type(self).__name__} must mark what plays")

    def go_to(self, track: Track) -> bool:
        """Selects a track; False where it is not here."""
        raise NotImplementedError(f"{type(self).__name__} must find a track")

    def shown_tracks(self) -> Sequence[Track]:
        """The tracks on the screen, where there may be some that are not read yet."""
        return ()

    def chosen_tracks(self) -> Sequence[Track]:
        """What `e` puts into the queue: the selected track, or all of a selected album or artist."""
        choice = self.choice()
        return [choice.track] if choice else []

    def chosen_thing(self) -> What | None:
        """What is selected, where it is more than a track: an artist, an album."""
        return None

    def action_choose(self) -> None:
        """Plays from the selected track on."""
        choice = self.choice()
        if choice is not None:
            self.post_message(self.PlayRequested(choice))

    def action_enqueue(self) -> None:
        """Adds what is selected at the end of the queue."""
        self._enqueue(is_next=False)

    def action_enqueue_next(self) -> None:
        """Puts what is selected right after the present track."""
        self._enqueue(is_next=True)

    def action_like(self) -> None:
        """Likes what is selected, or takes the like back."""
        self._mark("like")

    def action_ban(self) -> None:
        """Never suggests what is selected again, or allows it again."""
        self._mark("ban")

    def action_rest(self) -> None:
        """Suggests what is selected no more for a while, or allows it again."""
        self._mark("not now")

    def action_rate(self) -> None:
        """Asks for stars for the selected track."""
        self._mark("rate")

    def action_opinion(self) -> None:
        """Offers all that can be said of the selected track and what it belongs to."""
        self._mark("")

    @property
    def foot(self) -> str:
        """Whose keys stand at the foot, by their name in `keys`."""
        return self.id or ""

    def action_add(self) -> None:
        """Adds what is selected to a playlist."""
        tracks = self.chosen_tracks()
        if tracks:
            self.post_message(self.AddRequested(tracks))

    def action_about(self) -> None:
        """Tells about the selected track."""
        choice = self.choice()
        if choice is not None:
            self.post_message(self.AboutRequested(choice))

    @on(VirtualList.Chosen)
    def _double_clicked(self) -> None:
        self.action_choose()

    def _enqueue(self, *, is_next: bool) -> None:
        choice, tracks = self.choice(), self.chosen_tracks()
        if choice is not None and tracks:
            self.post_message(self.EnqueueRequested(tracks, choice.source, is_next))

    def _mark(self, kind: str) -> None:
        choice = self.choice()
        if choice is not None:
            self.post_message(self.MarkRequested(kind, self.chosen_thing(), choice.track))


class ListPlace(Place):
    """A place that is one list of tracks. Subclasses make `list`."""

    SOURCE: ClassVar[str]
    """Where a listen says that it came from."""
    list: TrackList

    def choice(self) -> Choice | None:
        """The selected track, within the list."""
        return Choice(self.list.rows, self.list.cursor, self.SOURCE) if self.list.selected else None

    def target(self) -> Widget:
        """The list."""
        return self.list

    def show_marks(self, marks: Marks) -> None:
        """Marks the track that plays."""
        self.list.show_marks(marks)

    def go_to(self, track: Track) -> bool:
        """Selects a track."""
        rows = self.list.rows
        row = rows.position(track.id) if isinstance(rows, Shelf) else None
        if row is not None:
            self.list.go(row)
        return row is not None
