"""Owns which plain reader is asked for which ending, and that nothing but an answer or None comes back."""

import struct
from collections.abc import Callable
from typing import BinaryIO

from tunes.library.plainly.flac import read_flac
from tunes.library.plainly.mp3 import read_mp3
from tunes.library.plainly.mp4 import read_mp4
from tunes.library.plainly.ogg import read_ogg, read_opus
from tunes.library.plainly.unusual import Said, UnusualError
from tunes.library.plainly.wav import read_wav

_BY_ENDING: dict[str, Callable[[BinaryIO, int], Said]] = {
    "flac": read_flac,
    "ogg": read_ogg,
    "oga": read_ogg,
    "opus": read_opus,
    "mp3": read_mp3,
    "m4a": read_mp4,
    "m4b": read_mp4,
    "wav": read_wav,
}


def read_plainly(file: BinaryIO, size: int, ending: str) -> Said | None:
    """What mutagen would find in a file, where it is a plain one; None for any other, and the file at its beginning. Raises OSError."""
    reader = _BY_ENDING.get(ending)
    if reader is None:
        return None
    try:
        return reader(file, size)
    except (UnusualError, struct.error, LookupError, UnicodeDecodeError, MemoryError):
        file.seek(0)
        return None
