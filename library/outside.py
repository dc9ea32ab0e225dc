"""Owns files that the listener names directly, inside the library or not: they are read, and not added to it."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from threading import Event

from tunes.library.catalog import Catalog
from tunes.library.errors import Problem
from tunes.library.listing import Found, list_files
from tunes.library.made import track_from
from tunes.library.readers import Readers
from tunes.library.track import Track


def tracks_of_files(paths: Sequence[Path], catalog: Catalog, now: float) -> tuple[list[Track], list[Problem]]:
    """The tracks of files, and of what lies below folders, in their order; and what could not be read."""
    wanted = [found for path in paths for found in _files(path)]
    known = {found.path: track for found in wanted if (track := _known(found, catalog)) is not None}
    unread = {found.path: found for found in wanted if found.path not in known}
    problems = []
    with Readers(count=1) as readers:
        for path, answer in readers.read(unread, Event()):
            if "problem" in answer:
                problems.append(Problem(Path(path), str(answer["problem"])))
            else:
                known[path] = track_from(unread[path], answer, now)
    return [known[found.path] for found in wanted if found.path in known], problems


def _known(found: Found, catalog: Catalog) -> Track | None:
    """The library's track of a file that was not written since it was read, at that file."""
    track = catalog.at_path(Path(found.path))
    if track is None or (os.fspath(track.path), track.size, track.mtime) != (
        found.path,
        found.size,
        found.mtime,
    ):
        return None  # not known, written since, or named after a copy
    return track


def _files(path: Path) -> Iterator[Found]:
    if path.is_dir():
        yield from list_files([path], Event()).files
        return
    status = path.stat()
    yield Found(os.fspath(path), os.fspath(path.parent), status.st_size, status.st_mtime)
