"""Owns really removing what the listener wants forgotten: out of every shard that may be written, its copies and its notes."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tunes.library.text import fold
from tunes.profile.atomic import replace_file, sync_folder
from tunes.profile.errors import NotSaved
from tunes.profile.history import History
from tunes.profile.lock import locked
from tunes.profile.shards import LOCK, Shard, all_shards, backup_of, set_aside_in
from tunes.profile.storage import Tables, encode, load

Document = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be forgotten; of all its parts that are given, each must hold."""

    tracks: frozenset[str] | None = None
    """Ids, every one that a track has or had; None for all tracks."""
    artist: str | None = None
    """Whose marks go too, and those of their albums."""
    since: float | None = None
    """Unix seconds, or None for the beginning."""
    until: float | None = None
    """Unix seconds, not itself meant; or None for the end."""

    @property
    def is_timeless(self) -> bool:
        """Whether what was said of tracks, and their names, go too, and not only when they were heard."""
        return self.since is None and self.until is None

    @property
    def is_all(self) -> bool:
        """Whether nothing is to stay."""
        return self.tracks is None and self.is_timeless


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
    came = Forgotten(damaged=len(list(set_aside_in(folder))))
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
    return came


def _listens_in(shard: Shard, wish: Wish) -> int:
    listens = load(shard.path)[0].get("listens", {}).values()
    return sum(_is_meant(listen, wish) for listen in listens)


def _forget_in(shard: Shard, wish: Wish) -> int:
    with locked(shard.folder / LOCK):
        tables, _ = load(shard.path)
        rest = {} if wish.is_all else _rest(tables, wish)
        gone = len(tables.get("listens", {})) - len(rest.get("listens", {}))
        if not any(documents for name, documents in rest.items() if isinstance(documents, dict)):
            for path in (shard.path, backup_of(shard.path)):
                path.unlink(missing_ok=True)
            sync_folder(shard.folder)
        elif rest != tables:
            # The copy goes first: were it last, a kill in between would leave in it what the shard has forgotten.
            replace_file(backup_of(shard.path), encode(rest))
            replace_file(shard.path, encode(rest))
    return gone


def _rest(tables: Tables, wish: Wish) -> Tables:
    """What stays of a shard's tables; of tables and fields that we don't know all of it."""
    rest: Tables = dict(tables)
    rest["listens"] = {key: one for key, one in tables.get("listens", {}).items() if not _is_meant(one, wish)}
    rest["shown"] = {
        key: {**one, "tracks": left}
        for key, one in tables.get("shown", {}).items()
        if (left := [name for name in one.get("tracks", ()) if not _is_meant({**one, "track": name}, wish)])
    }
    if wish.is_timeless:
        rest["marks"] = {key: one for key, one in tables.get("marks", {}).items() if not _is_about(one, wish)}
        rest["aliases"] = {
            key: one
            for key, one in tables.get("aliases", {}).items()
            if not {one.get("new"), one.get("old")} & (wish.tracks or frozenset())
        }
        rest["queues"] = {key: _without(one, wish) for key, one in tables.get("queues", {}).items()}
    named = _named(rest)
    rest["tracks"] = {key: one for key, one in tables.get("tracks", {}).items() if one.get("id") in named}
    return {
        name: documents for name, documents in rest.items() if documents or name not in tables or tables[name]
    }


def _is_meant(one: Document, wish: Wish) -> bool:
    """Whether a listen, or a track that was shown, is to be forgotten."""
    at = one.get("at")
    when = float(at) if isinstance(at, int | float) else 0.0
    return (
        (wish.tracks is None or one.get("track") in wish.tracks)
        and (wish.since is None or when >= wish.since)
        and (wish.until is None or when < wish.until)
    )


def _is_about(mark: Document, wish: Wish) -> bool:
    what = mark.get("what") or {}
    return what.get("track") in (wish.tracks or ()) or (
        wish.artist is not None and fold(str(what.get("artist", ""))) == fold(wish.artist)
    )


def _without(queue: Document, wish: Wish) -> dict[str, Any]:
    """A weekly queue without those tracks, also where they are the reason for others."""
    gone = wish.tracks or frozenset()

    def left(picks: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return [pick for pick in picks if not {pick.get("id"), *(pick.get("because") or ())} & gone]

    return {**queue, **{name: left(queue[name]) for name in ("picks", "reserve") if name in queue}}


def _named(tables: Tables) -> set[object]:
    """The ids that anything in a shard names."""
    named: set[object] = set()
    for one in tables.get("listens", {}).values():
        named.add(one.get("track"))
    for one in tables.get("marks", {}).values():
        named.add((one.get("what") or {}).get("track"))
    for one in tables.get("shown", {}).values():
        named.update(one.get("tracks", ()))
    for one in tables.get("aliases", {}).values():
        named.update((one.get("new"), one.get("old")))
    for one in tables.get("queues", {}).values():
        named.update(pick.get("id") for name in ("picks", "reserve") for pick in one.get(name) or ())
    return named
