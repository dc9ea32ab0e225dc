"""Owns what is to be forgotten, and what stays of the tables of a shard without it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tunes.library.text import fold
from tunes.profile.storage import Tables

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


def is_empty(tables: Tables) -> bool:
    """Whether there is nothing left in any table."""
    return not any(documents for documents in tables.values() if isinstance(documents, dict))


def rest_of(tables: Tables, wish: Wish) -> Tables:
    """What stays of a shard's tables; of tables and fields that we don't know all of it, unless nothing is to stay."""
    if wish.is_all:
        return {}
    rest: Tables = dict(tables)
    rest["listens"] = {key: one for key, one in tables.get("listens", {}).items() if not is_meant(one, wish)}
    rest["shown"] = {
        key: {**one, "tracks": left}
        for key, one in tables.get("shown", {}).items()
        if (left := [name for name in one.get("tracks", ()) if not is_meant({**one, "track": name}, wish)])
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


def is_meant(one: Document, wish: Wish) -> bool:
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
