"""Owns the place that is one list of all tracks, in library order."""

from collections.abc import Sequence

from textual.app import ComposeResult
from tunes.library.shelf import Shelf
from tunes.library.track import Track
from tunes.tui.screens.place import ListPlace
from tunes.tui.widgets.track_list import TrackList


class TracksPlace(ListPlace):
    """All tracks."""

    SOURCE = "library"

    def __init__(self) -> None:
        super().__init__(id="tracks")
        self.list = TrackList(id="tracks-list")

    def compose(self) -> ComposeResult:
        """The list alone."""
        yield self.list

    def shown_tracks(self) -> Sequence[Track]:
        """Those of the list."""
        return self.list.shown_rows()

    def show_tracks(self, tracks: Shelf) -> None:
        """Shows what the library holds now; the selected track stays selected, and where it is on the screen."""
        row = self.list.place_among(tracks)
        if row is None:
            self.list.show_rows(tracks)
        else:
            self.list.show_rows_around(tracks, row)
