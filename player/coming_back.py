"""Owns how a long queue comes back in two steps: a part of it at once, then the whole, with all that was done to the part meanwhile. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain

from tunes.player.entry import Cell, Shuffle
from tunes.player.long_list import LongList
from tunes.player.queue import Queue
from tunes.player.shuffling import straight_again


def made_whole(queue: Queue, part: Queue, whole: Queue) -> Queue:
    """`whole`, with what has made `queue` of that `part` of it. Where nothing of the part is left it was cleared, and nothing comes back."""
    if queue.cells is part.cells:
        return queue.restored(whole)
    if queue.shuffle is not whole.shuffle and queue.shuffle is not Shuffle.OFF:
        return made_whole(_straight(queue), _straight(part), _straight(whole)).shuffled(queue.shuffle)
    there = {cell.number for cell in part.cells}
    if there.isdisjoint(cell.number for cell in queue.cells):
        return queue
    is_straightened = queue.shuffle is not whole.shuffle
    order = straight_again(whole.straight, whole.cells) if is_straightened else whole.cells
    cells = LongList(_woven(queue.cells, there, order))
    return replace(
        queue,
        cells=cells,
        index=_place(queue, cells),
        straight=LongList() if is_straightened else whole.straight,
    )


def _straight(queue: Queue) -> Queue:
    return queue.shuffled(Shuffle.OFF)


def _woven(cells: Sequence[Cell], there: set[int], whole: Iterable[Cell]) -> Iterator[Cell]:
    """`whole`, in which those of the part stand in the order they have now, each with what was put behind it.

    What stands behind all of the part was added at the end, and comes at the end of the whole.
    """
    end = 1 + max(place for place, cell in enumerate(cells) if cell.number in there)
    left, coming = {cell.number for cell in cells}, iter(_runs(cells[:end], there))
    for cell in whole:
        if cell.number not in there:
            yield cell
        elif cell.number in left:
            yield from next(coming)
    yield from chain.from_iterable(coming)  # what was found for the part and is not found any more
    yield from cells[end:]


def _runs(cells: Iterable[Cell], there: set[int]) -> list[list[Cell]]:
    """Each of the part with what was put behind it; what was put before all of them goes with the first."""
    runs: list[list[Cell]] = [[]]
    has_begun = False
    for cell in cells:
        if cell.number in there:
            if has_begun:
                runs.append([])
            has_begun = True
        runs[-1].append(cell)
    return runs


def _place(queue: Queue, cells: Sequence[Cell]) -> int:
    """Where the present entry stands now, or, taken out, what follows it."""
    is_last = queue.index >= len(queue.cells)
    number = queue.cells[-1 if is_last else queue.index].number
    return is_last + next(place for place, cell in enumerate(cells) if cell.number == number)
