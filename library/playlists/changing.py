"""Owns adding to a playlist, taking out and moving: what else is written in its file stays, byte for byte."""

import codecs
import re
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path

from tunes.library.formats import ending
from tunes.library.playlists.item import Item, Written
from tunes.library.playlists.keeping import WRITABLE, keep
from tunes.library.playlists.m3u import m3u_lines
from tunes.library.playlists.reading import MOST_BYTES, PlaylistError, content_of, read_playlist
from tunes.library.playlists.xspf import xspf_track

_LIST_ENDS = re.compile(rb"[ \t]*</trackList\s*>")


def add(path: Path, items: Sequence[Item]) -> None:
    """Adds items, whose paths are absolute, to the end of a playlist. Raises `PlaylistError`."""
    place = path.resolve()

    def added(content: bytes) -> bytes:
        if ending(path.name) == "xspf":
            return _added_to_xspf(content, items, place)
        new = b"".join(m3u_lines(item, place.parent) for item in items)
        return _ended(content) + new

    _change(place, path, added)


def remove(path: Path, number: int, item: Item) -> None:
    """Takes out the item at `number`, if it still is this one. Raises `PlaylistError`."""

    def without(content: bytes) -> bytes:
        begin, end = _spans(path, number, item)[number]
        return content[:begin] + content[end:]

    _change(path.resolve(), path, without)


def move(path: Path, number: int, item: Item, by: int) -> None:
    """Moves the item at `number` one up (-1) or down (1), if it still is this one. Raises `PlaylistError`."""

    def swapped(content: bytes) -> bytes:
        spans = _spans(path, number, item)
        first, second = sorted((number, number + by))
        if first < 0 or second >= len(spans):
            return content
        (begin, middle), (after, end) = spans[first], spans[second]
        is_lines = ending(path.name) != "xspf"
        one, other = content[begin:middle], content[after:end]
        if is_lines:
            one, other = _ended(one), _ended(other)
        return content[:begin] + other + content[middle:after] + one + content[end:]

    _change(path.resolve(), path, swapped)


def _change(place: Path, path: Path, changed: Callable[[bytes], bytes]) -> None:
    if ending(path.name) not in WRITABLE:
        raise PlaylistError(
            f"tunes changes {' and '.join(f'.{one}' for one in WRITABLE)} only, and leaves {path} as it is."
        )
    content = content_of(place, MOST_BYTES)
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise PlaylistError(f"The playlist {path} is written in UTF-16, and is left as it is.")
    fresh = changed(content)
    if fresh != content:
        keep(place, fresh, replace=True)


def _spans(path: Path, number: int, item: Item) -> list[tuple[int, int]]:
    """Which bytes each item is; raises where the file is no longer the one that the listener sees."""
    written: Written = read_playlist(path)
    spans = [one.span for one in written.items if one.span is not None]
    is_same = number < len(written.items) and written.items[number] == item
    # A list that breaks off, or whose tracks overlap, is not to be cut up.
    is_sound = not written.problem and all(one[1] <= other[0] for one, other in pairwise(spans))
    if not (is_same and is_sound and len(spans) == len(written.items)):
        raise PlaylistError(f"The playlist {path} is not as it was when it was opened, and is left as it is.")
    return spans


def _added_to_xspf(content: bytes, items: Sequence[Item], place: Path) -> bytes:
    ends = list(_LIST_ENDS.finditer(content))
    if not ends:
        raise PlaylistError(f"Nothing can be added to the playlist {place}: its list has no end.")
    at = ends[-1].start()
    return content[:at] + b"".join(xspf_track(item, place.parent) for item in items) + content[at:]


def _ended(lines: bytes) -> bytes:
    return lines if not lines or lines.endswith((b"\n", b"\r")) else lines + b"\n"
