"""Owns taking back what tunes exported: which of its events are missing here, and the notes of the tracks that they name."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import orjson
from tunes.profile.exchange.bringing import Tally
from tunes.profile.exchange.told import Event
from tunes.profile.notes import TrackNote, note_from
from tunes.profile.storage import Tables
from tunes.profile.store import Table

Key = tuple[Any, ...]


class Missing:
    """What is not in the shards yet."""

    def __init__(self, shards: Iterable[Tables]) -> None:
        self._present = {
            _key(table, document)
            for tables in shards
            for table, documents in tables.items()
            if table != "tracks"
            for document in documents.values()
        }

    def take(self, event: Event) -> bool:
        """Takes an event; False where it is there already."""
        key = _key(event.table, event.document)
        if key in self._present:
            return False
        self._present.add(key)
        return True


def restored(
    events: Iterable[Event], missing: Missing, tally: Tally
) -> Iterator[tuple[Table, Mapping[str, Any], list[TrackNote]]]:
    """The events that are missing, each with its table and the notes of what it names, as far as these came before it."""
    notes: dict[str, TrackNote] = {}
    for event in events:
        document = event.document
        if event.table == "tracks":
            notes[document["id"]] = note_from(document)
        elif not missing.take(event):
            tally.double += event.table == "listens"
        else:
            if event.table == "listens":
                tally.count(document["at"])
            else:
                tally.others += 1
            yield event.table, document, [notes[name] for name in _named(document) if name in notes]


def _named(document: Mapping[str, Any]) -> list[str]:
    """The ids of the tracks in a document."""
    what = document.get("what")
    about = what.get("track") if isinstance(what, dict) else None
    one = [name for name in (document.get("track"), document.get("new"), document.get("old"), about) if name]
    several = [*(document.get("tracks") or ()), *(pick["id"] for pick in document.get("picks") or ())]
    return [name for name in (*one, *several) if isinstance(name, str)]


def _key(table: str, document: Mapping[str, Any]) -> Key:
    """What makes an event this one: of a listen where, when and to what; of others all that they say."""
    if table == "listens":
        return table, document.get("device"), document.get("at"), document.get("track")
    return table, orjson.dumps(document, option=orjson.OPT_SORT_KEYS)
