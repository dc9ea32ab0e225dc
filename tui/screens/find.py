"""Owns finding as you type: a line of words, and under it what they find."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Input, Static
from textual.worker import get_current_worker
from tunes.library.errors import QueryError
from tunes.library.shelf import Shelf
from tunes.library.track import Track
from tunes.tui import keys
from tunes.tui.screens.place import ListPlace
from tunes.tui.widgets.track_list import TrackList

Search = Callable[[str, int], Shelf]
"""Finds tracks, best first; called beside the screen's thread. Raises `QueryError` for what makes no sense."""

PAUSE_S = 0.06
"""Shorter pauses between letters are the same word still being typed."""
MOST = 500
"""Hits shown; whoever wants others types another letter."""
INVITE = "Type a few letters of a title, an artist or an album. Typing mistakes are forgiven."
NOTHING = "Nothing found. Fewer letters find more; Esc goes back."


class FindPlace(ListPlace):
    """What was found."""

    SOURCE = "search"

    DEFAULT_CSS = """
    FindPlace #find-line { height: 1; }
    FindPlace #find-slash { width: 5; padding: 0 1 0 3; color: $accent; }
    FindPlace #find-words { width: 1fr; height: 1; border: none; padding: 0; background: ansi_default; }
    FindPlace #find-count { width: auto; padding: 0 2; text-style: dim; }
    FindPlace TrackList { margin-top: 1; }
    FindPlace.-low TrackList { margin-top: 0; }
    """
    BINDINGS: ClassVar[list[BindingType]] = list(keys.bindings((*keys.FINDING, *keys.SAVING)))

    @dataclass
    class Found(Message):
        """The catalog has answered, or says why it can't."""

        run: int
        tracks: Sequence[Track]
        empty: str
        """What is said where nothing was found."""
        is_wrong: bool = False

    def __init__(self, search: Search) -> None:
        super().__init__(id="find")
        self._search = search
        self.words = Input(id="find-words", select_on_focus=False)
        self.words.cursor_blink = False
        self.list = TrackList(empty=INVITE, id="find-list")
        self._count = Static(id="find-count")
        self._run = 0
        self._answered = 0
        self._is_again = False
        """Whether the same words are looked up anew."""
        self._then: Callable[[], None] | None = None
        """What a key asked for before the answer came."""
        self._pause: Timer | None = None

    def compose(self) -> ComposeResult:
        """The line of words and the list."""
        with Horizontal(id="find-line"):
            yield Static(Content("/"), id="find-slash")
            yield self.words
            yield self._count
        yield self.list

    def clear(self) -> None:
        """Forgets the words and what they found."""
        self.words.value = ""

    def look_again(self) -> None:
        """The library holds other tracks now, and the words may find more."""
        if self.words.value.strip():
            self._run += 1
            self._is_again = True
            self._ask()

    def target(self) -> Widget:
        """The line of words."""
        return self.words

    def step(self, by: int) -> None:
        """To the next hit or the one before, round the ends."""
        if self.list.rows:
            self.screen.set_focus(self.list)
            self.list.go((self.list.cursor + by) % len(self.list.rows))

    def action_save(self) -> None:
        """Saves what is asked for as a playlist that fills itself."""
        self.post_message(self.SaveRequested(query=self.words.value))

    def action_into_list(self) -> None:
        """From the words into the list."""
        self._when_answered(self._go_into_list)

    @property
    def is_asking(self) -> bool:
        """Whether what is shown was found by other words."""
        return self._answered != self._run

    @on(Input.Changed)
    def _words_changed(self, message: Input.Changed) -> None:
        message.stop()
        self._run += 1
        self._is_again = False
        self._then = None
        if self._pause is not None:
            self._pause.stop()
        self._pause = self.set_timer(PAUSE_S, self._ask)

    @on(Input.Submitted)
    def _words_submitted(self, message: Input.Submitted) -> None:
        message.stop()
        self._when_answered(self._play)

    def _when_answered(self, then: Callable[[], None]) -> None:
        if not self.is_asking:
            then()
        else:
            self._then = then
            self._ask()

    def _ask(self) -> None:
        words = self.words.value.strip()
        if words:
            self._look_up(self._run, words)
        else:
            self._show(self._run, (), INVITE)

    @work(thread=True, exclusive=True, exit_on_error=False, group="find")
    def _look_up(self, run: int, words: str) -> None:
        try:
            answer = self.Found(run, self._search(words, MOST), NOTHING)
        except QueryError as wrong:
            answer = self.Found(run, (), str(wrong), is_wrong=True)
        if not get_current_worker().is_cancelled:
            self.post_message(answer)

    @on(Found)
    def _found(self, message: Found) -> None:
        message.stop()
        if message.run == self._run:
            self._show(message.run, message.tracks, message.empty)
            if message.is_wrong:
                self._count.update(Content("not understood"))

    def _show(self, run: int, tracks: Sequence[Track], empty: str) -> None:
        self._answered = run
        self.list.say_empty(empty)
        selected = self.list.selected if self._is_again else None
        row = tracks.position(selected.id) if selected and isinstance(tracks, Shelf) else None
        if row is None:
            self.list.show_rows(tracks, 0)
        else:
            self.list.show_rows_around(tracks, row)
        few = f"{len(tracks):,} found" if len(tracks) < MOST else f"the first {MOST}"
        self._count.update(Content(few if self.words.value.strip() else ""))
        then, self._then = self._then, None
        if then is not None:
            then()

    def _go_into_list(self) -> None:
        if self.list.rows:
            self.screen.set_focus(self.list)

    def _play(self) -> None:
        if self.list.rows:
            self.screen.set_focus(self.list)
            self.action_choose()
