"""Owns the queue: what plays, what comes next, and in which order. Frozen and pure; every change returns a new queue.

Entries stand in the order in which they play, also when that is a random one: what lies above the present entry of a
shuffled queue was played, what lies below it comes. No change copies more than a block of it (`long_list.py`), except
those of the whole order.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter
from random import Random
from typing import Self

from tunes.player.entry import REPEATED, Cell, Entry, Repeat, Shuffle, numbered
from tunes.player.long_list import LongList, Mapped
from tunes.player.shuffling import in_random_order, merged, straight_again

__all__ = ["Entry", "Queue", "Repeat", "Shuffle"]

_NONE: LongList[Cell] = LongList()
LONGEST_TRAIL = 1_000
"""Entries that were left, of which it is known that they were played: a week of songs."""


@dataclass(frozen=True, slots=True)
class Queue:
    """Entries in the order they play, and which of them is the present one.

    An index outside the queue changes nothing: a key may come after the entry it meant has gone.
    """

    cells: LongList[Cell] = _NONE
    index: int = 0
    """Place of the present entry; where it was taken out, of the one that follows it. 0 in an empty queue."""
    lost: int | None = None
    """Number of the present entry where it was taken out, perhaps while it sounds: it stands unseen between `index` - 1 and `index`."""
    repeat: Repeat = Repeat.OFF
    shuffle: Shuffle = Shuffle.OFF
    stops_after: bool = False
    """Nothing follows the present entry, this once."""
    straight: LongList[Cell] = _NONE
    """While shuffled: the order there was before, perhaps with some that are gone."""
    trail: tuple[int, ...] = ()
    """Numbers of the entries that were present before this one, the latest last."""
    rounds: int = 0
    """How often it began anew by `Repeat.ALL`."""
    seed: int = 0
    """Of the next random order."""
    numbered: int = 0
    """The next number."""
    origin: int = 0
    """The first number of the list that it was made from: another one where that was replaced."""

    @classmethod
    def of(cls, entries: Iterable[Entry], at: int = 0, *, seed: int = 0) -> Self:
        """A new queue whose present entry is the one at `at`, kept within it."""
        return cls(seed=seed).replaced(entries, at)

    def __len__(self) -> int:
        return len(self.cells)

    @property
    def entries(self) -> Sequence[Entry]:
        """All entries, in the order in which they play."""
        return Mapped(self.cells, attrgetter("entry"))

    @property
    def current(self) -> Entry | None:
        """The present entry; None in an empty queue and where it was taken out."""
        cell = self._cell
        return cell.entry if cell is not None else None

    @property
    def number(self) -> int | None:
        """Of the present entry, also where it was taken out."""
        return self._cell.number if self._cell is not None else self.lost

    @property
    def upcoming(self) -> Entry | None:
        """What plays when the present entry has finished; None at the end."""
        coming = self.continued()
        return None if coming is None else self.arriving_at(coming)

    def arriving_at(self, coming: Self) -> Entry | None:
        """The present entry of `coming`, to which this goes on by itself; where that is a repetition, its source says so."""
        entry = coming.current
        is_again = coming.number == self.number or (coming.rounds > 0 and coming.number in coming.trail)
        return replace(entry, source=REPEATED) if entry is not None and is_again else entry

    @property
    def has_following(self) -> bool:
        """Whether there is anything to go on to."""
        return self._next_index < len(self.cells) or (self.repeat is Repeat.ALL and len(self.cells) > 0)

    @property
    def has_preceding(self) -> bool:
        """Whether there is a way back."""
        if self.index > 0 or self.shuffle is Shuffle.OFF:
            return self.index > 0 or (self.repeat is Repeat.ALL and len(self.cells) > 0)
        return self._in_round_before() is not None

    # Going on

    def continued(self) -> Self | None:
        """The queue when the present entry has finished by itself; None where nothing follows."""
        if self.stops_after:
            return None
        return self if self.repeat is Repeat.ONE and self.current else self.following()

    def following(self) -> Self | None:
        """The queue one entry on; None at its end."""
        if self._next_index == len(self.cells) and self.cells and self.repeat is Repeat.ALL:
            return self._begun_anew()
        return self._standing_at(self._next_index)

    def preceding(self) -> Self | None:
        """The queue one entry back; None at its start. A shuffled one goes back the way it came, also into the round before."""
        if self.index > 0:
            return self._back_at(self.index - 1)
        if self.shuffle is not Shuffle.OFF:
            return self._in_round_before()
        return self._back_at(len(self.cells) - 1) if self.repeat is Repeat.ALL and self.cells else None

    def jumped(self, index: int) -> Self:
        """The queue with the entry at `index` as the present one; in a shuffled one it comes next, and all others stay to come."""
        if self.shuffle is Shuffle.OFF or not 0 <= index < len(self.cells) or index == self._present_index:
            return self._standing_at(index) or self
        cell = self.cells[index]
        to = self._next_index - (index < self._next_index)
        return replace(self._left(), cells=self.cells.removed(index).inserted(to, [cell]), index=to)

    # Other entries

    def replaced(self, entries: Iterable[Entry], at: int | None = 0) -> Self:
        """Other entries in place of these; the modes stay. Without a place it begins at the first, or, shuffled, anywhere."""
        cells = LongList(numbered(entries, self.numbered))
        if at is None:
            at = 0
            if self.shuffle is not Shuffle.OFF and cells:
                first = in_random_order(cells, self.shuffle, Random(self.seed ^ 1))[0]
                at = first.number - self.numbered
        fresh = type(self)(
            cells,
            max(0, min(at, len(cells) - 1)),
            repeat=self.repeat,
            seed=self.seed,
            numbered=self.numbered + len(cells),
            origin=self.numbered,
        )
        return fresh.shuffled(self.shuffle)

    def completed(self, before: Iterable[Entry], after: Iterable[Entry]) -> Self:
        """The rest of a list of which a part was played at once: what stands before that part, and behind it."""
        ahead = LongList(numbered(before, self.numbered))
        rest = LongList(numbered(after, self.numbered + len(ahead)))
        index, count = self.index + len(ahead), self.numbered + len(ahead) + len(rest)
        if self.shuffle is Shuffle.OFF:
            return replace(self, cells=ahead.joined(self.cells).joined(rest), index=index, numbered=count)
        chance, place = Random(self.seed), self._next_index
        coming = (*self.cells[place:], *ahead, *rest)
        return replace(
            self,
            cells=LongList([*self.cells[:place], *self._mixed(coming, chance)]),
            straight=ahead.joined(self.straight).joined(rest),
            seed=_next(chance),
            numbered=count,
        )

    def appended(self, entries: Iterable[Entry]) -> Self:
        """More entries at the end; in a shuffled queue anywhere behind the present one."""
        added = numbered(entries, self.numbered)
        chance, count = Random(self.seed), self.numbered + len(added)
        start = min(self._next_index, len(self.cells))
        if self.shuffle is Shuffle.OFF:
            return replace(self, cells=self.cells.joined(LongList(added)), numbered=count)
        cells = merged(self.cells, added, start, self.shuffle, chance)
        return replace(self, cells=cells, seed=_next(chance), numbered=count)

    def inserted_next(self, entries: Iterable[Entry]) -> Self:
        """More entries right after the present one."""
        place = min(self._next_index, len(self.cells))
        added = numbered(entries, self.numbered, None if self.shuffle is Shuffle.OFF else self.number)
        return replace(self, cells=self.cells.inserted(place, added), numbered=self.numbered + len(added))

    def removed(self, index: int) -> Self:
        """One entry less. The present one, taken out, is `current` no more, but what followed it still follows."""
        if not 0 <= index < len(self.cells):
            return self
        cells = self.cells.removed(index)
        if index == self._present_index:
            return replace(self, cells=cells, lost=self.cells[index].number)
        return replace(self, cells=cells, index=self.index - (index < self.index))

    def moved(self, index: int, to: int) -> Self:
        """One entry at another place, kept within the queue; the present one stays the present one."""
        if not 0 <= index < len(self.cells):
            return self
        to = max(0, min(to, len(self.cells) - 1))
        cells = self.cells.removed(index).inserted(to, [self.cells[index]])
        return replace(self, cells=cells, index=self._index_after_move(index, to))

    def cleared(self) -> Self:
        """No entries; what is added later comes after the one that sounds now."""
        return replace(self, cells=_NONE, straight=_NONE, index=0, lost=self.number)

    def restored(self, before: Self) -> Self:
        """The entries and the order of `before`, an earlier state of this queue, round the entry that is present now."""
        kept = replace(
            before,
            repeat=self.repeat,
            stops_after=self.stops_after,
            trail=self.trail,
            rounds=self.rounds,
            seed=self.seed,
            numbered=self.numbered,
        )
        number = self.number
        if number is None or number == before.number:
            return kept
        place = _place_of(number, before.cells)
        if place is not None:
            return replace(kept, index=place, lost=None)
        stood = {cell.number: place for place, cell in enumerate(before.cells)}
        above = (cell.number for cell in reversed(self.cells[: self.index]))
        behind = next((stood[one] for one in above if one in stood), None)
        return replace(kept, index=before.index if behind is None else behind + 1, lost=number)

    # Modes

    def repeating(self, repeat: Repeat) -> Self:
        """What follows the end."""
        return replace(self, repeat=repeat)

    def stopping_after(self, *, is_on: bool) -> Self:
        """Whether nothing follows the present entry, this once."""
        return replace(self, stops_after=is_on)

    def shuffled(self, by: Shuffle) -> Self:
        """In another order. The present entry stays the present one; what was played before stays above it."""
        if by is self.shuffle:
            return self
        if self.shuffle is not Shuffle.OFF:
            return self._straightened().shuffled(by)
        chance, present = Random(self.seed), self._cell
        played = self._played()
        done = {cell.number for cell in played} | {present.number if present else None}
        coming = [cell for cell in self.cells if cell.number not in done]
        now = [present] if present is not None else []
        mixed = in_random_order(coming, by, chance, behind=present)
        cells = LongList([*played, *now, *mixed])
        return replace(
            self, cells=cells, index=len(played), shuffle=by, straight=self.cells, seed=_next(chance)
        )

    # Small steps

    @property
    def _cell(self) -> Cell | None:
        is_there = self.lost is None and self.index < len(self.cells)
        return self.cells[self.index] if is_there else None

    @property
    def _present_index(self) -> int | None:
        return self.index if self.lost is None else None

    @property
    def _next_index(self) -> int:
        return self.index + (self.lost is None)

    def _left(self) -> Self:
        """The present entry was left, and is known to have been played."""
        number = self.number
        trail = self.trail if number is None else (*self.trail, number)[-LONGEST_TRAIL:]
        return replace(self, trail=trail, lost=None, stops_after=False)

    def _standing_at(self, index: int) -> Self | None:
        if not 0 <= index < len(self.cells):
            return None
        is_same = index == self._present_index
        return replace(self if is_same else self._left(), index=index, stops_after=False)

    def _back_at(self, index: int) -> Self:
        came_from = self.trail[-1] if self.trail else None
        trail = self.trail[:-1] if self.cells[index].number == came_from else self._left().trail
        return replace(self._left(), index=index, trail=trail)

    def _in_round_before(self) -> Self | None:
        """What was played last before this round began stands before it now, and not further down any more."""
        for nth in range(len(self.trail) - 1, -1, -1):
            number = self.trail[nth]
            place = _place_of(number, self.cells) if number != self.number else None
            if place is not None:
                cells = self.cells.removed(place).inserted(0, [self.cells[place]])
                return replace(self._left(), cells=cells, index=0, trail=self.trail[:nth])
        return None

    def _begun_anew(self) -> Self:
        """The next round; a shuffled queue has another order then."""
        again = replace(self._left(), index=0, rounds=self.rounds + 1)
        if self.shuffle is Shuffle.OFF:
            return again
        chance = Random(self.seed)
        all_cells = straight_again(self.straight, self.cells)
        mixed = in_random_order(all_cells, self.shuffle, chance, behind=self._cell, again=True)
        return replace(again, cells=LongList(mixed), seed=_next(chance))

    def _straightened(self) -> Self:
        """In the order there was before it was shuffled."""
        cells = straight_again(self.straight, self.cells)
        number = self.number
        place = _place_of(number, cells)
        if place is None:
            alive = {cell.number for cell in cells}
            ahead = (cell.number for cell in self.straight)
            place = 0
            for one in ahead:
                if one == number:
                    break
                place += one in alive
        return replace(self, cells=LongList(cells), index=place, shuffle=Shuffle.OFF, straight=_NONE)

    def _played(self) -> list[Cell]:
        """What was played, each once, the latest last, and is still there."""
        numbers = [*dict.fromkeys(reversed(self.trail))][::-1]
        wanted = set(numbers) - {self.number}
        found = {cell.number: cell for cell in self.cells if cell.number in wanted} if wanted else {}
        return [found[number] for number in numbers if number in found]

    def _mixed(self, cells: Sequence[Cell], chance: Random) -> list[Cell]:
        return in_random_order(cells, self.shuffle, chance, behind=self._cell)

    def _index_after_move(self, index: int, to: int) -> int:
        if index == self._present_index:
            return to
        without = self.index - (index < self.index)
        return without + (to < without or (to == without and self.lost is None))


def _place_of(number: int | None, cells: Iterable[Cell]) -> int | None:
    return next((place for place, cell in enumerate(cells) if cell.number == number), None)


def _next(chance: Random) -> int:
    return chance.getrandbits(63)
