"""Owns the columns left of the tracks: artists and albums."""

from tunes.library.catalog import AlbumRow, ArtistRow
from tunes.tui.format import fit
from tunes.tui.widgets.virtual_list import Cell, VirtualList

NAMELESS_ARTIST, NAMELESS_ALBUM = "(no artist)", "(no album)"


class ArtistList(VirtualList[ArtistRow]):
    """Artists, each with the number of tracks."""

    def cells(self, row: ArtistRow, index: int, width: int) -> list[Cell]:
        """Mark, name, tracks."""
        return [
            self.lead(index),
            (fit(row.name or NAMELESS_ARTIST, width - 10), "strong" if row.name else "quiet"),
            (fit(str(row.tracks), 5, right=True) + "  ", "quiet"),
        ]


class AlbumList(VirtualList[AlbumRow]):
    """Albums of one artist, oldest first."""

    def cells(self, row: AlbumRow, index: int, width: int) -> list[Cell]:
        """Mark, name, year."""
        return [
            self.lead(index),
            (fit(row.name or NAMELESS_ALBUM, width - 10), "strong" if row.name else "quiet"),
            (fit(str(row.year or ""), 5, right=True) + "  ", "quiet"),
        ]
