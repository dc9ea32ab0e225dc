"""Owns walking the folders: which files lie below the roots, by name, and which roots are not there."""

import errno
import os
import stat
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from itertools import islice
from operator import attrgetter
from pathlib import Path
from threading import Event
from typing import NamedTuple

from tunes.library.errors import Problem
from tunes.library.formats import BESIDE, CUE, LISTED, NFO, SOUND, VIDEO, ending

IGNORE = ".tunesignore"
"""A folder that holds a file of this name is passed over, and all below it."""


_BY_NAME = attrgetter("name")
_BY_PATH, _BY_SIZE, _BY_MTIME = map(attrgetter, ("path", "size", "mtime"))
MOST_CUES = 50
"""Sheets of one folder that are looked at: a box of records has a dozen, and each file of the folder is asked about all of them."""
HAIR_S = 1e-4
"""Seconds by which a file counts as written later for each that lies beside it, so that one more or less is noticed, however old."""


class Found(NamedTuple):
    """A file that is listed by its ending; a tuple, since a scan in which nothing has changed does little but make these."""

    path: str
    """As the system gives it; undecodable bytes are surrogate escapes."""
    root: str
    size: int
    """Bytes."""
    mtime: float
    """Unix seconds: the newest of its own and those of what lies beside it and speaks of it, and a hair later for each of these."""
    cues: tuple[str, ...] = ()
    """Names of the cue sheets in its folder, one of which may cut it into tracks."""

    @property
    def below_root(self) -> str:
        """Its path within the root."""
        return self.path[len(self.root) :].lstrip("/")


def cues_of(files: Iterable[Found]) -> dict[str, tuple[str, ...]]:
    """The cue sheets beside those that have any, by their paths."""
    return {found.path: found.cues for found in files if found.cues}


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

    @property
    def is_sound(self) -> bool:
        """Whether everything could be looked at."""
        return not (self.absent or self.problems)

    def mark(self) -> bytes:
        """16 bytes that are others when a root, a file, its size or its time is another; the same in any process."""
        names = "\0".join([*map(os.fspath, self.present), "", *map(_BY_PATH, self.files)])
        digest = blake2b(os.fsencode(names), digest_size=16)
        digest.update(array("q", map(_BY_SIZE, self.files)))
        digest.update(array("d", map(_BY_MTIME, self.files)))
        return digest.digest()


def list_files(roots: Sequence[Path], cancelled: Event, *, follow_links: bool = False) -> Listing:
    """Walks the roots. Hidden folders are not entered, and links to folders only where asked for: no walk leaves its root unasked.

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
        for found in _walk(_Walk(root, cancelled, problems, closed, follow_links=follow_links)):
            files.setdefault(found.path, found)
        (closed if _is_empty(root) else present).append(root)  # it may have gone under our feet
    return Listing(tuple(files.values()), tuple(present), tuple(closed), tuple(problems))


def first_files(roots: Sequence[Path], most: int, cancelled: Event) -> list[Found]:
    """The first files that a walk finds, for a screen that is to show something before the walk is over."""
    found = (
        one for root in dict.fromkeys(roots) if not _is_empty(root) for one in _walk(_Walk(root, cancelled))
    )
    return list(islice(found, most))


def _is_empty(root: Path) -> bool:
    """Whether there is nothing: a disk that is not mounted leaves an empty folder, or none."""
    try:
        with os.scandir(root) as entries:
            return next(entries, None) is None
    except OSError:
        return True


def list_folders(root: Path, cancelled: Event, *, follow_links: bool = False) -> Iterator[str]:
    """The folders that a walk of this root opens, itself among them."""
    return (folder for folder, _ in _opened(_Walk(root, cancelled, follow_links=follow_links)))


def found_at(path: Path, root: Path) -> Found:
    """A file by its name, as a walk of this root would find it. Raises OSError where it is not there."""
    status = path.stat()
    with os.scandir(path.parent) as opened:
        entries = sorted((entry for entry in opened if not is_hidden(entry.name)), key=_BY_NAME)
    beside = _Beside.of([(entry, last) for entry in entries if (last := ending(entry.name)) in BESIDE])
    return _with_beside(path.name, os.fspath(path), os.fspath(root), status, beside)


def fingerprint(root: Path, cancelled: Event, *, follow_links: bool = False) -> int | None:
    """A number that is another one when anything that is listed below a root has changed; None where it is not there."""
    if _is_empty(root):
        return None
    walk = _Walk(root, cancelled, follow_links=follow_links)
    marks = (hash((found.path, found.size, found.mtime)) for found in _walk(walk))
    return sum(marks) & 0xFFFF_FFFF_FFFF_FFFF


@dataclass(frozen=True, slots=True)
class _Walk:
    """A walk of one root, and what it can't enter."""

    root: Path
    cancelled: Event
    problems: list[Problem] = field(default_factory=list)
    closed: list[Path] = field(default_factory=list)
    follow_links: bool = False


@dataclass(frozen=True, slots=True)
class _Beside:
    """The files of a folder that speak of others."""

    nfo: "dict[str, os.DirEntry[str]]"
    """By their names up to the ending."""
    cues: "list[os.DirEntry[str]]"

    @classmethod
    def of(cls, entries: "Sequence[tuple[os.DirEntry[str], str]]") -> "_Beside | None":
        """Those among entries and their endings; None where there are none."""
        if not entries:
            return None
        nfo, cues = {}, list["os.DirEntry[str]"]()
        for entry, last in entries:
            if last == NFO:
                nfo[_stem(entry.name)] = entry
            elif last == CUE and len(cues) < MOST_CUES:
                cues.append(entry)
        return cls(nfo, cues)

    def of_file(self, name: str) -> "list[os.DirEntry[str]]":
        """Those that may speak of the file of this name."""
        last = ending(name)
        if last in SOUND:
            return self.cues
        return [one for one in (self.nfo.get(_stem(name)),) if one is not None and last in VIDEO]


def _walk(walk: _Walk) -> Iterator[Found]:
    root = os.fspath(walk.root)
    for _, entries in _opened(walk):
        ends = [(entry, ending(entry.name)) for entry in entries]
        beside = _Beside.of([one for one in ends if one[1] in BESIDE])
        for entry, last in ends:
            if last in LISTED and (status := _status(entry, walk.problems)):
                yield _with_beside(entry.name, entry.path, root, status, beside)


def _opened(walk: _Walk) -> Iterator[tuple[str, list["os.DirEntry[str]"]]]:
    """Each folder with what is in it besides folders; those behind links last, so that a file is listed where it lies if it can be."""
    waiting, linked, entered = [os.fspath(walk.root)], list[str](), set[tuple[int, int]]()
    while (waiting or linked) and not walk.cancelled.is_set():
        folder = (waiting or linked).pop()
        try:
            if walk.follow_links and _was_entered(folder, entered):
                continue
            with os.scandir(folder) as opened:
                entries = sorted(opened, key=_BY_NAME)
        except FileNotFoundError:  # gone since its name was read
            continue
        except OSError as error:
            walk.problems.append(Problem(Path(folder), _why(error)))
            walk.closed.append(Path(folder))
            continue
        files, folders = list[os.DirEntry[str]](), list[str]()
        links = list[os.DirEntry[str]]()
        for entry in entries:
            if entry.name[0] == "." and is_hidden(
                entry.name
            ):  # asked for each file: the dot alone is quicker
                if entry.name == IGNORE:
                    break
            elif entry.is_dir(follow_symlinks=False):
                folders.append(entry.path)
            else:
                files.append(entry)
                if walk.follow_links and entry.is_symlink():
                    links.append(entry)
        else:
            for entry in links:
                _follow(entry, linked, walk.closed)
            waiting += reversed(folders)
            yield folder, files


def _was_entered(folder: str, entered: set[tuple[int, int]]) -> bool:
    """Whether a walk was there already; links may lead round in a ring."""
    status = os.stat(folder)  # noqa: PTH116  # text, as all of the walk
    mark = status.st_dev, status.st_ino
    if mark in entered:
        return True
    entered.add(mark)
    return False


def _follow(entry: "os.DirEntry[str]", linked: list[str], closed: list[Path]) -> None:
    """Notes where a link leads; behind one that leads nowhere, a disk that is not there may have been."""
    if os.path.isdir(entry.path):  # noqa: PTH112  # text, as all of the walk
        linked.append(entry.path)
    elif not os.path.exists(entry.path):  # noqa: PTH110  # text, as all of the walk
        closed.append(Path(entry.path))


def is_hidden(name: str) -> bool:
    """Whether a name is passed over; titles like "...And Justice for All" are none that hide."""
    return name.startswith(".") and not name.startswith("..")


def _stem(name: str) -> str:
    return name.rpartition(".")[0]


def _status(entry: "os.DirEntry[str]", problems: list[Problem]) -> os.stat_result | None:
    """Of a regular file; devices, fifos and sockets are none of ours."""
    try:
        status = entry.stat()
    except FileNotFoundError:  # a link to nothing, or gone meanwhile
        return None
    except OSError as error:
        if error.errno != errno.ELOOP:
            problems.append(Problem(Path(entry.path), _why(error)))
        return None
    return status if stat.S_ISREG(status.st_mode) else None


def _with_beside(name: str, path: str, root: str, status: os.stat_result, beside: _Beside | None) -> Found:
    if beside is None:
        return Found(path, root, status.st_size, status.st_mtime)
    others = beside.of_file(name)
    mtime = max([status.st_mtime, *filter(None, map(_mtime, others))]) + HAIR_S * len(others)
    return Found(path, root, status.st_size, mtime, tuple(one.name for one in others if one in beside.cues))


def _mtime(entry: "os.DirEntry[str]") -> float | None:
    try:
        return entry.stat().st_mtime
    except OSError:
        return None


def _why(error: OSError) -> str:
    return (error.strerror or "it can't be opened").lower()
