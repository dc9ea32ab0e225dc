"""Owns the folder of small pictures that were made before. It is a cache: deleting it, or never writing it, loses nothing."""

import hashlib
import os
import tempfile
from contextlib import suppress
from pathlib import Path

MOST_BYTES = 64 << 20
"""Room for the covers of some 1,500 albums."""
FORM = 1
"""Part of every key: raised when pictures are made in another way."""


class CoverCache:
    """Small pictures by the file that they were made of; one of a changed file is another. May be used from any thread."""

    def __init__(self, folder: Path | None, most_bytes: int = MOST_BYTES) -> None:
        self._folder = folder
        self._most = most_bytes

    def get(self, source: Path, ending: str) -> bytes | None:
        """What was made of a file as it is now."""
        path = self.path(source, ending)
        if path is None:
            return None
        try:
            content = path.read_bytes()
            os.utime(path)  # the longest unused go first
        except OSError:
            return None
        return content

    def put(self, source: Path, ending: str, content: bytes) -> Path | None:
        """Keeps what was made of a file; None where nothing can be kept."""
        path = self.path(source, ending)
        if path is None or self._folder is None:
            return None
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._make_room(len(content))
            descriptor, draft = tempfile.mkstemp(
                suffix=".draft", dir=self._folder
            )  # readable by its owner alone
            try:
                with os.fdopen(descriptor, "wb") as file:
                    file.write(content)
                Path(draft).replace(path)
            except OSError:
                Path(draft).unlink(missing_ok=True)
                raise
        except OSError:  # a full disk, a folder that can't be written: it is made anew each time
            return None
        return path

    def path(self, source: Path, ending: str) -> Path | None:
        """Where it is kept; None where nothing is, or the file can't be looked at."""
        try:
            status = source.stat()
        except OSError:
            return None
        if self._folder is None:
            return None
        known = f"{FORM}\0{status.st_size}\0{status.st_mtime_ns}\0".encode() + os.fsencode(source)
        return self._folder / f"{hashlib.blake2b(known, digest_size=16).hexdigest()}.{ending}"

    def _make_room(self, size: int) -> None:
        """Throws the longest unused away until so many bytes fit."""
        if self._folder is None:
            return
        kept = []
        for path in self._folder.iterdir():
            with suppress(OSError):  # another tunes has thrown it away meanwhile
                status = path.stat()
                kept.append((status.st_mtime, status.st_size, path))
        room = self._most - size - sum(held for _, held, _ in kept)
        for _, held, path in sorted(kept):
            if room >= 0:
                break
            path.unlink(missing_ok=True)
            room += held
