"""Owns the places that are one list of tracks: all tracks, and what was found."""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.widget import Widget
from tunes.library.shelf import Shelf
from tunes.library.track import Track
from tunes.tui.screens.place import Choice, Place
from tunes.tui.widgets.track_list import TrackList


class TracksPlace(Place):
    """One list of tracks."""

    def __init__(self, place: str, source: str, empty: str) -> None:
        super().__init__(id=place)
        self._source = source
        self.list = TrackList(empty=empty, id=f"{place}-list")

    def compose(self) -> ComposeResult:
        """The list alone."""
        yield self.list

    def show_tracks(self, tracks: Sequence[Track], *, from_start: bool = False) -> None:
        """Shows other tracks; the selected one stays selected where it is still there."""
        selected = self.list.selected
        cursor = None
        if from_start:
            cursor = 0
        elif selected is not None and isinstance(tracks, Shelf):
            cursor = tracks.position(selected.id)
        self.list.show_rows(tracks, cursor)

    def choice(self) -> Choice | None:
        """The selected track, within the list."""
        return Choice(self.list.rows, self.list.cursor, self._source) if self.list.selected else None

    def target(self) -> Widget:
        """The list."""
        return self.list

    def show_playing(self, track_id: str) -> None:
        """Marks the track that plays."""
        self.list.show_playing(track_id)

    def go_to(self, track_id: str) -> bool:
        """Selects a track; False where it is not here."""
        rows = self.list.rows
        place = rows.position(track_id) if isinstance(rows, Shelf) else None
        if place is not None:
            self.list.show_rows(rows, place)
        return place is not None
