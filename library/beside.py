"""Owns looking at what lies beside a track: the names in its folder, and small files there, read without trusting any of them."""

import os
import stat
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import BinaryIO

MOST_NAMES = 50_000
"""Names looked at in one folder; larger ones are no album."""

OPENING = os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOCTTY
"""Opening a fifo waits for ever without O_NONBLOCK."""


@dataclass(frozen=True, slots=True)
class Folder:
    """The names in a folder."""

    files: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()


def names_in(folder: Path) -> Folder:
    """What lies in a folder. Raises OSError."""
    files: list[str] = []
    folders: list[str] = []
    with os.scandir(folder) as entries:
        for entry in islice(entries, MOST_NAMES):
            (folders if entry.is_dir() else files).append(entry.name)
    return Folder(tuple(sorted(files)), tuple(sorted(folders)))


def opened(path: Path) -> BinaryIO:
    """A regular file, opened for reading. Raises OSError, also where it is something else."""
    descriptor = os.open(path, OPENING)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError(f"{path} is no regular file")
    return os.fdopen(descriptor, "rb")


def read_beside(path: Path, most: int) -> bytes:
    """At most so many bytes of a regular file. Raises OSError."""
    with opened(path) as file:
        return file.read(most)
