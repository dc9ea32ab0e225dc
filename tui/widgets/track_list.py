"""Owns lists of tracks: which columns fit, and the mark of the one that plays."""

from tunes.library.track import Track
from tunes.tui.format import duration, fit
from tunes.tui.widgets.virtual_list import Cell, VirtualList

ARTIST_FROM, ALBUM_FROM = 56, 88
"""Cells of width from which the artist and the album have room beside the title."""
LENGTH = 9


class TrackList(VirtualList[Track]):
    """Tracks with title, artist, album and length, as far as there is room."""

    playing_id = ""
    """Id of the track that plays."""
    numbered = False
    """Whether the number within the album leads."""

    def show_playing(self, track_id: str) -> None:
        """Moves the mark of what plays."""
        if track_id != self.playing_id:
            self.playing_id = track_id
            self.refresh()

    def cells(self, row: Track, index: int, width: int) -> list[Cell]:
        """Mark, number, title, artist, album, length."""
        plays = row.id == self.playing_id
        mark = "▶" if plays else "▸" if index == self.cursor else " "
        number = f"{row.track_no or '':>3} " if self.numbered else ""
        artist = min(28, width // 4) if width >= ARTIST_FROM and not self.numbered else 0
        album = min(28, width // 4) if width >= ALBUM_FROM and not self.numbered else 0
        title = width - 3 - len(number) - artist - album - LENGTH
        return [
            (f" {mark} ", "accent" if plays else "normal"),
            (number, "quiet"),
            (fit(row.title, title), "accent" if plays else "strong"),
            (fit(row.artist, artist - 1) + " " if artist else "", "normal"),
            (fit(row.album, album - 1) + " " if album else "", "quiet"),
            (fit(duration(row.duration), LENGTH - 1, right=True) + " ", "quiet"),
        ]
