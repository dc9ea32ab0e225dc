"""Owns listens as a table for spreadsheets: CSV, one listen a row, with all that is stored of it."""

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, BinaryIO

from tunes.profile.exchange.documents import rows
from tunes.profile.exchange.told import BadFileError, Event
from tunes.profile.listens import is_listen
from tunes.profile.notes import TrackNote, note_document, note_from

_NAMES = ("artist", "title", "album", "mbid", "kind", "length")
_STORED = (
    "track", "at", "offset", "heard", "duration", "began", "left", "seeks", "restarts", "end", "source", "last_key", "volume",
    "device", "v",
)  # fmt: skip
_MAYBE_UNKNOWN = {"duration", "last_key"}
_TEXTS = {"track", "end", "source", "device"}
COLUMNS = ("when", *_NAMES, "play", "skip", "replay", *_STORED)
"""`when` is for people, in UTC; `play`, `skip` and `replay` are derived, and not read again."""


def is_sheet(head: bytes) -> bool:
    """Whether a file that begins so is one."""
    return head.startswith(",".join(COLUMNS).encode())


def sheet_row(listen: Mapping[str, Any], note: TrackNote) -> list[str]:
    """A stored listen, with what it counts as, in the order of `COLUMNS`."""
    names = note_document(note) | {"length": note.duration}
    return [
        datetime.fromtimestamp(listen["at"], UTC).strftime("%Y-%m-%d %H:%M:%S"),
        *(str(names[name] or "") for name in _NAMES),
        *(str(int(listen[name])) for name in ("play", "skip", "replay")),
        *(_written(name, listen.get(name)) for name in _STORED),
    ]


def sheet_line(fields: Sequence[str]) -> bytes:
    """A row as it stands in the file. What ends lines in names needs the quotes that these line ends ask for."""
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerow(fields)
    return text.getvalue().encode()


def read_sheet(stream: BinaryIO, file: str) -> Iterator[Event]:
    """The note of each track, once, and each listen. Raises BadFileError, OSError."""
    noted: set[str] = set()
    found = rows(stream, file)
    next(found)
    for place, row in found:
        if len(row) != len(COLUMNS):
            raise BadFileError(file, place, f"{len(COLUMNS)} fields")
        told = dict(zip(COLUMNS, row, strict=True))
        try:
            listen: dict[str, Any] = {
                name: told[name] if name in _TEXTS else json.loads(told[name]) for name in _STORED
            }
        except ValueError:
            raise BadFileError(file, place, "numbers as tunes writes them") from None
        listen = {
            name: value for name, value in listen.items() if value is not None or name in _MAYBE_UNKNOWN
        }
        if not is_listen(listen):
            raise BadFileError(file, place, "a listen of tunes")
        if listen["track"] not in noted:
            noted.add(listen["track"])
            length = json.loads(told["length"]) if told["length"] else None
            known = {"id": listen["track"], "duration": length, "mbid": told["mbid"] or None}
            note = note_from(told | known)
            yield Event("tracks", note_document(note))
        yield Event("listens", listen)


def _written(name: str, value: Any) -> str:
    return str(value) if name in _TEXTS else json.dumps(value)
