"""Owns recognising files that a shop has locked, which give noise or nothing: FairPlay, Audible, Windows Media, Common Encryption."""

import os
from collections.abc import Iterator

MOST_BOXES = 1000
"""Looked at in one file; a true one has some dozens before its sound."""

_WAY = (b"moov", b"trak", b"mdia", b"minf", b"stbl", b"stsd")
"""Through an MP4 to what its streams are called."""
_LOCKED = {b"drms", b"drmi", b"aavd", b"enca", b"encv"}
_SHOPS = {b"aax ", b"aaxc"}
"""Kinds of MP4 that are always locked."""
_ASF_HEAD = bytes.fromhex("3026b2758e66cf11a6d900aa0062ce6c")
_ASF_LOCKS = {
    bytes.fromhex("fbb3112223bdd211b4b700a0c955fc6e"),
    bytes.fromhex("14e68a292226174cb935dae07ee9289c"),
    bytes.fromhex("338505438169e6499b74ad12cb86d58c"),
}

Box = tuple[bytes, int, int]
"""A kind, and where its inside begins and ends in the file."""


def is_protected(handle: int, size: int) -> bool:
    """Whether an open file of so many bytes is locked. Reads some hundred bytes of it, wherever they lie."""
    head = os.pread(handle, 16, 0)
    if head == _ASF_HEAD:
        return any(kind in _ASF_LOCKS for kind, _, _ in _asf_objects(handle))
    if head[4:8] != b"ftyp":
        return False
    return head[8:12] in _SHOPS or not _LOCKED.isdisjoint(_streams(handle, size))


def _streams(handle: int, size: int) -> Iterator[bytes]:
    """What the streams of an MP4 are called."""
    budget = iter(range(MOST_BOXES))
    places: list[Box] = [(b"", 0, size)]
    for step in _WAY:
        places = [box for place in places for box in _boxes(handle, place, budget) if box[0] == step]
    for kind, start, end in places:
        yield from (name for name, _, _ in _boxes(handle, (kind, start + 8, end), budget))


def _boxes(handle: int, place: Box, budget: Iterator[int]) -> Iterator[Box]:
    """The boxes within a place, as far as they make sense."""
    _, at, end = place
    while at + 8 <= end and next(budget, None) is not None:
        head = os.pread(handle, 16, at)
        length, inside = int.from_bytes(head[:4], "big"), at + 8
        if length == 1:
            length, inside = int.from_bytes(head[8:], "big"), at + 16
        elif not length:
            length = end - at
        if inside > at + length or at + length > end:
            return
        yield head[4:8], inside, at + length
        at += length


def _asf_objects(handle: int) -> Iterator[Box]:
    """What lies in the head of a Windows Media file."""
    end, at = int.from_bytes(os.pread(handle, 8, 16), "little"), 30
    for _ in range(MOST_BOXES):
        head = os.pread(handle, 24, at)
        length = int.from_bytes(head[16:], "little")
        if len(head) < 24 or length < 24 or at + length > end:
            return
        yield head[:16], at + 24, at + length
        at += length
