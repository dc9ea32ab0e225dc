"""Owns the bar at the bottom: what plays, where the ear is, how loud, and what there is to say. Repaints only when a cell changes."""

from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from textual.strip import Strip
from textual.timer import Timer
from textual.widget import Widget
from tunes.library.text import clean
from tunes.player.queue import Queue
from tunes.tui.format import duration, fit
from tunes.tui.modes import modes
from tunes.tui.now import Now
from tunes.tui.part import part
from tunes.tui.tuning import speed
from tunes.tui.widgets.virtual_list import wrapped

_Line = tuple[tuple[str, str], ...]

NOTICE_S = 6.0
"""Seconds that a short word stays; long sentences stay longer, as they take longer to read."""
LETTERS_A_SECOND = 15.0
LONGEST_WORD = 4
"""Lines that one sentence may take."""
IDLE = "nothing plays: Enter plays what is selected"
GUEST = "guest: nothing is kept"


class PlayingBar(Widget):
    """Two rows: the track, and the way through it; one where the screen is low. A long sentence gets rows of its own above."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"bar--strong", "bar--normal", "bar--quiet", "bar--accent"}
    DEFAULT_CSS = """
    PlayingBar { height: 2; }
    PlayingBar .bar--strong { text-style: bold; }
    PlayingBar .bar--quiet { text-style: dim; }
    PlayingBar .bar--accent { color: $accent; text-style: bold; }
    """

    def __init__(self) -> None:
        super().__init__(id="playing-bar")
        self._now = Now()
        self._queue = Queue()
        self._signs = ""
        self._notice = ""
        self._fading: Timer | None = None
        self._painted: tuple[_Line, ...] = ()
        self.is_low = False
        """Only one row is to be taken."""

    def show(self, now: Now, queue: Queue, signs: str) -> None:
        """Shows the present moment, and what was said of the track; a new notice is said, and the next event ends it."""
        before, self._now, self._queue, self._signs = self._now, now, queue, signs
        if now.notice != before.notice:
            self.say(now.notice)
        self.paint()

    def say(self, sentence: str) -> None:
        """Says a sentence for some seconds."""
        if self._fading is not None:
            self._fading.stop()
        self._notice = clean(sentence)
        self._fading = self.set_timer(max(NOTICE_S, len(sentence) / LETTERS_A_SECOND), self._hush)
        self.paint()

    @property
    def said(self) -> str:
        """What is being said: a notice while it lasts, else what is wrong with the player."""
        return self._notice or clean(self._now.trouble)

    def paint(self) -> None:
        """Makes the rows anew, and repaints where they differ."""
        width = self.size.width
        beside, above = self._saying(width)
        if self.is_low:
            rows: tuple[_Line, ...] = (self._one_line(width, beside),)
        else:
            rows = (*above, self._track_line(width, beside), self._way_line(width))
        if rows != self._painted:
            if len(rows) != len(self._painted):
                self.styles.height = len(rows)
            self._painted = rows
            self.refresh()

    def on_resize(self) -> None:
        """The window has another size."""
        self.paint()

    def render_line(self, y: int) -> Strip:
        """One of the rows."""
        line = self._painted[y] if y < len(self._painted) else ()
        segments = [
            Segment(text, self.get_component_rich_style(f"bar--{weight}")) for text, weight in line if text
        ]
        return Strip(segments).adjust_cell_length(self.size.width, self.rich_style)

    def _hush(self) -> None:
        self._notice = ""
        self.paint()

    def _saying(self, width: int) -> tuple[str, tuple[_Line, ...]]:
        """What is said beside the title, and the rows above it for what has no room there."""
        title = cell_len(clean(self._now.track.title)) + 4 if self._now.track else 0
        room = width - title - len(self._right()) - 8
        if cell_len(self.said) <= room or self.is_low:
            return self.said, ()
        lines = wrapped(self.said, width - 6)[:LONGEST_WORD]
        return "", tuple(((fit("   " + line, width), "normal"),) for line in lines)

    def _track_line(self, width: int, said: str) -> _Line:
        right = self._right()
        room = max(0, width - cell_len(right) - 7)
        track = self._now.track
        if track is None:
            return (("   ", "normal"), (fit(said or IDLE, room), "normal" if said else "quiet"), self._tail())
        title = fit(track.title, min(room, cell_len(clean(track.title))))
        rest = said or " · ".join(filter(None, (track.artist, track.album)))
        return (
            (f" {self._glyph()} ", "accent"),
            (title, "accent"),
            (fit("   " + rest, room - cell_len(title)), "normal"),
            self._tail(),
        )

    def _way_line(self, width: int) -> _Line:
        now = self._now
        if now.track is None:
            return (("", "quiet"),)
        at, length = duration(now.position), duration(now.duration)
        room = max(0, width - len(at) - len(length) - 7)
        share = min(1.0, now.position / now.duration) if now.duration else 0.0
        done = min(room, int(share * room))
        head = "╸" if done < room else ""
        rest = "─" * (room - done - len(head))
        return (
            (f"   {at} ", "normal"),
            ("━" * done + head, "accent"),
            (rest, "quiet"),
            (f" {length}  ", "quiet"),
        )

    def _one_line(self, width: int, said: str) -> _Line:
        track = self._now.track
        if track is None:
            return (("   ", "normal"), (fit(said or IDLE, width - 3), "normal" if said else "quiet"))
        times = "/".join(filter(None, (duration(self._now.position), duration(self._now.duration))))
        signs = " ".join(["A–B"] * (self._now.loop is not None) + modes(self._queue, is_narrow=True))
        right = (
            "  ".join(filter(None, (signs, self._speed(), "guest" if self._now.is_incognito else "", times)))
            + " "
        )
        room = max(0, width - 4 - cell_len(right))
        title = fit(track.title, min(room, cell_len(clean(track.title))))
        rest = said or track.artist
        return (
            (f" {self._glyph()} ", "accent"),
            (title, "accent"),
            (fit(" · " + rest if rest else "", room - cell_len(title)), "normal"),
            (" " + right, "quiet"),
        )

    def _glyph(self) -> str:
        return "▶" if self._now.is_playing else "‖"

    def _tail(self) -> tuple[str, str]:
        return f"  {self._right()}  ", "strong" if self._now.is_incognito else "quiet"

    def _speed(self) -> str:
        return speed(self._now.sound) if self._now.sound.rate != 1.0 else ""

    def _right(self) -> str:
        """How it plays: in words, or in signs where these would leave the title no room."""
        words = self._how_it_plays(is_narrow=False)
        return words if cell_len(words) <= 3 * self.size.width // 5 else self._how_it_plays(is_narrow=True)

    def _how_it_plays(self, *, is_narrow: bool) -> str:
        now = self._now
        volume = "muted" if now.is_muted else f"vol {now.volume}"
        guest = ("guest" if is_narrow else GUEST) if now.is_incognito else ""
        loop = "A–B" if is_narrow and now.loop else part(now)
        how = modes(self._queue, is_narrow=is_narrow)
        return ("  " if is_narrow else "   ").join(
            filter(None, (loop, *how, self._speed(), guest, self._signs, volume))
        )
