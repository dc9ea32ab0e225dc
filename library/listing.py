"""Owns walking the folders: which files lie below the roots, by name, and which roots are not there."""

import errno
import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from threading import Event

from tunes.library.errors import Problem
from tunes.library.formats import LISTED, ending

IGNORE = ".tunesignore"
"""A folder that holds a file of this name is passed over, and all below it."""


@dataclass(frozen=True, slots=True)
class Found:
    """A file that is listed by its ending."""

    path: Path
    root: Path
    size: int
    """Bytes."""
    mtime: float
    """Unix seconds."""

    @property
    def below_root(self) -> PurePath:
        """Its path within the root."""
        return self.path.relative_to(self.root)


@dataclass(frozen=True, slots=True)
class Listing:
    """What lies below the roots."""

    files: tuple[Found, ...]
    present: tuple[Path, ...]
    """Roots that were walked to their end."""
    absent: tuple[Path, ...]
    """Roots that are not there, can't be read or are suddenly empty: nothing is known of their files."""
    problems: tuple[Problem, ...]


def list_files(roots: Sequence[Path], cancelled: Event) -> Listing:
    """Walks the roots. Hidden folders and links to folders are not entered, so that no walk leaves its root or ends never."""
    files: dict[Path, Found] = {}
    problems: list[Problem] = []
    present: list[Path] = []
    absent: list[Path] = []
    for root in dict.fromkeys(roots):
        before = len(files)
        try:
            is_empty = not any(os.scandir(root))
        except OSError:
            is_empty = True
        for found in _walk(root, problems, cancelled) if not is_empty else ():
            files.setdefault(found.path, found)
        (absent if is_empty or (len(files) == before == 0 and cancelled.is_set()) else present).append(root)
    return Listing(tuple(files.values()), tuple(present), tuple(absent), tuple(problems))


def _walk(root: Path, problems: list[Problem], cancelled: Event) -> Iterator[Found]:
    waiting = [os.fspath(root)]
    while waiting and not cancelled.is_set():
        folder = waiting.pop()
        try:
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        except OSError as error:
            problems.append(Problem(Path(folder), (error.strerror or "it can't be opened").lower()))
            continue
        if any(entry.name == IGNORE for entry in entries):
            continue
        folders = []
        for entry in entries:
            if entry.name.startswith(".") and not entry.name.startswith(".."):
                continue
            if entry.is_dir(follow_symlinks=False):
                folders.append(entry.path)
            elif ending(PurePath(entry.name)) in LISTED:
                yield from _found(entry, root, problems)
        waiting += reversed(folders)


def _found(entry: "os.DirEntry[str]", root: Path, problems: list[Problem]) -> Iterator[Found]:
    try:
        status = entry.stat()
    except FileNotFoundError:  # a link to nothing, or gone meanwhile
        return
    except OSError as error:
        if error.errno != errno.ELOOP:
            problems.append(Problem(Path(entry.path), (error.strerror or "it can't be opened").lower()))
        return
    if stat.S_ISREG(status.st_mode):  # devices, fifos and sockets are none of ours
        yield Found(Path(entry.path), root, status.st_size, status.st_mtime)
