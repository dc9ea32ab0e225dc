"""Owns the file that holds everything: each event and each note of a track, as it is stored."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, BinaryIO, Literal

import orjson
from tunes.profile.events import is_alias
from tunes.profile.exchange.documents import objects
from tunes.profile.exchange.told import BadFileError, Event
from tunes.profile.exposures import is_shown
from tunes.profile.frozen import is_queue
from tunes.profile.listens import is_listen
from tunes.profile.marks import is_mark
from tunes.profile.storage import Tables
from tunes.profile.store import Table

_HEAD = b'{"tunes":1}'
_READABLE: dict[Table | Literal["tracks"], Callable[[Mapping[str, Any]], bool]] = {
    "tracks": lambda note: isinstance(note.get("id"), str),
    "listens": is_listen,
    "marks": is_mark,
    "shown": is_shown,
    "queues": is_queue,
    "aliases": is_alias,
}


def is_whole(head: bytes) -> bool:
    """Whether a file that begins so is one."""
    return head.startswith(b"[\n" + _HEAD)


def whole_lines(shards: Iterable[Tables]) -> Iterator[bytes]:
    """Everything, an entry of one array on each line: the name of its table, and the document."""
    yield b"[\n" + _HEAD
    for tables in shards:
        for table in _READABLE:
            for document in tables.get(table, {}).values():
                yield b",\n" + orjson.dumps({table: document})
    yield b"\n]\n"


def read_whole(stream: BinaryIO, file: str) -> Iterator[Event]:
    """Each document. Raises BadFileError, OSError."""
    for place, entry in objects(stream, file):
        if entry == {"tunes": 1}:
            continue
        table = next((table for table in _READABLE if table in entry), None)
        if table is None or not isinstance(entry[table], dict) or not _READABLE[table](entry[table]):
            raise BadFileError(file, place, "an event of this version of tunes")
        yield Event(table, entry[table])
