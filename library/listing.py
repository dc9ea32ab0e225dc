"""Owns walking the folders: which files lie below the roots, by name, and which roots are not there."""

import errno
import os
import stat
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Event

from tunes.library.errors import Problem
from tunes.library.formats import BESIDE, LISTED, VIDEO, ending

IGNORE = ".tunesignore"
"""A folder that holds a file of this name is passed over, and all below it."""


@dataclass(frozen=True, slots=True)
class Found:
    """A file that is listed by its ending."""

    path: str
    """As the system gives it; undecodable bytes are surrogate escapes."""
    root: str
    size: int
    """Bytes."""
    mtime: float
    """Unix seconds; for a film the newer one of its own and that of what lies beside it."""

    @property
    def below_root(self) -> str:
        """Its path within the root."""
        return self.path[len(self.root) :].lstrip("/")


@dataclass(frozen=True, slots=True)
class Listing:
    """What lies below the roots."""

    files: tuple[Found, ...]
    present: tuple[Path, ...]
    """Roots that were walked to their end."""
    absent: tuple[Path, ...]
    """Roots that are not there, can't be read or are suddenly empty, and folders that can't be opened: nothing is known of
    their files."""
    problems: tuple[Problem, ...]


def list_files(roots: Sequence[Path], cancelled: Event) -> Listing:
    """Walks the roots. Hidden folders and links to folders are not entered, so that no walk leaves its root or ends never.

    A file below two roots, one in the other, is listed once, below the one named first.
    """
    files: dict[str, Found] = {}
    problems: list[Problem] = []
    closed: list[Path] = []
    """Folders that can't be opened."""
    present: list[Path] = []
    for root in dict.fromkeys(roots):
        if _is_empty(root):
            closed.append(root)
            continue
        for found in _walk(root, problems, closed, cancelled):
            files.setdefault(found.path, found)
        (closed if _is_empty(root) else present).append(root)  # it may have gone under our feet
    return Listing(tuple(files.values()), tuple(present), tuple(closed), tuple(problems))


def _is_empty(root: Path) -> bool:
    """Whether there is nothing: a disk that is not mounted leaves an empty folder, or none."""
    try:
        with os.scandir(root) as entries:
            return next(entries, None) is None
    except OSError:
        return True


def list_folders(root: Path, cancelled: Event) -> Iterator[str]:
    """The folders that a walk of this root opens, itself among them."""
    return (folder for folder, _ in _opened(os.fspath(root), [], [], cancelled))


def fingerprint(root: Path, cancelled: Event) -> int | None:
    """A number that is another one when anything that is listed below a root has changed; None where it is not there."""
    if _is_empty(root):
        return None
    marks = (hash((found.path, found.size, found.mtime)) for found in _walk(root, [], [], cancelled))
    return sum(marks) & 0xFFFF_FFFF_FFFF_FFFF


def _walk(root: Path, problems: list[Problem], closed: list[Path], cancelled: Event) -> Iterator[Found]:
    start = os.fspath(root)
    for _, entries in _opened(start, problems, closed, cancelled):
        beside = {_stem(entry.name): entry for entry in entries if ending(entry.name) in BESIDE}
        for entry in entries:
            if ending(entry.name) in LISTED:
                yield from _found(entry, start, problems, beside)


def _opened(
    start: str, problems: list[Problem], closed: list[Path], cancelled: Event
) -> Iterator[tuple[str, list["os.DirEntry[str]"]]]:
    """Each folder with what is in it besides folders."""
    waiting = [start]
    while waiting and not cancelled.is_set():
        folder = waiting.pop()
        try:
            with os.scandir(folder) as opened:
                entries = sorted(opened, key=lambda entry: entry.name)
        except FileNotFoundError:  # gone since its name was read
            continue
        except OSError as error:
            problems.append(Problem(Path(folder), _why(error)))
            closed.append(Path(folder))
            continue
        if any(entry.name == IGNORE for entry in entries):
            continue
        shown = [entry for entry in entries if not is_hidden(entry.name)]
        folders = [entry.path for entry in shown if entry.is_dir(follow_symlinks=False)]
        waiting += reversed(folders)
        yield folder, [entry for entry in shown if not entry.is_dir(follow_symlinks=False)]


def is_hidden(name: str) -> bool:
    """Whether a name is passed over; titles like "...And Justice for All" are none that hide."""
    return name.startswith(".") and not name.startswith("..")


def _stem(name: str) -> str:
    return name.rpartition(".")[0]


def _found(
    entry: "os.DirEntry[str]",
    root: str,
    problems: list[Problem],
    beside: "Mapping[str, os.DirEntry[str]]",
) -> Iterator[Found]:
    try:
        status = entry.stat()
    except FileNotFoundError:  # a link to nothing, or gone meanwhile
        return
    except OSError as error:
        if error.errno != errno.ELOOP:
            problems.append(Problem(Path(entry.path), _why(error)))
        return
    if stat.S_ISREG(status.st_mode):  # devices, fifos and sockets are none of ours
        mtime = status.st_mtime
        if beside and ending(entry.name) in VIDEO and (other := beside.get(_stem(entry.name))):
            mtime = _newest(mtime, other)
        yield Found(entry.path, root, status.st_size, mtime)


def _newest(mtime: float, beside: "os.DirEntry[str]") -> float:
    """What lies beside a film and speaks of it is written anew like the film itself."""
    try:
        return max(mtime, beside.stat().st_mtime)
    except OSError:
        return mtime


def _why(error: OSError) -> str:
    return (error.strerror or "it can't be opened").lower()
