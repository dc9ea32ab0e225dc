"""Owns the library's three columns: artists, their albums, the album's tracks."""

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.widget import Widget
from tunes.library.catalog import AlbumRow, ArtistRow, Catalog
from tunes.library.shelf import Shelf
from tunes.library.track import Track
from tunes.profile.things import What, album_thing, artist_thing
from tunes.tui import keys
from tunes.tui.screens.place import Choice, Place
from tunes.tui.widgets.shelf_lists import NAMELESS_ALBUM, AlbumList, ArtistList
from tunes.tui.widgets.track_list import Marks, TrackList
from tunes.tui.widgets.virtual_list import VirtualList

ONE_COLUMN_BELOW = 80
"""Cells of width under which only the column with the keyboard is shown."""


class LibraryPlace(Place):
    """Artists → albums → tracks."""

    DEFAULT_CSS = """
    LibraryPlace #artists { width: 3fr; max-width: 60; }
    LibraryPlace #albums { width: 4fr; max-width: 70; }
    LibraryPlace #album-tracks { width: 5fr; }
    LibraryPlace.-one-column VirtualList { width: 1fr; max-width: 100%; }
    """
    BINDINGS: ClassVar[list[BindingType]] = list(keys.bindings(keys.COLUMNS))

    def __init__(self, catalog: Catalog) -> None:
        super().__init__(id="library")
        self._catalog = catalog
        self.artists = ArtistList(id="artists")
        self.albums = AlbumList(id="albums")
        self.tracks = TrackList(id="album-tracks")
        self.tracks.numbered = True
        self._columns: list[VirtualList[ArtistRow] | VirtualList[AlbumRow] | TrackList] = [
            self.artists,
            self.albums,
            self.tracks,
        ]
        self._column = 0
        self._is_alone = True

    def compose(self) -> ComposeResult:
        """Three lists side by side."""
        with Horizontal():
            yield from self._columns

    def show_artists(self, artists: Sequence[ArtistRow]) -> None:
        """Shows what the library holds now; what is selected in each column stays selected."""
        selected = self.artists.selected
        row = _row(artists, selected.name) if selected else None
        if row is None:
            self.artists.show_rows(artists)
        else:
            self.artists.show_rows_around(artists, row)
        self._show_albums(keep=row is not None)
        self._fit_columns()

    def choice(self) -> Choice | None:
        """The selected track; in the other columns all tracks of the artist or album, from the first on."""
        artist, album = self.artists.selected, self.albums.selected
        if artist is None:
            return None
        if self._column == 0:
            return _from_start(self._catalog.shelf(artist.name, unread=True), f"artist:{artist.name}")
        source = f"album:{(album.name if album else '') or NAMELESS_ALBUM}"
        if self._column == 1 or self.tracks.selected is None:
            return _from_start(self.tracks.rows, source)
        return Choice(self.tracks.rows, self.tracks.cursor, source)

    def chosen_tracks(self) -> Sequence[Track]:
        """A track; in the other columns all tracks of the album or artist."""
        choice = self.choice()
        if choice is None:
            return []
        return [choice.track] if self._column == 2 else choice.tracks

    def chosen_thing(self) -> What | None:
        """The artist or the album; of no name there is nothing to be said."""
        artist, album = self.artists.selected, self.albums.selected
        if self._column == 0 and artist is not None and artist.name:
            return artist_thing(artist.name)
        if self._column == 1 and album is not None and album.name:
            return album_thing(album.name, album.artist)
        return None

    def shown_tracks(self) -> Sequence[Track]:
        """Those of the album."""
        return self.tracks.shown_rows()

    def target(self) -> Widget:
        """The column with the keyboard."""
        return self._columns[self._column]

    def show_marks(self, marks: Marks) -> None:
        """Marks the track that plays, and what is liked or banned."""
        for column in (self.artists, self.albums, self.tracks):
            column.show_marks(marks)

    def go_to(self, track: Track) -> bool:
        """Opens the track's artist and album, and selects it."""
        name = track.album_artist or track.artist or track.show or ""
        artist = _row(self.artists.rows, name)
        if artist is None:
            return False
        self.artists.place(artist)
        self._show_albums()
        self.albums.place(_row(self.albums.rows, track.album) or 0)
        self._show_tracks()
        rows = self.tracks.rows
        row = rows.position(track.id) if isinstance(rows, Shelf) else None
        if row is not None:
            self.tracks.place(row)
            self._go_to_column(2)
        return row is not None

    def action_column(self, by: int) -> None:
        """Takes the keyboard to another column."""
        self._go_to_column(max(0, min(self._column + by, len(self._columns) - 1)))

    @on(VirtualList.Moved, "#artists")
    def _artist_moved(self) -> None:
        self._show_albums()

    @on(VirtualList.Moved, "#albums")
    def _album_moved(self) -> None:
        self._show_tracks()

    def on_descendant_focus(self) -> None:
        """A click or a key has taken the keyboard to a column."""
        for number, column in enumerate(self._columns):
            if column.has_focus:
                self._column = number
        self._show_columns()

    def on_resize(self) -> None:
        """The window has another size."""
        self._fit_columns()

    def _fit_columns(self) -> None:
        """One column where there is no room for more, and where there is nothing to show but a sentence."""
        self._is_alone = self.size.width < ONE_COLUMN_BELOW or not self.artists.rows
        self.set_class(self._is_alone, "-one-column")
        self._show_columns()

    def _go_to_column(self, number: int) -> None:
        self._column = number
        self._show_columns()
        if self.display:
            self.screen.set_focus(self.target())

    def _show_columns(self) -> None:
        for number, column in enumerate(self._columns):
            column.display = number == self._column or not self._is_alone

    def _show_albums(self, *, keep: bool = False) -> None:
        artist, selected = self.artists.selected, self.albums.selected
        albums = self._catalog.albums(artist.name, unread=True) if artist is not None else []
        row = _row(albums, selected.name) if keep and selected else None
        if row is None:
            self.albums.show_rows(albums, 0)
        else:
            self.albums.show_rows_around(albums, row)
        self._show_tracks(keep=row is not None)

    def _show_tracks(self, *, keep: bool = False) -> None:
        artist, album = self.artists.selected, self.albums.selected
        if artist is None or album is None:
            self.tracks.show_rows((), 0)
            return
        tracks = self._catalog.shelf(artist.name, album.name, unread=True)
        row = self.tracks.place_among(tracks) if keep else None
        if row is None:
            self.tracks.show_rows(tracks, 0)
        else:
            self.tracks.show_rows_around(tracks, row)


def _row(rows: Sequence[ArtistRow | AlbumRow], name: str) -> int | None:
    return next((number for number, row in enumerate(rows) if row.name == name), None)


def _from_start(tracks: Sequence[Track], source: str) -> Choice | None:
    return Choice(tracks, 0, source) if tracks else None
