"""Owns what can go wrong with the library, as sentences for the listener."""

from dataclasses import dataclass
from pathlib import Path


class LibraryError(Exception):
    """Root of the library's errors; the message is one sentence for the listener."""


class UnreadableError(LibraryError):
    """A file can't be listed as a track; the message says why, without the file's name."""


class QueryError(LibraryError):
    """A query makes no sense; the message says what is wrong with it and what can be asked."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A file that could not be read, and why."""

    path: Path
    reason: str
