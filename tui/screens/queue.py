"""Owns the queue as a place: what plays now and next, in its order, and taking entries out or moving them."""

from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.message import Message
from tunes.library.track import Track
from tunes.player.queue import Queue
from tunes.tui import keys
from tunes.tui.screens.place import ListPlace
from tunes.tui.widgets.track_list import TrackList

EMPTY = "The queue is empty. Enter on a track plays it and what follows; e adds one here."


class QueueList(TrackList):
    """The queue's entries; the mark is on the present one, even where a track stands twice."""

    present: int | None = None

    def is_playing(self, row: Track, index: int) -> bool:
        """Whether a row is the present entry and sounds."""
        return index == self.present and row.id == self.marks.playing


class QueuePlace(ListPlace):
    """The queue."""

    SOURCE = "queue"

    BINDINGS: ClassVar[list[BindingType]] = list(keys.bindings(keys.QUEUE))

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

    def __init__(self) -> None:
        super().__init__(id="queue")
        self.list: QueueList = QueueList(empty=EMPTY, id="queue-list")
        self._shown: Queue | None = None

    def compose(self) -> ComposeResult:
        """The list alone."""
        yield self.list

    def show_queue(self, queue: Queue) -> None:
        """Shows the queue as it is now; a new one is shown at its present entry."""
        before = self._shown
        if queue is before:
            return
        self._shown = queue
        self.list.present = queue.index if queue.current is not None else None
        if before is None or queue.entries is not before.entries:
            is_other = before is None or not _have_an_end_in_common(queue, before)
            tracks = [entry.track for entry in queue.entries]
            self.list.show_rows(tracks, queue.index if is_other else None)
        self.list.refresh()

    def go_to(self, track: Track) -> bool:
        """Selects the present entry."""
        present = self.list.present
        if present is None or self.list.rows[present].id != track.id:
            return False
        self.list.go(present)
        return True

    def action_choose(self) -> None:
        """Plays the selected entry; the queue stays as it is."""
        if self.list.selected is not None:
            self.post_message(self.JumpRequested(self.list.cursor))

    def action_remove(self) -> None:
        """Takes the selected entry out; the next one is selected."""
        if self.list.selected is not None:
            self.post_message(self.RemoveRequested(self.list.cursor))

    def action_shift(self, by: int) -> None:
        """Moves the selected entry; it stays selected."""
        row = self.list.cursor
        if 0 <= row + by < len(self.list.rows):
            self.post_message(self.MoveRequested(row, by))
            self.list.go(row + by)


def _have_an_end_in_common(one: Queue, other: Queue) -> bool:
    """Whether one was made from the other: no single change touches both ends. Comparing all entries would take too long."""
    ends = [(queue.entries[0], queue.entries[-1]) for queue in (one, other) if queue.entries]
    return len(ends) == 2 and any(here is there for here, there in zip(*ends, strict=True))
