"""Owns how the ways in which a queue goes on are said: in the bar, in the queue place, and when they change. Pure."""

from typing import Final

from tunes.player.queue import Queue, Repeat, Shuffle

SHUFFLE: Final = {
    Shuffle.OFF: "Shuffle off: in their order",
    Shuffle.TRACKS: "Shuffle: tracks in random order",
    Shuffle.ALBUMS: "Shuffle: whole albums in random order",
}
REPEAT: Final = {
    Repeat.OFF: "Repeat off: the queue ends",
    Repeat.ALL: "Repeat: the queue begins anew",
    Repeat.ONE: "Repeat: this track again and again",
}
MIXED_AT_ONCE = 2_000
"""Entries whose order is changed within a millisecond or two; more of them beside the thread that the session lives on."""
_SHORT: Final = {
    Shuffle.TRACKS: ("shuffle", "⇄"),
    Shuffle.ALBUMS: ("shuffle albums", "⇄a"),
    Repeat.ALL: ("repeat", "↻"),
    Repeat.ONE: ("repeat one", "↻1"),
}


def next_shuffle(mode: Shuffle) -> Shuffle:
    """As a key goes through them."""
    return {Shuffle.OFF: Shuffle.TRACKS, Shuffle.TRACKS: Shuffle.ALBUMS}.get(mode, Shuffle.OFF)


def next_repeat(mode: Repeat) -> Repeat:
    """As a key goes through them."""
    return {Repeat.OFF: Repeat.ALL, Repeat.ALL: Repeat.ONE}.get(mode, Repeat.OFF)


def stop_after(*, is_on: bool) -> str:
    """What is said when that is turned on or off."""
    return "Stops after this track" if is_on else "Goes on after this track"


def modes(queue: Queue, *, is_narrow: bool = False) -> list[str]:
    """What is not as usual, a word each; a sign each where there is little room."""
    found = [_SHORT[mode] for mode in (queue.shuffle, queue.repeat) if mode in _SHORT]
    if queue.stops_after:
        found.append(("stops after", "■"))
    return [short if is_narrow else long for long, short in found]
