"""Owns how much sound an MPEG-4 file says it holds: its coder works in whole frames, and fills up the last one with silence.

libVLC decodes that too. Most writers tell in the edit list which part is music; iTunes tells it in a tag. Whatever is not
as expected tells nothing, and the file sounds as libVLC decodes it.
"""

import os
import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

MOST_BYTES = 16 << 20
"""Of the box that describes the file; covers lie in it."""
_ITUNES = re.compile(rb"iTunSMPB.{1,64}?((?: [0-9A-F]{8}){3} [0-9A-F]{16})", re.DOTALL)
"""Zero, frames before the music, frames after it, frames of music."""


@dataclass(frozen=True, slots=True)
class Extent:
    """Where the music lies within what is decoded."""

    idle_s: float
    """What comes before it, and libVLC does not leave out."""
    length_s: float | None
    """None: nobody knows."""


def extent_of(path: bytes) -> Extent | None:
    """What a file says; None where it says nothing that makes sense. Reads from its disk."""
    try:
        with open(path, "rb") as file:  # noqa: PTH123  # a path of any bytes
            moov = _moov(file)
        return _told(moov) if moov else None
    except (OSError, struct.error, ValueError):
        return None


def _moov(file: BinaryIO) -> bytes:
    """The box that describes the file, wherever it lies."""
    size = os.fstat(file.fileno()).st_size
    at = 0
    while at + 8 <= size:
        file.seek(at)
        head = file.read(16)
        length, kind = struct.unpack(">I4s", head[:8])
        if length == 1:
            (length,) = struct.unpack(">Q", head[8:16])
        if kind == b"moov" and length <= MOST_BYTES:
            return head[8:] + file.read(length - 16)
        if length < 8:
            break
        at += length
    return b""


def _told(moov: bytes) -> Extent | None:
    found = [
        parts
        for parts in (_parts(body) for kind, body in _boxes(moov) if kind == b"trak")
        if _is_sound(parts)
    ]
    if len(found) != 1:
        return None
    (parts,) = found
    rate, decoded = _rate(parts[b"mdhd"]), _ticks(parts[b"stts"])
    before = _begins_at(parts.get(b"elst", b""))
    if before is None or not rate:
        return None
    itunes = None if before else _ITUNES.search(moov)
    if itunes:
        _, idle, _, length = (int(word, 16) for word in itunes[1].split())
        return Extent(idle / rate, length / rate) if idle + length <= decoded else None
    return Extent(0.0, (decoded - before) / rate) if decoded > before else None


def _parts(track: bytes) -> dict[bytes, bytes]:
    """The boxes of a track that matter, whatever box they lie in."""
    found: dict[bytes, bytes] = {}
    for kind, body in _boxes(track):
        if kind in {b"mdia", b"minf", b"stbl", b"edts"}:
            found |= _parts(body)
        else:
            found[kind] = body
    return found


def _is_sound(parts: dict[bytes, bytes]) -> bool:
    return parts.get(b"hdlr", b"")[8:12] == b"soun" and b"mdhd" in parts and b"stts" in parts


def _boxes(body: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Kind and content of each box in a row of them."""
    at = 0
    while at + 8 <= len(body):
        length, kind = struct.unpack(">I4s", body[at : at + 8])
        if length < 8:
            return
        yield kind, body[at + 8 : at + length]
        at += length


def _rate(mdhd: bytes) -> int:
    """Ticks a second."""
    at = 12 if mdhd[0] == 0 else 20
    return int(struct.unpack(">I", mdhd[at : at + 4])[0])


def _ticks(stts: bytes) -> int:
    """How many ticks all frames last together."""
    (count,) = struct.unpack(">I", stts[4:8])
    return sum(frames * ticks for frames, ticks in struct.iter_unpack(">II", stts[8 : 8 + 8 * count]))


def _begins_at(elst: bytes) -> int | None:
    """The tick at which the music begins, which libVLC heeds; None where there are several pieces."""
    if not elst:
        return 0
    (count,) = struct.unpack(">I", elst[4:8])
    layout = ">Ii" if elst[0] == 0 else ">Qq"
    _, begins = struct.unpack(layout, elst[8 : 8 + struct.calcsize(layout)])
    return int(begins) if count == 1 and begins >= 0 else None
