"""Owns lists of tracks: which columns fit, and the marks of what plays, is liked or is banned."""

from dataclasses import dataclass, field
from typing import Literal

from tunes.library.shelf import Shelf
from tunes.library.text import fold
from tunes.library.track import UNREAD, Track
from tunes.profile.said import Said
from tunes.tui.format import duration, fit
from tunes.tui.marking import starred
from tunes.tui.widgets.virtual_list import Cell, VirtualList

ARTIST_FROM, ALBUM_FROM = 60, 88
"""Cells of width from which the artist and the album have room beside the title."""
WIDEST = 36
"""Cells beyond which a column of names only tears the row apart."""
LENGTH = 8
LIKED, NEVER, RESTING = "♥", "⊘", "☾"


@dataclass(frozen=True, slots=True)
class Marks:
    """What is to be marked in lists of tracks."""

    playing: str = ""
    """Id of the track that plays, "" if none."""
    is_paused: bool = False
    said: Said = field(default_factory=Said)
    """Likes, bans and the like; always the same object until something is said."""

    @property
    def glyph(self) -> str:
        """What stands before the track that plays."""
        return "‖" if self.is_paused else "▶"

    def of(self, track: Track) -> str:
        """What stands behind a track."""
        if self.said.banned.covers(track):
            return NEVER
        if self.said.resting.covers(track):
            return RESTING
        stars = self.said.stars.get(track.id)
        return LIKED if self.said.is_liked(track) else str(stars) if stars else " "

    def signs(self, track: Track) -> str:
        """All that was said of a track, beside its name."""
        unwanted = (
            NEVER if self.said.banned.covers(track) else RESTING if self.said.resting.covers(track) else ""
        )
        stars = self.said.stars.get(track.id)
        liked = LIKED if self.said.is_liked(track) else ""
        return " ".join(filter(None, (unwanted, liked, starred(stars) if stars else "")))

    def of_artist(self, name: str) -> str:
        """What stands behind an artist."""
        return self._of("artists", fold(name))

    def of_album(self, name: str, artist: str) -> str:
        """What stands behind an album."""
        return self._of("albums", (fold(name), fold(artist)))

    def _of(self, which: Literal["artists", "albums"], one: object) -> str:
        signs = ((NEVER, self.said.banned), (RESTING, self.said.resting), (LIKED, self.said.liked))
        return next((sign for sign, things in signs if one in getattr(things, which)), " ")


class TrackList(VirtualList[Track]):
    """Tracks with title, artist, album and length, as far as there is room."""

    marks = Marks()
    numbered = False
    """Whether the number within the album leads, and artist and album go without saying."""
    _seen = ""
    """The id of what was selected when last looked at."""

    def place_among(self, tracks: Shelf) -> int | None:
        """Where the selected track stands among those that are to be shown next; None where it is none of them.

        While a scan goes on, rows can be gone before they were ever looked at: then it is the one selected before.
        """
        selected = self.selected
        if selected is not None and selected.id != UNREAD:
            self._seen = selected.id
        return tracks.position(self._seen) if self._seen else None

    def show_marks(self, marks: Marks) -> None:
        """Shows other marks."""
        if marks != self.marks:
            self.marks = marks
            self.refresh()

    def is_playing(self, row: Track, index: int) -> bool:  # noqa: ARG002  # the queue goes by the index
        """Whether a row is the one that plays."""
        return row.id == self.marks.playing

    def cells(self, row: Track, index: int, width: int) -> list[Cell]:
        """Mark, number, title, artist, album, length, liked or banned."""
        plays = self.is_playing(row, index)
        lead = self.lead(index, self.marks.glyph if plays else "")
        return track_cells(row, width, lead, plays=plays, mark=self.marks.of(row), numbered=self.numbered)


def beside_title(width: int) -> tuple[int, int]:
    """Cells for the artist and the album, as far as there is room."""
    room = min(WIDEST, width // 4)
    return room if width >= ARTIST_FROM else 0, room if width >= ALBUM_FROM else 0


def track_cells(
    track: Track, width: int, lead: Cell, *, plays: bool, mark: str, numbered: bool = False
) -> list[Cell]:
    """What a row shows of a track: mark, number, title, artist, album, length, liked or banned."""
    number = f"{track.track_no or '':>2}  " if numbered else ""
    artist, album = (0, 0) if numbered else beside_title(width)
    title = width - 3 - len(number) - artist - album - LENGTH - 3
    return [
        lead,
        (number, "quiet"),
        (fit(track.title, title), "accent" if plays else "strong"),
        ("  " + fit(track.artist, artist - 2) if artist else "", "quiet"),
        ("  " + fit(track.album, album - 2) if album else "", "quiet"),
        (fit(duration(track.duration), LENGTH, right=True), "quiet"),
        (f" {mark} ", "quiet"),
    ]
