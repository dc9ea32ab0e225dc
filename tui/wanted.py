"""Owns what `tunes play` is asked for: which arguments are files or playlists, and whether words mean an artist, an album or one song."""

import os
from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from tunes.library.catalog import Catalog
from tunes.library.errors import Problem
from tunes.library.formats import ending
from tunes.library.query import parse
from tunes.library.schema import sorting
from tunes.library.shelf import Shelf
from tunes.library.text import fold
from tunes.library.track import Track

if TYPE_CHECKING:  # seldom asked for
    from tunes.library.playlists.folder import Listed
    from tunes.tui.playlists import Playlists

ALIKE = 0.84
"""So like a name must words be to mean it: two typing mistakes in twelve letters."""
MOST_HITS = 100
"""Tracks among which names are looked for."""

PLAYLIST = "playlist:"
"""Before a name it says that a playlist is meant, whatever else is called so."""

Wanted = tuple[list[Track], str]
"""Tracks in their order, and where they come from, as a listen's source says it."""


class Finds(Protocol):
    """What answers queries: the catalog itself, or together with the history."""

    def search(self, words: str, limit: int) -> Shelf:
        """The tracks that a query finds, best first."""

    def matching(self, words: str) -> Shelf:
        """All of them, in library order."""


def wanted(
    arguments: Sequence[str],
    catalog: Catalog,
    now: float,
    finds: Finds | None = None,
    playlists: "Playlists | None" = None,
    exists: Callable[[str], bool] = os.path.exists,
) -> tuple[Wanted, list[Problem]]:
    """What is to be played: each argument that exists is a file, folder or playlist, the others together are words.

    What the words find stands where the first of them stood; a playlist of that name goes before all else that is called so.
    Also the files that can't be played.
    """
    words = [word for word in arguments if not exists(word)]
    tracks: list[Track] = []
    problems: list[Problem] = []
    found, source = (
        ([], "files") if not words else _of_words(" ".join(words), finds or catalog, playlists, problems)
    )
    has_words = False
    for argument in arguments:
        if exists(argument):
            (fresh, only), unread = _of_file(argument, catalog, now, playlists)
            source = only if len(arguments) == 1 else source
            tracks += fresh
            problems += unread
        elif not has_words:
            tracks += found
            has_words = True
    return (tracks, source if len(words) == len(arguments) or len(arguments) == 1 else "files"), problems


def _of_words(words: str, finds: Finds, playlists: "Playlists | None", problems: list[Problem]) -> Wanted:
    name = words.removeprefix(PLAYLIST)
    if playlists is not None and name:
        one = playlists.called(name)
        if one is not None:
            (found, source), lost = _of_playlist(one, playlists)
            problems += lost
            return found, source
        if name != words:
            problems.append(Problem(Path(name), f"There is no such playlist in {playlists.folder}"))
            return [], words
    return of_words(words, finds)


def _of_playlist(one: "Listed", playlists: "Playlists") -> tuple[Wanted, list[Problem]]:
    opened = playlists.open(one)
    lost, most = len(opened.entries) - len(opened.tracks), len(opened.entries)
    told = [opened.problem.removeprefix(f"{one.path}: ")] if opened.problem else []
    if lost:
        told.append(f"{lost} of its {most} entries can't be played; tunes playlist names them")
    return (list(opened.tracks), opened.source), [Problem(one.path, reason) for reason in told]


def of_words(words: str, catalog: Finds) -> Wanted:
    """All of an artist or an album, in order, where the words are its name; else the one track that they find best.

    Of a query with fields, everything that it finds.
    """
    if not parse(words, lambda _: True).is_plain:
        return list(catalog.matching(words)), "search"
    hits = catalog.search(words, MOST_HITS)
    if not hits:
        return [], "search"
    likeness, _, source, is_meant = max(_names(fold(words), hits), key=lambda name: name[:2])
    if likeness < ALIKE or is_meant is None:
        return [hits[0]], "search"
    meant = [track for track in catalog.matching(words) if is_meant(track)]
    return meant or [track for track in hits if is_meant(track)], source


_Name = tuple[float, int, str, Callable[[Track], bool] | None]
"""How like the words it is, its rank among equals, its source, and which tracks it means: None is the best one."""


def _names(asked: str, hits: Sequence[Track]) -> Iterator[_Name]:
    """Every name that the words may mean. Of equals the larger thing is meant: who says "Kid A" means the record."""
    for track in hits:
        artist, album, title = fold(_shelf_artist(track)), fold(track.album), fold(track.title)
        yield _likest(asked, artist, sorting(artist)), 2, f"artist:{_shelf_artist(track)}", _by(artist)
        yield (
            _likest(asked, album, f"{artist} {album}", f"{album} {artist}"),
            1,
            f"album:{track.album}",
            _on(track),
        )
        yield _likest(asked, title, f"{artist} {title}", f"{title} {artist}"), 0, "search", None


def _likest(asked: str, *names: str) -> float:
    return max(round(SequenceMatcher(None, asked, name).ratio(), 2) if name else 0.0 for name in names)


def _shelf_artist(track: Track) -> str:
    return track.album_artist or track.artist


def _by(artist: str) -> Callable[[Track], bool]:
    return lambda track: artist in {fold(track.artist), fold(track.album_artist)}


def _on(first: Track) -> Callable[[Track], bool]:
    """Of the same name, and by the same artist or, where each track is by another, in the same folder."""
    album, artist, folder = fold(first.album), sorting(_shelf_artist(first)), first.path.parent
    return lambda track: (
        fold(track.album) == album
        and (sorting(_shelf_artist(track)) == artist or track.path.parent == folder)
    )


def _of_file(
    argument: str, catalog: Catalog, now: float, playlists: "Playlists | None"
) -> tuple[Wanted, list[Problem]]:
    from tunes.library.outside import tracks_of_files
    from tunes.library.playlists.reading import is_playlist
    from tunes.library.playlists.rule import ENDING

    path = Path(os.path.abspath(argument))  # noqa: PTH100  # links stay
    is_one = is_playlist(path.name) or ending(path.name) == ENDING
    if playlists is not None and is_one and path.is_file():
        return _of_playlist(playlists.at(path), playlists)
    tracks, problems = tracks_of_files([path], catalog, now)
    return (tracks, "files"), problems
