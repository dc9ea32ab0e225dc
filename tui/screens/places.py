"""Owns which of the places is on the screen, and going from one to another."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.message import Message
from tunes.library.catalog import ArtistRow, Catalog
from tunes.library.shelf import Shelf
from tunes.library.track import Track
from tunes.tui import keys
from tunes.tui.about import Lookup
from tunes.tui.playlists import TakePlaylists
from tunes.tui.screens.about import AboutPlace
from tunes.tui.screens.discover import AllHistory, DiscoverPlace, ThisWeek
from tunes.tui.screens.film import FilmPlace
from tunes.tui.screens.find import FindPlace, Search
from tunes.tui.screens.home import HomePlace
from tunes.tui.screens.library import LibraryPlace
from tunes.tui.screens.place import Choice, Place
from tunes.tui.screens.playlists import PlaylistsPlace
from tunes.tui.screens.queue import QueuePlace
from tunes.tui.screens.tracks import TracksPlace
from tunes.tui.screens.watch import WatchPlace
from tunes.tui.widgets.lines import PLACES, UNDER
from tunes.tui.widgets.track_list import Marks

LOW = 10
"""Rows under which blank lines are left out."""


class Places(Vertical):
    """Home, the library, all tracks, Discover and its films, the queue, playlists, finding, and about one track; one at a time."""

    DEFAULT_CSS = """
    Places { height: 1fr; }
    """
    BINDINGS: ClassVar[list[BindingType]] = list(keys.bindings(keys.PLACES))

    @dataclass
    class Changed(Message):
        """Another place is on the screen."""

        place: str

    @dataclass
    class PlayingWanted(Message):
        """The listener asks where the track that plays is."""

    @dataclass
    class LyricsWanted(Message):
        """The listener asks for the words of what plays."""

    def __init__(
        self,
        catalog: Catalog,
        this_week: ThisWeek,
        history: AllHistory,
        search: Search,
        lookup: Lookup,
        playlists: TakePlaylists,
        *,
        film: FilmPlace,
        home: HomePlace,
        films: WatchPlace,
    ) -> None:
        super().__init__(id="places")
        self.home = home
        self.library = LibraryPlace(catalog)
        self.tracks = TracksPlace()
        self.discover = DiscoverPlace(this_week, history)
        self.films = films
        self.queue = QueuePlace(lookup, history, catalog.remembered)
        self.playlists = PlaylistsPlace(playlists)
        self.find = FindPlace(search)
        self.about = AboutPlace(lookup)
        self.film = film
        self._before = "library"
        self._under = "library"
        """Where the listener was before a track was told about."""
        self.current: Place = self.library

    def compose(self) -> ComposeResult:
        """All of them; one is shown."""
        yield from self._all()

    def on_mount(self) -> None:
        """The library is where one comes in."""
        self.show("library")

    def on_resize(self) -> None:
        """The window has another size."""
        for place in self._all():
            place.set_class(self.size.height < LOW, "-low")

    def show(self, name: str) -> None:
        """Goes to a place."""
        if name not in {"find", "about", "film"}:
            self._before = name
        if name != "film":
            self.film.set_whole(is_whole=False)
        for place in self._all():
            place.display = place.id == name
            if place.display:
                self.current = place
        if isinstance(self.current, DiscoverPlace | PlaylistsPlace | HomePlace):
            self.current.visit()
        # At once, not when the screen is next painted: the next key may already be there.
        self.screen.set_focus(self.current.target())
        self.post_message(self.Changed(name))

    def leave_film(self) -> None:
        """Back to where the listener was before it."""
        self.show(self._before)

    def hold_focus(self) -> None:
        """The keyboard is in the place that is shown, whatever hiding and showing has done to it meanwhile."""
        focused = self.screen.focused
        if focused is None or self.current not in focused.ancestors_with_self:
            self.screen.set_focus(self.current.target())

    def show_marks(self, marks: Marks) -> None:
        """Marks what plays, what is liked and banned."""
        for place in self._all():
            place.show_marks(marks)

    def show_library(self, artists: Sequence[ArtistRow], tracks: Shelf) -> None:
        """Shows what the library holds now."""
        self.library.show_artists(artists)
        self.tracks.show_tracks(tracks)
        self.about.look_again()
        self.find.look_again()
        if self.current is self.playlists:
            self.playlists.visit()

    def suggest_anew(self) -> None:
        """What may be suggested is another by now."""
        self.discover.ask()
        if self.current is self.films:
            self.films.ask()
        else:
            self.films.forget()
        if self.current is self.home:
            self.home.ask()
        else:
            self.home.forget()
        if self.current is self.home and not self.home.list.rows:
            self.home.visit()  # somebody waits there for the first rows

    def say_empty(self, sentence: str) -> None:
        """Says why the library is empty, while it is."""
        self.library.artists.say_empty(sentence)
        self.tracks.list.say_empty(sentence)

    def go_to(self, track: Track) -> None:
        """Selects a track: where the listener is if it is there, else among all tracks."""
        if self.current.go_to(track):
            return
        if self.tracks.go_to(track):
            self.show("tracks")

    def tell_about(self, choice: Choice, *, of_playing: bool) -> None:
        """Tells about a track; about the one that plays, whichever that is from now on."""
        if self.current is not self.about:
            self._under = self.current.id or self._before
        self.show("about")
        self.about.open(choice, of_playing=of_playing)

    @on(Place.AboutRequested)
    def _about_requested(self, message: Place.AboutRequested) -> None:
        message.stop()
        self.tell_about(message.choice, of_playing=False)

    @on(AboutPlace.Closed)
    def _about_closed(self, message: AboutPlace.Closed) -> None:
        message.stop()
        self.show(self._under)

    def action_view(self, name: str) -> None:
        """Goes to a place; from the films, asked for once more, back to the songs."""
        self.show("discover" if name == "watch" and self.current is self.films else name)

    def action_turn(self, by: int) -> None:
        """To the next place, or the one before."""
        names = [name for name, _ in PLACES]
        self.show(names[(names.index(UNDER.get(self._before, self._before)) + by) % len(names)])

    def action_find(self) -> None:
        """Opens the line for finding."""
        self.show("find")

    def action_hit(self, by: int) -> None:
        """To the next hit, or the one before."""
        if self.current is self.find:
            self.find.step(by)

    def action_back(self) -> None:
        """Closes what tells about a track; or closes finding, and forgets what was found."""
        if self.current is self.about:
            self.show(self._under)
        elif self.current is self.find:
            self.find.clear()
            self.show(self._before)
        elif self.current is self.playlists:
            self.playlists.back()
        elif self.current is self.queue:
            self.queue.leave_past()
        elif self.current is self.films:
            self.show("discover")
        elif self.current is self.film and self.film.is_whole:
            self.film.set_whole(is_whole=False)
        elif self.current is self.film:
            self.leave_film()

    def action_playing(self) -> None:
        """To the track that plays."""
        self.post_message(self.PlayingWanted())

    def action_lyrics(self) -> None:
        """To the words of the track that plays."""
        self.post_message(self.LyricsWanted())

    def _all(self) -> tuple[Place, ...]:
        return (
            *(self.home, self.library, self.tracks, self.discover, self.films, self.queue, self.playlists),
            *(self.find, self.about, self.film),
        )
