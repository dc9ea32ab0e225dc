"""Owns plain Ogg: one stream of Vorbis or Opus, its head on the first page and its comments on the next ones."""

from struct import Struct
from typing import BinaryIO

from tunes.library.payload import read_at
from tunes.library.plainly.comments import read_comments
from tunes.library.plainly.unusual import Said, UnusualError

_head = Struct("<4sBBqIIxxxxB").unpack_from
"""Of a page: mark, version, flags, position, serial and sequence number, checksum, and how many lacings follow."""
_HEAD_BYTES, _MOST_LACINGS = 27, 255
_CONTINUED, _FIRST, _LAST = 1, 2, 4
_MOST_PAGES = 256
"""Of comments: 16 MB, pictures included."""
_TAIL_BYTES = 1 << 16
"""In which the last page begins."""
_OPUS_RATE = 48_000
_rate = Struct("<I").unpack_from
_pre_skip = Struct("<H").unpack_from


def read_ogg(file: BinaryIO, size: int) -> Said:
    """The tags and the length of Ogg Vorbis, or of Opus under the ending of Ogg. Raises UnusualError, struct.error."""
    head = read_at(file, 0, 64)
    if b"OpusHead" in head:
        return _opus(file, size, head)
    length = _first_packet(head, size)
    if head[28:35] != b"\x01vorbis" or length < 28 or b"Speex" in head or b"\x7fFLAC" in head:
        raise UnusualError
    (rate,) = _rate(head, 40)
    serial = _head(head)[4]
    packet = _packet(file, size, 28 + length, serial)
    if packet[:7] != b"\x03vorbis":
        raise UnusualError
    said, end = read_comments(packet, 7)
    if not packet[end] & 1:
        raise UnusualError
    position = _last_position(file, size, serial)
    if not rate:
        raise UnusualError
    return said, position / rate


def read_opus(file: BinaryIO, size: int) -> Said:
    """The tags and the length of Opus. Raises UnusualError, struct.error."""
    return _opus(file, size, read_at(file, 0, 64))


def _opus(file: BinaryIO, size: int, head: bytes) -> Said:
    length = _first_packet(head, size)
    if head[28:36] != b"OpusHead" or length < 19 or head[36] >> 4:
        raise UnusualError
    (skipped,) = _pre_skip(head, 38)
    serial = _head(head)[4]
    packet = _packet(file, size, 28 + length, serial)
    if packet[:8] != b"OpusTags":
        raise UnusualError
    said, _ = read_comments(packet, 8)
    return said, (_last_position(file, size, serial) - skipped) / _OPUS_RATE


def _first_packet(head: bytes, size: int) -> int:
    """The length of the packet that fills the first page."""
    mark, version, flags, _, _, _, lacings = _head(head)
    length = head[_HEAD_BYTES]
    if mark != b"OggS" or version or flags & ~_LAST != _FIRST or lacings != 1 or length == _MOST_LACINGS:
        raise UnusualError
    if 28 + length > size:
        raise UnusualError
    return length


def _packet(file: BinaryIO, size: int, place: int, stream: int) -> bytes:
    """The packet that begins with the page at a place, put together from as many pages as it takes."""
    parts = list[bytes]()
    before = -1
    for _ in range(_MOST_PAGES):
        head = read_at(file, place, _HEAD_BYTES + _MOST_LACINGS)
        mark, version, flags, _, serial, sequence, count = _head(head)
        if mark != b"OggS" or version or serial != stream or (flags & _CONTINUED) != (before >= 0):
            raise UnusualError
        if before >= 0 and sequence != before + 1:
            raise UnusualError
        before = sequence
        lacings = head[_HEAD_BYTES : _HEAD_BYTES + count]
        place += _HEAD_BYTES + count
        whole = count - len(lacings.lstrip(b"\xff"))
        end = place + sum(lacings)
        if not count or len(lacings) < count or end > size:
            raise UnusualError
        if whole < count:  # a lacing of less than 255 ends the packet
            parts.append(read_at(file, place, whole * 255 + lacings[whole]))
            return b"".join(parts)
        parts.append(read_at(file, place, whole * 255))
        place = end
    raise UnusualError


def _last_position(file: BinaryIO, size: int, stream: int) -> int:
    """How many samples have been heard at the end, as the last page tells."""
    tail = read_at(file, max(0, size - _TAIL_BYTES), _TAIL_BYTES)
    place = tail.rfind(b"OggS")
    if place < 0:
        raise UnusualError
    _, version, flags, position, serial, _, count = _head(tail, place)
    place += _HEAD_BYTES
    lacings = tail[place : place + count]
    if version or serial != stream or not flags & _LAST or position == -1:
        raise UnusualError
    if len(lacings) < count or place + count + sum(lacings) > len(tail):
        raise UnusualError
    return int(position)
