"""Owns what lies in a profile beside its shards and may hold what is to be forgotten: of programs that died, of synchronisers, set aside."""

from pathlib import Path

from tunes.profile.atomic import TEMPORARY, replace_file, sync_folder
from tunes.profile.lock import locked
from tunes.profile.open_listen import drop_orphans
from tunes.profile.shards import LOCK, devices_in, set_aside_in, strangers_in, taken_in_of
from tunes.profile.storage import encode
from tunes.profile.verify import copied_tables
from tunes.profile.wish import Wish, is_empty, is_meant, rest_of


def forget_beside(folder: Path, device: str, wish: Wish) -> None:
    """Removes it from all that is not written any more. Raises NotSaved, OSError."""
    for path in [*strangers_in(folder), *taken_in_of(folder)]:
        _forget_in_copy(path, wish)
    for name in devices_in(folder):
        if name == device or wish.is_all:
            _forget_unfinished(folder / name, wish)
    if wish.is_all:
        for path in list(set_aside_in(folder)):
            path.unlink()


def damaged_with(folder: Path, wish: Wish) -> int:
    """How many damaged files were set aside that may hold some of it: they can't be read, but what they name can be looked for."""
    return sum(_names(path, wish) for path in set_aside_in(folder))


def _names(path: Path, wish: Wish) -> bool:
    if wish.tracks is None:
        return True
    try:
        data = path.read_bytes()
    except OSError:
        return True
    return any(name.encode() in data for name in wish.tracks)


def _forget_in_copy(path: Path, wish: Wish) -> None:
    tables = copied_tables(path)
    if tables is None:  # it is something else
        return
    rest = rest_of(tables, wish)
    with locked(path.parent / LOCK):
        if is_empty(rest):
            path.unlink()
            sync_folder(path.parent)
        elif rest != tables:
            replace_file(path, encode(rest))


def _forget_unfinished(folder: Path, wish: Wish) -> None:
    """What a kill left: a file that was not written to its end, and a listen in progress."""
    with locked(folder / LOCK):
        for path in folder.glob(TEMPORARY + "*"):
            path.unlink()
        drop_orphans(folder, lambda listen: is_meant(listen, wish))
