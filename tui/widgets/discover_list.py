"""Owns the list of picks: each with its reason, and on demand the numbers behind it."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from itertools import accumulate

from tunes.profile.picks import Pick
from tunes.tui.format import duration, fit
from tunes.tui.widgets.virtual_list import Cell, VirtualList

REASON_FROM = 76
"""Cells of width from which the reason stands beside the title; below, only the chosen one's, under it."""
MARKS = {"kept": "✓", "skipped": "↷", "never": "⊘"}


class DiscoverList(VirtualList[Pick]):
    """This week's picks in play order."""

    playing_id = ""
    """Id of the track that plays."""
    fates: Mapping[str, str] = {}  # replaced as a whole, never changed
    """What became of picks this week: "kept", "skipped" or "never", by track id."""

    def __init__(self, *, empty: str = "", id: str | None = None) -> None:  # noqa: A002  # Textual's own name
        super().__init__(empty=empty, id=id)
        self._unfolded: set[str] = set()
        self._starts: list[int] = [0]

    def show_rows(self, rows: Sequence[Pick], cursor: int | None = None) -> None:
        """Shows other picks."""
        self._measure(rows)
        super().show_rows(rows, cursor)

    def show_playing(self, track_id: str) -> None:
        """Moves the mark of what plays."""
        if track_id != self.playing_id:
            self.playing_id = track_id
            self.refresh()

    def toggle_why(self) -> None:
        """Unfolds the numbers of the selected pick, or folds them again."""
        if self.selected is not None:
            self._unfolded ^= {self.selected.track.id}
            self.show_rows(self.rows, self.cursor)

    def heights(self) -> int:
        """Lines of all picks together."""
        return self._starts[-1]

    def row_at(self, line: int) -> tuple[int, int]:
        """Which pick a line belongs to, and which of its lines it is."""
        row = bisect_right(self._starts, line) - 1
        return row, line - self._starts[row]

    def line_of(self, row: int) -> int:
        """The first line of a pick."""
        return self._starts[row] if row < len(self._starts) else 0

    def cells(self, row: Pick, index: int, width: int) -> list[Cell]:
        """Mark, place, title, artist, length, reason."""
        plays = row.track.id == self.playing_id
        mark = (
            "▶"
            if plays
            else MARKS.get(self.fates.get(row.track.id, ""), "▸" if index == self.cursor else " ")
        )
        wide = width >= REASON_FROM
        title = max(16, width // 4) if wide else width - 15
        artist = max(12, width // 6) if wide else 0
        reason = width - 7 - title - artist - 8 if wide else 0
        return [
            (f" {mark} ", "accent" if plays else "normal"),
            (f"{index + 1:>2}  ", "quiet"),
            (fit(row.track.title, title - 1) + " ", "accent" if plays else "strong"),
            (fit(row.track.artist, artist - 1) + " " if artist else "", "normal"),
            (fit(duration(row.track.duration), 6, right=True) + "  ", "quiet"),
            (fit(row.reason, reason), "quiet"),
        ]

    def more_cells(self, row: Pick, extra: int, width: int) -> list[Cell]:
        """The reason in full, and what each signal added."""
        line = self._why(row)[extra - 1]
        return [(" " * 7, "normal"), (fit(line, width - 7), "quiet")]

    def _why(self, pick: Pick) -> list[str]:
        signals = "   ".join(f"{name} {part:+.2f}" for name, part in pick.parts.items())
        return [pick.reason, f"score {pick.score:.2f}:  {signals}"]

    def _measure(self, rows: Sequence[Pick]) -> None:
        heights = (1 + (len(self._why(pick)) if pick.track.id in self._unfolded else 0) for pick in rows)
        self._starts = [0, *accumulate(heights)]
