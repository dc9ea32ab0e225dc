"""Owns whether an album has a picture: one beside its files, or one inside the first of them. Told by the places where covers are shown from and by first bytes, nothing is decoded."""

import os
from collections.abc import Iterable
from pathlib import Path

from tunes.library.cover_places import beside, only

LOOKED_INTO = 2
"""Files of an album that are opened: where one holds a picture, nearly always all do."""
EDGE = 256 * 1024
"""Bytes looked at on each end of a file: tags begin there, and the name of a picture's frame comes before the picture."""

_MARKS = (b"APIC", b"covr", b"METADATA_BLOCK_PICTURE", b"metadata_block_picture", b"Cover Art (")
_WMA = "WM/Picture".encode("utf-16-le")
_FLAC_PICTURE = 6


def is_beside(folder: Path) -> bool:
    """Whether a cover lies in a folder; where it can't be looked into, nothing is said against it."""
    try:
        return bool(beside(folder) or only(folder))
    except OSError:
        return True


def is_inside(files: Iterable[Path]) -> bool:
    """Whether one of the first of these files holds a picture."""
    return any(_holds_one(path) for path, _ in zip(files, range(LOOKED_INTO), strict=False))


def _holds_one(path: Path) -> bool:
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        with os.fdopen(descriptor, "rb") as file:
            head = file.read(EDGE)
            size = os.fstat(file.fileno()).st_size
            file.seek(max(len(head), size - EDGE))
            edges = head + file.read(EDGE)
    except OSError:
        return True
    if head[:4] == b"fLaC":
        return _in_flac(head)
    return any(mark in edges for mark in (*_MARKS, _WMA))


def _in_flac(head: bytes) -> bool:
    """Whether one of the metadata blocks is a picture. What hangs over the edge is as likely one as anything."""
    place = 4
    while place + 4 <= len(head):
        kind, length = head[place] & 0x7F, int.from_bytes(head[place + 1 : place + 4], "big")
        if kind == _FLAC_PICTURE:
            return True
        if head[place] & 0x80:
            return False
        place += 4 + length
    return place > EDGE
