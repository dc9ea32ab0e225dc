"""Owns the place that tells about one track: its cover, its facts, its lyrics, which follow the ear while it plays."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message
from textual.widget import Widget
from textual.worker import get_current_worker
from tunes.library.track import Track
from tunes.tui.about import Lookup, facts, missing_lyrics, past_of
from tunes.tui.now import Now
from tunes.tui.screens.place import Choice, Place
from tunes.tui.widgets.cover import Cover
from tunes.tui.widgets.sheet import Said, Sheet
from tunes.tui.widgets.track_list import Marks

if TYPE_CHECKING:  # the screen is to be there before what these need
    from tunes.library.details import Details
    from tunes.library.lyrics import Lyrics
    from tunes.library.pixels import Pixels

COVER_FROM = 70
"""Cells of width from which the cover has room beside the facts."""
COVER_SHARE = 0.4
LOWEST_COVER = 6
"""Rows under which nobody could tell one cover from another."""
LOOKING = "Looking for lyrics…"


class AboutPlace(Place):
    """About a track: one that was selected, or whichever plays."""

    DEFAULT_CSS = """
    AboutPlace #about-cover { margin: 1 0 0 3; }
    AboutPlace.-low #about-cover { margin: 0 0 0 3; }
    """

    class Closed(Message):
        """The listener has seen enough."""

    @dataclass
    class Known(Message):
        """Something that had to be looked up is known."""

        run: int
        """Number of the asking, so that a late answer can be told."""
        what: str
        value: Any

    def __init__(self, lookup: Lookup) -> None:
        super().__init__(id="about")
        self._lookup = lookup
        self.sheet = Sheet(id="about-sheet")
        self.cover = Cover(id="about-cover")
        self._choice: Choice | None = None
        self._is_of_playing = False
        self._run = 0
        self._now = Now()
        self._marks = Marks()
        self._paths: Sequence[Path] = ()
        self._details: Details | None = None
        self._counts: tuple[int, int] | None = None
        self._trouble = ""
        self._lyrics: Lyrics | None = None
        self._instead = ""

    def compose(self) -> ComposeResult:
        """The cover, and beside it what there is to read."""
        with Horizontal():
            yield self.cover
            yield self.sheet

    @property
    def track(self) -> Track | None:
        """The track that is told about."""
        return self._choice.track if self._choice else None

    def open(self, choice: Choice, *, of_playing: bool) -> None:
        """Tells about a track; about the one that plays, from now on about whichever that is, beginning at the lyrics."""
        self._is_of_playing = of_playing
        self._tell(choice)

    def show_now(self, now: Now) -> None:
        """The present moment: another track may play, and another line may be sung."""
        self._now = now
        if self.display and self._is_of_playing and now.track not in {None, self.track}:
            self._tell_of_playing(now)
        self._mark_line()

    def _tell_of_playing(self, now: Now) -> None:
        if now.track is not None:
            self._tell(Choice([now.track], 0, now.source))

    def _tell(self, choice: Choice) -> None:
        is_same = self.track is not None and self.track.id == choice.track.id
        self._choice = choice
        self._run += 1
        if not is_same:
            self._paths, self._details, self._counts, self._lyrics = (), None, None, None
            self._trouble, self._instead = "", LOOKING
            self.cover.show(None)
        self._say()
        self._mark_line()
        self.sheet.begin(at_lyrics=self._is_of_playing)
        self._look_up(choice.track)

    # Looking up

    def look_again(self) -> None:
        """The library was read anew: the track may be known better now."""
        if self.display and self.track is not None:
            self._run += 1
            self._look_up_anew(self.track, self._run)

    def _look_up(self, track: Track) -> None:
        self._look_up_past(track, self._run)
        self._look_up_lyrics(track, self._run)
        self._look_up_cover(track, self._run)

    @work(thread=True, exclusive=True, exit_on_error=False, group="about-anew")
    def _look_up_anew(self, track: Track, run: int) -> None:
        self._answer(run, "track", lambda: self._lookup.fresh(track))

    @work(thread=True, exclusive=True, exit_on_error=False, group="about-past")
    def _look_up_past(self, track: Track, run: int) -> None:
        self._answer(run, "paths", lambda: self._lookup.paths(track.id))
        self._answer(run, "details", lambda: self._lookup.details(track.id))
        self._answer(run, "counts", lambda: self._lookup.counts().get(track.id, (0, 0)))

    @work(thread=True, exclusive=True, exit_on_error=False, group="about-lyrics")
    def _look_up_lyrics(self, track: Track, run: int) -> None:
        cancelled = get_current_worker().cancelled_event
        self._answer(run, "lyrics", lambda: self._lookup.lyrics(track, cancelled))

    @work(thread=True, exclusive=True, exit_on_error=False, group="about-cover")
    def _look_up_cover(self, track: Track, run: int) -> None:
        cancelled = get_current_worker().cancelled_event
        self._answer(run, "cover", lambda: self._lookup.pixels(track, cancelled))

    def _answer(self, run: int, what: str, look_up: Callable[[], object]) -> None:
        try:
            answer = self.Known(run, what, look_up())
        except Exception as error:
            answer = self.Known(run, "trouble", f"The {what} can't be looked up: {error}")
        if not get_current_worker().is_cancelled:
            self.post_message(answer)

    @on(Known)
    def _known(self, message: Known) -> None:
        message.stop()
        if message.run != self._run or self.track is None:
            return
        match message.what:
            case "track":
                if message.value != self.track and self._choice is not None:
                    self._choice = Choice([message.value], 0, self._choice.source)
                self._look_up(message.value)
            case "cover":
                self._show_cover(message.value)
            case "lyrics":
                self._lyrics = message.value
                self._instead = missing_lyrics(self.track)
            case "paths":
                self._paths = message.value
            case "details":
                self._details = message.value
            case "counts":
                self._counts = message.value
            case _:
                self._trouble = message.value
        self._say()
        self._mark_line()

    # Showing

    def _say(self) -> None:
        track = self.track
        if track is None:
            return
        plays, skips = self._counts or (0, 0)
        is_known = self._counts is not None and not track.is_unread  # by its name alone nobody knows its past
        past = past_of(track, self._marks.said, plays, skips)
        rows = facts(track, past if is_known else None, self._paths, self._details)
        self.sheet.show(Said(track.title, rows, self._lyrics, self._trouble or self._instead))

    def _mark_line(self) -> None:
        track, playing = self.track, self._now.track
        is_playing = track is not None and playing is not None and track.id == playing.id
        known = self._lyrics if is_playing else None
        self.sheet.mark(known.line_at(self._now.position) if known else None)

    def _show_cover(self, pixels: "Pixels | None") -> None:
        self.cover.show(pixels)
        self._fit_cover()

    def on_resize(self) -> None:
        """The window has another size."""
        self._fit_cover()

    def _fit_cover(self) -> None:
        """As large as the place allows; not there where it would be a smudge."""
        width, rows = self.size.width, self.size.height - 2
        has_room = width >= COVER_FROM and rows >= LOWEST_COVER
        self.cover.fit(int(width * COVER_SHARE) if has_room else 0, rows)

    def show_marks(self, marks: Marks) -> None:
        """What is liked and what is never to be suggested."""
        if marks != self._marks:
            self._marks = marks
            self._say()

    # As a place

    def choice(self) -> Choice | None:
        """The track, within the list where it was selected."""
        return self._choice

    def target(self) -> Widget:
        """What is scrolled."""
        return self.sheet

    def go_to(self, track: Track) -> bool:  # noqa: ARG002  # there are no others here
        """The listener wants to see it among others."""
        return False

    def action_choose(self) -> None:
        """Plays from the track on, in the list where it was selected; the one that plays just goes on."""
        if not self._is_of_playing:
            super().action_choose()

    def action_about(self) -> None:
        """Seen enough."""
        self.post_message(self.Closed())
