"""Owns the queue as text: how it is written down for the next start, and read back. Pure; the disk is `tui/queue_keeper.py`'s.

Two texts: the entries, which are long and seldom change, and the place, which is short and changes all the time. Each block
of entries is written down once and remembered, so that a change of a long queue costs little more than joining its lines.
"""

import os
from base64 import b64decode, b64encode
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, groupby, repeat
from typing import Any, TypeVar

import orjson
from tunes.library.track import Track
from tunes.player.entry import Cell, Entry, Repeat, Shuffle
from tunes.player.long_list import LongList
from tunes.player.queue import Queue

VERSION = 1

Known = Callable[[Sequence[str]], Collection[str]]
"""Those of these ids that the library knows. The others are written down with their paths."""

Find = Callable[[Mapping[str, str | None]], Mapping[str, Track]]
"""The tracks of these ids; beside each the path where it lies outside the library. What is gone is left out."""

_Mode = TypeVar("_Mode", Repeat, Shuffle)
_Lines = dict[int, tuple[tuple[Cell, ...], bytes]]


class Garbled(ValueError):  # noqa: N818  # it is told to the listener, and is not an error of ours
    """This is no saved queue."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the queue the listener was."""

    position: float
    """Seconds into the present track; 0 where nothing was loaded."""
    volume: int


@dataclass(frozen=True, slots=True)
class Saved:
    """A queue as it was, as far as its tracks are still there."""

    queue: Queue
    place: Place
    missing: int
    """Entries whose tracks are gone."""
    is_part: bool = False
    """Only the entries round the present one were asked for."""


@dataclass(slots=True)
class Writing:
    """Writes entries down, block by block."""

    known: Known
    _lines: _Lines = field(default_factory=dict)
    _straight: _Lines = field(default_factory=dict)

    def entries(self, queue: Queue) -> bytes:
        """What stands in the queue, and in which orders."""
        head = {"v": VERSION, "shuffle": queue.shuffle, "origin": queue.origin, "count": len(queue)}
        self._lines, entries = _written(queue.cells, self._lines, self._block)
        self._straight, straight = _written(queue.straight, self._straight, _numbers)
        return b"\n".join([orjson.dumps(head), *entries, *straight, b""])

    def _block(self, cells: Sequence[Cell]) -> bytes:
        ids = [cell.entry.track.id for cell in cells]
        known = self.known(ids)
        return orjson.dumps(
            {
                "ids": ids,
                "numbers": [cell.number for cell in cells],
                "sources": [
                    [source, len([*run])] for source, run in groupby(cells, lambda cell: cell.entry.source)
                ],
                "after": {str(cell.number): cell.after for cell in cells if cell.after is not None},
                "paths": {
                    cell.entry.track.id: b64encode(os.fsencode(cell.entry.track.path)).decode()
                    for cell in cells
                    if cell.entry.track.id not in known
                },
            }
        )


def written_place(queue: Queue, place: Place) -> bytes:
    """Where in the queue the listener is, and how it goes on."""
    return orjson.dumps(
        {
            "v": VERSION,
            "number": queue.number,
            "index": queue.index,
            "repeat": queue.repeat,
            "stops_after": queue.stops_after,
            "trail": queue.trail,
            "rounds": queue.rounds,
            "seed": queue.seed,
            "numbered": queue.numbered,
            "position": round(place.position, 2),
            "volume": place.volume,
        }
    )


def read_queue(entries: bytes, place: bytes, find: Find, around: int | None = None) -> Saved:
    """The queue that was written down; where the place is missing or is of another queue, at its start. Raises `Garbled`.

    With `around` only so many entries before and behind the present one: finding the tracks of a long queue takes seconds.
    """
    try:
        head, *lines = [orjson.loads(line) for line in entries.splitlines()]
        cells = [cell for line in lines if "ids" in line for cell in _cells(line)]
        straight = [number for line in lines if "straight" in line for number in line["straight"]]
        if len(cells) != head["count"] or len({cell.number for cell in cells}) != len(cells):
            raise Garbled("entries are missing")
        paths = {one: path for line in lines for one, path in line.get("paths", {}).items()}
        outside = {one: os.fsdecode(b64decode(path)) for one, path in paths.items()}
        at = _place(place)
        near = cells if around is None else _near(cells, around, at)
        there = find({cell.id: outside.get(cell.id) for cell in near})
        at["numbered"] = max(int(at.get("numbered", 0)), 1 + max((cell.number for cell in cells), default=-1))
        queue = _queue(head, near, straight, there, at)
        position = at.get("position", 0.0) if queue.number == at.get("number") else 0.0
        volume = at.get("volume", 100)
        return Saved(
            queue,
            Place(float(position), max(0, min(100, int(volume)))),
            missing=len(near) - len(queue),
            is_part=len(near) < len(cells),
        )
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError) as error:
        raise Garbled(str(error)) from error


@dataclass(frozen=True, slots=True)
class _Written:
    id: str
    source: str
    number: int
    after: int | None


def _written(
    cells: LongList[Cell], before: _Lines, write: Callable[[Sequence[Cell]], bytes]
) -> tuple[_Lines, list[bytes]]:
    """A line for each block, and the lines to remember: a block that is the same object reads the same."""
    lines: _Lines = {}
    for block in cells.blocks:
        known = before.get(id(block))
        lines[id(block)] = (block, write(block) if known is None else known[1])
    return lines, [line for _, line in lines.values()]


def _numbers(cells: Sequence[Cell]) -> bytes:
    return orjson.dumps({"straight": [cell.number for cell in cells]})


def _cells(line: Mapping[str, Any]) -> Iterator[_Written]:
    ids, numbers, after = line["ids"], line["numbers"], line["after"]
    sources = chain.from_iterable(repeat(str(source), int(count)) for source, count in line["sources"])
    for one, source, number in zip(ids, sources, numbers, strict=True):
        behind = after.get(str(number))
        yield _Written(str(one), source, int(number), None if behind is None else int(behind))


def _place(text: bytes) -> dict[str, Any]:
    try:
        place = orjson.loads(text)
    except ValueError:
        return {}
    return place if isinstance(place, dict) else {}


def _near(cells: Sequence[_Written], around: int, at: Mapping[str, Any]) -> Sequence[_Written]:
    number = at.get("number")
    place = next((nth for nth, cell in enumerate(cells) if cell.number == number), int(at.get("index", 0)))
    return cells[max(0, place - around) : place + around]


def _queue(
    head: Mapping[str, Any],
    written: Sequence[_Written],
    straight: Sequence[int],
    there: Mapping[str, Track],
    at: Mapping[str, Any],
) -> Queue:
    cells = [
        Cell(Entry(there[one.id], one.source), one.number, one.after) for one in written if one.id in there
    ]
    by_number = {cell.number: cell for cell in cells}
    numbers = [one.number for one in written]
    return Queue(
        cells=LongList(cells),
        index=_index(numbers, by_number, at),
        repeat=_mode(Repeat.OFF, at.get("repeat")),
        shuffle=_mode(Shuffle.OFF, head["shuffle"]),
        stops_after=at.get("stops_after") is True,
        straight=LongList(by_number[number] for number in straight if number in by_number),
        trail=tuple(int(number) for number in at.get("trail", ())),
        rounds=int(at.get("rounds", 0)),
        seed=int(at.get("seed", 0)),
        numbered=at["numbered"],
        origin=int(head["origin"]),
    )


def _index(numbers: Sequence[int], there: Collection[int], at: Mapping[str, Any]) -> int:
    """Where the present entry is now; where it has gone, what stood behind it."""
    number = at.get("number")
    place = numbers.index(number) if number in numbers else int(at.get("index", 0))
    before = sum(number in there for number in numbers[:place])
    return max(0, min(before, len(there) - 1))


def _mode(usual: _Mode, told: object) -> _Mode:
    """One that only a newer version knows is the usual one."""
    return next((mode for mode in type(usual) if mode == told), usual)
