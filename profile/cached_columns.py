"""Owns the bytes of the column cache: a head of JSON, then each column as it lies in memory, so that it can be mapped.

No format for others: whoever finds another version, or one byte changed, makes it anew.
"""

import mmap
import zlib
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np
import orjson
from tunes.library.track import Kind
from tunes.profile.events import Events, Link, ListenColumns
from tunes.profile.marks import mark_document, mark_from
from tunes.profile.notes import TrackNote

_MAGIC = b"tunes history columns 3\n"
_SUM_BYTES = 4
_LENGTH_BYTES = 8
_START = len(_MAGIC) + _SUM_BYTES + _LENGTH_BYTES
_ALIGNED = 64

_TEXTS = ("tracks", "sources", "devices", "places", "noted_in")
_LISTENS = tuple(field.name for field in fields(ListenColumns))
_NOTE = ("id", "artist", "title", "album", "duration", "mbid", "kind", "genres")
_KINDS = {str(kind): kind for kind in Kind}
_SHOWN = ("shown_at", "shown_track", "shown_place")


def columns_in(key: Mapping[str, str], events: Events) -> bytearray:
    """The events, and what tells the shards they are from."""
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
            "notes": [[getattr(note, name) for name in _NOTE] for note in events.notes],
            "marks": [mark_document(mark) for mark in events.marks],
            "links": [(link.at, link.new, link.old) for link in events.links],
        }
    )
    start = _padded(_START + len(head))
    whole = bytearray(start + offset)  # one copy: there may be a million listens
    whole[: len(_MAGIC)] = _MAGIC
    whole[_START - _LENGTH_BYTES : _START] = len(head).to_bytes(_LENGTH_BYTES, "big")
    whole[_START : _START + len(head)] = head
    columns = np.frombuffer(whole, dtype=np.uint8)[start:]
    for name, (_, _, place) in places.items():
        columns[place : place + arrays[name].nbytes] = arrays[name].view(np.uint8)
    found = zlib.crc32(memoryview(whole)[len(_MAGIC) + _SUM_BYTES :])
    whole[len(_MAGIC) : len(_MAGIC) + _SUM_BYTES] = found.to_bytes(_SUM_BYTES, "big")
    return whole


def columns_from(path: Path) -> tuple[dict[str, str], Events]:
    """What `columns_in` made of them, the columns mapped from the file. Raises ValueError for anything else, OSError."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as whole:
        if whole[: len(_MAGIC)] != _MAGIC:
            raise ValueError("another version")
        with memoryview(whole) as view:
            found = zlib.crc32(view[len(_MAGIC) + _SUM_BYTES :])
        if found.to_bytes(_SUM_BYTES, "big") != whole[len(_MAGIC) : len(_MAGIC) + _SUM_BYTES]:
            raise ValueError("damaged")
        size = int.from_bytes(whole[_START - _LENGTH_BYTES : _START], "big")
        head = orjson.loads(whole[_START : _START + size])
        return head["key"], _events(head, np.memmap(file, mode="r", dtype=np.uint8), _padded(_START + size))


def _events(head: Mapping[str, Any], whole: np.ndarray, start: int) -> Events:
    arrays: dict[str, Any] = {}
    vocabularies: dict[str, Any] = {name: tuple(head[name]) for name in _TEXTS}
    for name, (dtype, count, offset) in head["arrays"].items():
        size = count * np.dtype(dtype).itemsize
        arrays[name] = whole[start + offset : start + offset + size].view(dtype)
    return Events(
        **vocabularies,
        listens=ListenColumns(**{name: arrays[name] for name in _LISTENS}),
        **{name: arrays[name] for name in _SHOWN},
        notes=tuple(
            TrackNote(name, artist, title, album, duration, mbid, _KINDS[kind], tuple(genres))
            for name, artist, title, album, duration, mbid, kind, genres in head["notes"]
        ),
        marks=tuple(mark_from(mark) for mark in head["marks"]),
        links=tuple(Link(*link) for link in head["links"]),
    )


def _padded(size: int) -> int:
    return -(-size // _ALIGNED) * _ALIGNED
