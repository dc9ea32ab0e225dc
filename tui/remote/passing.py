"""Owns what passes from one tunes to another at a take-over: the queue, and how it stands, as plain documents. Pure."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any, TypeVar

from tunes.player.entry import Cell, Entry, Repeat, Shuffle
from tunes.player.long_list import LongList
from tunes.player.queue import Queue
from tunes.tui.remote.lines import GarbledError
from tunes.tui.remote.whole_track import track_document, track_of

PART = 1_000
"""Entries that travel together: made and read within some milliseconds."""

Document = Mapping[str, Any]
_Mode = TypeVar("_Mode", Repeat, Shuffle)


@dataclass(frozen=True, slots=True)
class Handed:
    """All that is passed on."""

    queue: Queue
    entry: Entry | None
    """What lies on the player, perhaps taken out of the queue; None where nothing does."""
    position: float
    """Seconds into it."""
    is_paused: bool
    volume: int
    """0 to 100."""
    is_muted: bool
    is_guest: bool
    rate: float
    """How fast it plays."""
    own: Queue | None = None
    """The listener's queue, where a guest plays from another one."""


def handed(queue: Queue, document: Document, own: Queue | None = None) -> Handed:
    """What was let go of, round queues that are known by now. Raises `GarbledError`."""
    entry = document.get("entry")
    return Handed(
        queue=queue,
        entry=None if entry is None else entry_of(entry),
        position=max(0.0, number(document, "position")),
        is_paused=document.get("paused") is True,
        volume=max(0, min(100, whole(document, "volume"))),
        is_muted=document.get("muted") is True,
        is_guest=document.get("guest") is True,
        rate=number(document, "rate"),
        own=own,
    )


def entry_document(entry: Entry) -> dict[str, Any]:
    """A track and where it came from."""
    return track_document(entry.track) | {"source": entry.source}


def entry_of(document: object) -> Entry:
    """The entry that a document tells of. Raises `GarbledError`."""
    track = track_of(document)
    source = document.get("source") if isinstance(document, dict) else None
    return Entry(track, source if isinstance(source, str) else "queue")


def straight_places(queue: Queue) -> dict[int, int]:
    """Where each entry of a shuffled queue stood before, by number."""
    return {cell.number: place for place, cell in enumerate(queue.straight)}


def cell_document(cell: Cell, places: Mapping[int, int]) -> dict[str, Any]:
    """An entry in its place, and where it stood before the queue was shuffled."""
    return entry_document(cell.entry) | {
        "number": cell.number,
        "after": cell.after,
        "straight": places.get(cell.number),
    }


def queue_document(queue: Queue, places: Mapping[int, int]) -> dict[str, Any]:
    """How a queue stands, beside its entries."""
    return {
        "index": queue.index,
        "lost": queue.lost,
        "lost_straight": None if queue.lost is None else places.get(queue.lost),
        "repeat": str(queue.repeat),
        "shuffle": str(queue.shuffle),
        "stops_after": queue.stops_after,
        "trail": list(queue.trail),
        "rounds": queue.rounds,
        "origin": queue.origin,
    }


@dataclass(frozen=True, slots=True)
class Place:
    """An entry of the queue as it is passed on."""

    cell: Cell
    straight: int | None
    """Where it stood before the queue was shuffled."""


def place_of(document: Document) -> Place:
    """The entry of a document. Raises `GarbledError`."""
    cell = Cell(entry_of(document), whole(document, "number"), _whole_if_any(document, "after"))
    return Place(cell, _whole_if_any(document, "straight"))


def queue_of(places: Sequence[Place], document: Document) -> Queue:
    """The queue of these entries that stands as `document` tells. Raises `GarbledError`."""
    cells = LongList(place.cell for place in places)
    numbers, trail = {cell.number for cell in cells}, document.get("trail")
    lost = _whole_if_any(document, "lost")
    if len(numbers) < len(cells) or lost in numbers or not isinstance(trail, list):
        raise GarbledError("That is no queue.")
    return Queue(
        cells=cells,
        index=max(0, min(whole(document, "index"), len(cells) - (lost is None))),
        lost=lost,
        repeat=_mode(document, "repeat", Repeat.OFF),
        shuffle=_mode(document, "shuffle", Shuffle.OFF),
        stops_after=document.get("stops_after") is True,
        straight=LongList(_straight(places, lost, document)),
        trail=tuple(whole({"trail": one}, "trail") for one in trail),
        rounds=max(0, whole(document, "rounds")),
        origin=whole(document, "origin"),
        numbered=max(*numbers, lost or 0, *trail, -1, -1) + 1,
    )


def is_same(queue: Queue, other: Queue) -> bool:
    """Whether both hold the same entries in the same orders, wherever they stand in them."""
    return queue.cells == other.cells and queue.straight == other.straight


def number(document: Document, name: str) -> float:
    """A number of a document. Raises `GarbledError`."""
    value = document.get(name)
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        raise GarbledError(f"“{name}” is no number.")
    return value


def whole(document: Document, name: str) -> int:
    """A whole number of a document. Raises `GarbledError`."""
    return round(number(document, name))


def _whole_if_any(document: Document, name: str) -> int | None:
    return None if document.get(name) is None else whole(document, name)


def _straight(places: Sequence[Place], lost: int | None, document: Document) -> list[Cell]:
    """The order there was before it was shuffled, with the present entry also where that was taken out."""
    entry = document.get("entry")
    stood = [(place.straight, place.cell) for place in places if place.straight is not None]
    was = _whole_if_any(document, "lost_straight")
    if lost is not None and was is not None and entry is not None:
        stood.append((was, Cell(entry_of(entry), lost)))
    return [cell for _, cell in sorted(stood, key=itemgetter(0))]


def _mode(document: Document, name: str, usual: _Mode) -> _Mode:
    """One that only a newer version knows is the usual one."""
    told = document.get(name)
    return next((mode for mode in type(usual) if mode == told), usual)
