"""Owns writing a playlist's file: wholly or not at all, and never over one that nobody wanted replaced."""

import os
from collections.abc import Callable, Sequence
from pathlib import Path

from tunes.library.formats import ending
from tunes.library.playlists.item import Item, item_of
from tunes.library.playlists.m3u import m3u_bytes
from tunes.library.playlists.reading import PlaylistError
from tunes.library.playlists.xspf import xspf_bytes
from tunes.library.track import Track

_WRITERS: dict[str, Callable[[Sequence[Item], Path], bytes]] = {
    "m3u8": m3u_bytes,
    "m3u": m3u_bytes,
    "xspf": xspf_bytes,
}
WRITABLE = tuple(_WRITERS)
"""Endings of the playlists that tunes writes."""


def write_tracks(target: Path, tracks: Sequence[Track], *, replace: bool = False) -> None:
    """Writes tracks as a playlist, of the sort that the ending says."""
    write_items(target, [item_of(track) for track in tracks], replace=replace)


def write_items(target: Path, items: Sequence[Item], *, replace: bool = False) -> None:
    """Writes items, whose paths are absolute, as a playlist. Raises `PlaylistError`."""
    writer = _WRITERS.get(ending(target.name))
    if writer is None:
        raise PlaylistError(
            f"The playlist {target} can't be written: tunes writes {', '.join(f'.{one}' for one in WRITABLE)}."
        )
    place = Path(os.path.realpath(target))  # a link stays one, and what it leads to is written
    keep(place, writer(items, place.parent), replace=replace)


def keep(target: Path, content: bytes, *, replace: bool = False) -> None:
    """Makes a file, or with `replace` maybe another one's successor. Raises `PlaylistError`."""
    fresh = target.with_name(f".{target.name}.part")
    try:
        if target.exists() and not target.is_file():
            raise PlaylistError(f"The playlist {target} can't be written: it is no file.")
        try:
            _write(fresh, content)
            if replace:
                fresh.replace(target)
            else:
                _put(fresh, target)
        finally:
            fresh.unlink(missing_ok=True)
    except FileExistsError as error:
        raise PlaylistError(f"The playlist {target} is there already, and is left as it is.") from error
    except OSError as error:
        raise PlaylistError(f"The playlist {target} can't be written: {error.strerror}.") from error


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _put(fresh: Path, target: Path) -> None:
    """Gives a file its name, unless another has it."""
    try:
        os.link(fresh, target)
    except FileExistsError:
        raise
    except OSError:  # the disk knows no second names (FAT)
        if target.exists():
            raise FileExistsError(target) from None
        fresh.replace(target)
