"""Owns mending a profile when the listener asks for it: damaged shards from their last good copies, and copies that a synchroniser left."""

from collections.abc import Iterator
from pathlib import Path
from typing import get_args

from tunes.profile.atomic import sync_folder
from tunes.profile.errors import Damaged
from tunes.profile.exchange.bringing import Tally
from tunes.profile.exchange.restoring import Missing, restored
from tunes.profile.exchange.told import Event
from tunes.profile.lock import locked
from tunes.profile.notes import note_from
from tunes.profile.shards import LOCK, TAKEN_IN, all_shards, strangers_in
from tunes.profile.storage import ShardStorage, Tables, load
from tunes.profile.store import Store, Table
from tunes.profile.verify import copied_tables


def repair(store: Store) -> Iterator[str]:
    """Mends what can be mended, and says of each thing what was done. Raises OSError, NotSaved."""
    for shard in all_shards(store.folder):
        try:
            damage = load(shard.path)[1]
        except (Damaged, OSError):  # there is no good copy; nothing here can help it
            continue
        if damage is not None and shard.device == store.device:
            with locked(shard.folder / LOCK):
                storage = ShardStorage(shard.path)
                with storage.gathered():
                    pass  # what it reads is the good copy, and that is written
            yield from storage.notices
        elif damage is not None:
            yield f"{damage} It is written by another computer: repair it there."
    for path in list(strangers_in(store.folder)):
        yield from _take_in(path, store)


def _take_in(path: Path, store: Store) -> Iterator[str]:
    """Keeps what a copy of a shard holds and no shard does. The copy gets another name, and is not looked at again."""
    tables = copied_tables(path)
    if tables is None:
        return
    missing = Missing(tables for _, tables in store.shards())
    tally = Tally()
    for table, document, notes in restored(_events(tables), missing, tally):
        store.append(table, document, notes)
    path.rename(path.with_name(path.name + TAKEN_IN))
    sync_folder(path.parent)
    yield f"{path} is a copy of a shard. Of its events {tally.listens + tally.others:,} were missing and are kept now."


def _events(tables: Tables) -> Iterator[Event]:
    for note in tables.get("tracks", {}).values():
        if note_from(note).id:
            yield Event("tracks", note)
    for table in get_args(Table):
        for document in tables.get(table, {}).values():
            if "at" in document or "built_at" in document:
                yield Event(table, document)
