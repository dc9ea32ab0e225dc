"""Owns the columns left of the tracks: artists and albums."""

from tunes.library.catalog import AlbumRow, ArtistRow
from tunes.tui.format import fit
from tunes.tui.widgets.track_list import Marks
from tunes.tui.widgets.virtual_list import Cell, Row, VirtualList

NAMELESS_ARTIST, NAMELESS_ALBUM = "(no artist)", "(no album)"


class _Marked(VirtualList[Row]):
    """A list that shows what is liked or banned."""

    marks = Marks()

    def show_marks(self, marks: Marks) -> None:
        """Shows other marks."""
        is_other = marks.said is not self.marks.said
        self.marks = marks
        if is_other:
            self.refresh()


class ArtistList(_Marked[ArtistRow]):
    """Artists, each with the number of tracks."""

    def cells(self, row: ArtistRow, index: int, width: int) -> list[Cell]:
        """Mark, name, tracks."""
        return [
            self.lead(index),
            (fit(row.name or NAMELESS_ARTIST, width - 11), "strong" if row.name else "quiet"),
            (fit(str(row.tracks), 5, right=True) + f" {self.marks.of_artist(row.name)} ", "quiet"),
        ]


class AlbumList(_Marked[AlbumRow]):
    """Albums of one artist, oldest first."""

    def cells(self, row: AlbumRow, index: int, width: int) -> list[Cell]:
        """Mark, name, year."""
        return [
            self.lead(index),
            (fit(row.name or NAMELESS_ALBUM, width - 11), "strong" if row.name else "quiet"),
            (
                fit(str(row.year or ""), 5, right=True) + f" {self.marks.of_album(row.name, row.artist)} ",
                "quiet",
            ),
        ]
