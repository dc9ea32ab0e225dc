"""Owns M3U and M3U8, as others write them and as tunes does. Knows no file but the bytes it is handed, and where they are to lie."""

import codecs
import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import quote_from_bytes

from tunes.library.decoding import decoded
from tunes.library.playlists.item import MOST_ITEMS, Item, Written
from tunes.library.text import clean

ENDINGS = frozenset({"m3u", "m3u8"})
_HEAD = re.compile(rb"\s*#(EXTM3U|PLAYLIST|EXTENC)\b", re.IGNORECASE)
"""Lines that speak of the whole, and stay at its head whatever is done with the rest."""
_INFO = re.compile(r"""#EXTINF:\s*(-?[\d.]{1,12})?[^,"]*(?:"[^"]*"[^,"]*)*,(.*)""", re.IGNORECASE)
_PART = re.compile(r"#EXTVLCOPT:(start|stop)-time=([\d.]{1,12})\s*$", re.IGNORECASE)
"""How VLC says that only a part of a file is meant."""
_LINE = re.compile(rb"[^\r\n]*(?:\r\n|\r|\n|$)")


def read_m3u(content: bytes) -> Written:
    """What it says, line by line. Names stay the bytes they are; titles are UTF-8, else what `#EXTENC` says, else cp1252."""
    reading = _Reading()
    for start, line in _lines(content, len(codecs.BOM_UTF8) if content.startswith(codecs.BOM_UTF8) else 0):
        if len(reading.items) >= MOST_ITEMS:
            reading.problem = f"Only the first {MOST_ITEMS:,} entries of it are read."
            break
        reading.take(line, start)
    return Written(tuple(reading.items), reading.title, reading.problem)


def m3u_bytes(items: Sequence[Item], folder: Path) -> bytes:
    """A playlist of these items, as M3U8 that is to lie in `folder`."""
    return b"#EXTM3U\n" + b"".join(m3u_lines(item, folder) for item in items)


def m3u_lines(item: Item, folder: Path) -> bytes:
    """What an M3U8 in `folder` says of one item."""
    said = [f"#EXTINF:{round(item.seconds) if item.seconds else -1},{clean(item.title).strip()}"]
    if item.start:
        said.append(f"#EXTVLCOPT:start-time={item.start:.3f}")
    if item.end:
        said.append(f"#EXTVLCOPT:stop-time={item.end:.3f}")
    return "".join(f"{line}\n" for line in said).encode() + _place(item.where, folder) + b"\n"


def _place(where: bytes, folder: Path) -> bytes:
    if not where.startswith(b"/"):
        return where.translate(None, b"\r\n")
    if b"\n" in where or b"\r" in where:  # only an address can say it
        return b"file://" + quote_from_bytes(where).encode()
    path = os.path.relpath(where, os.fsencode(folder))
    # What would be read as a comment, or as the mark at the head of UTF-8, or lose its blanks.
    is_plain = not path.startswith((b"#", b"\xef\xbb\xbf")) and path == path.strip()
    return path if is_plain else b"./" + path


def _lines(content: bytes, start: int) -> Iterator[tuple[int, bytes]]:
    """Where each line begins, and the line with its end; one at a time, however many there are."""
    for found in _LINE.finditer(content, start):
        if found[0]:
            yield found.start(), found[0]


class _Reading:
    """What was understood so far."""

    def __init__(self) -> None:
        self.items: list[Item] = []
        self.title = ""
        self.problem = ""
        self._encoding = ""
        self._begins: int | None = None
        """Where the lines above the next item begin."""
        self._forget()

    def take(self, line: bytes, start: int) -> None:
        bare = line.rstrip(b"\r\n")
        if _HEAD.match(bare):
            self._begins = None
            self._take_word(self._decoded(bare.strip()))
            return
        if self._begins is None:
            self._begins = start
        if bare.lstrip().startswith(b"#"):
            self._take_word(self._decoded(bare.strip()))
        elif bare.strip():
            span = (self._begins, start + len(line))
            text = self._decoded(bare) if self._encoding else ""
            self.items.append(Item(bare, self._title, self._seconds, self._start, self._end, text, span=span))
            self._forget()

    def _forget(self) -> None:
        self._begins = None
        self._title = ""
        self._seconds: float | None = None
        self._start: float | None = None
        self._end: float | None = None

    def _take_word(self, line: str) -> None:
        if found := _INFO.match(line):
            self._seconds, self._title = _positive(found[1]), found[2].strip()
        elif found := _PART.match(line):
            if found[1].lower() == "start":
                self._start = _positive(found[2])
            else:
                self._end = _positive(found[2])
        elif line[:10].upper() == "#PLAYLIST:":
            self.title = line[10:].strip()
        elif line[:8].upper() == "#EXTENC:":
            self._encoding = _known(line[8:].strip())

    def _decoded(self, line: bytes) -> str:
        if self._encoding:
            return line.decode(self._encoding, "replace")
        return decoded(line)


def _positive(number: str | None) -> float | None:
    try:
        value = float(number or "")
    except ValueError:
        return None
    return value if value > 0 else None


def _known(name: str) -> str:
    """The encoding of a name, if it is one of text in which a line end is a line end."""
    try:
        info = codecs.lookup(name.lower())
        return info.name if b"a\n".decode(info.name, "replace") == "a\n" else ""
    except (LookupError, ValueError, TypeError):
        return ""
