"""Owns sequences so long that copying them would be felt: kept in blocks that a changed copy shares with what it was made from."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate, chain, groupby, islice
from typing import Any, Generic, TypeVar, overload

BLOCK = 512
"""Items of a block when it is made; up to twice as many later."""

Item_co = TypeVar("Item_co", covariant=True)


class LongList(Sequence[Item_co], Generic[Item_co]):
    """An unchangeable sequence. A change costs one block of it and the list of blocks, however long it is."""

    __slots__ = ("_blocks", "_ends")

    def __init__(self, items: Iterable[Item_co] = ()) -> None:
        self._take(_cut(tuple(items)))

    def __len__(self) -> int:
        return self._ends[-1] if self._ends else 0

    @overload
    def __getitem__(self, place: int) -> Item_co: ...
    @overload
    def __getitem__(self, place: slice) -> list[Item_co]: ...
    def __getitem__(self, place: int | slice) -> Item_co | list[Item_co]:
        if isinstance(place, slice):
            return self._cut_out(*place.indices(len(self)))
        index = place + len(self) if place < 0 else place
        if not 0 <= index < len(self):
            raise IndexError(place)
        number, offset = self._find(index)
        return self._blocks[number][offset]

    def __iter__(self) -> Iterator[Item_co]:
        return chain.from_iterable(self._blocks)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, LongList) and (self is other or tuple(self) == tuple(other))

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return f"LongList({list(self)!r})"

    @property
    def blocks(self) -> Sequence[tuple[Item_co, ...]]:
        """Its parts in order; what a change leaves as it was is the same object afterwards."""
        return self._blocks

    def joined(self, other: "LongList[Any]") -> "LongList[Any]":
        """The items of both, this one's first."""
        return _of((*self._blocks, *other._blocks))  # noqa: SLF001  # of its own kind

    def inserted(self, place: int, items: Iterable[Any]) -> "LongList[Any]":
        """More items, the first of them at `place`, which lies within the list or at its end."""
        if place == len(self):
            return self.joined(LongList(items))
        number, offset = self._find(place)
        block = self._blocks[number]
        return self._with(number, (*block[:offset], *items, *block[offset:]))

    def removed(self, place: int) -> "LongList[Item_co]":
        """One item less."""
        number, offset = self._find(place)
        block = self._blocks[number]
        return self._with(number, block[:offset] + block[offset + 1 :])

    def scattered(self, items: Sequence[tuple[int, Any]]) -> "LongList[Any]":
        """More items, each before the one that stands at its place now; ordered by place."""
        changed = list(self._blocks) or [()]
        last = len(changed) - 1
        for number, group in groupby(items, lambda item: min(bisect_right(self._ends, item[0]), last)):
            start = self._ends[number - 1] if number else 0
            block: list[Any] = list(changed[number])
            for place, item in reversed(list(group)):
                block.insert(place - start, item)
            changed[number] = tuple(block)
        return _of(chain.from_iterable(map(_cut, changed)))

    def _cut_out(self, start: int, stop: int, step: int) -> list[Item_co]:
        if step < 0 or start >= stop:
            return [self[index] for index in range(start, stop, step)]
        number, offset = self._find(start)
        return list(islice(chain.from_iterable(self._blocks[number:]), offset, offset + stop - start, step))

    def _find(self, index: int) -> tuple[int, int]:
        number = bisect_right(self._ends, index)
        return number, index - (self._ends[number - 1] if number else 0)

    def _with(self, number: int, block: tuple[Any, ...]) -> "LongList[Any]":
        return _of((*self._blocks[:number], *_cut(block), *self._blocks[number + 1 :]))

    def _take(self, blocks: Iterable[tuple[Any, ...]]) -> None:
        self._blocks: tuple[tuple[Item_co, ...], ...] = tuple(blocks)
        self._ends = tuple(accumulate(map(len, self._blocks)))


def _of(blocks: Iterable[tuple[Any, ...]]) -> LongList[Any]:
    made: LongList[Any] = LongList()
    made._take(_knitted(blocks))  # noqa: SLF001  # its own second way to be made
    return made


def _knitted(blocks: Iterable[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    """Small neighbours become one block: many small changes must not leave many small blocks."""
    kept: tuple[Any, ...] = ()
    for block in blocks:
        if len(kept) + len(block) <= BLOCK:
            kept = kept + block if kept else block
            continue
        if kept:
            yield kept
        kept = block
    if kept:
        yield kept


def _cut(block: tuple[Any, ...]) -> list[tuple[Any, ...]]:
    if len(block) <= 2 * BLOCK:
        return [block] if block else []
    return [block[start : start + BLOCK] for start in range(0, len(block), BLOCK)]


class Mapped(Sequence[Item_co], Generic[Item_co]):
    """What `look` sees in each item of a sequence, taken when it is asked for."""

    __slots__ = ("_items", "_look")

    def __init__(self, items: Sequence[Any], look: Callable[[Any], Item_co]) -> None:
        self._items = items
        self._look = look

    def __len__(self) -> int:
        return len(self._items)

    @overload
    def __getitem__(self, place: int) -> Item_co: ...
    @overload
    def __getitem__(self, place: slice) -> list[Item_co]: ...
    def __getitem__(self, place: int | slice) -> Item_co | list[Item_co]:
        if isinstance(place, slice):
            return [self._look(item) for item in self._items[place]]
        return self._look(self._items[place])

    def __iter__(self) -> Iterator[Item_co]:
        return map(self._look, self._items)
