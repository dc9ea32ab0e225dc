"""Owns the playlists as a place: which there are, and one of them opened."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static
from textual.worker import get_current_worker
from tunes.library.errors import LibraryError
from tunes.library.playlists.entry import Entry, State
from tunes.library.playlists.folder import Listed
from tunes.library.shelf import Shelf
from tunes.library.text import clean
from tunes.library.track import Track
from tunes.tui import keys
from tunes.tui.format import duration
from tunes.tui.messages import Told
from tunes.tui.playlists import CONTINUE, Opened, Playlists, Row, TakePlaylists
from tunes.tui.printed import counted
from tunes.tui.screens.place import Choice, Place
from tunes.tui.widgets.playlist_lists import EntryList, PlaylistList
from tunes.tui.widgets.track_list import Marks

READING = "Looking what is there…"
EMPTY = (
    "No playlists yet. a on a track adds it to a new one, ^S while finding saves what you ask for, "
    "^S in the queue saves that. They lie in {folder}, and yours may too."
)
EMPTY_LIST = "Nothing is in it. a on a track adds it."
NOTHING_FOUND = "Its query finds nothing now."
IS_RULE = "This playlist fills itself: change its query, in {path}"
FILLS_ITSELF = "This list fills itself: what is finished leaves it."
MOST_SUMMED = 2_000
"""Tracks whose length is told; of more, reading all of them takes longer than looking at them."""

Then = Literal["show", "end", "next"]
"""What is to be done with a playlist that was read: shown, or put into the queue."""


class PlaylistsPlace(Place):
    """The listener's playlists."""

    DEFAULT_CSS = """
    PlaylistsPlace #playlists-head { height: auto; max-height: 3; padding: 0 1 1 3; }
    PlaylistsPlace.-low #playlists-head { max-height: 1; padding: 0 1 0 3; }
    """
    BINDINGS: ClassVar[list[BindingType]] = list(keys.bindings((*keys.PLAYLIST, *keys.COLUMNS)))

    @dataclass
    class Found(Message):
        """All playlists were looked through, or a sentence says why not."""

        rows: list[Row]
        empty: str
        run: int

    @dataclass
    class Read(Message):
        """One was read."""

        opened: Opened
        then: Then
        row: int | None
        """Where the keyboard is to be; None for the first entry, or where it was."""
        run: int
        tracks: Sequence[Track]
        """Those for the queue."""
        seconds: float
        """How long it is; 0 where that would take long to tell."""

    @dataclass
    class Settled(Message):
        """A change is written, or could not be."""

    @dataclass
    class Turned(Message):
        """The list of all gave way to one of them, or that to the list."""

    def __init__(self, playlists: TakePlaylists) -> None:
        super().__init__(id="playlists")
        self._playlists = playlists
        self._head = Static(id="playlists-head")
        self.lists = PlaylistList(empty=READING, id="playlists-list")
        self.list = EntryList(empty=EMPTY_LIST, id="playlist-entries")
        self.opened: Opened | None = None
        self._seconds = 0.0
        self._run = 0
        self._is_changing = False
        self._waiting: list[Callable[[], None]] = []
        """What keys asked for while a change was being written: each needs to know how the list is by then."""

    def compose(self) -> ComposeResult:
        """A head line, and one of the two lists."""
        yield self._head
        yield self.lists
        yield self.list

    def on_mount(self) -> None:
        """All playlists are what one sees first."""
        self.list.display = False
        self._show_head()

    @property
    def foot(self) -> str:
        """Whose keys stand at the foot."""
        if self.opened is None:
            return "playlists"
        return "rule" if self.opened.query else "playlist"

    def visit(self) -> None:
        """The listener comes here: files may have come and gone, and queries find something else."""
        self._run += 1
        self._look(self._run)
        if self.opened is not None:
            self._read(self.opened.listed, "show", self.list.cursor, self._run)

    def back(self) -> None:
        """From an opened playlist to all of them."""
        if self.opened is not None:
            self._run += 1
            self._waiting.clear()
            self._turn(None)
            self._look(self._run)

    # Reading, beside the screen

    @work(thread=True, exclusive=True, exit_on_error=False, group="playlists")
    def _look(self, run: int) -> None:
        rows: list[Row] = []
        worker = get_current_worker()
        try:
            playlists = self._playlists()
            rows = [*playlists.made_for_you(), *playlists.rows(lambda: worker.is_cancelled)]
            empty = EMPTY.format(folder=playlists.folder)
        except Exception as error:
            empty = str(error)
        self.post_message(self.Found(rows, empty, run))

    @work(thread=True, exclusive=True, exit_on_error=False, group="playlist")
    def _read(self, one: Listed, then: Then, row: int | None, run: int) -> None:
        self._answer(None, one, then, row, run)

    @work(thread=True, exit_on_error=False, group="playlist-change")
    def _change(self, change: Callable[[Playlists], None], one: Listed, row: int, run: int) -> None:
        self._answer(change, one, "show", row, run)
        self.post_message(self.Settled())

    @on(Settled)
    def _settled(self, message: Settled) -> None:
        message.stop()
        self._is_changing = False
        while self._waiting and not self._is_changing:
            self._waiting.pop(0)()

    def _when_settled(self, step: Callable[[], None]) -> None:
        if self._is_changing:
            self._waiting.append(step)
        else:
            step()

    def _answer(
        self, change: Callable[[Playlists], None] | None, one: Listed, then: Then, row: int | None, run: int
    ) -> None:
        worker = get_current_worker()
        try:
            playlists = self._playlists()
            if change is not None:
                change(playlists)
            opened = playlists.open(one, lambda: worker.is_cancelled)
            if worker.is_cancelled:
                return
            tracks = [] if then == "show" else opened.tracks[:]
            few = opened.tracks if then == "show" and len(opened.tracks) <= MOST_SUMMED else ()
            seconds = sum(track.duration or 0.0 for track in few)
            self.post_message(self.Read(opened, then, row, run, tracks, seconds))
        except LibraryError as error:
            self.post_message(Told(str(error)))
        except Exception as error:
            self.post_message(Told(f"The playlist “{one.name}” can't be read: {error}"))

    @on(Found)
    def _found(self, message: Found) -> None:
        message.stop()
        if message.run == self._run:
            selected = self.lists.selected
            paths = [row.listed.path for row in message.rows]
            self.lists.say_empty(message.empty)
            row = paths.index(selected.listed.path) if selected and selected.listed.path in paths else None
            self.lists.show_rows(message.rows, row)
            self._show_head()

    @on(Read)
    def _was_read(self, message: Read) -> None:
        message.stop()
        opened = message.opened
        if message.then != "show":
            if message.tracks:
                self.post_message(
                    self.EnqueueRequested(message.tracks, opened.source, message.then == "next")
                )
            else:
                self.post_message(Told(f"Nothing of “{opened.listed.name}” can be played."))
        elif message.run == self._run:
            self._seconds = message.seconds
            self._turn(opened, message.row)

    def _turn(self, opened: Opened | None, row: int | None = None) -> None:
        is_other = opened is None or self.opened is None or opened.listed != self.opened.listed
        self.opened = opened
        if opened is not None:
            self.list.say_empty(opened.problem or (NOTHING_FOUND if opened.query else EMPTY_LIST))
            self.list.show_rows(opened.entries, 0 if is_other and row is None else row)
        self.lists.display, self.list.display = opened is None, opened is not None
        self._show_head()
        if self.display and is_other:
            self.screen.set_focus(self.target())
            self.post_message(self.Turned())

    def _show_head(self) -> None:
        opened = self.opened
        if opened is None:
            few = len(self.lists.rows)
            self._head.update(Content.styled("Playlists", "bold") + Content(f" · {few}" if few else ""))
            return
        states = Counter(entry.state for entry in (() if opened.query else opened.entries))
        lost = [f"{states[one]:,} {one}" for one in (State.MISSING, State.REFUSED) if states[one]]
        parts = [counted(len(opened.entries)), *lost, duration(self._seconds) if self._seconds else ""]
        head = Content.styled(clean(opened.listed.name), "bold")
        head += Content("".join(f" · {part}" for part in parts if part))
        more = opened.query or opened.problem
        self._head.update(head + Content("\n") + Content.styled(clean(more), "dim") if more else head)

    # What every place has

    def choice(self) -> Choice | None:
        """The selected entry, within what can be played of the list."""
        opened, entry = self.opened, self.list.selected
        if opened is None or entry is None or entry.track is None:
            return None
        return Choice(opened.tracks, opened.at(self.list.cursor), opened.source)

    def target(self) -> Widget:
        """The list that is shown."""
        return self.lists if self.opened is None else self.list

    def show_marks(self, marks: Marks) -> None:
        """Marks the entry that plays."""
        self.list.show_marks(marks)

    def shown_tracks(self) -> Sequence[Track]:
        """The tracks on the screen."""
        return [entry.track for entry in self.list.shown_rows() if entry.track] if self.opened else ()

    def go_to(self, track: Track) -> bool:
        """Selects an entry of the opened playlist."""
        row = self._row_of(track)
        if row is not None:
            self.list.go(row)
        return row is not None

    def _row_of(self, track: Track) -> int | None:
        if self.opened is None:
            return None
        if isinstance(self.opened.tracks, Shelf):
            return self.opened.tracks.position(track.id)
        found = (
            row for row, entry in enumerate(self.opened.entries) if entry.track and entry.track.id == track.id
        )
        return next(found, None)

    # Keys

    def action_choose(self) -> None:
        """Opens the selected playlist; in an opened one, plays from the selected entry on."""
        entry = self.list.selected
        if self.opened is None:
            self._open("show")
        elif entry is not None and entry.state is not State.THERE:
            self.post_message(Told(why_not(entry)))
        else:
            super().action_choose()

    def action_enqueue(self) -> None:
        """Adds the selected entry, or all of the selected playlist, at the end of the queue."""
        if self.opened is None:
            self._open("end")
        else:
            super().action_enqueue()

    def action_enqueue_next(self) -> None:
        """Puts the selected entry, or all of the selected playlist, right after the present track."""
        if self.opened is None:
            self._open("next")
        else:
            super().action_enqueue_next()

    def action_column(self, by: int) -> None:
        """Opens the selected playlist, or goes back."""
        if by < 0:
            self.back()
        elif self.opened is None:
            self._open("show")

    def action_drop(self) -> None:
        """Takes the selected entry out of its playlist."""
        self._when_settled(self._drop)

    def action_carry(self, by: int) -> None:
        """Moves the selected entry; it stays selected."""
        self._when_settled(lambda: self._carry(by))

    def _drop(self) -> None:
        self._change_entry(lambda playlists, one, entry: playlists.remove(one, entry), self.list.cursor)

    def _carry(self, by: int) -> None:
        row = self.list.cursor + by
        if 0 <= row < len(self.list.rows):
            self._change_entry(lambda playlists, one, entry: playlists.move(one, entry, by), row)

    def _change_entry(self, change: Callable[[Playlists, Listed, Entry], None], row: int) -> None:
        opened, entry = self.opened, self.list.selected
        if opened is None or entry is None:
            return
        if opened.query:
            fills_itself = FILLS_ITSELF if opened.listed == CONTINUE else IS_RULE
            self.post_message(Told(fills_itself.format(path=opened.listed.path)))
            return
        one = opened.listed
        self._run += 1
        self._is_changing = True
        self._change(lambda playlists: change(playlists, one, entry), one, row, self._run)

    def _open(self, then: Then) -> None:
        selected = self.lists.selected
        if selected is not None:
            self._run += 1 if then == "show" else 0
            self._read(selected.listed, then, None, self._run)


def why_not(entry: Entry) -> str:
    """Why an entry can't be played."""
    if entry.state is State.REFUSED:
        return f"Refused: {entry.why}."
    return f"Missing: there is no {entry.place}"
