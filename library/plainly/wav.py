"""Owns plain WAVE: chunks that fill the file, of which `fmt`, `data` and an ID3 tag tell something."""

from struct import Struct
from typing import BinaryIO

from tunes.library.payload import read_at
from tunes.library.plainly.id3 import read_id3
from tunes.library.plainly.unusual import Said, UnusualError

_MOST_CHUNKS = 1_000
_TELLING = {b"fmt ", b"data", b"id3 "}
_root = Struct("<4sI4s").unpack_from
_chunk = Struct("<4sI").unpack_from
_format = Struct("<4xI4xH").unpack_from
"""Samples a second, and bytes of one sample in all channels."""


def read_wav(file: BinaryIO, size: int) -> Said:
    """The tags and the length. Raises UnusualError, struct.error, IndexError, UnicodeDecodeError."""
    mark, length, kind = _root(read_at(file, 0, 12))
    end = 8 + length + (length & 1)
    if mark != b"RIFF" or kind != b"WAVE" or end > size:
        raise UnusualError
    chunks = _chunks(file, end)
    place, length = chunks[b"fmt "]
    rate, block = _format(read_at(file, place, min(length, 16)))
    _, length = chunks.get(b"data", (0, 0))
    seconds = length / block / rate if block and rate else 0.0
    if b"id3 " not in chunks:
        return {}, seconds
    place, length = chunks[b"id3 "]
    said, end = read_id3(file, size, place)
    if end > place + length:
        raise UnusualError
    return said, seconds


def _chunks(file: BinaryIO, end: int) -> dict[bytes, tuple[int, int]]:
    """Place and length of each chunk by its name; those that tell something are there once."""
    found = dict[bytes, tuple[int, int]]()
    place = 12
    for _ in range(_MOST_CHUNKS):
        if place >= end:
            break
        name, length = _chunk(read_at(file, place, 8))
        place += 8
        if name == b"ID3 ":
            name = b"id3 "
        if not name.isascii() or not name.decode().isprintable() or not name.strip():
            raise UnusualError
        if name in found and name in _TELLING:
            raise UnusualError
        if name == b"RIFF" or (name == b"LIST" and (length < 4 or not read_at(file, place, 4).isascii())):
            raise UnusualError
        found[name] = place, length
        place += length + (length & 1)
        if place > end:
            raise UnusualError
    else:
        raise UnusualError
    if b"fmt " not in found:
        raise UnusualError
    return found
