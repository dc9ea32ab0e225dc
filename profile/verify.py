"""Owns checking the whole profile: every file, every document, and what does not belong there. Reads only."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from tunes.profile.errors import Damaged
from tunes.profile.events import is_alias
from tunes.profile.exposures import is_shown
from tunes.profile.listens import VERSION, is_listen
from tunes.profile.marks import is_mark
from tunes.profile.shards import Shard, all_shards, backup_of, set_aside_in, strangers_in
from tunes.profile.storage import TABLES, Tables, decode, is_seal_broken, load

_READABLE: dict[str, Callable[[Mapping[str, Any]], bool]] = {
    "listens": is_listen,
    "marks": is_mark,
    "shown": is_shown,
    "aliases": is_alias,
    "tracks": lambda note: isinstance(note.get("id"), str),
    "queues": lambda queue: isinstance(queue.get("week"), str),
}


def findings(folder: Path) -> Iterator[str]:
    """What is wrong with the profile in `folder`, a sentence each."""
    for shard in all_shards(folder):
        try:
            yield from _in_shard(shard)
        except Damaged as damage:
            yield f"{damage} There is no good copy of it."
        except OSError as error:
            yield f"{shard.path} can't be read: {error.strerror}."
    for path in set_aside_in(folder):
        yield f"{path} was damaged and set aside; a synchroniser's or a backup's older version may hold what it lost."
    for path in strangers_in(folder):
        if copied_tables(path) is not None:
            yield f"{path} is a copy of a shard, as synchronisers leave them, and is not read. tunes profile verify --repair takes it in."
        else:
            yield f"{path} is no file of tunes and is not read."


def copied_tables(path: Path) -> Tables | None:
    """The tables of a file that has another name than a shard and is like one; None where it is something else."""
    try:
        tables = decode(path, path.read_bytes())
    except (Damaged, OSError):
        return None
    return tables if any(tables.get(name) for name in TABLES) else None


def _in_shard(shard: Shard) -> Iterator[str]:
    tables, damage = load(shard.path)
    if damage is not None:
        yield f"{damage} Its last good copy is used, which lacks what came after it."
    else:
        if is_seal_broken(shard.path.read_bytes()):
            yield f"{shard.path} was changed by something other than tunes, or by its disk. It is used as it is."
        yield from _in_copy(backup_of(shard.path))
    yield from _in_documents(shard, tables)


def _in_copy(path: Path) -> Iterator[str]:
    if not path.exists():
        return
    try:
        decode(path, path.read_bytes())
    except Damaged as damage:
        yield f"{damage} It is only a copy; its original is sound."


def _in_documents(shard: Shard, tables: Tables) -> Iterator[str]:
    for name in TABLES:
        documents = tables.get(name, {}).values()
        bad = sum(not _READABLE[name](document) for document in documents)
        if bad:
            yield f"{shard.path}: {bad} of its {len(documents)} {name} can't be understood and are left out."
        newer = sum(_version(document) > VERSION for document in documents)
        if newer:
            yield f"{shard.path}: {newer} of its {len(documents)} {name} were written by a newer tunes; all it wrote is kept."
    yield from _doubled(shard, tables)


def _doubled(shard: Shard, tables: Tables) -> Iterator[str]:
    listens = [each for each in tables.get("listens", {}).values() if is_listen(each)]
    often = Counter((each["track"], each["at"]) for each in listens)
    twice = sum(count - 1 for count in often.values())
    if twice:
        yield f"{shard.path}: {twice} listens are there twice."


def _version(document: Mapping[str, Any]) -> int:
    version = document.get("v")
    return version if isinstance(version, int) else 0
