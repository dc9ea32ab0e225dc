"""Owns reading a playlist's file, whatever is in it. Knows nothing of what lies where it points."""

import codecs
import os
import stat
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from tunes.library.decoding import decoded
from tunes.library.errors import LibraryError
from tunes.library.formats import ending
from tunes.library.playlists.item import Item, Written
from tunes.library.playlists.m3u import read_m3u
from tunes.library.playlists.pls import read_pls
from tunes.library.playlists.xspf import read_xspf

MOST_BYTES = 32 << 20
"""A playlist of 100,000 long paths has half of it."""
MANY_TO_ONE = 20
"""Bytes to each control character in a list that may have been damaged; with more of those it is no text."""
_TEXT = bytes(byte for byte in range(256) if byte >= 0x20 or byte in b"\t\r\n\x1b")
_UTF16 = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}


class PlaylistError(LibraryError):
    """A playlist can't be read or written; the message names the file and says why."""


def read_cue_list(content: bytes) -> Written:
    """A cue sheet, taken as a playlist of the files and parts that it names."""
    from tunes.library.cue import read_cue

    read = read_cue(decoded(content))
    items = (
        Item(
            track.file.encode(errors="replace"),
            " - ".join(text for text in (track.artist, track.title) if text),
            track.end - track.start if track.end is not None else None,
            track.start,
            track.end,
            is_before_packing=True,
        )
        for track in read.tracks
    )
    return Written(tuple(items), read.album)


_READERS: dict[str, Callable[[bytes], Written]] = {
    "m3u8": read_m3u,
    "m3u": read_m3u,
    "xspf": read_xspf,
    "pls": read_pls,
    "cue": read_cue_list,
}
ENDINGS = tuple(_READERS)
"""Of files that are playlists; of several with one name the first is meant."""


def read_playlist(path: Path) -> Written:
    """What a playlist's file says; raises `PlaylistError` where it is none."""
    content = content_of(path, MOST_BYTES)
    encoding = _UTF16.get(content[:2])
    if encoding is not None:
        written = _READERS[_kind(path)](content[2:].decode(encoding, "replace").encode(errors="replace"))
        # The bytes that were understood are not those of the file.
        return replace(written, items=tuple(replace(item, span=None) for item in written.items))
    if len(content.translate(None, _TEXT)) * MANY_TO_ONE > len(content):
        raise PlaylistError(f"The playlist {path} can't be read: it holds what is no text.")
    return _READERS[_kind(path)](content)


def content_of(path: Path, most: int) -> bytes:
    """All of a small file. Raises `PlaylistError` for what is none, before anything could hang or fill the memory."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        with os.fdopen(handle, "rb") as file:
            status = os.fstat(handle)
            if not stat.S_ISREG(status.st_mode):
                raise PlaylistError(f"{path} is no file that could be a playlist.")
            content = file.read(most + 1) if status.st_size <= most else b"\0" * (most + 1)
    except OSError as error:
        raise PlaylistError(f"The playlist {path} can't be read: {error.strerror}.") from error
    except ValueError as error:  # a name with a NUL
        raise PlaylistError(f"The playlist {path} can't be read: no file is named so.") from error
    if len(content) > most:
        raise PlaylistError(f"{path} is larger than any playlist, and is not read.")
    return content


def is_playlist(name: str) -> bool:
    """Whether a file of this name is a playlist; one that is filled by a query is not meant."""
    return ending(name) in _READERS


def _kind(path: Path) -> str:
    kind = ending(path.name)
    if kind not in _READERS:
        raise PlaylistError(
            f"{path} is no playlist: those end in {', '.join(f'.{one}' for one in _READERS)}."
        )
    return kind
