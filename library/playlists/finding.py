"""Owns where the things lie that a playlist names: it may have been written on another computer, system or in another encoding."""

import os
import re
import stat
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import unquote_to_bytes

from tunes.library.formats import SOUND, ending
from tunes.library.playlists.item import Item

_DRIVE = re.compile(rb"/?[A-Za-z]:[\\/]")
_HOST = re.compile(rb"file:(?://[^/]*)?", re.IGNORECASE)
MOST_PARTS = 64
"""Folders one in the other; what has more is no path that anybody keeps music at."""


class Finder:
    """Finds what the items of one playlist mean. Remembers the folders it has looked into: not for long use."""

    def __init__(self, folder: Path, roots: Sequence[Path]) -> None:
        given, real = os.path.abspath(os.fsencode(folder)), os.path.realpath(os.fsencode(folder))  # noqa: PTH100  # bytes
        self._folders = list(dict.fromkeys((given, real)))
        self._roots = [os.fsencode(root) for root in roots]
        self._real_roots = [(os.path.realpath(root), root) for root in self._roots]
        self._names: dict[bytes, dict[str, bytes]] = {}

    def likeliest(self, item: Item) -> Path:
        """Where it lies if all is as it seems."""
        return Path(os.fsdecode(self._at(spellings(item)[0])))

    def lost(self, item: Item) -> str:
        """What to call the place of one that is nowhere; of Windows as it is written, as there is no such place here."""
        name = spellings(item)[0]
        if _DRIVE.match(name) or name.startswith(b"\\"):
            return os.fsdecode(name)
        return os.fsdecode(self._at(name.replace(b"\\", b"/")))

    def find(self, item: Item) -> Path | None:
        """The file or folder that is meant, if there is one."""
        found = next(self._existing(spellings(item)), None)
        if found is None and item.is_before_packing:
            found = next(self._packed(spellings(item)), None)
        return None if found is None else Path(os.fsdecode(self._as_listed(found)))

    def _existing(self, names: Sequence[bytes]) -> Iterator[bytes]:
        """As named, else with other accents and capitals, else below the folders of this computer."""
        places = [os.path.normpath(os.path.join(folder, name)) for name in names for folder in self._folders]  # noqa: PTH118  # bytes
        yield from (place for place in places if _is_there(place))
        yield from filter(None, (self._loosely(b"/", place) for place in dict.fromkeys(places)))
        for name in names:
            if _is_absolute(name):
                yield from self._moved(name)

    def _packed(self, names: Sequence[bytes]) -> Iterator[bytes]:
        """What lies beside the playlist and is called the same up to its ending."""
        for name in names:
            stem = _alike(name.rpartition(b"/")[2]).rpartition(".")[0]
            for alike, listed in self._listed(self._folders[0]).items():
                if stem and alike.rpartition(".")[0] == stem and ending(alike) in SOUND:
                    yield os.path.join(self._folders[0], listed)  # noqa: PTH118  # bytes

    def _at(self, name: bytes) -> bytes:
        return os.path.normpath(os.path.join(self._folders[0], name))  # noqa: PTH118  # bytes

    def _moved(self, name: bytes) -> Iterator[bytes]:
        """By the end of its path, the longest first: the music of another computer, or of another disk, is now here."""
        parts = [part for part in _DRIVE.sub(b"", name).split(b"/") if part not in {b"", b".", b".."}]
        for first in range(max(0, len(parts) - MOST_PARTS), len(parts)):
            rest = b"/".join(parts[first:])
            # A name alone says little: only beside the playlist itself.
            bases = (*self._folders, *self._roots) if first < len(parts) - 1 else self._folders
            yield from filter(None, (self._loosely(base, rest) for base in bases))

    def _loosely(self, base: bytes, rest: bytes) -> bytes | None:
        """The path, with accents and capitals as they are on disk."""
        place = base
        parts = [part for part in rest.split(b"/") if part]
        for part in parts if len(parts) <= MOST_PARTS else ():
            exact = os.path.join(place, part)  # noqa: PTH118  # bytes
            name = part if _is_there(exact) else self._listed(place).get(_alike(part))
            if name is None:
                return None
            place = os.path.join(place, name)  # noqa: PTH118  # bytes
        return place if parts and len(parts) <= MOST_PARTS else None

    def _listed(self, folder: bytes) -> dict[str, bytes]:
        """The names in a folder by what they are alike in; of several the first in order."""
        if folder not in self._names:
            try:
                names = sorted(os.listdir(folder), reverse=True)  # noqa: PTH208  # bytes
            except OSError:
                names = []
            self._names[folder] = {_alike(name): name for name in names}
        return self._names[folder]

    def _as_listed(self, place: bytes) -> bytes:
        """The path as the library has it, where the way to it leads over a link."""
        for real, root in self._real_roots:
            if real != root and place.startswith(os.path.join(real, b"")):  # noqa: PTH118  # bytes
                return root + place[len(real) :]
        return place


def spellings(item: Item) -> list[bytes]:
    """The paths that may be meant, the likeliest first; never none. What Windows writes becomes a path with slashes."""
    said = item.where
    if item.is_file_address:
        said = unquote_to_bytes(_HOST.sub(b"", said, count=1))
    elif item.is_uri:
        said = unquote_to_bytes(said)
    names = [said, item.where, said.strip()]
    if b"%" in item.where and not item.is_uri and not item.is_file_address:
        names.append(unquote_to_bytes(item.where))
    names += [name for text in _texts(said, item.text) for name in text]
    names += [name.replace(b"\\", b"/") for name in names if b"\\" in name]
    names += [_DRIVE.sub(b"/", name, count=1) for name in names if _DRIVE.match(name)]
    if item.is_file_address:
        names.remove(item.where)
    usable = (name for name in names if name and b"\0" not in name)
    return list(dict.fromkeys(usable)) or [b"?"]


def _texts(said: bytes, told: str) -> Iterator[list[bytes]]:
    """The same name in the encodings that disks and playlists are known to have."""
    try:
        text = told or said.decode()
    except UnicodeDecodeError:
        text = said.decode("cp1252", "replace")
    for encoding in ("utf-8", "cp1252"):
        try:
            yield [text.encode(encoding)]
        except UnicodeEncodeError:
            continue


def _alike(name: bytes) -> str:
    """What names have in common that differ in capitals and in how accents are put together."""
    folded = unicodedata.normalize("NFC", os.fsdecode(name)).casefold()
    return unicodedata.normalize("NFC", folded)


def _is_absolute(name: bytes) -> bool:
    return name.startswith(b"/") or _DRIVE.match(name) is not None


def _is_there(place: bytes) -> bool:
    try:
        os.stat(place)  # noqa: PTH116  # bytes
    except (OSError, ValueError):
        return False
    return True


def what_is_wrong(path: Path) -> str:
    """Why something that is there is no file to be played; "" where it is one."""
    try:
        mode = path.stat().st_mode
    except OSError as error:
        return error.strerror or "it can't be looked at"
    if stat.S_ISDIR(mode):
        return "a folder"
    return "" if stat.S_ISREG(mode) else "no file"
