"""Owns the list of what was played lately: when, what, and how it was left."""

from datetime import datetime

from tunes.tui.format import fit
from tunes.tui.past import Heard, when
from tunes.tui.widgets.track_list import ARTIST_FROM, Marks
from tunes.tui.widgets.virtual_list import Cell, VirtualList

WHEN, HOW = 11, 15
HOW_FROM = 50
"""Cells of width from which how it was left has room."""


class PastList(VirtualList[Heard]):
    """Listens, newest first."""

    marks = Marks()

    def show_marks(self, marks: Marks) -> None:
        """Shows other marks."""
        if marks != self.marks:
            self.marks = marks
            self.refresh()

    def cells(self, row: Heard, index: int, width: int) -> list[Cell]:
        """When, title, artist, how it was left, liked or banned."""
        artist = width // 4 if width >= ARTIST_FROM else 0
        how = HOW if width >= HOW_FROM else 0
        title = width - 3 - WHEN - artist - how - 3
        return [
            self.lead(index),
            (fit(when(row, datetime.now()), WHEN), "quiet"),  # noqa: DTZ005  # the listener's own clock
            (fit(row.track.title, title), "strong" if row.is_there else "quiet"),
            ("  " + fit(row.track.artist, artist - 2) if artist else "", "quiet"),
            (fit(row.how if row.is_there else "gone", how, right=True) if how else "", "quiet"),
            (f" {self.marks.of(row.track)} ", "quiet"),
        ]
