"""Owns the list of picks: each with its reason, and on demand the numbers behind it."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from textual.message import Message
from tunes.library.track import Track
from tunes.profile.films.series import whose
from tunes.profile.picks import Pick
from tunes.tui.format import duration, fit
from tunes.tui.widgets.track_list import Marks
from tunes.tui.widgets.virtual_list import Cell, VirtualList, wrapped

REASON_FROM = 76
"""Cells of width from which the reason stands beside the title; below, it is unfolded with `w`."""
FATES = {"kept": "✓", "skipped": "↷", "never": "⊘"}
INDENT = 7


class DiscoverList(VirtualList[Pick]):
    """This week's picks in play order."""

    marks = Marks()
    fates: Mapping[str, str] = {}  # replaced as a whole, never changed
    """What became of picks this week: "kept", "skipped" or "never", by track id."""

    @dataclass
    class Seen(Message):
        """Picks came into view for the first time."""

        tracks: list[Track]

    def __init__(self, *, empty: str = "", id: str | None = None) -> None:  # noqa: A002  # Textual's own name
        super().__init__(empty=empty, id=id)
        self._unfolded: set[str] = set()
        self._starts: list[int] = [0]
        self._seen: set[str] = set()

    def show_rows(self, rows: Sequence[Pick], cursor: int | None = None) -> None:
        """Shows other picks."""
        self._measure(rows)
        super().show_rows(rows, cursor)
        self.call_after_refresh(self.note_seen)

    def show_marks(self, marks: Marks) -> None:
        """Shows other marks."""
        if marks != self.marks:
            self.marks = marks
            self.refresh()

    def toggle_why(self) -> None:
        """Unfolds the numbers of the selected pick, or folds them again."""
        if self.selected is not None:
            self._unfolded ^= {self.selected.track.id}
            self.show_rows(self.rows, self.cursor)
            self._reveal_all_of(self.cursor)

    def is_unfolded(self, pick: Pick) -> bool:
        """Whether a pick's reason and numbers are shown under it."""
        return pick.track.id in self._unfolded

    def note_seen(self) -> None:
        """Tells which picks have come into view since the last time."""
        first = self.scroll_offset.y
        last = min(first + self.size.height, self.heights())
        if not self.is_on_screen or last <= first:
            return
        rows = range(self.row_at(first)[0], self.row_at(last - 1)[0] + 1)
        fresh = [self.rows[row].track for row in rows if self.rows[row].track.id not in self._seen]
        if fresh:
            self._seen |= {track.id for track in fresh}
            self.post_message(self.Seen(fresh))

    def forget_seen(self) -> None:
        """Another week has begun: all picks are new to the eye."""
        self._seen.clear()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Other picks are in view."""
        super().watch_scroll_y(old_value, new_value)
        self.call_after_refresh(self.note_seen)

    def on_show(self) -> None:
        """The list has come to the screen."""
        self.call_after_refresh(self.note_seen)

    def on_resize(self) -> None:
        """The window has another size, and sentences other lines."""
        self._measure(self.rows)
        super().on_resize()
        self.call_after_refresh(self.note_seen)

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
        track, plays = row.track, row.track.id == self.marks.playing
        glyph = self.marks.glyph if plays else FATES.get(self.fates.get(track.id, ""), "")
        wide = width >= REASON_FROM
        title = min(36, max(18, width // 4)) if wide else max(0, width - INDENT - 9)
        artist = min(28, max(14, width // 6)) if wide else 0
        reason = width - INDENT - title - artist - 9 if wide else 0
        return [
            self.lead(index, glyph),
            (f"{index + 1:>2}  ", "quiet"),
            (fit(track.title, title), "accent" if plays else "strong"),
            ("  " + fit(whose(track), artist - 2) if artist else "", "quiet"),
            (fit(duration(track.duration), 6, right=True) + f" {self.marks.of(track)} ", "quiet"),
            (fit(row.reason, reason - 1) + " " if reason else "", "quiet"),
        ]

    def more_cells(self, row: Pick, extra: int, width: int) -> list[Cell]:
        """The reason in full, and what each signal added."""
        return [(" " * INDENT, "normal"), (fit(self._why(row, width)[extra - 1], width - INDENT), "quiet")]

    def _why(self, pick: Pick, width: int) -> list[str]:
        room = max(10, width - INDENT - 1)
        signals = " · ".join(f"{name} {part:+.2f}" for name, part in pick.parts.items())
        return [*wrapped(pick.reason, room), *wrapped(f"score {pick.score:.2f}: {signals}", room)]

    def _measure(self, rows: Sequence[Pick]) -> None:
        width = self.size.width
        heights = (1 + (len(self._why(pick, width)) if self.is_unfolded(pick) else 0) for pick in rows)
        self._starts = [0, *accumulate(heights)]

    def _reveal_all_of(self, row: int) -> None:
        """Scrolls so that the lines under a pick are in sight too."""
        first, last = self._starts[row], self._starts[row + 1] - 1
        if last >= self.scroll_offset.y + self.size.height:
            top = min(first, last - self.size.height + 1)
            self.scroll_to(y=top, animate=False, immediate=True, force=True)
