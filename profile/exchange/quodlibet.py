"""Owns reading the `songs` file of Quod Libet: a pickle, of which nothing is ever run and only plain values are taken."""

from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any, BinaryIO

from tunes.profile.exchange.plain_pickle import WRONG, PlainPickle
from tunes.profile.exchange.told import (
    BadFileError,
    Opinion,
    Passed,
    Total,
    opinions_of,
    total_of,
    written_at,
)

_PICKLE = b"\x80\x02]"
"""A list, in the second form of pickles, which Quod Libet always writes."""
MOST_BYTES = 256 << 20
"""Three hundred thousand songs. It is one object that must be taken whole, and such a file can be any size."""
_NUMBERS = ("~#playcount", "~#added", "~#lastplayed", "~#length", "~#rating")
_NAMES = frozenset({"title", "artist", "albumartist", "album", "~filename", *_NUMBERS})
_EXPECTED = "the songs of Quod Libet, and nothing but text and numbers in them"


def is_quodlibet(head: bytes) -> bool:
    """Whether a file that begins so is its library."""
    return head.startswith(_PICKLE) and b"formats." in head and b"~#" in head


def read_quodlibet(stream: BinaryIO, file: str) -> Iterator[Total | Passed | Opinion]:
    """Each song. Raises BadFileError, OSError."""
    kept = written_at(stream)
    for number, song in enumerate(_songs(stream, file), 1):
        numbers = [song.get(name, 0) for name in _NUMBERS]
        if not all(_is_number(one) for one in numbers):
            raise BadFileError(file, f"song {number:,}", "numbers where plays, times and lengths stand")
        plays, added, last, length, rated = map(float, numbers)
        names = (
            _text(song, "title"),
            _text(song, "artist") or _text(song, "albumartist"),
            _text(song, "album"),
        )
        place = PurePosixPath(_text(song, "~filename"))
        yield from opinions_of(*names, share=rated, at=last or added or kept, place=place)
        yield total_of(*names, plays=plays, added=added, last=last, length=length, place=place)


def _songs(stream: BinaryIO, file: str) -> list[dict[str, Any]]:
    data = stream.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise BadFileError(file, f"byte {MOST_BYTES:,}", "the end of the songs of Quod Libet")
    values = PlainPickle(data, _NAMES)
    try:
        found = values.taken()
    except WRONG:
        raise BadFileError(file, f"byte {values.place:,}", _EXPECTED) from None
    if not isinstance(found, list) or not all(isinstance(song, dict) for song in found):
        raise BadFileError(file, "in the middle", _EXPECTED)
    return found


def _text(song: dict[str, Any], name: str) -> str:
    """What a tag says; several values stand in lines."""
    value = song.get(name, "")
    text = value.decode("utf-8", "surrogateescape") if isinstance(value, bytes) else value
    return "; ".join(text.split("\n")) if isinstance(text, str) else ""


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < 1e12
