"""Owns plain MP3: ID3v2 or nothing, right before the first frame, which tells how many there are, or is like those that follow."""

import re
from struct import Struct
from typing import BinaryIO

from tunes.library.payload import read_at
from tunes.library.plainly.id3 import check_end, read_id3
from tunes.library.plainly.unusual import Said, UnusualError

_RATES = (11_025, 12_000, 8_000), (), (22_050, 24_000, 16_000), (44_100, 48_000, 32_000)
"""Samples a second, by version: MPEG 2.5, none, MPEG 2, MPEG 1."""
_MPEG_1, _LAYER_3, _MONO = 3, 1, 3
_KILOBITS = (
    (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0),
    (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0),
)
"""Of MPEG 2 and 2.5, and of MPEG 1; 0 where none is named."""
_ALIKE = 4
"""Frames one after another that mutagen takes for sound."""
_LEAST_BYTES = 256
_TOLD_BYTES = 192
"""The longest head of a frame, with what encoders write behind it."""
_HAS_FRAMES, _HAS_BYTES, _HAS_TABLE, _HAS_QUALITY = 1, 2, 4, 8
_flags_and_frames = Struct(">II").unpack_from
_LAME = re.compile(rb"LAME3\.(\d{2,3})(?!\d)")
_LAME_WITH_DELAY = 91
"""The first 3.x whose padding mutagen believes without looking further."""
_LAME_BYTES = 36


def read_mp3(file: BinaryIO, size: int) -> Said:
    """The tags and the length. Raises UnusualError, struct.error, IndexError, UnicodeDecodeError."""
    if size < _LEAST_BYTES:
        raise UnusualError
    if read_at(file, 0, 3) == b"ID3":
        said, start = read_id3(file, size, 0)
    else:
        check_end(file, size)
        said, start = {}, 0
    return said, _seconds(file, size, start)


def _seconds(file: BinaryIO, size: int, start: int) -> float:
    place, bitrate_of_first = start, 0
    for _ in range(_ALIKE):
        head = read_at(file, place, _TOLD_BYTES)
        bitrate, rate, samples, length, told = _frame(head)
        mark = head[told : told + 4]
        if mark in {b"Xing", b"Info"}:
            if place != start:
                raise UnusualError
            return _samples_told(head[told:], samples) / rate
        if head[36:40] == b"VBRI":
            raise UnusualError
        bitrate_of_first = bitrate_of_first or bitrate
        place += length
    return 8 * (size - start) / bitrate_of_first


def _frame(head: bytes) -> tuple[int, int, int, int, int]:
    """Bits a second, samples a second, samples and bytes of a frame, and where it would tell of the whole file."""
    bits = int.from_bytes(head[:4], "big")
    version = bits >> 19 & 3
    rates, rate_index, is_mpeg_1 = _RATES[version], bits >> 10 & 3, version == _MPEG_1
    kilobits = _KILOBITS[is_mpeg_1][bits >> 12 & 15]
    if bits >> 21 != 0x7FF or bits >> 17 & 3 != _LAYER_3 or not kilobits:
        raise UnusualError
    rate, is_mono = rates[rate_index], bits >> 6 & 3 == _MONO
    samples = 1152 if is_mpeg_1 else 576
    length = samples // 8 * kilobits * 1000 // rate + (bits >> 9 & 1)
    told = (21 if is_mono else 36) if is_mpeg_1 else (13 if is_mono else 21)
    return kilobits * 1000, rate, samples, length, told


def _samples_told(head: bytes, of_frame: int) -> int:
    """What the first frame tells of all: their number, and how much silence the encoder put at both ends."""
    flags, frames = _flags_and_frames(head, 4)
    if not flags & _HAS_FRAMES:
        raise UnusualError
    place = 12
    place += (4 if flags & _HAS_BYTES else 0) + (100 if flags & _HAS_TABLE else 0)
    place += 4 if flags & _HAS_QUALITY else 0
    encoder = head[place : place + _LAME_BYTES]
    samples: int = frames * of_frame
    if len(encoder) < _LAME_BYTES:
        raise UnusualError
    if encoder.startswith((b"LAME", b"L3.99")):
        version = _LAME.match(encoder)
        if version is None or int(version[1]) < _LAME_WITH_DELAY or encoder[9] >> 4:
            raise UnusualError
        delays = int.from_bytes(encoder[21:24], "big")
        samples -= (delays >> 12) + (delays & 0xFFF)
    return max(0, samples)
