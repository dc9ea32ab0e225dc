"""Owns files that the listener names directly, inside the library or not: they are read, and not added to it."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from threading import Event

from tunes.library.catalog import Catalog
from tunes.library.errors import Problem
from tunes.library.listing import Found, cues_of, found_at, list_files
from tunes.library.made import read_from
from tunes.library.readers import Readers
from tunes.library.schema import track_of
from tunes.library.track import Track


def tracks_of_files(paths: Sequence[Path], catalog: Catalog, now: float) -> tuple[list[Track], list[Problem]]:
    """The tracks of files, and of what lies below folders, in their order; and what could not be read."""
    roots = catalog.roots()
    wanted = [found for path in paths for found in _files(path.absolute(), roots)]
    known = {found.path: tracks for found in wanted if (tracks := _known(found, catalog))}
    unread = {found.path: found for found in wanted if found.path not in known}
    problems = []
    with Readers(count=1) as readers:
        for path, answer in readers.read(unread, Event(), cues=cues_of(unread.values())):
            if "problem" in answer:
                problems.append(Problem(Path(path), str(answer["problem"])))
            else:
                known[path] = [track_of(read.row) for read in read_from(unread[path], answer, now)]
    return [track for found in wanted for track in known.get(found.path, ())], problems


def read_now(tracks: Sequence[Track], catalog: Catalog, now: float) -> list[Track]:
    """The same tracks, with those read that a scan knows by the names of their files only; what can't be read is left out."""
    unread = [track.path for track in tracks if track.is_unread and track.path.is_file()]
    found: dict[Path, list[Track]] = {}
    for track in tracks_of_files(unread, catalog, now)[0] if unread else ():
        found.setdefault(track.path, []).append(track)
    return [one for track in tracks for one in (found.get(track.path, ()) if track.is_unread else (track,))]


def _known(found: Found, catalog: Catalog) -> list[Track]:
    """The library's tracks of a file that was not written since it was read, at that file."""
    tracks = catalog.at_path(Path(found.path))
    as_found = found.path, found.size, found.mtime
    if all((os.fspath(track.path), track.size, track.mtime) == as_found for track in tracks):
        return tracks
    return []  # written since, or named after a copy


def _files(path: Path, roots: Sequence[Path]) -> Iterator[Found]:
    if path.is_dir():
        yield from list_files([path], Event()).files
        return
    yield found_at(path, next((root for root in roots if path.is_relative_to(root)), path.parent))
