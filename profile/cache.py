"""Owns the cached columns of closed shards: one file that opens at once, made anew from the shards whenever it does not fit them.

Deleting it loses nothing. It lies outside the profile, so that no synchroniser carries it.
"""

import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from threading import Lock

from tunes.profile.atomic import private_folder, replace_file
from tunes.profile.cached_columns import columns_from, columns_in
from tunes.profile.events import Events, fold
from tunes.profile.shards import Shard
from tunes.profile.storage import is_seal_broken, seal_of, signature_of

Key = dict[str, str]
"""Of each cached shard, by device and name, what tells its content: size, time and seal."""

MOST_APART = 200
"""Shards held side by side while they are read: each names its tracks anew, and a million listens are in thousands of them."""

Parse = Callable[[Shard], Events | None]


class ColumnCache:
    """The columns of all shards that are written no more, in the file at `path`."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._guard = Lock()
        self._key: Key = {}
        self._events: Events | None = None

    def events(self, shards: Sequence[Shard], parse: Parse) -> tuple[Events, list[Shard]]:
        """The events of `shards`, parsed where they are not cached, and the shards that can't be: they have no good seal."""
        with self._guard:
            told = {shard: how for shard in shards if (how := _told_by(shard)) is not None}
            if self._events is None:
                self._key, self._events = _load(self._path) or ({}, None)
            if not self._key.items() <= {_name(shard): how for shard, how in told.items()}.items():
                self._key, self._events = {}, None  # one was rewritten or is gone
            self._take([shard for shard in told if _name(shard) not in self._key], told, parse)
            return self._events or fold([]), [shard for shard in shards if _name(shard) not in self._key]

    def _take(self, fresh: Sequence[Shard], told: dict[Shard, str], parse: Parse) -> None:
        """Adds shards that are sound, and keeps the whole."""
        taken: list[Shard] = []
        parts = [self._events] if self._events else []
        for shard in fresh:
            if not _is_broken(shard) and (events := parse(shard)) is not None:
                taken.append(shard)
                parts = [*parts, events] if len(parts) < MOST_APART else [fold([*parts, events])]
        if taken:
            self._events = fold(parts)
            self._key |= {_name(shard): told[shard] for shard in taken}
            with suppress(OSError):  # the next start reads the shards once more
                _save(self._path, self._key, self._events)


def _name(shard: Shard) -> str:
    return f"{shard.device}/{shard.path.name}"


def _told_by(shard: Shard) -> str | None:
    """What changes when the shard does; None for one without a seal, which other programs may have written."""
    seal, signature = seal_of(shard.path), signature_of(shard.path)
    return None if seal is None or signature is None else f"{signature[1]} {signature[2]} {seal}"


def _is_broken(shard: Shard) -> bool:
    try:
        return is_seal_broken(shard.path.read_bytes())
    except OSError:
        return True


def _save(path: Path, key: Key, events: Events) -> None:
    private_folder(path.parent)
    replace_file(path, columns_in(key, events), temporary=f".{path.name}.{os.getpid()}.tmp")


def _load(path: Path) -> tuple[Key, Events] | None:
    """What is cached, None where there is nothing that can be used."""
    try:
        return columns_from(path)
    except (OSError, ValueError, KeyError, TypeError):
        return None
