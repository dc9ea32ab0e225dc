"""Owns the cached columns of closed shards: one file that opens at once, made anew from the shards whenever it does not fit them.

Deleting it loses nothing. It lies outside the profile, so that no synchroniser carries it.
"""

import mmap
import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np
import orjson
from tunes.profile.atomic import private_folder, replace_file
from tunes.profile.events import Events, Link, ListenColumns, fold
from tunes.profile.marks import mark_document, mark_from
from tunes.profile.notes import note_document, note_from
from tunes.profile.shards import Shard
from tunes.profile.storage import seal_of

_MAGIC = b"tunes history columns 1\n"
_LENGTH_BYTES = 8
_ALIGNED = 64

_TEXTS = ("tracks", "sources", "devices", "places")
_LISTENS = tuple(field.name for field in fields(ListenColumns))
_SHOWN = ("shown_at", "shown_track", "shown_place")

Key = dict[str, str]
"""Of each shard the seal, by device and name: the same seal is the same content."""


class ColumnCache:
    """The columns of all shards that are written no more."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._key: Key = {}
        self._events: Events | None = None

    def events(
        self, shards: Sequence[Shard], parse: Callable[[Shard], Events | None]
    ) -> tuple[Events, list[Shard]]:
        """The events of `shards`, parsed where they are not cached, and those shards that can't be told by a seal."""
        seals = {shard: seal for shard in shards if (seal := seal_of(shard.path)) is not None}
        key = {f"{shard.device}/{shard.path.name}": seal for shard, seal in seals.items()}
        if self._events is None:
            self._key, self._events = _load(self._path) or ({}, None)
        if not self._key.items() <= key.items():  # one was rewritten or is gone
            self._key, self._events = {}, None
        fresh = [shard for shard in seals if f"{shard.device}/{shard.path.name}" not in self._key]
        if fresh or self._events is None:
            parsed = {shard: events for shard in fresh if (events := parse(shard)) is not None}
            self._events = fold([*([self._events] if self._events else []), *parsed.values()])
            self._key = {name: seal for name, seal in key.items() if name in self._key} | {
                f"{shard.device}/{shard.path.name}": seals[shard] for shard in parsed
            }
            with suppress(OSError):  # the next start reads the shards once more
                _save(self._path, self._key, self._events)
        return self._events, [shard for shard in shards if shard not in seals]


def _save(path: Path, key: Key, events: Events) -> None:
    arrays = {name: getattr(events.listens, name) for name in _LISTENS}
    arrays |= {name: getattr(events, name) for name in _SHOWN}
    places, offset = {}, 0
    for name, array in arrays.items():
        places[name] = (array.dtype.str, len(array), offset)
        offset += _padded(array.nbytes)
    head = orjson.dumps(
        {
            "key": key,
            "arrays": places,
            **{name: getattr(events, name) for name in _TEXTS},
            "notes": [note_document(note) for note in events.notes],
            "marks": [mark_document(mark) for mark in events.marks],
            "links": [(link.at, link.new, link.old) for link in events.links],
        }
    )
    lead = _MAGIC + len(head).to_bytes(_LENGTH_BYTES, "big") + head
    body = b"".join(array.tobytes().ljust(_padded(array.nbytes), b"\0") for array in arrays.values())
    private_folder(path.parent)
    replace_file(
        path, lead.ljust(_padded(len(lead)), b"\0") + body, temporary=f".{path.name}.{os.getpid()}.tmp"
    )


def _load(path: Path) -> tuple[Key, Events] | None:
    """What is cached, None where there is nothing that can be used."""
    try:
        with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as whole:
            if whole[: len(_MAGIC)] != _MAGIC:
                return None
            start = len(_MAGIC) + _LENGTH_BYTES
            size = int.from_bytes(whole[len(_MAGIC) : start], "big")
            head = orjson.loads(whole[start : start + size])
        return head["key"], _events(head, path, _padded(start + size))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _events(head: Mapping[str, Any], path: Path, start: int) -> Events:
    whole = np.memmap(path, mode="r", dtype=np.uint8)
    arrays: dict[str, Any] = {}
    texts: dict[str, Any] = {name: tuple(head[name]) for name in _TEXTS}
    for name, (kind, count, offset) in head["arrays"].items():
        size = count * np.dtype(kind).itemsize
        arrays[name] = whole[start + offset : start + offset + size].view(kind)
        if len(arrays[name]) != count:
            raise ValueError("the file is cut")
    return Events(
        **texts,
        listens=ListenColumns(**{name: arrays[name] for name in _LISTENS}),
        **{name: arrays[name] for name in _SHOWN},
        notes=tuple(note_from(note) for note in head["notes"]),
        marks=tuple(mark_from(mark) for mark in head["marks"]),
        links=tuple(Link(*link) for link in head["links"]),
    )


def _padded(size: int) -> int:
    return -(-size // _ALIGNED) * _ALIGNED
