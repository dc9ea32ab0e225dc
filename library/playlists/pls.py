"""Owns PLS, the numbered playlists of Winamp and web radios. Knows no file but the bytes it is handed."""

import re
from dataclasses import dataclass

from tunes.library.decoding import decoded
from tunes.library.playlists.item import MOST_ITEMS, Item, Written

_LINE = re.compile(rb"\s*(File|Title|Length)(\d{1,9})\s*=([^\r\n]*)", re.IGNORECASE)


@dataclass(slots=True)
class _Numbered:
    """What is said under one number."""

    where: bytes = b""
    title: str = ""
    seconds: float | None = None


def read_pls(content: bytes) -> Written:
    """What it says, in the order of its numbers, whichever order its lines have."""
    said: dict[int, _Numbered] = {}
    problem = ""
    for found in _LINE.finditer(content):
        number = int(found[2])
        if number not in said and len(said) >= MOST_ITEMS:
            problem = f"Only the first {MOST_ITEMS:,} entries of it are read."
            break
        _take(said.setdefault(number, _Numbered()), found[1].lower(), found[3].strip())
    items = (Item(one.where, one.title, one.seconds) for _, one in sorted(said.items()) if one.where)
    return Written(tuple(items), "", problem)


def _take(one: _Numbered, name: bytes, value: bytes) -> None:
    if name == b"file":
        one.where = value
    elif name == b"title":
        one.title = decoded(value)
    elif value.isdigit() and len(value) < 9:
        one.seconds = float(value) or None
