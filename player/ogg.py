"""Owns what an Ogg file says about where its music begins and ends, and how it is to be read so that libVLC loses none of it.

libVLC throws away what is dated before zero, which is how Vorbis and Opus date what a decoder needs to warm up: with it goes the
music in the same packet. So the page that says so is read as if it said otherwise, and what comes before the music is left out
behind the decoder. Whatever is not as expected is read as it is.
"""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import BinaryIO

from tunes.player.extent import Extent

HEADER = struct.Struct("<4sBBqIIIB")
CRC_AT = 22
LAST = 4
"""The flag of a stream's last page."""
OPUS_RATE = 48_000
OPUS_MOST = 5760
"""Frames in a packet: 120 ms."""
MOST_PAGES = 4096
"""That are looked at for the beginning: the tags before it may hold covers of many megabytes."""
TAIL_BYTES = 1 << 17
"""In which the last page lies: the longest two."""
_MIRRORED = bytes(int(f"{number:08b}"[::-1], 2) for number in range(256))


@dataclass(frozen=True, slots=True)
class Patch:
    """Bytes that are read in place of those that are there."""

    at: int
    there: bytes

    def on(self, read: bytes, since: int) -> bytes:
        """What was read from byte `since` of the file, as it is to be."""
        first, end = max(self.at, since), min(self.at + len(self.there), since + len(read))
        if first >= end:
            return read
        new = self.there[first - self.at : end - self.at]
        return read[: first - since] + new + read[end - since :]


@dataclass(frozen=True, slots=True)
class Lead:
    """How a file is read from its start."""

    patch: Patch
    extent: Extent


@dataclass(frozen=True, slots=True)
class _Page:
    at: int
    flags: int
    granule: int
    """Frames until the end of its last packet, as its stream counts them."""
    serial: int
    number: int
    lacing: bytes
    body: bytes

    @property
    def as_bytes(self) -> bytes:
        """With the sum that its reader checks."""
        head = HEADER.pack(
            b"OggS", 0, self.flags, self.granule, self.serial, self.number, 0, len(self.lacing)
        )
        page = head + self.lacing + self.body
        return page[:CRC_AT] + struct.pack("<I", crc(page)) + page[CRC_AT + 4 :]

    @property
    def packets(self) -> list[bytes]:
        """Those that end on it, as far as they lie on it."""
        found, since, at = [], 0, 0
        for length in self.lacing:
            at += length
            if length < 255:
                found.append(self.body[since:at])
                since = at
        return found


def crc(page: bytes) -> int:
    """The sum of a page whose own sum is zero: that of zlib, but for the order of the bits and the ends."""
    mirrored = zlib.crc32(page.translate(_MIRRORED), 0xFFFFFFFF) ^ 0xFFFFFFFF
    return int(f"{mirrored:032b}"[::-1], 2)


def lead_of(file: BinaryIO) -> Lead | None:
    """How this file is to be read from its start; None: as it is. Leaves the file anywhere."""
    try:
        pages = _pages(file)
        first = next(pages, None)
        if first is None:
            return None
        if first.body.startswith(b"OpusHead"):
            return _opus(file, first, pages)
        if first.body.startswith(b"\x01vorbis"):
            return _vorbis(file, first, pages)
    except (struct.error, IndexError, ValueError):
        return None
    return None


def _opus(file: BinaryIO, first: _Page, pages: Iterator[_Page]) -> Lead | None:
    """The head says how much comes before the music; said not to, nothing is dated before zero."""
    (idle,) = struct.unpack("<H", first.body[10:12])
    sounding = next((page for page in pages if page.granule > 0), None)
    if sounding is None:
        return None
    decoded = sum(_opus_frames(packet) for packet in sounding.packets)
    begins = max(0, sounding.granule - decoded) if not sounding.flags & LAST else 0
    patched = replace(first, body=first.body[:10] + b"\0\0" + first.body[12:])
    length = _ends(file, first.serial, OPUS_MOST) - begins - idle
    return Lead(
        Patch(first.at, patched.as_bytes),
        Extent(idle / OPUS_RATE, length / OPUS_RATE if length > 0 else None),
    )


def _opus_frames(packet: bytes) -> int:
    """How many frames a packet holds, 48,000 a second (RFC 6716, 3.1)."""
    kind, count = packet[0] >> 3, packet[0] & 3
    if kind < 12:
        length = max(480, 960 * (kind & 3))
    else:
        length = 480 << (kind & 1) if kind < 16 else 120 << (kind & 3)
    return length * ((packet[1] & 0x3F) if count == 3 else (1 if count == 0 else 2))


def _vorbis(file: BinaryIO, first: _Page, pages: Iterator[_Page]) -> Lead | None:
    """The first packet only warms up, but is counted by who dates it; counted in, nothing is dated before zero."""
    (rate,) = struct.unpack("<I", first.body[12:16])
    sizes = 1 << (first.body[28] & 15), 1 << (first.body[28] >> 4)
    setup, sounding = b"", None
    for page in pages:
        if page.granule > 0:
            sounding = page
            break
        setup = (setup + page.body)[-TAIL_BYTES:]
    if sounding is None or not rate:
        return None
    if sounding.flags & LAST:  # of so short a file libVLC loses nothing, and tells nothing of its end
        return Lead(Patch(0, b""), Extent(0.0, sounding.granule / rate))
    blocks = _blocks(sounding.packets, _modes(setup), sizes)
    dated = sum((before + block) // 4 for before, block in pairwise([sizes[0], *blocks]))
    decoded = dated - (sizes[0] + blocks[0]) // 4
    idle, begins = max(0, decoded - sounding.granule), max(0, sounding.granule - decoded)
    patched = replace(sounding, granule=max(sounding.granule, dated))
    length = _ends(file, first.serial, sizes[1]) - begins
    return Lead(
        Patch(sounding.at, patched.as_bytes), Extent(idle / rate, length / rate if length > 0 else None)
    )


def _blocks(packets: list[bytes], modes: list[int], sizes: tuple[int, int]) -> list[int]:
    """How long the block of each packet is: behind a bit it says its mode, in as few bits as there are modes for."""
    mask = (1 << (len(modes) - 1).bit_length()) - 1
    return [sizes[modes[packet[0] >> 1 & mask]] for packet in packets]


def _modes(setup: bytes) -> list[int]:
    """For each mode that a packet may be in, whether its block is long. They stand at the very end, so they are read backwards."""
    bits = "".join(f"{byte:08b}" for byte in reversed(setup.rstrip(b"\0")))
    bits = bits[bits.index("1") + 1 :]  # the bit that ends the header
    found: list[int] = []
    best: list[int] = []
    # A mode is a flag, two times 16 zeros, and 8 bits for its mapping; before the first stands how many there are.
    while len(bits) >= 47 and int(bits[:8], 2) <= 63 and not int(bits[8:40], 2):
        found.insert(0, int(bits[40]))
        bits = bits[41:]
        if int(bits[:6], 2) + 1 == len(found):
            best = list(found)
    return best


def _ends(file: BinaryIO, serial: int, most: int) -> int:
    """The last frame that the file knows of; 0 where another stream comes after, or where that makes no sense.

    `most`: frames that a packet may hold.
    """
    size = file.seek(0, 2)
    file.seek(max(0, size - TAIL_BYTES))
    tail = file.read(TAIL_BYTES)
    heads = [HEADER.unpack_from(tail, at) for at in _found(tail, b"OggS") if at + HEADER.size <= len(tail)]
    granules = [(granule, count) for _, _, _, granule, its, _, _, count in heads if its == serial]
    if len(granules) != len(heads) or not granules:
        return 0
    (before, _), (last, count) = (granules[-2] if len(granules) > 1 else (0, 0)), granules[-1]
    return last if 0 < last - max(0, before) <= count * most else 0


def _found(among: bytes, what: bytes) -> Iterator[int]:
    at = among.find(what)
    while at >= 0:
        yield at
        at = among.find(what, at + 1)


def _pages(file: BinaryIO) -> Iterator[_Page]:
    """Those of the stream that begins first, one after another."""
    at = 0
    serial = None
    for _ in range(MOST_PAGES):
        file.seek(at)
        head = file.read(HEADER.size)
        if len(head) < HEADER.size:
            return
        magic, version, flags, granule, its, number, _, count = HEADER.unpack(head)
        if magic != b"OggS" or version:
            return
        lacing = file.read(count)
        body = file.read(sum(lacing))
        serial = its if serial is None else serial
        if its == serial:
            yield _Page(at, flags, granule, its, number, lacing, body)
        at += HEADER.size + count + len(body)
