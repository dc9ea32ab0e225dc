"""Owns the id of a track: computed from its sound and its tags alone, so that two computers agree and a lost catalog rebuilds it.

What is hashed may never change; a golden test holds it.
"""

import hashlib
import re
from typing import BinaryIO

from tunes.library.payload import payload_span, read_at
from tunes.library.text import fold

EDGE = 64 * 1024
"""Bytes read at each end of the payload: enough to tell any two recordings apart, little enough for slow disks."""

_PAGE_HEAD = re.compile(rb"OggS\x00.{22}", re.DOTALL)
_PAGE_HEAD_BYTES = 27


def payload_digest(file: BinaryIO, size: int) -> bytes:
    """The digest of a file's sound: its first and last 64 KiB and its length, tags at both ends left out. Raises OSError."""
    start, end = payload_span(file, size)
    is_ogg = read_at(file, start, 4) == b"OggS"
    digest = hashlib.blake2b(digest_size=16)
    if end - start <= 2 * EDGE:
        whole = read_at(file, start, end - start)
        digest.update(_without_page_heads(whole) if is_ogg else whole)
    elif is_ogg:
        digest.update(_ogg_edges(file, start, end))
    else:
        digest.update(read_at(file, start, EDGE))
        digest.update(read_at(file, end - EDGE, EDGE))
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


def _without_page_heads(pages: bytes) -> bytes:
    """Ogg pages less their heads: a longer comment renumbers every page behind it, and with it each checksum."""
    return b"".join(_PAGE_HEAD.split(pages))


def _ogg_edges(file: BinaryIO, start: int, end: int) -> bytes:
    """Both edges less the page heads, also those that an edge cuts through."""
    head = read_at(file, start, EDGE)
    cut = head.rfind(b"OggS", EDGE - _PAGE_HEAD_BYTES)
    tail = read_at(file, end - EDGE - _PAGE_HEAD_BYTES, EDGE + _PAGE_HEAD_BYTES)
    page = tail.find(b"OggS", 0, _PAGE_HEAD_BYTES + 3)
    tail = tail[page + _PAGE_HEAD_BYTES if page >= 0 else _PAGE_HEAD_BYTES :]
    return _without_page_heads(head[:cut] if cut >= 0 else head) + _without_page_heads(tail)
