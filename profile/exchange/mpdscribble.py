"""Owns reading what mpdscribble keeps: its journal of what it could not send yet, and the log that it writes when asked to."""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import BinaryIO

from tunes.profile.exchange.documents import lines
from tunes.profile.exchange.told import NAMELESS, BadFileError, Opinion, Passed, Told

_JOURNAL = re.compile(rb"a = [^\n]+\nt = ")
_LOGGED = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d{4}) (.+?) - (.+)")
_LONGEST_S = 10 * 60.0
"""Seconds by which the times of the log may be off: it tells when a song was over, and not how long it is."""


def is_journal(head: bytes) -> bool:
    """Whether a file that begins so is a journal."""
    return _JOURNAL.match(head) is not None


def is_log(head: bytes) -> bool:
    """Whether its first two lines are those of a log."""
    first = head.decode("utf-8", "replace").splitlines()[:2]
    return bool(first) and all(_LOGGED.fullmatch(line) for line in first)


def read_journal(stream: BinaryIO, file: str) -> Iterator[Told | Passed | Opinion]:
    """Each song; its time is that at which it was over. Raises BadFileError, OSError."""
    said: dict[str, str] = {}
    place = ""
    for number, line in enumerate(lines(stream, file), 1):
        if not line.strip() or line.startswith("#"):
            continue
        key, equals, value = line.partition("=")
        if not equals:
            raise BadFileError(file, f"line {number:,}", "a line like “a = Artist”")
        if key.strip() == "a" and said:
            yield from _journalled(said, file, place)
            said = {}
        said[key.strip()] = value.strip()
        place = f"line {number:,}"
    if said:
        yield from _journalled(said, file, place)


def read_log(stream: BinaryIO, file: str) -> Iterator[Told]:
    """Each song, of which no length is told. Raises BadFileError, OSError."""
    for number, line in enumerate(lines(stream, file), 1):
        match = _LOGGED.fullmatch(line.rstrip("\r\n"))
        if match is None:
            raise BadFileError(file, f"line {number:,}", "a time, and “Artist - Title”")
        try:
            at = datetime.strptime(match[1], "%Y-%m-%dT%H:%M:%S%z").timestamp()
        except (ValueError, OverflowError):
            raise BadFileError(file, f"line {number:,}", "a time like 2026-01-31T13:05:00+0100") from None
        yield Told(at, match[3].strip(), match[2].strip(), rounded=_LONGEST_S)


def _journalled(said: Mapping[str, str], file: str, place: str) -> Iterator[Told | Passed | Opinion]:
    at, length = said.get("i", ""), said.get("l", "0")
    if not at.isdecimal() or len(at) > 12 or not length.isdecimal() or len(length) > 7:
        raise BadFileError(file, place, "“i = ” with unix seconds and “l = ” with the length before it")
    if not said.get("t"):
        yield NAMELESS
        return
    if said.get("r") == "L":
        yield Opinion("like", True, float(at), said["t"], said.get("a", ""), said.get("b", ""))
    yield Told(
        float(at) - float(length),
        said["t"],
        said.get("a", ""),
        said.get("b", ""),
        duration=float(length) or None,
        mbid=said.get("m") or None,
    )
