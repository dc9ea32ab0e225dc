"""Owns the folder of playlists: which there are, and what each is called."""

import os
from dataclasses import dataclass
from pathlib import Path

from tunes.library.formats import ending
from tunes.library.playlists.keeping import WRITABLE
from tunes.library.playlists.reading import ENDINGS, PlaylistError
from tunes.library.playlists.rule import ENDING as RULE
from tunes.library.text import clean, fold

LONGEST_NAME = 200
"""Bytes; file systems take 255, and an ending is to be added, and a dot in front while it is written."""
_KINDS = (*ENDINGS, RULE)
"""Of several files that are called the same, the first is the one that the name alone means."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A playlist in the folder, nobody has looked into it yet."""

    name: str
    """What it is called: its file's name without the ending, or with it where another one is called so. Not cleaned."""
    path: Path

    @property
    def is_rule(self) -> bool:
        """Whether it is filled by a query."""
        return ending(self.path.name) == RULE

    @property
    def can_grow(self) -> bool:
        """Whether tunes can add to it."""
        return ending(self.path.name) in WRITABLE


def listed(folder: Path) -> list[Listed]:
    """The playlists in a folder, by name; none where there is no such folder. Raises `PlaylistError`."""
    try:
        names = [entry.name for entry in os.scandir(folder) if _is_one(entry)]
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        raise PlaylistError(f"The playlist folder {folder} can't be read: {error.strerror}.") from error
    names.sort(key=lambda name: (fold(_stem(name)), _kind(name), name))
    taken: set[str] = set()
    found = []
    for name in names:
        called = _stem(name) if fold(_stem(name)) not in taken else name
        taken.add(fold(_stem(name)))
        found.append(Listed(called, folder / name))
    return found


def called(name: str, folder: Path) -> Listed | None:
    """The playlist of a name, capitals and accents aside; the name of its file is one too."""
    known = listed(folder)
    exact = (one for one in known if name in {one.name, one.path.name})
    alike = (one for one in known if fold(name) in {fold(one.name), fold(one.path.name)})
    return next(exact, None) or next(alike, None)


def path_for(name: str, kind: str, folder: Path) -> Path:
    """Where a new playlist of this name is to lie. Raises `PlaylistError` for what can't be the name of a file."""
    bare = clean(name).strip()
    if not bare or bare.startswith(".") or "/" in bare or len(os.fsencode(bare)) > LONGEST_NAME:
        raise PlaylistError(f"A playlist can't be called “{bare}”: it is to be the name of a file.")
    return folder / (bare if ending(bare) == kind else f"{bare}.{kind}")


def _is_one(entry: "os.DirEntry[str]") -> bool:
    if entry.name.startswith(".") or ending(entry.name) not in _KINDS:
        return False
    try:
        return entry.is_file()
    except OSError:  # a link that leads round
        return False


def _stem(name: str) -> str:
    return name.rpartition(".")[0]


def _kind(name: str) -> int:
    return _KINDS.index(ending(name))
