"""Owns the place that is one list of all tracks, in library order."""

from textual.app import ComposeResult
from textual.widget import Widget
from tunes.library.shelf import Shelf
from tunes.library.track import Track
from tunes.tui.screens.place import Choice, Place
from tunes.tui.widgets.track_list import Marks, TrackList


class TracksPlace(Place):
    """All tracks."""

    def __init__(self) -> None:
        super().__init__(id="tracks")
        self.list = TrackList(id="tracks-list")

    def compose(self) -> ComposeResult:
        """The list alone."""
        yield self.list

    def show_tracks(self, tracks: Shelf) -> None:
        """Shows what the library holds now; the selected track stays selected, and where it is on the screen."""
        selected = self.list.selected
        row = tracks.position(selected.id) if selected is not None else None
        if row is None:
            self.list.show_rows(tracks)
        else:
            self.list.show_rows_around(tracks, row)

    def choice(self) -> Choice | None:
        """The selected track, within the list."""
        return Choice(self.list.rows, self.list.cursor, "library") if self.list.selected else None

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
