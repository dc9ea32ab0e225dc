"""Owns random orders: of tracks, of albums each in its own order, and the way back to the order there was before. Pure."""

from collections.abc import Hashable, Iterable, Sequence
from random import Random
from typing import TypeVar

from tunes.player.entry import Cell, Shuffle
from tunes.player.long_list import LongList

_T = TypeVar("_T")


def in_random_order(
    cells: Sequence[Cell], by: Shuffle, chance: Random, *, behind: Cell | None = None, again: bool = False
) -> list[Cell]:
    """All of the cells, whatever their order was. `behind` is what plays just now.

    The album of what plays goes on first; but with `again`, where everything was played, it does not begin the next round.
    """
    if by is not Shuffle.ALBUMS:
        order = _mixed(cells, chance)
        if again and behind is not None and len(order) > 1 and order[0].number == behind.number:
            order.append(order.pop(0))
        return order
    albums = _mixed(albums_of(cells), chance)
    if again and behind is not None and album_of(albums[0][0]) == album_of(behind):
        albums.append(albums.pop(0))
    going_on = [] if again or behind is None else _rest_of(behind, albums)
    ahead = {cell.number for cell in going_on}
    rest = [cell for album in albums for cell in album]
    return [*going_on, *(cell for cell in rest if cell.number not in ahead)]


def albums_of(cells: Iterable[Cell]) -> list[list[Cell]]:
    """The cells album by album, each in its own order."""
    albums: dict[Hashable, list[Cell]] = {}
    for cell in cells:
        albums.setdefault(album_of(cell), []).append(cell)
    for album in albums.values():
        album.sort(key=_place_in_album)
    return list(albums.values())


def album_of(cell: Cell) -> Hashable:
    """What tells one album from another; a track without one stands for itself, an episode for its season."""
    track = cell.entry.track
    if track.album:
        return track.album_artist or track.artist, track.album
    return (track.show, track.season) if track.show else cell.number


def merged(
    cells: LongList[Cell], added: Sequence[Cell], start: int, by: Shuffle, chance: Random
) -> LongList[Cell]:
    """More cells at random places from `start` on; by album, each album between two others."""
    if by is not Shuffle.ALBUMS:
        slots = sorted(chance.sample(range(len(cells) - start + len(added)), len(added)))
        fresh = _mixed(added, chance)
        return cells.scattered(
            [(start + slot - nth, cell) for nth, (slot, cell) in enumerate(zip(slots, fresh, strict=True))]
        )
    for album in albums_of(added):
        cells = cells.inserted(_between_albums(cells, chance.randint(start, len(cells))), album)
    return cells


def straight_again(straight: Sequence[Cell], cells: Sequence[Cell]) -> list[Cell]:
    """`cells` in the order of `straight`; those added since stand behind what they were put behind, else at the end."""
    alive = {cell.number for cell in cells}
    line = [cell for cell in straight if cell.number in alive]
    if len(line) == len(alive):
        return line
    known = {cell.number for cell in line}
    added = sorted((cell for cell in cells if cell.number not in known), key=lambda cell: cell.number)
    behind: dict[int, list[Cell]] = {}
    for cell in added:
        if cell.after in alive:
            behind.setdefault(cell.after, []).append(cell)
        else:
            line.append(cell)
    waiting, woven = line[::-1], []
    while waiting:  # what was put there last stands nearest
        woven.append(waiting.pop())
        waiting += behind.get(woven[-1].number, ())
    return woven


def _mixed(items: Iterable[_T], chance: Random) -> list[_T]:
    mixed = list(items)
    chance.shuffle(mixed)
    return mixed


def _rest_of(present: Cell, albums: Iterable[list[Cell]]) -> list[Cell]:
    """What follows in the album that plays; what stands before it there comes another time."""
    album = next((album for album in albums if album_of(album[0]) == album_of(present)), [])
    return [cell for cell in album if _place_in_album(cell) > _place_in_album(present)]


def _place_in_album(cell: Cell) -> tuple[int, int, int]:
    track = cell.entry.track
    return (
        track.disc_no or 1,
        track.track_no or track.episode or 1 << 30,
        0 if track.track_no else cell.number,
    )


def _between_albums(cells: Sequence[Cell], place: int) -> int:
    """The first place from this one on that tears no album apart."""
    while 0 < place < len(cells) and album_of(cells[place - 1]) == album_of(cells[place]):
        place += 1
    return place
