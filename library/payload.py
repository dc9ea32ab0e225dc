"""Owns where the sound lies in a file, tags at both ends left out. Told by the file's own first bytes, so that its name says nothing.

What it finds goes into the ids of tracks, so it may never change; a golden test holds it.
"""

import struct
from collections.abc import Iterator
from io import BytesIO
from typing import BinaryIO

Span = tuple[int, int]
"""First byte, and the byte after the last."""

MOST_PARTS = 10_000
"""Parts of a container looked at: a real one has a few dozen before its sound; a crafted one has no end."""

_ASF_HEADER = bytes.fromhex("3026b2758e66cf11a6d900aa0062ce6c")
_EBML, _CLUSTER, _SEEK_HEAD = b"\x1a\x45\xdf\xa3", b"\x1f\x43\xb6\x75", b"\x11\x4d\x9b\x74"
_SEEK_POSITION = b"\x53\xac"
_MP4_FIRST = {b"ftyp", b"moov", b"mdat", b"free", b"skip", b"wide"}


def payload_span(file: BinaryIO, size: int) -> Span:
    """Where the sound lies; the whole file where its layout is not known or not as it should be. Raises OSError."""
    front = _after_id3(file)
    head = read_at(file, front, 16)
    if head[:4] == b"fLaC":
        found = _flac(file, size, front)
    elif head[:4] == b"OggS":
        found = _ogg(file, size, front)
    elif head[4:8] in _MP4_FIRST:
        found = _mp4(file, size)
    elif head[:4] in {b"RIFF", b"RF64", b"FORM"}:
        found = _chunked(file, size, front)
    elif head == _ASF_HEADER:
        found = int.from_bytes(read_at(file, front + 16, 8), "little"), size
    elif head[:4] == _EBML:
        found = _matroska(file, size)
    else:
        found = front, _before_tags(file, size)
    return found if 0 <= found[0] < found[1] <= size else (0, size)


def read_at(file: BinaryIO, place: int, length: int) -> bytes:
    """Bytes at a place of a file; fewer where it ends."""
    if place < 0:
        return b""
    file.seek(place)
    return file.read(length)


def _after_id3(file: BinaryIO) -> int:
    """Behind the ID3v2 tags: some programs put theirs before another's."""
    place = 0
    for _ in range(MOST_PARTS):
        head = read_at(file, place, 10)
        if len(head) < 10 or head[:3] != b"ID3":
            break
        length = 0
        for byte in head[6:10]:
            length = length << 7 | byte & 0x7F
        place += 10 + length + (10 if head[5] & 0x10 else 0)
    return place


def _before_tags(file: BinaryIO, size: int) -> int:
    """ID3v1, Lyrics3 and APEv2 at the end: MP3, AAC, WavPack, Monkey's Audio, Musepack."""
    end = size
    last = read_at(file, max(0, size - 160), 160)
    if last[-128:-125] == b"TAG":
        end -= 128
        last = last[:-128]
    if last[-9:] == b"LYRICS200" and last[-15:-9].isdigit():
        end -= 15 + int(last[-15:-9])
        last = read_at(file, max(0, end - 32), 32)
    if last[-32:-24] == b"APETAGEX":
        _, length, _, flags = struct.unpack("<IIII", last[-24:-8])
        end -= length + (32 if flags & 0x80000000 else 0)
    return end


def _flac(file: BinaryIO, size: int, front: int) -> Span:
    """The frames after the metadata blocks."""
    place = front + 4
    while len(head := read_at(file, place, 4)) == 4:
        place += 4 + int.from_bytes(head[1:], "big")
        if head[0] & 0x80:
            break
    return place, _before_tags(file, size)


def _mp4(file: BinaryIO, size: int) -> Span:
    """The largest `mdat` box."""
    place, best = 0, (0, 0)
    for _ in range(MOST_PARTS):
        head = read_at(file, place, 16)
        length, used = int.from_bytes(head[:4], "big"), 8
        if length == 1:
            length, used = int.from_bytes(head[8:16], "big"), 16
        length = length or size - place
        if len(head) < 8 or length < used:
            break
        if head[4:8] == b"mdat" and length - used > best[1] - best[0]:
            best = place + used, min(size, place + length)
        place += length
    return best


def _chunked(file: BinaryIO, size: int, front: int) -> Span:
    """The sound of WAVE (`data`) or AIFF (`SSND`), the streams of AVI (`LIST movi`)."""
    is_big = read_at(file, front, 4) == b"FORM"
    place = front + 12
    for _ in range(MOST_PARTS):
        head = read_at(file, place, 12)
        if len(head) < 8:
            break
        length = int.from_bytes(head[4:8], "big" if is_big else "little")
        if head[:4] in {b"data", b"SSND"} or (head[:4] == b"LIST" and head[8:] == b"movi"):
            return place + 8, min(size, place + 8 + length)
        place += 8 + length + (length & 1)
    return 0, size


def _ogg(file: BinaryIO, size: int, front: int) -> Span:
    """What follows the pages of heads and comments: those end no sound, so their granule position is 0 or none."""
    place = front
    for _ in range(MOST_PARTS):
        head = read_at(file, place, 27 + 255)
        if len(head) < 27 or head[:4] != b"OggS":
            break
        if head[6:14] not in {b"\0" * 8, b"\xff" * 8}:
            return place, size
        place += 27 + head[26] + sum(head[27 : 27 + head[26]])
    return 0, size


def _matroska(file: BinaryIO, size: int) -> Span:
    """From the first cluster to what the seek head says comes behind the clusters: cues, or tags."""
    _, place, length = _element(file, 0)
    _, segment, _ = _element(file, place + length)
    place, behind = segment, [size]
    for _ in range(MOST_PARTS):
        name, inside, length = _element(file, place)
        if name == _CLUSTER:
            return place, min(end for end in behind if end > place)
        if not name:
            break
        if name == _SEEK_HEAD:
            behind += [segment + there for there in _seek_positions(read_at(file, inside, min(length, 4096)))]
        place = inside + length
    return 0, size


def _seek_positions(seek_head: bytes) -> Iterator[int]:
    """The positions that its entries name."""
    for _, entry in _children(seek_head):
        for name, position in _children(entry):
            if name == _SEEK_POSITION:
                yield int.from_bytes(position, "big")


def _children(inside: bytes) -> Iterator[tuple[bytes, bytes]]:
    place, file = 0, BytesIO(inside)
    while (found := _element(file, place))[0]:
        name, start, length = found
        place = start + length
        yield name, inside[start:place]


def _element(file: BinaryIO, place: int) -> tuple[bytes, int, int]:
    """Name, first byte inside and length of an EBML element; an empty name where there is none."""
    head = read_at(file, place, 12)
    name = head[: 9 - head[0].bit_length()] if head else b""
    rest = head[len(name) :]
    if not 1 <= len(name) <= 4 or not rest or not rest[0]:
        return b"", place, 0
    width = 9 - rest[0].bit_length()
    length = int.from_bytes(rest[:width], "big") & ~(1 << 7 * width)
    return name, place + len(name) + width, length
