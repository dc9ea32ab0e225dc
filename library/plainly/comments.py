"""Owns Vorbis comments as they lie in FLAC, Ogg Vorbis and Opus: pairs of a key and a text, each with its length before it."""

from struct import Struct

from tunes.library.plainly.unusual import UnusualError
from tunes.library.tag_names import COMMENTS, Values

_NAMES = {key.encode(): name for key, name in COMMENTS.items()}
_LONGEST_KEY = max(map(len, _NAMES)) + 1
"""Looking no further for the `=` spares going through pictures, which are comments too."""
_length = Struct("<I").unpack_from
_MOST = 10_000
"""A real file has a few dozen."""


def read_comments(block: bytes, place: int) -> tuple[Values, int]:
    """What the comments from a place on say, and the place behind them. Raises UnusualError, struct.error."""
    (vendor,) = _length(block, place)
    place += 4 + vendor
    (count,) = _length(block, place)
    if count > _MOST:
        raise UnusualError
    place += 4
    said: Values = {}
    for _ in range(count):
        (length,) = _length(block, place)
        place += 4
        end = place + length
        if end > len(block):
            raise UnusualError
        equals = block.find(b"=", place, min(place + _LONGEST_KEY, end))
        name = _NAMES.get(block[place:equals].lower()) if equals > place else None
        if name is not None:
            value = block[equals + 1 : end].decode("utf-8", "replace")
            if name in said:
                said[name].append(value)
            else:
                said[name] = [value]
        place = end
    return said, place
