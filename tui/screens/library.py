"""Owns the library's three columns: artists, their albums, the album's tracks."""

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widget import Widget
from tunes.library.catalog import AlbumRow, ArtistRow, Catalog
from tunes.library.track import Track
from tunes.tui.screens.place import Choice, Place
from tunes.tui.widgets.shelf_lists import NAMELESS_ALBUM, AlbumList, ArtistList
from tunes.tui.widgets.track_list import TrackList
from tunes.tui.widgets.virtual_list import VirtualList

EMPTY = "Nothing here yet. tunes FOLDER shows what lies in your folder; u looks again."
ONE_COLUMN_BELOW = 80
"""Cells of width under which only the column with the keyboard is shown."""


class LibraryPlace(Place):
    """Artists → albums → tracks."""

    DEFAULT_CSS = """
    LibraryPlace #artists { width: 3fr; }
    LibraryPlace #albums { width: 4fr; }
    LibraryPlace #album-tracks { width: 5fr; }
    LibraryPlace.-one-column VirtualList { display: none; width: 1fr; }
    LibraryPlace.-one-column VirtualList.-here { display: block; }
    """

    def __init__(self, catalog: Catalog) -> None:
        super().__init__(id="library")
        self._catalog = catalog
        self._artists = ArtistList(empty=EMPTY, id="artists")
        self._albums = AlbumList(id="albums")
        self._tracks = TrackList(id="album-tracks")
        self._tracks.numbered = True
        self._columns: list[VirtualList[ArtistRow] | VirtualList[AlbumRow] | TrackList] = [
            self._artists,
            self._albums,
            self._tracks,
        ]
        self._column = 0

    def compose(self) -> ComposeResult:
        """Three lists side by side."""
        with Horizontal():
            yield from self._columns

    def show_artists(self, artists: Sequence[ArtistRow]) -> None:
        """Shows what the library holds now; the selected artist stays selected."""
        selected = self._artists.selected
        names = [row.name for row in artists]
        cursor = names.index(selected.name) if selected is not None and selected.name in names else None
        self._artists.show_rows(artists, cursor)
        self._show_albums(keep=True)

    def move_column(self, by: int) -> None:
        """Takes the keyboard to another column."""
        self._column = max(0, min(self._column + by, len(self._columns) - 1))
        self._mark_column()
        self.target().focus()

    def choice(self) -> Choice | None:
        """The selected track; in the other columns all tracks of the artist or album, from the first on."""
        artist, album = self._artists.selected, self._albums.selected
        if artist is None:
            return None
        if self._column == 0:
            return _from_start(self._catalog.shelf(artist.name), f"artist:{artist.name}")
        source = f"album:{(album.name if album else '') or NAMELESS_ALBUM}"
        if self._column == 1 or self._tracks.selected is None:
            return _from_start(self._tracks.rows, source)
        return Choice(self._tracks.rows, self._tracks.cursor, source)

    def target(self) -> Widget:
        """The column with the keyboard."""
        return self._columns[self._column]

    def show_playing(self, track_id: str) -> None:
        """Marks the track that plays."""
        self._tracks.show_playing(track_id)

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
        self._mark_column()

    def on_resize(self) -> None:
        """The window has another size."""
        self.set_class(self.size.width < ONE_COLUMN_BELOW, "-one-column")
        self._mark_column()

    def _mark_column(self) -> None:
        for number, column in enumerate(self._columns):
            column.set_class(number == self._column, "-here")

    def _show_albums(self, *, keep: bool = False) -> None:
        artist = self._artists.selected
        albums = self._catalog.albums(artist.name) if artist is not None else []
        self._albums.show_rows(albums, None if keep else 0)
        self._show_tracks(keep=keep)

    def _show_tracks(self, *, keep: bool = False) -> None:
        artist, album = self._artists.selected, self._albums.selected
        tracks: Sequence[Track] = ()
        if artist is not None and album is not None:
            tracks = self._catalog.shelf(artist.name, album.name)
        self._tracks.show_rows(tracks, None if keep else 0)


def _from_start(tracks: Sequence[Track], source: str) -> Choice | None:
    return Choice(tracks, 0, source) if tracks else None
