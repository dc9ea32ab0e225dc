"""Owns the life of the screen: opens it, starts what takes time in workers, takes their answers, and ends it with nothing lost."""

import asyncio
import os
import threading
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import events, on, work
from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.timer import Timer
from textual.widgets import Input
from tunes.library.catalog import Catalog
from tunes.library.track import Track
from tunes.player.surface import has_display
from tunes.tui import keys
from tunes.tui.about import Lookup, no_lookup
from tunes.tui.background import GOES_ON, MISSING, RESTS, Background
from tunes.tui.endings import LOOK_EVERY_S, heed, is_terminal_there
from tunes.tui.first_look import Look, look_at
from tunes.tui.handover import Handover, MakeSession
from tunes.tui.home import TakeHome
from tunes.tui.leaving import Workers
from tunes.tui.listening import Listening
from tunes.tui.long_play import ReadNow, only_read
from tunes.tui.look import (
    LOOKING,
    Scan,
    Watch,
    emptiness,
    has_changed,
    look_through,
    no_watch,
    outcome,
    status,
    watch_over,
)
from tunes.tui.messages import (
    FoldersChanged,
    LibraryRead,
    QueueBack,
    ScanMoved,
    ScanOver,
    SessionMade,
    SoundsMoved,
    SoundsOver,
    Told,
    Woken,
)
from tunes.tui.playlists import TakePlaylists, no_playlists
from tunes.tui.printed import counted
from tunes.tui.remote.desk import Desk
from tunes.tui.screens.discover import AllHistory, ThisWeek
from tunes.tui.screens.film import FilmPlace
from tunes.tui.screens.find import Search
from tunes.tui.screens.frame import Frame
from tunes.tui.screens.help import HelpScreen
from tunes.tui.screens.home import HomePlace
from tunes.tui.screens.take_over import LookRound, TakeOver, nobody
from tunes.tui.screens.watch import WatchPlace, no_films
from tunes.tui.session import Session
from tunes.tui.spare_memory import give_back
from tunes.tui.theme import THEME
from tunes.tui.widgets.kitty import cell_of

if TYPE_CHECKING:  # only where it is handed in
    from tunes.player.queue import Queue
    from tunes.tui.queue_keeper import QueueKeeper

PATIENCE_S = 1.5
"""How long quitting waits for a scan to keep what it has read."""
STDERR = 2
"""Where the screen is drawn."""
COUNT_EVERY_S = 0.25
AROUND = 500
"""Entries of a long queue before and behind the present one that are there at once."""
NOTE_EVERY_S = 0.2
"""How often a scan is told what is on the screen."""
LISTEN_AFTER_S = 20.0
"""How long after a scan it is listened to what it found: whoever has just opened tunes wants something else first."""
SETTLED_S = 1.0
"""After a track has ended, its listen is on disk."""


class TunesApp(App[None], inherit_bindings=False):
    """The player's screen. Everything real is handed in; `tell` takes sentences from any thread."""

    TITLE = "tunes"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = list(keys.bindings(keys.PROGRAM))

    def __init__(
        self,
        *,
        catalog: Catalog,
        make_session: MakeSession,
        scan: Scan,
        this_week: ThisWeek,
        history: AllHistory,
        search: Search | None = None,
        lookup: Lookup | None = None,
        playlists: TakePlaylists | None = None,
        first_look: Callable[[], Look] | None = None,
        read: ReadNow = only_read,
        watch: Watch = no_watch,
        desk: Desk | None = None,
        look_round: LookRound = nobody,
        play: tuple[Sequence[Track], str] | None = None,
        order: Callable[[Session], object] = lambda _: None,
        keeper: "QueueKeeper | None" = None,
        takes_over: bool = False,
        notices: Sequence[str] = (),
        films_in_terminal: bool = False,
        pictures: Path | None = None,
        home: TakeHome | None = None,
        films: ThisWeek = no_films,
        listening: Listening | None = None,
        listens: bool = False,
    ) -> None:
        super().__init__(ansi_color=True)  # said here too: what NO_COLOR does is settled before the theme
        self.register_theme(THEME)
        self.theme = THEME.name
        self.frame = Frame(
            catalog,
            this_week,
            history,
            search or catalog.search,
            lookup or no_lookup(catalog.paths),
            playlists or no_playlists(catalog),
            read,
            film=FilmPlace(
                pictures=pictures,
                is_in_terminal=films_in_terminal or not has_display(),
                has_display=has_display(),
                cell=lambda: cell_of(os.environ, STDERR),
            ),
            home=HomePlace(home, catalog.tracks_by_id),
            films=WatchPlace(films, history, catalog.tracks_by_id),
        )
        self._catalog = catalog
        self._first_look = first_look or partial(look_at, catalog)
        self._handover = Handover(make_session)
        self._scan = scan
        self._watch = watch
        self._desk = desk
        self._listening = listening
        self._background = Background(is_wanted=listens and listening is not None)
        self._take_over = TakeOver(self, look_round, self.frame.wish, is_wanted=takes_over)
        self._looked_at = 0.0
        """When what the lists show was read."""
        self._is_watching = False
        self._has_changed_since = False
        """Whether something changed while a scan was under way, that it may have missed."""
        self._outcome = ""
        self._play = play
        self._order = order
        self._keeper = keeper
        self._stands_by: Queue | None = None
        """What is shown of the queue of the last time, while the rest of it is still being read."""
        """Whether the queue of the last time is there, or a part of it."""
        self._notices = notices
        self._session: Session | None = None
        self._cancelled = threading.Event()
        self._is_scanning = False
        self.shown_unread: tuple[str, ...] = ()
        """The files on the screen that a scan under way has not come to yet."""
        self._is_leaving = False
        self._playing_id = ""
        self._counting: Timer | None = None

    def compose(self) -> ComposeResult:
        """One frame with all places in it."""
        yield self.frame

    def on_mount(self) -> None:
        """The screen is there: what takes time begins."""
        asyncio.get_running_loop().set_default_executor(Workers())
        heed(self._end)
        if is_terminal_there():
            self.set_interval(LOOK_EVERY_S, self._look_at_terminal)
        self._open()
        self.action_rescan()
        if self._notices:
            self.tell(" ".join(self._notices))

    def _look_at_terminal(self) -> None:
        if not is_terminal_there():
            self._end()

    def tell(self, sentence: str) -> None:
        """Says a sentence in the bar. May be called on any thread."""
        self.post_message(Told(sentence))

    def _wake(self) -> None:
        self.post_message(Woken())

    def close(self) -> None:
        """Ends the sitting, with nothing lost; does nothing the second time."""
        self._cancelled.set()
        heed(None)
        if self._listening is not None:
            self._listening.close()
        if self._desk is not None:
            self._desk.close()
        self.frame.places.film.picture.leave_frames()
        self._handover.close()

    async def on_event(self, event: events.Event) -> None:
        """Any key says that the listener is there."""
        if isinstance(event, events.Key) and not event.is_forwarded:
            self._take_over.is_listener_busy = True
            if self._session is not None:
                self._session.touch()
                if self._session.now.starts_in is not None:
                    self._session.stay_put()
                    if event.key not in {"ctrl+c", "ctrl+q"}:
                        return
            if self.screen is self.screen_stack[0] and self.frame.places.is_mounted:
                self.frame.places.hold_focus()
            if event.key.startswith("alt+") and event.character:
                # Terminals send Esc and a key soon after it as one. tunes has no Alt keys, so both are meant.
                if self.screen is self.screen_stack[0]:
                    self.frame.places.action_back()
                else:
                    self.pop_screen()
                event = events.Key(event.character, event.character)
        if isinstance(event, events.Key) and self._was_meant_for_line(event):
            return
        await super().on_event(event)

    def _was_meant_for_line(self, event: events.Key) -> bool:
        """Letters typed right behind `/` were sent to the list that had the keyboard: they come back unused, and are kept."""
        line = self.focused
        if not (event.is_forwarded and event.is_printable and event.character and isinstance(line, Input)):
            return False
        line.insert_text_at_cursor(event.character)
        return True

    # Opening

    @work(thread=True, exit_on_error=False, group="open")
    def _open(self) -> None:
        try:
            self.post_message(LibraryRead(self._first_look()))
            session = self._handover.make(self._wake)
        except Exception as error:
            self.tell(f"Nothing can be played: {error}")
        else:
            if session is not None:
                self.post_message(SessionMade(session))
                self._bring_queue_back()

    def _bring_queue_back(self) -> None:
        if self._keeper is None:
            return
        try:
            near = self._keeper.saved(AROUND)
            self.post_message(QueueBack(near))
            if near is not None and near.is_part:
                self.post_message(QueueBack(self._keeper.saved()))
        except Exception as error:
            self.tell(f"The queue of the last time can't be brought back: {error}")

    @on(SessionMade)
    async def _session_made(self, message: SessionMade) -> None:
        self._session = message.session
        if self._desk is not None and not self._is_leaving:
            await self._desk.open(message.session, self.action_leave)
        message.session.subscribe(self._track_watched)
        message.session.subscribe(self._count_down)
        self.frame.use(message.session)
        self._take_over.offer(self._play_wanted if self._play is not None else None)
        self.frame.places.discover.ask()

    def _play_wanted(self) -> None:
        if self._play is not None:
            tracks, source = self._play
            self.frame.places.show("queue")  # a film goes on to its own place
            self.frame.wish(self._order)
            self.frame.wish(lambda session: session.play(tracks, None, source))

    @on(QueueBack)
    def _queue_back(self, message: QueueBack) -> None:
        saved, session = message.saved, self._session
        if session is None or self._keeper is None or self._is_leaving:
            return
        if saved is None:
            self._keeper.watch(session)
            return
        if self._stands_by is not None:
            session.fill_up(self._stands_by, saved.queue)
        elif saved.is_part and not saved.queue.cells:
            return  # nothing is left of what stood there, but of the rest perhaps
        elif session.stand_by(saved.queue, saved.place.position):
            self._stands_by = saved.queue
            session.set_volume(saved.place.volume)
        if not saved.is_part:
            self._keeper.watch(session)
            if self._stands_by is not None and saved.missing:
                self.tell(f"Of the queue, {counted(saved.missing)} can't be found any more.")

    @on(Woken)
    def _woken(self) -> None:
        if self._session is not None:
            self._session.pump()

    @on(Told)
    def _told(self, message: Told) -> None:
        self.frame.bar.say(message.sentence)

    # The library

    def action_rescan(self) -> None:
        """Looks through the folders because the listener wants it, and says again what was said before."""
        self._outcome = ""
        self._rescan()

    def _rescan(self) -> None:
        """Looks through the folders, unless that is under way."""
        if self._is_scanning or self._is_leaving:
            return
        self._has_changed_since = False
        self._is_scanning = self.frame.is_scanning = True
        self.frame.top.show_status(LOOKING)
        self.frame.places.say_empty(LOOKING)
        self._noting = self.set_interval(NOTE_EVERY_S, self._note_shown)
        self._look()

    def _note_shown(self) -> None:
        tracks = self.frame.places.current.shown_tracks()
        self.shown_unread = tuple(os.fspath(track.path) for track in tracks if track.is_unread)

    @work(thread=True, exclusive=True, exit_on_error=False, group="scan")
    def _look(self) -> None:
        for message in look_through(self._scan, self._catalog, self._cancelled):
            self.post_message(message)
        give_back()

    def _watch_folders(self) -> None:
        """From now on changes are noticed; the first look at everything, and the first rows, go before."""
        if not self._is_watching and not self._is_leaving:
            self._is_watching = True
            self._watch_over()

    @work(thread=True, exit_on_error=False, group="watch")
    def _watch_over(self) -> None:
        for message in watch_over(self._watch, self._cancelled):
            self.post_message(message)

    @on(FoldersChanged)
    def _folders_changed(self) -> None:
        self._has_changed_since = True
        self._rescan()

    @on(LibraryRead)
    def _library_read(self, message: LibraryRead) -> None:
        if message.look.at >= self._looked_at:
            self._looked_at = message.look.at
            self.frame.places.show_library(message.look.artists, message.look.tracks)

    @on(ScanMoved)
    def _scan_moved(self, message: ScanMoved) -> None:
        self.frame.top.show_status(status(message.progress))
        if message.progress.read:
            self._watch_folders()

    @on(ScanOver)
    def _scan_over(self, message: ScanOver) -> None:
        self._is_scanning = False
        self._noting.stop()
        self.frame.scan_over()
        self.frame.places.say_empty(emptiness(self._catalog))
        report = message.report
        if self._is_leaving:
            self._end()
        elif report is None:
            self.tell(message.error)
        else:
            self._say_outcome(outcome(report))
            if has_changed(report):
                self.frame.places.suggest_anew()
        self._watch_folders()
        self.set_timer(LISTEN_AFTER_S, self._listen_on)
        if self._has_changed_since:
            self._rescan()

    def _say_outcome(self, words: str) -> None:
        """Once: a scan that nobody asked for does not repeat itself."""
        if words and words != self._outcome:
            self.tell(words)
        self._outcome = words

    # What tracks sound like

    def _listen_on(self) -> None:
        """Something may be new to listen to."""
        if not self._is_leaving and self._background.starts():
            self._listen_through()

    @work(thread=True, exit_on_error=False, group="sounds")
    def _listen_through(self) -> None:
        error = ""
        try:
            for standing in self._listening.run() if self._listening is not None else ():
                self.post_message(SoundsMoved(standing))
        except Exception as failure:
            error = str(failure)
        self.post_message(SoundsOver(error))

    @on(SoundsMoved)
    def _sounds_moved(self, message: SoundsMoved) -> None:
        self._background.now = message.standing
        self._show_background()

    @on(SoundsOver)
    def _sounds_over(self, message: SoundsOver) -> None:
        if message.error:
            self.tell(message.error)
        if self._background.ended() and not self._is_leaving:
            self._listen_through()
        self._show_background()

    def _show_background(self) -> None:
        if not self._is_scanning:
            self.frame.top.show_status(self._background.words())

    def action_listening(self) -> None:
        """Rests from it, or goes on."""
        if self._listening is None:
            self.tell(MISSING)
            return
        self._background.is_wanted = not self._background.is_wanted
        self.tell(GOES_ON if self._background.is_wanted else RESTS)
        if self._background.is_wanted:
            self._listen_on()
        else:
            self._listening.rest()

    # Discover

    def _count_down(self) -> None:
        """A film is about to begin by itself, or no longer."""
        session = self._session
        is_wanted = session is not None and session.now.starts_in is not None
        if is_wanted and self._counting is None and session is not None:
            self._counting = self.set_interval(COUNT_EVERY_S, session.count_down)
        elif not is_wanted and self._counting is not None:
            self._counting.stop()
            self._counting = None

    def _track_watched(self) -> None:
        """When a track has ended, what became of the picks may be another."""
        track = self._session.now.track if self._session is not None else None
        playing_id = track.id if track is not None else ""
        if playing_id != self._playing_id:
            self._playing_id = playing_id
            self.frame.places.home.forget()
            for place in (self.frame.places.discover, self.frame.places.films):
                self.set_timer(SETTLED_S, place.look_back)

    # The program

    def action_incognito(self) -> None:
        """A guest plays, or has gone."""
        self.frame.wish(lambda session: session.set_incognito(not session.now.is_incognito))

    def action_take_over(self) -> None:
        """Goes on with what another tunes plays."""
        self._take_over.take()

    def action_help(self) -> None:
        """All keys."""
        self.push_screen(HelpScreen())

    def action_leave(self) -> None:
        """Keeps everything and quits; a scan under way is given a moment to keep what it has read."""
        if self._is_leaving:
            return
        self._is_leaving = True
        self._cancelled.set()
        if self._is_scanning:
            self.set_timer(PATIENCE_S, self._end)
        else:
            self._end()

    def _end(self) -> None:
        self.close()
        self.exit()
