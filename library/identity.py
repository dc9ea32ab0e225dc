"""Owns the id of a track: computed from its sound and its tags alone, so that two computers agree and a lost catalog rebuilds it.

What is hashed may never change; a golden test holds it.
"""

import hashlib
import re
import struct
from typing import BinaryIO

from tunes.library.text import fold

EDGE = 64 * 1024
"""Bytes read at each end of the payload: enough to tell any two recordings apart, little enough for slow disks."""

OGG = frozenset({"ogg", "oga", "opus", "spx", "ogv"})

_PAGE_HEAD = re.compile(rb"OggS\x00.{21}.", re.DOTALL)

Span = tuple[int, int]
"""First byte and the byte after the last."""


def payload_digest(file: BinaryIO, size: int, ending: str) -> bytes:
    """The digest of a file's sound: its first and last 64 KiB and its length, tags at both ends left out. Raises OSError."""
    start, end = payload_span(file, size, ending)
    head, tail = _read(file, start, min(EDGE, end - start)), _read(file, max(start, end - EDGE), EDGE)
    if ending in OGG:
        head, tail = _without_page_heads(head), _without_page_heads(tail)
    digest = hashlib.blake2b(head, digest_size=16)
    digest.update(tail)
    digest.update((end - start).to_bytes(8, "little"))
    return digest.digest()


def track_id(payload: bytes, artist: str, title: str, album: str, start: float | None = None) -> str:
    """The id of a track: its payload, and artist, title and album as tagged (not as named); a cue track's start."""
    digest = hashlib.blake2b(payload, digest_size=16)
    for text in (artist, title, album):
        digest.update(fold(text).encode("utf-8", "replace") + b"\0")
    if start is not None:
        digest.update(f"{start:.3f}".encode())
    return f"t1:{digest.hexdigest()}"


def payload_span(file: BinaryIO, size: int, ending: str) -> Span:
    """Where the sound lies in a file; the whole file where its layout is not known or not as it should be."""
    span = _SPANS.get(ending, _tagged)(file, size)
    return span if 0 <= span[0] < span[1] <= size else (0, size)


def _tagged(file: BinaryIO, size: int) -> Span:
    """ID3v2 in front; ID3v1, Lyrics3 and APEv2 behind: MP3, AAC, WavPack, Monkey's Audio, Musepack."""
    start, end = _after_id3(file), size
    if _read(file, end - 128, 3) == b"TAG":
        end -= 128
    if _read(file, end - 9, 9) == b"LYRICS200":
        length = _read(file, end - 15, 6)
        end -= 15 + int(length) if length.isdigit() else 0
    if _read(file, end - 32, 8) == b"APETAGEX":
        _, length, _, flags = struct.unpack("<IIII", _read(file, end - 24, 16))
        end -= length + (32 if flags & 0x80000000 else 0)
    return start, end


def _flac(file: BinaryIO, size: int) -> Span:
    """The frames after the metadata blocks."""
    place = _after_id3(file)
    if _read(file, place, 4) != b"fLaC":
        return _tagged(file, size)
    place += 4
    while place + 4 < size:
        head = _read(file, place, 4)
        place += 4 + int.from_bytes(head[1:], "big")
        if head[0] & 0x80:
            break
    return place, size


def _mp4(file: BinaryIO, size: int) -> Span:
    """The largest `mdat` box."""
    place, found = 0, (0, size)
    best = 0
    for _ in range(10_000):
        head = _read(file, place, 16)
        if len(head) < 8:
            break
        length, name, used = int.from_bytes(head[:4], "big"), head[4:8], 8
        if length == 1:
            length, used = int.from_bytes(head[8:16], "big"), 16
        length = length or size - place
        if length < used:
            break
        if name == b"mdat" and length > best:
            best, found = length, (place + used, min(size, place + length))
        place += length
    return found


def _chunked(file: BinaryIO, size: int) -> Span:
    """The sound chunk of RIFF (`data`) or AIFF (`SSND`)."""
    order = "big" if _read(file, 0, 4) == b"FORM" else "little"
    place = 12
    for _ in range(10_000):
        head = _read(file, place, 8)
        if len(head) < 8:
            break
        length = int.from_bytes(head[4:8], order)  # type: ignore[arg-type]  # one of the two it takes
        if head[:4] in {b"data", b"SSND"}:
            return place + 8, min(size, place + 8 + length)
        place += 8 + length + (length & 1)
    return 0, size


def _ogg(file: BinaryIO, size: int) -> Span:
    """What follows the first page of sound: the pages before it hold the comments. Its granule position is not 0."""
    place = 0
    for _ in range(100_000):
        head = _read(file, place, 27)
        if len(head) < 27 or head[:4] != b"OggS":
            break
        if head[6:14] not in {b"\0" * 8, b"\xff" * 8}:
            return place, size
        place += 27 + head[26] + sum(_read(file, place + 27, head[26]))
    return 0, size


def _without_page_heads(pages: bytes) -> bytes:
    """Ogg pages less their heads: a longer comment renumbers every page behind it, and with it each checksum."""
    parts = _PAGE_HEAD.split(pages)
    return b"".join(parts)


def _after_id3(file: BinaryIO) -> int:
    head = _read(file, 0, 10)
    if len(head) < 10 or head[:3] != b"ID3":
        return 0
    length = 0
    for byte in head[6:10]:
        length = length << 7 | byte & 0x7F
    return 10 + length + (10 if head[5] & 0x10 else 0)


def _read(file: BinaryIO, place: int, length: int) -> bytes:
    if place < 0:
        return b""
    file.seek(place)
    return file.read(length)


_SPANS = {
    "flac": _flac,
    **dict.fromkeys(("m4a", "m4b", "mp4", "m4v", "mov"), _mp4),
    **dict.fromkeys(("wav", "aiff", "aif"), _chunked),
    **dict.fromkeys(OGG, _ogg),
}
