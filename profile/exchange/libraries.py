"""Owns reading the libraries that other players keep as XML, which hold how often a track was played, and when last: totals, no listens."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import BinaryIO
from xml.parsers import expat

from tunes.profile.exchange.told import (
    BadFileError,
    Opinion,
    Passed,
    Total,
    opinions_of,
    total_of,
    written_at,
)

CHUNK_BYTES = 1 << 18
LONGEST_TEXT = 4 << 20
"""Letters of one value: lyrics have some thousands, a picture as text a million."""
Reading = Iterator[Total | Passed | Opinion]


def is_itunes(head: bytes) -> bool:
    """Whether a file that begins so is the `Library.xml` of iTunes or Music."""
    return b"<plist" in head and b"<key>Tracks</key>" in head


def is_rhythmbox(head: bytes) -> bool:
    """Whether a file that begins so is Rhythmbox's `rhythmdb.xml`."""
    return b"<rhythmdb" in head


def read_itunes(stream: BinaryIO, file: str) -> Reading:
    """Each track. Raises BadFileError, OSError."""
    kept = written_at(stream)
    for place, said in _entries(stream, file, _PlistTracks()):
        if said.get("Podcast") == "true" or said.get("Movie") == "true" or said.get("TV Show") == "true":
            continue
        last = _time(said.get("Play Date UTC", ""))
        added = _time(said.get("Date Added", ""))
        length = _number(said.get("Total Time", ""), file, place) / 1000
        names = (
            said.get("Name", ""),
            said.get("Artist", "") or said.get("Album Artist", ""),
            said.get("Album", ""),
        )
        rated = 0.0 if "Rating Computed" in said else _number(said.get("Rating", ""), file, place) / 100
        is_liked = "true" in {said.get("Loved"), said.get("Favorited")}
        yield from opinions_of(*names, share=rated, at=last or added or kept, is_liked=is_liked)
        yield total_of(
            *names,
            plays=_number(said.get("Play Count", ""), file, place),
            added=added,
            last=last,
            length=length,
        )


def read_rhythmbox(stream: BinaryIO, file: str) -> Reading:
    """Each song. Raises BadFileError, OSError."""
    kept = written_at(stream)
    for place, said in _entries(stream, file, _Songs()):
        names = (said.get("title", ""), said.get("artist", ""), said.get("album", ""))
        added = _number(said.get("first-seen", ""), file, place)
        last = _number(said.get("last-played", ""), file, place)
        stars = _number(said.get("rating", ""), file, place)
        yield from opinions_of(*names, share=stars / 5, at=last or added or kept)
        yield total_of(
            *names,
            plays=_number(said.get("play-count", ""), file, place),
            added=added,
            last=last,
            length=_number(said.get("duration", ""), file, place),
        )


class _Refused(Exception):  # noqa: N818  # it never leaves this file
    """It declares entities, which no such file does, or one value goes on and on."""


class _Text:
    """What stands in one element, as it comes."""

    __slots__ = ("_letters", "_parts")

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._letters = 0

    def add(self, text: str) -> None:
        self._letters += len(text)
        if self._letters > LONGEST_TEXT:
            raise _Refused
        self._parts.append(text)

    def whole(self) -> str:
        return "".join(self._parts)


class _PlistTracks:
    """Takes the tracks out of a property list: dictionaries in the one under the key "Tracks"."""

    _DEPTH = 4
    """plist, dict, dict (Tracks), dict (one track)."""

    def __init__(self) -> None:
        self.found: list[dict[str, str]] = []
        self._depth = 0
        self._section = ""
        self._key = ""
        self._text = _Text()
        self._now: dict[str, str] = {}

    def start(self, name: str, _: object) -> None:
        self._text = _Text()
        self._depth += name in {"plist", "dict", "array"}
        if name == "dict" and self._depth == self._DEPTH:
            self._now = {}

    def end(self, name: str) -> None:
        text = self._text.whole()
        if name == "key" and self._depth == 2:
            self._section = text
        elif name == "dict" and self._depth == self._DEPTH and self._section == "Tracks":
            self.found.append(self._now)
        elif self._depth == self._DEPTH:
            if name == "key":
                self._key = text
            else:
                self._now[self._key] = text or name
        self._depth -= name in {"plist", "dict", "array"}
        self._text = _Text()

    def take(self, text: str) -> None:
        self._text.add(text)


class _Songs:
    """Takes the entries of type "song" out of Rhythmbox's file."""

    def __init__(self) -> None:
        self.found: list[dict[str, str]] = []
        self._now: dict[str, str] | None = None
        self._text = _Text()

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        self._text = _Text()
        if name == "entry":
            self._now = {} if attributes.get("type") == "song" else None

    def end(self, name: str) -> None:
        if self._now is not None:
            if name == "entry":
                self.found.append(self._now)
                self._now = None
            else:
                self._now[name] = self._text.whole()
        self._text = _Text()

    def take(self, text: str) -> None:
        self._text.add(text)


def _refuse(*_: object) -> None:
    raise _Refused


def _entries(
    stream: BinaryIO, file: str, found: _PlistTracks | _Songs
) -> Iterator[tuple[str, dict[str, str]]]:
    """What was found, as it comes, and the line it ends before; a file of any size."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = found.start, found.end
    parser.CharacterDataHandler = found.take
    parser.EntityDeclHandler = _refuse
    chunk = b"-"
    while chunk:
        chunk = stream.read(CHUNK_BYTES)
        try:
            parser.Parse(chunk, not chunk)
        except (expat.ExpatError, _Refused, ValueError, LookupError):
            raise BadFileError(
                file, f"line {parser.CurrentLineNumber:,}", "XML that is whole and plain"
            ) from None
        for entry in found.found:
            yield f"line {parser.CurrentLineNumber:,}", entry
        found.found.clear()


def _number(text: str, file: str, place: str) -> float:
    if not text:
        return 0.0
    try:
        number = float(text)
    except ValueError:
        number = -1.0
    if not 0 <= number < 1e12:
        raise BadFileError(file, f"before {place}", "a number where plays, times and lengths stand")
    return number


def _time(text: str) -> float:
    """Unix seconds of `2026-01-31T13:05:00Z`; 0 where there is none."""
    try:
        return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC).timestamp()
    except (ValueError, OverflowError):
        return 0.0
