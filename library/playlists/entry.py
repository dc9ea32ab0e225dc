"""Owns what becomes of the lines of a playlist: the tracks they mean, and why others mean none."""

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from tunes.library.catalog import Catalog
from tunes.library.formats import LISTED, ending
from tunes.library.playlists.finding import Finder, what_is_wrong
from tunes.library.playlists.item import Item, Written, item_of
from tunes.library.playlists.reading import is_playlist
from tunes.library.track import Track

SAME_START_S = 0.5
"""Where a part begins is written with a digit or two behind the point, or in frames of a disc."""
AT_ONCE = 100
"""Files outside the library that are read before somebody can say that they are not wanted any more."""
FILES_ONLY = "tunes plays files only"
NO_MEDIA = "neither music nor a video, by its name"
ANOTHER = "another playlist: open that one itself"


class State(StrEnum):
    """What became of a line."""

    THERE = "there"
    MISSING = "missing"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Entry:
    """One place in a playlist, after somebody has looked."""

    item: Item
    state: State
    place: str
    """The path or the address that is meant; undecodable bytes are surrogate escapes."""
    track: Track | None = None
    """What plays; only of one that is there."""
    why: str = ""
    """Why it is refused."""
    number: int = 0
    """Which line of the playlist it was: several tracks may come of one."""

    @property
    def title(self) -> str:
        """What to call it: as tagged, else as the playlist says, else its file or address. Not yet cleaned for a screen."""
        if self.track is not None:
            return self.track.title
        name = self.place.replace("\\", "/").rpartition("/")[2]
        return self.item.title or (self.place if self.item.is_elsewhere else name) or self.place

    def written_anew(self) -> Item:
        """What a playlist anywhere else says of it."""
        if self.track is not None:
            return item_of(self.track)
        return self.item if self.item.is_elsewhere else replace(self.item, where=os.fsencode(self.place))


def entries_of(
    written: Written,
    folder: Path,
    catalog: Catalog,
    now: float,
    cancelled: Callable[[], bool] = lambda: False,
) -> list[Entry]:
    """What the lines of a playlist mean that lies in `folder`, in their order. Files outside the library are read.

    Once it is cancelled, nothing more is looked at, and what comes back is of no use.
    """
    finder = Finder(folder, catalog.roots())
    likely = [finder.likeliest(item) for item in written.items if not cancelled()]
    known = catalog.at_paths(dict.fromkeys(likely))
    found = [
        replace(entry, number=number)
        for number, (item, path) in enumerate(zip(written.items, likely, strict=False))
        if not cancelled()
        for entry in _entries(item, path, known.get(path, ()), finder, catalog)
    ]
    return list(_with_outside(found, catalog, now, cancelled))


def entries_of_tracks(tracks: Sequence[Track]) -> list[Entry]:
    """The same of tracks that nobody had to look for."""
    return [
        Entry(item_of(track), State.THERE, os.fspath(track.path), track, number=number)
        for number, track in enumerate(tracks)
    ]


def _entries(
    item: Item, likeliest: Path, tracks: Sequence[Track], finder: Finder, catalog: Catalog
) -> Iterator[Entry]:
    """What a line means, of which `tracks` is what the library has where it most likely lies."""
    if item.is_elsewhere:
        yield Entry(item, State.REFUSED, item.where.decode(errors="replace"), why=FILES_ONLY)
        return
    path: Path | None = likeliest
    if not tracks:
        path = finder.find(item)
        tracks = catalog.at_path(path) if path is not None and path != likeliest else ()
    if path is None:
        yield Entry(item, State.MISSING, finder.lost(item))
    elif tracks:
        yield from (Entry(item, State.THERE, os.fspath(path), track) for track in _parts(item, tracks))
    elif is_playlist(path.name):
        yield Entry(item, State.REFUSED, os.fspath(path), why=ANOTHER)
    else:
        wrong = what_is_wrong(path) or ("" if ending(path.name) in LISTED else NO_MEDIA)
        yield Entry(item, State.REFUSED if wrong else State.THERE, os.fspath(path), why=wrong)


def _parts(item: Item, tracks: Sequence[Track]) -> Sequence[Track]:
    """The part of a file that is meant, where a cue sheet cuts it; all of them where the playlist says nothing."""
    if item.start is None and item.end is None:
        return tracks
    meant = [track for track in tracks if abs((track.start or 0) - (item.start or 0)) < SAME_START_S]
    return meant[:1] or tracks


def _with_outside(
    entries: Sequence[Entry], catalog: Catalog, now: float, cancelled: Callable[[], bool]
) -> Iterator[Entry]:
    """The entries, with the tracks of those files that the library does not have."""
    outside = list(dict.fromkeys(entry.place for entry in entries if _is_unread(entry)))
    tracks: dict[str, list[Track]] = {}
    reasons: dict[str, str] = {}
    for start in range(0, len(outside), AT_ONCE):
        if cancelled():
            break
        read, unreadable = _read(outside[start : start + AT_ONCE], catalog, now)
        tracks |= read
        reasons |= unreadable
    for entry in entries:
        if not _is_unread(entry):
            yield entry
        elif held := tracks.get(entry.place):
            yield from (replace(entry, track=track) for track in _parts(entry.item, held))
        elif entry.place in reasons:
            yield replace(entry, state=State.REFUSED, why=reasons[entry.place])
        else:
            yield replace(entry, state=State.MISSING)  # gone meanwhile


def _is_unread(entry: Entry) -> bool:
    return entry.state is State.THERE and entry.track is None


def _read(
    places: Sequence[str], catalog: Catalog, now: float
) -> tuple[dict[str, list[Track]], dict[str, str]]:
    from tunes.library.outside import tracks_of_files

    there = [Path(place) for place in places if Path(place).is_file()]
    try:
        tracks, problems = tracks_of_files(there, catalog, now)
    except OSError as error:  # gone in this moment
        return {}, dict.fromkeys(places, error.strerror or "it can't be read")
    held: dict[str, list[Track]] = {}
    for track in tracks:
        held.setdefault(os.fspath(track.path), []).append(track)
    return held, {os.fspath(problem.path): problem.reason for problem in problems}
