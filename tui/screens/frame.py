"""Owns the frame round all places: it turns keys and wishes into calls of the session, and shows how the session stands."""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.message import Message
from tunes.library.catalog import Catalog
from tunes.library.track import Kind, Track
from tunes.tui import keys
from tunes.tui.about import Lookup
from tunes.tui.autoplay import next_mode
from tunes.tui.long_play import AT_ONCE, BEHIND, LongPlay, ReadNow, only_read
from tunes.tui.modes import next_repeat, next_shuffle
from tunes.tui.now import Now
from tunes.tui.playlists import TakePlaylists
from tunes.tui.screens.discover import AllHistory, DiscoverPlace, ThisWeek
from tunes.tui.screens.film import FilmPlace
from tunes.tui.screens.find import Search
from tunes.tui.screens.home import HomePlace
from tunes.tui.screens.opinions import Opinions
from tunes.tui.screens.place import Choice, Place
from tunes.tui.screens.places import Places
from tunes.tui.screens.playlists import PlaylistsPlace
from tunes.tui.screens.queue import QueuePlace
from tunes.tui.screens.shelving import Shelving
from tunes.tui.screens.tuning import TonePanel
from tunes.tui.screens.watch import WatchPlace
from tunes.tui.session import Session
from tunes.tui.tuning import sped
from tunes.tui.widgets.lines import KeyLine, TopLine
from tunes.tui.widgets.playing_bar import PlayingBar
from tunes.tui.widgets.track_list import Marks

TALL, TINY = 16, 6
"""Rows under which the bar takes one row only, and under which only the list and the bar are left."""

Wish = Callable[[Session], object]


class Frame(Vertical):
    """Everything on the screen. What the listener wishes before there is a session is done as soon as there is one."""

    DEFAULT_CSS = """
    Frame.-tall Places { border-top: solid ansi_bright_black; border-bottom: solid ansi_bright_black; }
    Frame.-whole TopLine, Frame.-whole PlayingBar, Frame.-whole KeyLine { display: none; }
    Frame.-whole Places { border: none; }
    Frame.-tiny TopLine, Frame.-tiny KeyLine { display: none; }
    """
    BINDINGS: ClassVar[list[BindingType]] = list(keys.bindings((*keys.PLAYING, *keys.MARKS)))

    @dataclass
    class FileLooked(Message):
        """Whether the file of what is to be played is there."""

        choice: Choice
        is_there: bool

    def __init__(
        self,
        catalog: Catalog,
        this_week: ThisWeek,
        history: AllHistory,
        search: Search,
        lookup: Lookup,
        playlists: TakePlaylists,
        read: ReadNow = only_read,
        *,
        film: FilmPlace,
        home: HomePlace,
        films: WatchPlace,
    ) -> None:
        super().__init__(id="frame")
        self.top = TopLine()
        self.places = Places(
            catalog, this_week, history, search, lookup, playlists, film=film, home=home, films=films
        )
        self.bar = PlayingBar()
        self.keys = KeyLine()
        self._session: Session | None = None
        self._waiting: list[Wish] = []
        self._long_play = LongPlay(self, read, lambda: self.bar.say("That file can't be read."))
        self._shelving = Shelving(self, playlists, self._playlists_changed)
        self._opinions = Opinions(self, history, catalog.remembered, self.places.suggest_anew)
        self._tone: TonePanel | None = None
        self._catalog = catalog
        self._postponed: Choice | None = None
        """What is to be played as soon as the scan knows where it lies now."""
        self.is_scanning = True
        """Also before the first scan: what the lists say may be of yesterday."""

    def compose(self) -> ComposeResult:
        """Places at the top, what plays at the bottom, the place between."""
        yield self.top
        yield self.places
        yield self.bar
        yield self.keys

    def on_resize(self) -> None:
        """The window has another size."""
        height = self.size.height
        self.set_class(height >= TALL, "-tall")
        self.set_class(height < TINY, "-tiny")
        self.bar.is_low = height < TALL
        self.bar.paint()

    def use(self, session: Session) -> None:
        """From now on there is something to play with."""
        self._session = session
        session.subscribe(self._show_session)
        waiting, self._waiting = self._waiting, []
        for wish in waiting:
            wish(session)
        self.places.film.watch_frames(session.frames)
        self._show_session()

    def wish(self, wish: Wish) -> None:
        """Does something with the session, now or when it is there."""
        if self._session is None:
            self._waiting.append(wish)
        else:
            wish(self._session)

    def scan_over(self) -> None:
        """The scan is over: where everything lies is known."""
        self.is_scanning = False
        self.top.show_status("")
        postponed, self._postponed = self._postponed, None
        if postponed is not None:
            self._play_fresh(postponed)

    def _show_session(self) -> None:
        session = self._session
        if session is None:
            return
        now = session.now
        playing = now.track.id if now.track is not None else ""
        marks = Marks(playing, not now.is_playing, session.marking.said)
        self.bar.show(now, session.queue, marks.signs(now.track) if now.track is not None else "")
        self.places.queue.show_queue(session.queue)
        self.places.queue.show_cover_of(now.track)
        self.places.about.show_now(now)
        self._follow_film(now)
        if self._tone is not None:
            self._tone.show_sound(now.sound)
        self.places.show_marks(marks)
        self._opinions.show_said(marks.said)

    def _follow_film(self, now: Now) -> None:
        """A film that begins is seen; one that is over leaves the listener where it came from."""
        if self.places.film.show_now(now):
            self.places.show("film")
        elif now.track is None and self.places.current is self.places.film:
            self.places.leave_film()

    # Keys

    def action_pause(self) -> None:
        """Pauses or goes on."""
        self.wish(Session.toggle)

    def action_next(self) -> None:
        """Goes to the next track."""
        self.wish(Session.next)

    def action_previous(self) -> None:
        """Goes back."""
        self.wish(Session.previous)

    def action_seek(self, seconds: float) -> None:
        """Goes forward or back within the track."""
        self.wish(lambda session: session.seek_by(seconds))

    def action_louder(self, percent: int) -> None:
        """Louder, or quieter."""
        self.wish(lambda session: session.set_volume(session.now.volume + percent))

    def action_mute(self) -> None:
        """Silences the sound, or brings it back."""
        self.wish(Session.toggle_mute)

    def action_speed(self, steps: int) -> None:
        """Faster, or slower."""
        self.wish(lambda session: session.set_sound(sped(session.now.sound, steps)))

    def action_usual_speed(self) -> None:
        """As fast as it was recorded."""
        self.wish(lambda session: session.set_sound(replace(session.now.sound, rate=1.0)))

    def action_tone(self) -> None:
        """Opens the panel of the sound."""
        self.wish(self._open_tone)

    def _open_tone(self, session: Session) -> None:
        def closed(_: None) -> None:
            self._tone = None

        if self._tone is None:
            self._tone = TonePanel(session.now.sound, self.wish)
            self.app.push_screen(self._tone, closed)

    def action_stop(self) -> None:
        """Leaves the track."""
        self.wish(Session.stop)

    def action_shuffle(self) -> None:
        """Tracks, albums, off."""
        self.wish(lambda session: self._long_play.shuffle(session, next_shuffle(session.queue.shuffle)))

    def action_repeat(self) -> None:
        """The queue, the track, off."""
        self.wish(lambda session: session.set_repeat(next_repeat(session.queue.repeat)))

    def action_stop_after(self) -> None:
        """Stops after this track, or goes on after all."""
        self.wish(lambda session: session.set_stop_after(is_on=not session.queue.stops_after))

    def action_autoplay(self) -> None:
        """What fits, what is known, what is daring, silence."""
        self.wish(_other_autoplay)

    def action_loop(self) -> None:
        """From here, to here, on."""
        self.wish(Session.mark_loop)

    def action_undo(self) -> None:
        """Takes back the latest change of the queue."""
        self.wish(Session.undo)

    def action_redo(self) -> None:
        """Does it again."""
        self.wish(Session.redo)

    # Wishes of the places

    @on(Places.Changed)
    def _place_changed(self, message: Places.Changed) -> None:
        self.top.show_place(message.place)
        self.keys.show_keys(keys.foot(self.places.current.foot))

    @on(QueuePlace.PlayNowRequested)
    def _play_now_requested(self, message: QueuePlace.PlayNowRequested) -> None:
        self.wish(lambda session: session.play_now([message.track], "history"))

    @on(PlaylistsPlace.Turned)
    @on(QueuePlace.Turned)
    def _playlist_turned(self) -> None:
        self.keys.show_keys(keys.foot(self.places.current.foot))

    @on(Place.AddRequested)
    def _add_requested(self, message: Place.AddRequested) -> None:
        self._shelving.add(message.tracks)

    @on(Place.SaveRequested)
    def _save_requested(self, message: Place.SaveRequested) -> None:
        if message.query is None:
            self._shelving.save_tracks(message.tracks)
        else:
            self._shelving.save_rule(message.query)

    def _playlists_changed(self) -> None:
        if self.places.current is self.places.playlists:
            self.places.playlists.visit()

    @on(Places.PlayingWanted)
    def _playing_wanted(self) -> None:
        track = self._session.now.track if self._session is not None else None
        if track is not None:
            self.places.go_to(track)

    @on(Places.LyricsWanted)
    def _lyrics_wanted(self) -> None:
        entry = self._session.queue.current if self._session is not None else None
        track = self._session.now.track if self._session is not None else None
        if track is None and entry is not None:
            track = entry.track  # nothing sounds yet, but it is what is about to
        if track is None:
            self.bar.say("Nothing plays that could have lyrics. i tells about what is selected.")
        else:
            self.places.tell_about(Choice([track], 0, "queue"), of_playing=True)

    @on(Place.PlayRequested)
    def _play_requested(self, message: Place.PlayRequested) -> None:
        self._postponed = None
        if self.is_scanning:
            self._look(message.choice)
        else:
            self._play(message.choice)

    @work(thread=True, exclusive=True, exit_on_error=False, group="file")
    def _look(self, choice: Choice) -> None:
        """While a scan is under way a file may have moved since the list was made."""
        self.post_message(self.FileLooked(choice, os.path.exists(choice.track.path)))  # noqa: PTH110  # never raises

    @on(FileLooked)
    def _file_looked(self, message: FileLooked) -> None:
        if message.is_there:
            self._play(message.choice)
        elif self.is_scanning:
            self._postponed = message.choice
            self.bar.say("That file is no longer there: looking where it is now…")
        else:
            self._play_fresh(message.choice)

    def _play_fresh(self, choice: Choice) -> None:
        """Plays the tracks from where they lie now."""
        start = max(0, choice.at - BEHIND)
        ids = [track.id for track in choice.tracks[start : start + AT_ONCE]]
        tracks = self._catalog.tracks_by_id(ids)
        at = next((row for row, track in enumerate(tracks) if track.id == choice.track.id), 0)
        self._play(Choice(tracks, at, choice.source, choice.position))

    def _play(self, choice: Choice) -> None:
        if choice.track.kind is Kind.VIDEO:
            self.places.show("film")
        if choice.position is not None:
            self.wish(lambda session: session.play(choice.tracks, choice.at, choice.source, choice.position))
            return
        self.wish(lambda session: self._long_play.play(session, choice.tracks, choice.at, choice.source))

    @on(Place.EnqueueRequested)
    def _enqueue_requested(self, message: Place.EnqueueRequested) -> None:
        self._long_play.when_read(
            list(message.tracks),
            lambda tracks: self._enqueue(tracks, message.source, is_next=message.is_next),
        )

    def _enqueue(self, tracks: Sequence[Track], source: str, *, is_next: bool) -> None:
        self.wish(lambda session: self._long_play.add(session, tracks, source, is_next=is_next))
        what = tracks[0].title if len(tracks) == 1 else f"{len(tracks)} tracks"
        self.bar.say(f"{'Next' if is_next else 'Queued'}: {what}")

    @on(Place.MarkRequested)
    def _mark_requested(self, message: Place.MarkRequested) -> None:
        self._long_play.when_read(
            [message.track],
            lambda tracks: self.wish(
                lambda session: self._opinions.say(session.marking, message.kind, message.what, tracks[0])
            ),
        )

    def action_unmark(self) -> None:
        """As if the latest like, ban or the like had not been."""
        self.wish(lambda session: session.marking.undo())

    def action_said(self) -> None:
        """All marks."""
        self.wish(lambda session: self._opinions.open_list(session.marking))

    @on(QueuePlace.JumpRequested)
    def _jump_requested(self, message: QueuePlace.JumpRequested) -> None:
        self.wish(lambda session: session.jump(message.row))

    @on(QueuePlace.RemoveRequested)
    def _remove_requested(self, message: QueuePlace.RemoveRequested) -> None:
        self.wish(lambda session: session.remove(message.row))

    @on(QueuePlace.MoveRequested)
    def _move_requested(self, message: QueuePlace.MoveRequested) -> None:
        self.wish(lambda session: session.move(message.row, message.by))

    @on(FilmPlace.SurfaceChosen)
    def _surface_chosen(self, message: FilmPlace.SurfaceChosen) -> None:
        if self._session is not None:
            self._session.show_films(message.surface)

    @on(FilmPlace.WholeWanted)
    def _whole_wanted(self, message: FilmPlace.WholeWanted) -> None:
        self.set_class(message.is_whole, "-whole")

    @on(FilmPlace.Wished)
    def _film_wished(self, message: FilmPlace.Wished) -> None:
        self.wish(lambda session: session.adjust_film(message.wish, message.by))

    @on(FilmPlace.ShotWanted)
    def _shot_wanted(self, message: FilmPlace.ShotWanted) -> None:
        self.wish(lambda session: session.shoot(message.file))

    @on(FilmPlace.Said)
    def _film_said(self, message: FilmPlace.Said) -> None:
        self.bar.say(message.sentence)

    @on(HomePlace.Shown)
    @on(DiscoverPlace.Shown)
    def _picks_shown(self, message: DiscoverPlace.Shown | HomePlace.Shown) -> None:
        self.wish(lambda session: session.shown(message.tracks, message.place))


def _other_autoplay(session: Session) -> None:
    if session.going_on is not None:
        session.going_on.set_mode(next_mode(session.going_on.mode))
    else:
        session.say("This tunes does not go on behind its queue.")
