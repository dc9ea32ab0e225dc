"""Owns plain FLAC: the metadata blocks before the sound."""

from struct import Struct
from typing import BinaryIO

from tunes.library.payload import read_at
from tunes.library.plainly.comments import read_comments
from tunes.library.plainly.unusual import Said, UnusualError
from tunes.library.tag_names import Values

_STREAMINFO, _SEEKTABLE, _COMMENTS, _CUESHEET, _PICTURE = 0, 3, 4, 5, 6
_MOST_BLOCKS = 200
_HEAD_BYTES = 42
"""`fLaC`, the head of the first block, and that block: what the stream is like."""
_length = Struct(">I").unpack_from


def read_flac(file: BinaryIO, size: int) -> Said:
    """The tags and the length. Raises UnusualError, struct.error."""
    head = read_at(file, 0, _HEAD_BYTES)
    if len(head) < _HEAD_BYTES or head[:4] != b"fLaC" or head[5:8] != b"\0\0\x22" or head[4] & 0x7F:
        raise UnusualError
    stream = int.from_bytes(head[18:26], "big")  # 20 bits rate, 3 channels, 5 bits a sample, 36 samples
    rate = stream >> 44
    if not rate:
        raise UnusualError
    said = {} if head[4] & 0x80 else _said(file, size)
    return said, (stream & 0xF_FFFF_FFFF) / rate


def _said(file: BinaryIO, size: int) -> Values:
    place = _HEAD_BYTES
    said: Values | None = None
    has_seektable = False
    for _ in range(_MOST_BLOCKS):
        (head,) = _length(read_at(file, place, 4))
        kind, length = head >> 24 & 0x7F, head & 0xFF_FFFF
        place += 4
        if place + length > size:
            raise UnusualError
        if kind == _COMMENTS:
            if said is not None:
                raise UnusualError
            said, end = read_comments(read_at(file, place, length), 0)
            if end != length:  # some write wrong lengths, and mutagen goes by what it finds
                raise UnusualError
        elif kind == _PICTURE:
            _measure_picture(file, place, length)
        elif kind in {_STREAMINFO, _CUESHEET} or (kind == _SEEKTABLE and has_seektable):
            raise UnusualError
        has_seektable = has_seektable or kind == _SEEKTABLE
        place += length
        if head >> 31:
            return said or {}
    raise UnusualError


def _measure_picture(file: BinaryIO, place: int, length: int) -> None:
    """Its parts must fill the block: mutagen goes by them, not by the block's length."""
    end = place + length
    place += 4
    for behind in (0, 0, 16):  # type and name of the format, description, then four numbers and the picture
        place += behind
        (part,) = _length(read_at(file, place, 4))
        place += 4 + part
    if place != end:
        raise UnusualError
