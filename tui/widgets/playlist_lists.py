"""Owns the lists of playlists: all of them, and the entries of one."""

from typing import ClassVar

from textual.binding import BindingType
from tunes.library.playlists.entry import Entry
from tunes.tui.format import fit
from tunes.tui.keys import PLAYLISTS, bindings
from tunes.tui.playlists import Row
from tunes.tui.widgets.track_list import LENGTH, Marks, beside_title, track_cells
from tunes.tui.widgets.virtual_list import Cell, VirtualList

WHAT_FROM = 56
"""Cells of width from which what a playlist is has room beside its name."""


class PlaylistList(VirtualList[Row]):
    """All playlists: name, what fills it or what is wrong with it, how many tracks."""

    BINDINGS: ClassVar[list[BindingType]] = list(bindings(PLAYLISTS))

    def action_open(self) -> None:
        """Opens the selected playlist."""
        self.post_message(self.Chosen(self))

    def cells(self, row: Row, index: int, width: int) -> list[Cell]:
        """Mark, name, query or sort, tracks."""
        what = row.problem or row.query or row.listed.path.suffix[1:].lower()
        room = max(0, width * 11 // 20) if width >= WHAT_FROM else 0
        count = "unreadable" if row.tracks is None else f"{row.tracks:,}"
        return [
            self.lead(index),
            (fit(row.listed.name, width - room - 15), "strong" if row.tracks is not None else "quiet"),
            ("  " + fit(what, room - 2) if room else "", "quiet"),
            (fit(count, 10, right=True) + "  ", "quiet"),
        ]


class EntryList(VirtualList[Entry]):
    """The entries of one playlist; what can't be played is grey, with a word in place of its length."""

    marks = Marks()

    def show_marks(self, marks: Marks) -> None:
        """Shows other marks."""
        if marks != self.marks:
            self.marks = marks
            self.refresh()

    def cells(self, row: Entry, index: int, width: int) -> list[Cell]:
        """As in every list of tracks; of what is not there, what the playlist calls it, and why."""
        track = row.track
        if track is None:
            why = row.why or row.place
            room = sum(beside_title(width))
            return [
                self.lead(index),
                (fit(row.title, width - 3 - room - LENGTH - 3), "quiet"),
                ("  " + fit(why, room - 2) if room else "", "quiet"),
                (fit(row.state, LENGTH, right=True) + "   ", "quiet"),
            ]
        plays = track.id == self.marks.playing
        lead = self.lead(index, self.marks.glyph if plays else "")
        return track_cells(track, width, lead, plays=plays, mark=self.marks.of(track))
