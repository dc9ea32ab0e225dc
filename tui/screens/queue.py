"""Owns the queue as a place: what plays now and next, in its order."""

from textual.app import ComposeResult
from textual.widget import Widget
from tunes.library.track import Track
from tunes.player.queue import Queue
from tunes.tui.screens.place import Choice, Place
from tunes.tui.widgets.track_list import TrackList
from tunes.tui.widgets.virtual_list import Cell

EMPTY = "The queue is empty. Enter on a track plays it and what follows; e adds one here."


class QueueList(TrackList):
    """The queue's entries; the mark is on the present one, even where a track stands twice."""

    present: int | None = None

    def cells(self, row: Track, index: int, width: int) -> list[Cell]:
        """As in every list of tracks."""
        self.playing_id = row.id if index == self.present else ""
        return super().cells(row, index, width)


class QueuePlace(Place):
    """The queue."""

    def __init__(self) -> None:
        super().__init__(id="queue")
        self.list = QueueList(empty=EMPTY, id="queue-list")
        self._shown: Queue | None = None

    def compose(self) -> ComposeResult:
        """The list alone."""
        yield self.list

    def show_queue(self, queue: Queue) -> None:
        """Shows the queue as it is now."""
        if queue is self._shown:
            return
        if self._shown is None or queue.entries is not self._shown.entries:
            self.list.show_rows([entry.track for entry in queue.entries])
        self._shown = queue
        self.list.present = queue.index if queue.current is not None else None
        self.list.refresh()

    def choice(self) -> Choice | None:
        """The selected entry, within the queue."""
        return Choice(self.list.rows, self.list.cursor, "queue") if self.list.selected else None

    def target(self) -> Widget:
        """The list."""
        return self.list

    def show_playing(self, track_id: str) -> None:
        """The queue knows by itself which entry plays."""
