"""Owns reading the cache of cmus, which holds how often each file was played: totals, and not even when last."""

import struct
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import BinaryIO

from tunes.profile.exchange.told import NEVER, BadFileError, Passed, Total, total_of, written_at

_MARK = b"CTC"
_VERSIONS = {0x0C, 0x0D}
"""Those that count plays, since cmus 2.6 (2014); the one differs from the other in nothing that is read here."""
_BIG_ENDIAN, _WIDE = 0x02, 0x01
_HEAD_BYTES, _ENTRY_BYTES = 8, 80
_MOST_BYTES = 1 << 20
"""Of one file's tags: cmus keeps lyrics and comments too."""
_EXPECTED = "a track as cmus 2.6 and later keep it"
STREAM = Passed("of radio stations and the like")


def is_cmus(head: bytes) -> bool:
    """Whether a file that begins so is such a cache."""
    return head.startswith(_MARK) and len(head) >= _HEAD_BYTES


def read_cmus(stream: BinaryIO, file: str) -> Iterator[Total | Passed]:
    """Each file. Plays are placed between the day it was written and the last one on which cmus kept its cache.

    Raises BadFileError, OSError.
    """
    head = stream.read(_HEAD_BYTES)
    if len(head) < _HEAD_BYTES or head[3] not in _VERSIONS:
        raise BadFileError(file, "at its beginning", _EXPECTED)
    entry = struct.Struct((">" if head[7] & _BIG_ENDIAN else "<") + "Iiqi")
    aligned = 8 if head[7] & _WIDE else 4
    kept = written_at(stream)
    place = _HEAD_BYTES
    while fixed := stream.read(_ENTRY_BYTES):
        if len(fixed) < _ENTRY_BYTES:
            raise BadFileError(file, f"byte {place:,}", _EXPECTED)
        size, plays, written, length = entry.unpack_from(fixed)
        texts = _texts(stream, size - _ENTRY_BYTES, file, place)
        yield _told(texts, plays, float(written), kept, float(length))
        stream.read(-size % aligned)
        place += size + -size % aligned


def _texts(stream: BinaryIO, size: int, file: str, place: int) -> list[bytes]:
    """The name of the file, its codec and profile, then names of tags and what they say by turns."""
    data = stream.read(size) if 0 < size <= _MOST_BYTES else b""
    texts = data.split(b"\0")
    if not data.endswith(b"\0") or len(data) < size or len(texts) % 2:
        raise BadFileError(file, f"byte {place:,}", _EXPECTED)
    return texts[:-1]


def _told(texts: list[bytes], plays: int, written: float, kept: float, length: float) -> Total | Passed:
    name = texts[0].decode("utf-8", "surrogateescape")
    if plays < 1:
        return NEVER
    if "://" in name:
        return STREAM
    said = {
        key.decode("utf-8", "replace"): value.decode("utf-8", "replace")
        for key, value in zip(texts[3::2], texts[4::2], strict=True)
    }
    return total_of(
        said.get("title", ""),
        said.get("artist", "") or said.get("albumartist", ""),
        said.get("album", ""),
        plays=plays,
        added=written,
        last=max(kept, written),
        length=max(0.0, length),
        place=PurePosixPath(name),
    )
