"""Owns the four encodings of text in ID3 frames."""

from tunes.library.plainly.unusual import UnusualError

_LATIN1, _UTF16, _UTF16_BE, _UTF8 = range(4)
_BYTE_ORDER_MARKS = (b"\xff\xfe", b"\xfe\xff")


def texts(encoding: int, raw: bytes) -> list[str]:
    """The values, between which a NUL stands; more than one only of bytes. Raises UnusualError, UnicodeDecodeError."""
    text = _decoded(encoding, raw)
    end = text.find("\0")
    if end < 0:
        return [text]
    if end == len(text) - 1:
        return [text[:end]]
    if encoding in {_UTF16, _UTF16_BE}:
        raise UnusualError
    return text.split("\0")


def described(encoding: int, raw: bytes) -> tuple[str, bytes]:
    """The description before the text, and the text as it lies there. Raises UnusualError, UnicodeDecodeError."""
    end, width = raw.find(b"\0"), 1
    if encoding in {_UTF16, _UTF16_BE}:
        end, width = raw.find(b"\0\0"), 2
        while end & 1 and end >= 0:  # the second half of one character, and the first of the next
            end = raw.find(b"\0\0", end + 1)
    if end < 0:  # mutagen leaves it out
        return "", b""
    return _decoded(encoding, raw[:end]), raw[end + width :]


def _decoded(encoding: int, raw: bytes) -> str:
    if encoding == _UTF8:
        return raw.decode()
    if encoding == _LATIN1:
        return raw.decode("latin-1")
    if encoding == _UTF16 and raw[:2] in _BYTE_ORDER_MARKS:
        return raw.decode("utf-16")
    if encoding == _UTF16_BE:
        return raw.decode("utf-16-be")
    raise UnusualError
