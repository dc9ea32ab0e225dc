"""Owns really removing what the listener wants forgotten: out of every shard that may be written, its copies and its notes."""

from dataclasses import dataclass
from pathlib import Path

from tunes.profile.atomic import replace_file, sync_folder
from tunes.profile.errors import Damaged, NotSaved
from tunes.profile.history import History
from tunes.profile.leftovers import damaged_with, forget_beside
from tunes.profile.lock import locked
from tunes.profile.shards import LOCK, Shard, all_shards, backup_of
from tunes.profile.storage import Tables, encode, load
from tunes.profile.wish import Wish, is_empty, is_meant, rest_of


@dataclass(slots=True)
class Forgotten:
    """What came of it."""

    listens: int = 0
    left: int = 0
    """Listens in the newest shards of other computers, which only these may write."""
    damaged: int = 0
    """Files that were set aside as damaged and may hold some of it."""


def every_id(history: History, ids: set[str]) -> frozenset[str]:
    """With these ids, all that the same tracks have or had."""
    places = {history.index[name] for name in ids if name in history.index}
    return frozenset(ids | {name for name, place in history.index.items() if place in places})


def count(folder: Path, device: str, wish: Wish) -> Forgotten:
    """What would come of it; nothing is changed. Damaged shards count for nothing here."""
    return _go_through(folder, device, wish, is_dry=True)


def forget(folder: Path, device: str, wish: Wish) -> Forgotten:
    """Removes it from the profile in `folder`, of which this computer is `device`. Raises NotSaved, Damaged.

    Each shard is replaced whole, so that a kill leaves some of them done; doing it again does the rest.
    """
    return _go_through(folder, device, wish, is_dry=False)


def _go_through(folder: Path, device: str, wish: Wish, *, is_dry: bool) -> Forgotten:
    came = Forgotten(damaged=damaged_with(folder, wish))
    shards = all_shards(folder)
    newest = {shard.device: shard for shard in shards}
    for shard in shards:
        is_theirs = shard.device != device and newest[shard.device] == shard and not wish.is_all
        try:
            gone = _listens_in(shard, wish) if is_dry or is_theirs else _forget_in(shard, wish)
        except OSError as error:
            raise NotSaved(f"{shard.path} can't be written: {error.strerror or error}.") from error
        if is_theirs:
            came.left += gone
        else:
            came.listens += gone
    if not is_dry:
        try:
            forget_beside(folder, device, wish)
        except OSError as error:
            raise NotSaved(f"{folder} can't be written: {error.strerror or error}.") from error
    return came


def _listens_in(shard: Shard, wish: Wish) -> int:
    listens = _tables(shard, wish).get("listens", {}).values()
    return sum(is_meant(listen, wish) for listen in listens)


def _tables(shard: Shard, wish: Wish) -> Tables:
    """What it holds; of one that can't be read nothing, if it is to go all the same."""
    try:
        return load(shard.path)[0]
    except Damaged:
        if wish.is_all:
            return {}
        raise


def _forget_in(shard: Shard, wish: Wish) -> int:
    with locked(shard.folder / LOCK):
        tables = _tables(shard, wish)
        rest = rest_of(tables, wish)
        gone = len(tables.get("listens", {})) - len(rest.get("listens", {}))
        if is_empty(rest):
            for path in (shard.path, backup_of(shard.path)):
                path.unlink(missing_ok=True)
            sync_folder(shard.folder)
        elif rest != tables:
            # The copy goes first: were it last, a kill in between would leave in it what the shard has forgotten.
            replace_file(backup_of(shard.path), encode(rest))
            replace_file(shard.path, encode(rest))
    return gone
