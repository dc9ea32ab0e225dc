"""Owns what the listener does with playlists: joins their folder, the catalog and the queries. Knows no screen; usable from any thread."""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import overload

from tunes.library.catalog import Catalog
from tunes.library.errors import LibraryError, QueryError
from tunes.library.formats import ending
from tunes.library.playlists import changing
from tunes.library.playlists.entry import Entry, State, entries_of, entries_of_tracks
from tunes.library.playlists.folder import Listed, called, listed, path_for
from tunes.library.playlists.item import item_of
from tunes.library.playlists.keeping import WRITABLE, keep, write_items, write_tracks
from tunes.library.playlists.reading import PlaylistError, read_playlist
from tunes.library.playlists.rule import ENDING as RULE
from tunes.library.playlists.rule import read_rule, rule_bytes
from tunes.library.text import clean
from tunes.library.track import Track
from tunes.tui.duration import duration

FIXED = "m3u8"
"""The sort of playlist that tunes makes: every other player reads it."""

Matching = Callable[[str], Sequence[Track]]
"""All tracks that a query finds; raises `QueryError` for what makes no sense."""


@dataclass(frozen=True, slots=True)
class Row:
    """A playlist as a list of playlists shows it."""

    listed: Listed
    tracks: int | None
    """How many entries it has; None where it can't be read."""
    query: str = ""
    problem: str = ""


class _Filled(Sequence[Entry]):
    """The entries of a list that a query fills: made as somebody looks at them, as there may be 100,000."""

    def __init__(self, tracks: Sequence[Track]) -> None:
        self._tracks = tracks

    def __len__(self) -> int:
        return len(self._tracks)

    @overload
    def __getitem__(self, key: int) -> Entry: ...
    @overload
    def __getitem__(self, key: slice) -> list[Entry]: ...
    def __getitem__(self, key: int | slice) -> Entry | list[Entry]:
        if isinstance(key, slice):
            return entries_of_tracks(self._tracks[key])
        return entries_of_tracks([self._tracks[key]])[0]


@dataclass(frozen=True, slots=True)
class Opened:
    """A playlist and what its lines mean now."""

    listed: Listed
    entries: Sequence[Entry]
    tracks: Sequence[Track]
    """What of it can be played, in its order."""
    query: str = ""
    """What fills it; "" where it is fixed."""
    problem: str = ""
    """A sentence about what could not be read of it."""

    @property
    def source(self) -> str:
        """As a listen keeps it."""
        return f"playlist:{clean(self.listed.name)}"

    def at(self, row: int) -> int:
        """Which of the tracks an entry is."""
        if self.query:
            return row
        return sum(entry.state is State.THERE for entry in self.entries[:row])


CONTINUE = Listed("Continue watching", Path(os.devnull) / "begun")
"""Not a file: what was begun, and goes on where it was left."""
BEGUN = "Films and spoken tracks that you began, the last one first. Enter goes on where you left."


def nothing() -> Sequence[tuple[Track, float]]:
    """Where nobody knows what was begun."""
    return ()


@dataclass(frozen=True, slots=True)
class Playlists:
    """The listener's playlists."""

    catalog: Catalog
    matching: Matching
    folder: Path
    now: Callable[[], float]
    begun: Callable[[], Sequence[tuple[Track, float]]] = nothing
    """What was begun and not finished, the last one first, and where each goes on, in seconds."""

    def made_for_you(self) -> list[Row]:
        """Those that nobody wrote, where there is something in them."""
        begun = self.begun()
        return [Row(CONTINUE, len(begun), BEGUN)] if begun else []

    def rows(self, cancelled: Callable[[], bool] = lambda: False) -> list[Row]:
        """All of them by name, each with its count; those that were looked at before it was cancelled."""
        return [self._row(one) for one in listed(self.folder) if not cancelled()]

    def called(self, name: str) -> Listed | None:
        """The one of this name."""
        return called(name, self.folder)

    def open(self, one: Listed, cancelled: Callable[[], bool] = lambda: False) -> Opened:
        """Reads it, and looks where everything is, unless cancelled meanwhile. Raises `PlaylistError`."""
        if one == CONTINUE:
            begun = self.begun()
            shown = [
                replace(track, title=f"{track.title} · goes on at {duration(place)}")
                for track, place in begun
            ]
            return Opened(one, _Filled(shown), [track for track, _ in begun], BEGUN)
        if one.is_rule:
            query = read_rule(one.path)
            tracks = self._filled(one.path, query)
            return Opened(one, _Filled(tracks), tracks, query)
        written = read_playlist(one.path)
        entries = entries_of(written, one.path.parent, self.catalog, self.now(), cancelled)
        problem = f"{one.path}: {written.problem}" if written.problem else ""
        return Opened(one, entries, [entry.track for entry in entries if entry.track], problem=problem)

    def at(self, path: Path) -> Listed:
        """A playlist's file anywhere."""
        return Listed(path.name.rpartition(".")[0] or path.name, Path(os.path.abspath(path)))  # noqa: PTH100  # links stay

    def save_rule(self, name: str, query: str, *, replace: bool = False) -> Path:
        """Keeps a query as a playlist that fills itself. Raises `PlaylistError` or `QueryError`."""
        if not query.strip():
            raise PlaylistError("There is no query to be saved.")
        content = rule_bytes(query)
        self.matching(query)
        target = self._new(name, RULE)
        keep(target, content, replace=replace)
        return target

    def save_tracks(self, name: str, tracks: Sequence[Track], *, replace: bool = False) -> Path:
        """Writes tracks as a playlist. Raises `PlaylistError`."""
        kind = ending(name)
        target = self._new(name, kind if kind in WRITABLE else FIXED)
        write_tracks(target, tracks, replace=replace)
        return target

    def write(self, opened: Opened, target: Path, *, replace: bool = False) -> None:
        """Writes an opened playlist to another file; what is missing or refused keeps its place. Raises `PlaylistError`."""
        write_items(target, [entry.written_anew() for entry in opened.entries], replace=replace)

    def add(self, one: Listed, tracks: Sequence[Track]) -> None:
        """Adds tracks to the end of a playlist. Raises `PlaylistError`."""
        changing.add(one.path, [item_of(track) for track in tracks])

    def remove(self, one: Listed, entry: Entry) -> None:
        """Takes an entry out. Raises `PlaylistError`."""
        changing.remove(one.path, entry.number, entry.item)

    def move(self, one: Listed, entry: Entry, by: int) -> None:
        """Moves an entry up or down. Raises `PlaylistError`."""
        changing.move(one.path, entry.number, entry.item, by)

    def _row(self, one: Listed) -> Row:
        query = ""
        try:
            if not one.is_rule:
                written = read_playlist(one.path)
                return Row(one, len(written.items), problem=written.problem)
            query = read_rule(one.path)
            return Row(one, len(self._filled(one.path, query)), query)
        except LibraryError as error:
            # Beside the name of the list, what is wrong with its query is enough.
            return Row(one, None, query, str(error.__cause__ if query and error.__cause__ else error))

    def _filled(self, path: Path, query: str) -> Sequence[Track]:
        try:
            return self.matching(query)
        except QueryError as error:
            raise PlaylistError(f"The query in {path} makes no sense. {error}") from error

    def _new(self, name: str, kind: str) -> Path:
        target = path_for(name, kind, self.folder)
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise PlaylistError(
                f"The playlist folder {self.folder} can't be made: {error.strerror}."
            ) from error
        return target


TakePlaylists = Callable[[], Playlists]
"""Gives the playlists of this moment: a folder for them may have come. Asked beside the thread of a screen."""


def no_playlists(catalog: Catalog) -> TakePlaylists:
    """Where nobody has a folder for any."""
    return lambda: Playlists(catalog, catalog.matching, Path(os.devnull) / "playlists", lambda: 0.0)


def usual_folder(roots: Sequence[Path], ours: Path) -> Path:
    """Where playlists lie if the listener has said nothing: with the music if there is a folder for them, else with our data."""
    beside = (root / "Playlists" for root in roots)
    return next((folder for folder in beside if folder.is_dir()), ours)
