"""Owns the queue as a place: what plays now and next, in its order, and taking entries out or moving them."""

from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static
from textual.worker import get_current_worker
from tunes.library.track import Track
from tunes.player.long_list import Mapped
from tunes.player.queue import Queue
from tunes.tui import keys
from tunes.tui.about import Lookup
from tunes.tui.messages import Told
from tunes.tui.modes import modes
from tunes.tui.past import Find, Heard, lately
from tunes.tui.screens.discover import AllHistory
from tunes.tui.screens.place import Choice, ListPlace
from tunes.tui.widgets.cover import Cover
from tunes.tui.widgets.past_list import PastList
from tunes.tui.widgets.track_list import Marks, TrackList

if TYPE_CHECKING:  # the screen is to be there before what these need
    from tunes.library.pixels import Pixels

COVER_FROM = 100
"""Cells of width from which the list can spare a third for the cover of what plays."""
WIDEST_COVER = 36

PAST = "   Played before  ·  Enter plays it again, e puts it into the queue"
NO_PAST = "Nothing was played yet."
EMPTY = "The queue is empty. Enter on a track plays it and what follows; e adds one here."


class QueueList(TrackList):
    """The queue's entries; the mark is on the present one, even where a track stands twice."""

    present: int | None = None

    def is_playing(self, row: Track, index: int) -> bool:
        """Whether a row is the present entry and sounds."""
        return index == self.present and row.id == self.marks.playing


class QueuePlace(ListPlace):
    """The queue, and beside it the cover of what plays."""

    SOURCE = "queue"

    DEFAULT_CSS = """
    QueuePlace #queue-cover { margin: 0 2 0 3; }
    QueuePlace #queue-head { height: 1; }
    QueuePlace.-low #queue-head { display: none; }
    QueuePlace #queue-past { display: none; }
    QueuePlace.-past #queue-past { display: block; }
    QueuePlace.-past #queue-list { display: none; }
    """
    BINDINGS: ClassVar[list[BindingType]] = list(keys.bindings((*keys.QUEUE, *keys.SAVING)))

    @dataclass
    class JumpRequested(Message):
        """Play this entry."""

        row: int

    @dataclass
    class RemoveRequested(Message):
        """Take this entry out."""

        row: int

    @dataclass
    class MoveRequested(Message):
        """Move this entry up (negative) or down."""

        row: int
        by: int

    @dataclass
    class CoverFound(Message):
        """The cover of a track was looked up."""

        track: Track
        pixels: "Pixels | None"

    @dataclass
    class PlayNowRequested(Message):
        """Play this track, and then go on with the queue."""

        track: Track

    @dataclass
    class PastRead(Message):
        """What was played lately was looked up."""

        heard: list[Heard]

    @dataclass
    class Turned(Message):
        """The queue gave way to what was played, or that to the queue."""

    def __init__(self, lookup: Lookup, history: AllHistory, find: Find) -> None:
        super().__init__(id="queue")
        self._history = history
        self._find = find
        self.past = PastList(empty=NO_PAST, id="queue-past")
        self.is_past = False
        """Whether what was played is shown in place of the queue."""
        self._lookup = lookup
        self.cover = Cover(id="queue-cover")
        self._playing: Track | None = None
        self._covered: Track | None = None
        """Whose cover is shown, or was asked for."""
        self.list: QueueList = QueueList(empty=EMPTY, id="queue-list")
        self.head = Static(id="queue-head")
        self._shown: Queue | None = None

    def compose(self) -> ComposeResult:
        """The list, and the cover where there is room."""
        yield self.head
        with Horizontal():
            yield self.list
            yield self.past
            yield self.cover

    def show_queue(self, queue: Queue) -> None:
        """Shows the queue as it is now; a new one is shown at its present entry."""
        before = self._shown
        if queue is before:
            return
        self._shown = queue
        self.list.present = queue.index if queue.current is not None else None
        if before is None or queue.cells is not before.cells:
            is_other = before is None or not _is_made_from(queue, before)
            tracks = Mapped[Track](queue.cells, attrgetter("entry.track"))
            self.list.show_rows(tracks, queue.index if is_other else None)
        self.list.refresh()
        self._show_head()

    def show_cover_of(self, track: Track | None) -> None:
        """Shows the cover of what plays."""
        if self.is_past and track != self._playing:
            self._look_back()
        self._playing = track
        self._fit_cover()

    def _show_head(self) -> None:
        shown = self._shown if self._shown is not None else Queue()
        self.head.update(Content.styled(PAST, "dim") if self.is_past else _how_it_stands(shown))

    # What was played

    def action_past(self) -> None:
        """Shows what was played before, or the queue again."""
        self._turn(is_past=not self.is_past)

    def leave_past(self) -> None:
        """Back to the queue."""
        if self.is_past:
            self._turn(is_past=False)

    def _turn(self, *, is_past: bool) -> None:
        self.is_past = is_past
        self.set_class(is_past, "-past")
        self._show_head()
        if is_past:
            self._look_back()
        self.screen.set_focus(self.target())
        self.post_message(self.Turned())

    @work(thread=True, exclusive=True, exit_on_error=False, group="past")
    def _look_back(self) -> None:
        worker = get_current_worker()
        try:
            heard = lately(self._history(), self._find)
        except Exception as error:
            self.post_message(Told(f"What was played can't be read: {error}"))
            return
        if not worker.is_cancelled:
            self.post_message(self.PastRead(heard))

    @on(PastRead)
    def _past_read(self, message: PastRead) -> None:
        message.stop()
        if message.heard != self.past.rows:
            self.past.show_rows(message.heard)

    @property
    def foot(self) -> str:
        """Whose keys stand at the foot."""
        return "past" if self.is_past else "queue"

    def target(self) -> Widget:
        """The list that is shown."""
        return self.past if self.is_past else self.list

    def choice(self) -> Choice | None:
        """The selected track."""
        heard = self.past.selected
        if not self.is_past:
            return super().choice()
        return Choice([heard.track], 0, "history") if heard is not None and heard.is_there else None

    def show_marks(self, marks: Marks) -> None:
        """Marks what plays, and what is liked or banned."""
        super().show_marks(marks)
        self.past.show_marks(marks)

    def on_show(self) -> None:
        """The listener comes here."""
        self._fit_cover()

    def on_resize(self) -> None:
        """The window has another size."""
        self._fit_cover()

    def _fit_cover(self) -> None:
        """Asks for the cover only where it would be seen."""
        columns, rows = min(WIDEST_COVER, self.size.width // 3), self.size.height - 1
        has_room = self.display and self.size.width >= COVER_FROM
        if has_room and self._playing != self._covered:
            self._covered = self._playing
            if self._playing is not None:
                self._look_up_cover(self._playing)
        self.cover.fit(columns if has_room and self._playing is not None else 0, rows)

    @work(thread=True, exclusive=True, exit_on_error=False, group="queue-cover")
    def _look_up_cover(self, track: Track) -> None:
        worker = get_current_worker()
        pixels = self._lookup.pixels(track, worker.cancelled_event)
        if not worker.is_cancelled:
            self.post_message(self.CoverFound(track, pixels))

    @on(CoverFound)
    def _cover_found(self, message: CoverFound) -> None:
        message.stop()
        if message.track == self._playing:
            self.cover.show(message.pixels)
            self._fit_cover()

    def go_to(self, track: Track) -> bool:
        """Selects the present entry."""
        self.leave_past()
        present = self.list.present
        if present is None or self.list.rows[present].id != track.id:
            return False
        self.list.go(present)
        return True

    def action_choose(self) -> None:
        """Plays the selected entry; the queue stays as it is."""
        if self.is_past:
            self._play_now()
        elif self.list.selected is not None:
            self.post_message(self.JumpRequested(self.list.cursor))

    def _play_now(self) -> None:
        heard = self.past.selected
        if heard is not None and heard.is_there:
            self.post_message(self.PlayNowRequested(heard.track))
        elif heard is not None:
            self.post_message(Told("That track is no longer in the library."))

    def action_save(self) -> None:
        """Saves the queue as a playlist."""
        self.post_message(self.SaveRequested(self.list.rows))

    def action_remove(self) -> None:
        """Takes the selected entry out; the next one is selected."""
        if self.list.selected is not None and not self.is_past:
            self.post_message(self.RemoveRequested(self.list.cursor))

    def action_shift(self, by: int) -> None:
        """Moves the selected entry; it stays selected."""
        row = self.list.cursor
        if 0 <= row + by < len(self.list.rows) and not self.is_past:
            self.post_message(self.MoveRequested(row, by))
            self.list.go(row + by)


def _is_made_from(one: Queue, other: Queue) -> bool:
    """Whether the two are so alike that the eye stays where it is: no single change touches both ends. Comparing all entries would take too long."""
    ends = [(queue.cells[0].number, queue.cells[-1].number) for queue in (one, other) if queue.cells]
    has_end_in_common = len(ends) == 2 and any(here == there for here, there in zip(*ends, strict=True))
    return has_end_in_common and one.shuffle is other.shuffle


def _how_it_stands(queue: Queue) -> Content:
    """Where in the queue it plays, and how it goes on; not a word of an empty one."""
    place = f"{queue.index + 1:,} of {len(queue):,}" if queue.current is not None else f"{len(queue):,}"
    words = [place, *modes(queue)] if queue.cells else modes(queue)
    return Content.styled("   " + "  ·  ".join(words), "dim")
