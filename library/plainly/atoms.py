"""Owns the tags of iTunes as they lie in an MP4: atoms named after what they tell, each with its values in atoms called `data`."""

from collections.abc import Iterator
from struct import Struct

from tunes.library.plainly.unusual import UnusualError
from tunes.library.tag_names import MP4_ATOMS, Values

CONTAINERS = {b"moov", b"udta", b"trak", b"mdia", b"meta", b"ilst", b"stbl", b"minf", b"moof", b"traf"}
"""What mutagen looks into."""
_FREE = b"----"
_NAMES = {key.encode("latin-1"): ours for key, ours in MP4_ATOMS.items()}
_PAIRS, _NUMBERS, _FLAGS, _IGNORED = {b"trkn", b"disk"}, {b"tvsn", b"tves"}, {b"cpil"}, {b"covr", b"gnre"}
_ALWAYS_TYPED = {b"\xa9wrk", b"\xa9mvn"}
"""Texts that mutagen knows only as such when they say so."""
_IMPLICIT, _UTF8, _INTEGER = 0, 1, 21
_MOST_ITEMS = 2_000
_atom = Struct(">I4s").unpack_from
_value = Struct(">I4sI").unpack_from
_number = Struct(">2xH").unpack_from


def read_items(data: bytes, place: int, end: int) -> Values:
    """What the tags between two places say. Raises UnusualError, struct.error, UnicodeDecodeError."""
    said: Values = {}
    for _ in range(_MOST_ITEMS):
        if place == end:
            return said
        length, name = _atom(data, place)
        stop = place + length
        if length < 8 or stop > end or name in CONTAINERS:
            raise UnusualError
        if name == _FREE:
            _read_free(said, data, place + 8, stop)
        elif name in _NAMES:
            ours = _NAMES[name]
            if ours in said:
                raise UnusualError
            said[ours] = [_read(name, kind, value) for kind, value in _values(data, place + 8, stop)]
        elif name in _IGNORED:
            if name == b"gnre":
                raise UnusualError
            _check_covers(data, place + 8, stop)
        place = stop
    raise UnusualError


def _read(name: bytes, kind: int, value: bytes) -> object:
    if name in _PAIRS:
        if len(value) < 6:
            raise UnusualError
        return _number(value)[0]
    if name in _FLAGS:
        if len(value) != 1:
            raise UnusualError
        return value != b"\0"
    if name in _NUMBERS:
        if kind not in {_IMPLICIT, _INTEGER} or len(value) not in {1, 2, 3, 4, 8}:
            raise UnusualError
        return int.from_bytes(value, "big", signed=True)
    if kind != _UTF8 and (kind != _IMPLICIT or name in _ALWAYS_TYPED):
        raise UnusualError
    return value.decode()


def _values(data: bytes, place: int, end: int) -> Iterator[tuple[int, bytes]]:
    """Version and type as one number, and the value, of each atom called `data`."""
    while place < end:
        length, name, kind = _value(data, place)
        stop = place + length
        if name != b"data" or length < 16 or stop > end:
            raise UnusualError
        yield kind, data[place + 16 : stop]
        place = stop


def _check_covers(data: bytes, place: int, end: int) -> None:
    while place < end:
        length, name, _ = _value(data, place)
        if name not in {b"data", b"name"} or length < 16 or place + length > end:
            raise UnusualError
        place += length


def _read_free(said: Values, data: bytes, place: int, end: int) -> None:
    """Tags that iTunes has no atom for: who thought of it, its name, and the values."""
    words = []
    for expected in (b"mean", b"name"):
        length, name = _atom(data, place)
        if name != expected or length < 12 or place + length > end:
            raise UnusualError
        words.append(data[place + 12 : place + length])
        place += length
    values = [value.decode("utf-8", "replace") for _, value in _values(data, place, end)]
    ours = _NAMES.get(b":".join((_FREE, *words)).lower())
    if ours is not None:
        if ours in said:
            raise UnusualError
        said[ours] = list[object](values)
