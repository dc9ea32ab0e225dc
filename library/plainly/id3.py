"""Owns plain ID3v2.3 and 2.4: whole frames of text, nothing compressed, encrypted or made safe for old decoders."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from struct import Struct
from typing import BinaryIO

from tunes.library.payload import read_at
from tunes.library.plainly.texts import described, texts
from tunes.library.plainly.unusual import UnusualError
from tunes.library.tag_names import COMMENTS, ID3_NAMED, ID3_TEXTS, Values

_TEXTS = {name.encode(): ours for name, ours in ID3_TEXTS.items()} | {b"TCON": "genre"}
_NAMED = {name: ours for name, ours in COMMENTS.items() if ours in ID3_NAMED}
_KNOWN = {*_TEXTS, b"TXXX", b"UFID"}
_DATES = {b"TDRC", b"TDOR"}
_DATE = re.compile(r"\d{4}(?:-\d\d){0,2}(?:[T ]\d\d(?::\d\d){0,2})?|", re.ASCII)
"""What mutagen would read and write again as it was."""
_MUSICBRAINZ = b"http://musicbrainz.org"
_MOST_FRAMES, _MOST_BYTES = 2_000, 16 << 20
_frame = Struct(">4sIH").unpack_from
"""Name, length and flags."""
_FRAME_BYTES = 10
_PADDING = bytes(_FRAME_BYTES)
_TAIL_BYTES = 192
"""Longer than ID3v1, and than the place where an APEv2 tag tells of itself."""
_IN_ID3V1 = {b"TIT2", b"TPE1", b"TALB", b"TRCK", b"TCON"}


@dataclass(slots=True)
class _Reading:
    """What has been found so far."""

    said: Values
    seen: set[bytes]
    """Frames, and the names of free texts: one that comes twice is unusual."""

    def add(self, ours: str, values: Iterable[object]) -> None:
        found = self.said.setdefault(ours, [])
        found += values

    def see(self, frame: bytes) -> None:
        if frame in self.seen:
            raise UnusualError
        self.seen.add(frame)


def read_id3(file: BinaryIO, size: int, place: int) -> tuple[Values, int]:
    """What the tag at a place of a file says, and the place behind it. Raises UnusualError, struct.error, UnicodeDecodeError."""
    head = read_at(file, place, 10)
    version = head[3]
    length = int.from_bytes(head[6:10], "big")
    if head[:3] != b"ID3" or version not in {3, 4} or head[5] or length & 0x80808080:
        raise UnusualError
    length = _safe(length)
    end = place + 10 + length
    if end > size or length > _MOST_BYTES:
        raise UnusualError
    reading = _Reading({}, set())
    _read_frames(reading, read_at(file, place + 10, length), version)
    year = b"TDRC" if version == 4 else b"TYER"  # ID3v2.4
    if not reading.seen.issuperset({*_IN_ID3V1, year}):
        check_end(file, size)
    return reading.said, end


def check_end(file: BinaryIO, size: int) -> None:
    """Raises UnusualError where ID3v1 or APEv2 lies at the end, and might tell what the beginning does not."""
    if b"TAG" in read_at(file, max(0, size - _TAIL_BYTES), _TAIL_BYTES):
        raise UnusualError


def _safe(length: int) -> int:
    """A number of which each byte holds 7 bits."""
    return length & 0x7F | length >> 1 & 0x3F80 | length >> 2 & 0x1F_C000 | length >> 3 & 0xFE0_0000


def _read_frames(reading: _Reading, data: bytes, version: int) -> None:
    place, known, rival = 0, 0, 0
    for _ in range(_MOST_FRAMES):
        if len(data) - place < _FRAME_BYTES:
            break
        name, length, flags = _frame(data, place)
        if name == b"\0\0\0\0":
            if data[place : place + _FRAME_BYTES] != _PADDING:
                raise UnusualError
            break
        known += name in _KNOWN
        start = place + _FRAME_BYTES
        if version == 4 and length > 0x7F:  # ID3v2.4
            if length & 0x80808080:
                raise UnusualError
            if not rival:
                rival, known_before = start + length, known
            length = _safe(length)
        place = start + length
        if place > len(data) or name[3] == 0:
            raise UnusualError
        if length and name in _KNOWN:
            if flags:
                raise UnusualError
            _read_frame(reading, name, data[start:place])
    else:
        raise UnusualError
    if rival:
        _check_rival(data, rival, known - known_before)


def _check_rival(data: bytes, place: int, known: int) -> None:
    """ITunes wrote plain lengths where safe ones belong: where going by those finds more frames, they are meant."""
    for _ in range(_MOST_FRAMES):
        if place >= len(data) - _FRAME_BYTES or data[place : place + _FRAME_BYTES] == _PADDING:
            return
        name, length, _ = _frame(data, place)
        place += _FRAME_BYTES + length
        known -= name in _KNOWN
        if known < 0:
            break
    raise UnusualError


def _read_frame(reading: _Reading, name: bytes, inside: bytes) -> None:
    if name in _TEXTS:
        if len(inside) == 1:  # an encoding and no text: mutagen leaves it out
            return
        reading.see(name)
        values = texts(inside[0], inside[1:])
        if name == b"TCON":
            _check_genres(values)
        elif name in _DATES and not all(map(_DATE.fullmatch, values)):
            raise UnusualError
        reading.add(_TEXTS[name], values)
    elif name == b"TXXX":
        description, value = described(inside[0], inside[1:])
        ours = _NAMED.get(description.lower())
        if ours is not None:
            reading.see(b"TXXX" + description.encode())
            if value.strip(b"\0"):
                values = texts(inside[0], value)
                reading.add(ours, values if ours == "artists" else values[:1])
    else:
        owner, _, identifier = inside.partition(b"\0")
        if owner == _MUSICBRAINZ:
            reading.see(name)
            reading.add("mbid", [identifier.decode("ascii", "replace")])


def _check_genres(values: list[str]) -> None:
    """Those that are numbers, or hold them, are mutagen's to name."""
    for value in values:
        if value[:1] == "(" or value.isdecimal() or value in {"CR", "RX"} or "\n" in value:
            raise UnusualError
