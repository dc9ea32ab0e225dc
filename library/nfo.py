"""Owns the `.nfo` that Kodi and its relatives keep beside a film: what it says of it. Knows no file but what it is handed."""

from collections.abc import Iterable
from typing import Any
from xml.parsers import expat

from tunes.library.tagged import LONGEST_TEXT, number, several, text, year

MOST_BYTES = 1 << 20
"""Larger than any that a program writes; with casts of hundreds they have 100 KB."""
_ROOTS = {"movie", "episodedetails", "musicvideo"}
_NAMES = {
    "title": "title",
    "showtitle": "show",
    "season": "season",
    "episode": "episode",
    "genre": "genre",
    "year": "year",
    "plot": "plot",
    "premiered": "date",
    "aired": "date",
}


class _Refused(Exception):  # noqa: N818  # it never leaves this file
    """It holds what no such file needs."""


def read_nfo(content: bytes) -> dict[str, Any]:
    """What it says, by the names of Track's fields; nothing where it is too large, malformed or of another kind.

    Some hold several episodes one behind the other, or an address behind the XML: the first is what counts.
    """
    if len(content) > MOST_BYTES:
        return {}
    found = _Found()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = found.start
    parser.EndElementHandler = found.end
    parser.CharacterDataHandler = found.take
    parser.StartDoctypeDeclHandler = _refuse  # before any entity could be declared, and none is fetched
    try:
        parser.Parse(content.lstrip(), True)
    except _Refused:
        return {}
    except (expat.ExpatError, ValueError, LookupError):  # malformed, or in an encoding that nobody knows
        if not found.is_whole:
            return {}
    return _said(found.values)


def _refuse(*_: object) -> None:
    raise _Refused


class _Found:
    """What stands right below the root."""

    def __init__(self) -> None:
        self.values: dict[str, list[str]] = {}
        self.is_whole = False
        self._depth = 0
        self._name: str | None = None
        self._parts: list[str] = []

    def start(self, name: str, _attributes: object) -> None:
        if self._depth == 0 and name not in _ROOTS:
            raise _Refused
        self._depth += 1
        self._name = _NAMES.get(name) if self._depth == 2 else None
        self._parts = []

    def end(self, _name: str) -> None:
        if self._depth == 2 and self._name is not None:
            self.values.setdefault(self._name, []).append("".join(self._parts))
        self._depth -= 1
        self._name = None
        self.is_whole = self._depth == 0

    def take(self, part: str) -> None:
        if self._name is not None and len(self._parts) < LONGEST_TEXT:
            self._parts.append(part)


def _said(values: dict[str, list[str]]) -> dict[str, Any]:
    said = {
        "title": _first(values.get("title", ())),
        "show": _first(values.get("show", ())),
        "season": _whole(_first(values.get("season", ()))),
        "episode": number(_first(values.get("episode", ()))),
        "year": year(_first(values.get("year", ()))) or year(_first(values.get("date", ()))),
        "plot": _first(values.get("plot", ())),
        "genres": several(part for value in values.get("genre", ()) for part in value.split(" / ")),
    }
    return {name: value for name, value in said.items() if value or (name == "season" and value == 0)}


def _first(values: Iterable[str]) -> str:
    return text([next(iter(values), "")])


def _whole(value: str) -> int | None:
    """A season; 0 is that of the specials."""
    return int(value) if value.isascii() and value.isdigit() and len(value) < 5 else None
