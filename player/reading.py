"""Owns how libVLC is given an Ogg file from its start: through functions of ours, which read one page of it otherwise."""

import ctypes
from collections.abc import Callable
from typing import Any, BinaryIO

from tunes.player.extent import Extent
from tunes.player.ogg import Patch, lead_of


class Reading:
    """One file. libVLC calls on threads of its own, where the disk may take its time."""

    def __init__(self, path: bytes, found: Callable[[Extent], None]) -> None:
        """`found` is told, before any sound comes, where the music lies within what is decoded."""
        self._path, self._found = path, found
        self._files: dict[int, tuple[BinaryIO, Patch | None]] = {}

    def open(self, _data: Any, handle: Any, size: Any) -> int:
        """Fills in a number for the file and how many bytes it has. 0, or -1 where it can't be read."""
        try:
            file = open(self._path, "rb")  # noqa: PTH123, SIM115  # a path of any bytes; closed in `close`
            lead = lead_of(file)
            size[0] = file.seek(0, 2)
            file.seek(0)
        except OSError:
            return -1
        handle[0] = number = len(self._files) + 1
        self._files[number] = file, lead.patch if lead is not None else None
        if lead is not None:
            self._found(lead.extent)
        return 0

    def read(self, handle: int, room: Any, most: int) -> int:
        """How many bytes were read; -1 where the disk fails."""
        file, patch = self._files[handle]
        try:
            since = file.tell()
            read = file.read(most)
        except OSError:
            return -1
        if patch is not None:
            read = patch.on(read, since)
        ctypes.memmove(room, read, len(read))
        return len(read)

    def seek(self, handle: int, at: int) -> int:
        """0, or -1 where the disk fails."""
        try:
            self._files[handle][0].seek(at)
        except OSError:
            return -1
        return 0

    def close(self, handle: int) -> None:
        """Nothing more is read."""
        self._files[handle][0].close()
