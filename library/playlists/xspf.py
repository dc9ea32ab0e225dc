"""Owns XSPF, as others write it and as tunes does. Knows no file but the bytes it is handed, and where they are to lie."""

import os
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from urllib.parse import quote_from_bytes
from xml.parsers import expat

from tunes.library.playlists.item import MOST_ITEMS, Item, Written
from tunes.library.text import clean

LONGEST_TEXT = 4_000
"""Characters of one text; paths are shorter, and nobody reads more."""
_TEXTS = {"location", "title", "creator", "duration"}
_NO_XML = re.compile("[\ufffe\uffff]")
"""What `clean` leaves in a text and XML can't hold."""
_PART = re.compile(rb"#t=([\d.]{1,12})?(?:,([\d.]{1,12}))?$")
"""How the web says that only a part of a file is meant."""
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<playlist version="1" xmlns="http://xspf.org/ns/0/">\n  <trackList>\n'
_FOOT = b"  </trackList>\n</playlist>\n"


class _Enough(Exception):  # noqa: N818  # it never leaves this file
    """No more is to be read; the message is a sentence about it, maybe none."""


def read_xspf(content: bytes) -> Written:
    """What it says. Of XML that breaks off, what stood before; of one that would declare entities, nothing."""
    reading = _Reading(content)
    parser = reading.parser
    problem = ""
    try:
        parser.Parse(content, True)
    except _Enough as enough:
        problem = str(enough)
    except expat.ExpatError as error:
        problem = f"It breaks off in line {error.lineno}: {expat.ErrorString(error.code)}."
    except (ValueError, LookupError) as error:  # in an encoding that nobody knows
        problem = f"It can't be read: {error}."
    return Written(tuple(reading.items), reading.title, problem)


def xspf_bytes(items: Sequence[Item], folder: Path) -> bytes:
    """A playlist of these items, as XSPF that is to lie in `folder`."""
    return _HEAD.encode() + b"".join(xspf_track(item, folder) for item in items) + _FOOT


def xspf_track(item: Item, folder: Path) -> bytes:
    """What an XSPF in `folder` says of one item."""
    lines = [f"<location>{_escaped(_location(item, folder))}</location>"]
    if title := _NO_XML.sub("\ufffd", clean(item.title)).strip():
        lines.append(f"<title>{_escaped(title)}</title>")
    if item.seconds:
        lines.append(f"<duration>{round(item.seconds * 1000)}</duration>")
    inner = "".join(f"      {line}\n" for line in lines)
    return f"    <track>\n{inner}    </track>\n".encode()


def _escaped(text: str) -> str:
    """As the standard library does it, which loads all it knows of the web for that."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _location(item: Item, folder: Path) -> str:
    part = f"#t={item.start or 0:.3f}" if item.start or item.end else ""
    part += f",{item.end:.3f}" if item.end else ""
    if item.is_elsewhere or item.is_file_address:
        return _NO_XML.sub("\ufffd", clean(item.where.decode(errors="replace"))) + part
    where = item.where
    if where.startswith(b"/"):
        where = os.path.relpath(where, os.fsencode(folder))
    return quote_from_bytes(where, safe="/!$'()*,;=@&+~") + part


class _Reading:
    """What was understood so far, and where in the bytes each track stands."""

    def __init__(self, content: bytes) -> None:
        self.items: list[Item] = []
        self.title = ""
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._take
        self.parser.StartDoctypeDeclHandler = (
            _refuse  # before any entity could be declared, and none is fetched
        )
        self._content = content
        self._path: list[str] = []
        self._text: list[str] | None = None
        self._length = 0
        self._said: dict[str, str] = {}
        self._began = 0

    def _start(self, name: str, _attributes: object) -> None:
        self._path.append(name.rpartition(":")[2])
        if self._path[0] != "playlist":
            raise _Enough("It is XML, but no XSPF playlist.")
        if len(self._path) > 50:
            raise _Enough("It is nested deeper than any playlist.")
        if self._is_track():
            self._said = {}
            self._began = self.parser.CurrentByteIndex
        is_text = (self._is_track(1) and self._path[-1] in _TEXTS) or self._path == ["playlist", "title"]
        self._text, self._length = ([], 0) if is_text else (None, 0)

    def _take(self, part: str) -> None:
        if self._text is not None and self._length < LONGEST_TEXT:
            self._text.append(part)
            self._length += len(part)

    def _end(self, _name: str) -> None:
        text = "".join(self._text)[:LONGEST_TEXT].strip() if self._text is not None else ""
        if self._is_track():
            self._take_track()
        elif self._is_track(1):
            self._said.setdefault(self._path[-1], text)  # of several places the first is the best
        elif self._path == ["playlist", "title"]:
            self.title = text
        self._text = None
        self._path.pop()

    def _is_track(self, below: int = 0) -> bool:
        return len(self._path) == 3 + below and self._path[1:3] == ["trackList", "track"]

    def _take_track(self) -> None:
        if len(self.items) >= MOST_ITEMS:
            raise _Enough(f"Only the first {MOST_ITEMS:,} entries of it are read.")
        location = self._said.get("location", "").encode(errors="replace")
        part = _PART.search(location)
        closing = self._content.find(b">", self.parser.CurrentByteIndex) + 1
        self.items.append(
            Item(
                location[: part.start()] if part else location,
                _joined((self._said.get("creator", ""), self._said.get("title", ""))),
                _number(self._said.get("duration", ""), 1000),
                _number(part[1].decode()) if part and part[1] else None,
                _number(part[2].decode()) if part and part[2] else None,
                is_uri=True,
                span=(self._began, closing) if closing else None,
            )
        )


def _refuse(*_: object) -> None:
    raise _Enough("It declares what no playlist needs, and is not read.")


def _joined(texts: Iterable[str]) -> str:
    return " - ".join(filter(None, texts))


def _number(text: str, unit: float = 1) -> float | None:
    try:
        value = float(text[:12]) / unit
    except ValueError:
        return None
    return value if 0 < value < 1e9 else None
