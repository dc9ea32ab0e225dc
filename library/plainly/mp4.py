"""Owns plain MP4: one `moov` in which everything fits into what surrounds it, with one sort of sound and the tags of iTunes."""

import re
from struct import Struct
from typing import BinaryIO

from tunes.library.payload import read_at
from tunes.library.plainly.atoms import CONTAINERS, read_items
from tunes.library.plainly.unusual import Said, UnusualError

Spans = dict[bytes, tuple[int, int]]
"""Where the inside of each atom lies, by its path."""

_MOST_BYTES = 8 << 20
"""Of `moov`; a cover is in it."""
_MOST_ATOMS, _DEEPEST = 4_096, 60
_atom = Struct(">I4s").unpack_from
_entry = Struct(">II4s").unpack_from
_long_atom = Struct(">8xQ").unpack_from
_scale_and_length = Struct(">II").unpack_from
_scale_and_long_length = Struct(">IQ").unpack_from
_LENGTH = rb"[\x80-\xff]{0,3}[\x00-\x7f]"
_DECODER = re.compile(
    rb"\x00.{3}"
    rb"\x03" + _LENGTH + rb".{2}[\x00-\x1f]"
    rb"\x04" + _LENGTH + rb"(..).{11}",
    re.DOTALL,
)
"""How `esds` describes a sound, in the usual order."""
_AAC = re.compile(rb"\x05\x80{0,3}([\x02-\x7f])([\x10-\x17])(.)", re.DOTALL)
"""And its low-complexity AAC."""
_SURE_BYTES = 8
"""More than mutagen would read behind that, whatever stands there."""


def read_mp4(file: BinaryIO, size: int) -> Said:
    """The tags and the length. Raises UnusualError, struct.error, IndexError, UnicodeDecodeError."""
    place, length = _moov(file, size)
    data = read_at(file, place, length)
    found: Spans = {}
    tracks = list[bytes]()
    _walk(data, 0, len(data), found, tracks)
    if b"udtachpl" in found:  # chapters
        raise UnusualError
    seconds = _seconds(data, found, tracks)
    items = found.get(b"udtametailst")
    return ({} if items is None else read_items(data, *items)), seconds


def _moov(file: BinaryIO, size: int) -> tuple[int, int]:
    """Where the inside of `moov` lies."""
    found, place = (0, 0), 0
    for _ in range(_MOST_ATOMS):
        if place + 8 > size:
            break
        head = read_at(file, place, 16)
        length, name = _atom(head)
        used = 8
        if length == 1:
            (length,), used = _long_atom(head), 16
        if length < used or place + length > size:
            raise UnusualError
        if name in CONTAINERS:
            if name != b"moov" or found[1] or used != 8 or not 8 < length <= _MOST_BYTES:
                raise UnusualError
            found = place + 8, length - 8
        place += length
    else:
        raise UnusualError
    if not found[1]:
        raise UnusualError
    return found


def _walk(data: bytes, place: int, end: int, found: Spans, tracks: list[bytes], path: bytes = b"") -> None:
    """Notes each atom from a place on, the first of a name; tracks under a name of their own. What they hold must fill them."""
    if len(path) > _DEEPEST:
        raise UnusualError
    for _ in range(_MOST_ATOMS):
        if place == end:
            return
        length, name = _atom(data, place)
        stop = place + length
        if length < 8 or stop > end:
            raise UnusualError
        inside = path + name
        if name in CONTAINERS:
            if name == b"trak":
                inside += b"%08x" % place
                tracks += [inside] if not path else []
            if inside in found or (name == b"ilst" and path != b"udtameta"):
                raise UnusualError
            if name != b"ilst":
                _walk(data, place + (12 if name == b"meta" else 8), stop, found, tracks, inside)
        if inside not in found:
            found[inside] = place + 8, stop
        place = stop
    raise UnusualError


def _seconds(data: bytes, found: Spans, tracks: list[bytes]) -> float:
    """The length of the first track with sound."""
    for track in tracks:
        start, end = found[track + b"mdiahdlr"]
        if data[start:end][8:12] == b"soun":
            break
    else:
        raise UnusualError
    start, end = found[track + b"mdiaminfstblstsd"]
    _check_sound(data[start:end])
    start, end = found[track + b"mdiamdhd"]
    head = data[start:end]
    if head[0] == 0:
        scale, length = _scale_and_length(head, 12)
    elif head[0] == 1:
        scale, length = _scale_and_long_length(head, 20)
    else:
        raise UnusualError
    return length / scale if scale else 0.0


def _check_sound(described: bytes) -> None:
    """Raises UnusualError where mutagen might stumble over what is told of the sound."""
    count, length, name = _entry(described, 4)
    extra, extra_name = _atom(described, 44)
    end = 44 + extra
    if described[0] or count != 1 or length != len(described) - 8 or end > len(described):
        raise UnusualError
    if name == extra_name == b"alac" and extra >= 36 and not described[52]:  # as Apple wrote it down
        return
    decoder = _DECODER.match(described, 52, end) if name == b"mp4a" and extra_name == b"esds" else None
    if decoder is None:
        raise UnusualError
    sort, stream = decoder[1]
    if (sort, stream >> 2) == (0x40, 5) and described[decoder.end() : end][0] == 5:
        _check_aac(_AAC.match(described, decoder.end(), end), described[:end])


def _check_aac(aac: re.Match[bytes] | None, described: bytes) -> None:
    if aac is None:
        raise UnusualError
    (length,), (first,), (second,) = aac.groups()
    if (first & 7, second >> 7) == (7, 1) or second & 3 or not second & 0x78:
        raise UnusualError
    behind = described[aac.end() :]
    if length > 3 and len(behind) < _SURE_BYTES and not (behind[:2] == b"\x56\xe5" and behind[2] >> 7 == 0):
        raise UnusualError
