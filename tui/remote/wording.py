"""Owns what the words behind `tunes ctl` ask for: which order they are. Touches the disk only to tell files from words."""

import difflib
import os
from collections.abc import Callable, Sequence
from typing import Any

from tunes.library.text import clean
from tunes.profile.autoplay import Autoplay
from tunes.tui.remote import amounts


class WordingError(ValueError):
    """The words make no order; the message is a sentence for the listener."""


def order_of(name: str, words: Sequence[str]) -> dict[str, Any]:
    """The order that is meant, as it travels through the door."""
    make = _ORDERS.get(name)
    if make is None:
        raise WordingError(f"There is no order “{clean(name)}”. {_nearest(name, _ORDERS)}")
    return make(name, words)


def _plain(name: str, words: Sequence[str]) -> dict[str, Any]:
    if words:
        raise WordingError(f"Nothing stands behind “{name}”, but here “{clean(' '.join(words))}” does.")
    return {"do": name}


def _play(name: str, words: Sequence[str]) -> dict[str, Any]:
    return {"do": name, "words": _things(words)} if words else {"do": name}


def _seek(name: str, words: Sequence[str]) -> dict[str, Any]:
    wish = amounts.seek(words[0]) if len(words) == 1 else None
    if wish is None:
        raise WordingError("Where to? As in: seek +10, seek -1:30, seek 1:23, seek 50%")
    return {"do": name} | wish


def _volume(name: str, words: Sequence[str]) -> dict[str, Any]:
    if not words:
        return {"do": name}
    wish = amounts.volume(words[0]) if len(words) == 1 else None
    if wish is None:
        raise WordingError("How loud? As in: volume 50, volume +5, volume -5; 100 is the most")
    return {"do": name} | wish


def _speed(name: str, words: Sequence[str]) -> dict[str, Any]:
    if not words:
        return {"do": name}
    wish = amounts.speed(words[0]) if len(words) == 1 else None
    if wish is None:
        raise WordingError("How fast? As in: speed 1.5, speed +0.1, speed -0.1; from 0.5 to 2")
    return {"do": name} | wish


def _mute(name: str, words: Sequence[str]) -> dict[str, Any]:
    if not words:
        return {"do": name}
    if len(words) > 1 or words[0] not in amounts.SWITCH:
        raise WordingError("As in: mute, mute on, mute off")
    return {"do": name, "on": amounts.SWITCH[words[0]]}


def _shuffle(name: str, words: Sequence[str]) -> dict[str, Any]:
    return _mode(name, words, {"on": "tracks", "off": "off", "tracks": "tracks", "albums": "albums"})


def _repeat(name: str, words: Sequence[str]) -> dict[str, Any]:
    return _mode(name, words, {"on": "all", "off": "off", "all": "all", "one": "one"})


def _autoplay(name: str, words: Sequence[str]) -> dict[str, Any]:
    return _mode(name, words, {str(mode): str(mode) for mode in Autoplay})


def _mode(name: str, words: Sequence[str], ways: dict[str, str]) -> dict[str, Any]:
    if not words:
        return {"do": name}
    if len(words) > 1 or words[0] not in ways:
        raise WordingError(f"As in: {', '.join(f'{name} {way}' for way in ways)}")
    return {"do": name, "to": ways[words[0]]}


def _mark(name: str, words: Sequence[str]) -> dict[str, Any]:
    if not words:
        return {"do": name}
    if len(words) > 1 or words[0] not in _SORTS:
        raise WordingError(f"As in: {name}, {', '.join(f'{name} {sort}' for sort in _SORTS)}")
    return {"do": name, "of": words[0]}


def _rate(name: str, words: Sequence[str]) -> dict[str, Any]:
    if len(words) != 1 or words[0] not in set("012345"):
        raise WordingError("How many stars? As in: rate 4, rate 0")
    return {"do": name, "stars": int(words[0])}


def _stop_after(name: str, words: Sequence[str]) -> dict[str, Any]:
    if len(words) > 1 or (words and words[0] not in amounts.SWITCH):
        raise WordingError("As in: stop-after, stop-after on, stop-after off")
    return {"do": name, "on": amounts.SWITCH[words[0]]} if words else {"do": name}


def _queue(_name: str, words: Sequence[str]) -> dict[str, Any]:
    what, rest = (words[0], words[1:]) if words else ("list", ())
    make = _QUEUE.get(what)
    if make is None:
        raise WordingError(f"There is no order “queue {clean(what)}”. {_nearest(what, _QUEUE)}")
    return make(rest)


def _list(rest: Sequence[str]) -> dict[str, Any]:
    return _plain("queue", rest)


def _add(rest: Sequence[str]) -> dict[str, Any]:
    return {"do": "add", "words": _needed(rest)}


def _next(rest: Sequence[str]) -> dict[str, Any]:
    return {"do": "add", "next": True, "words": _needed(rest)}


def _jump(rest: Sequence[str]) -> dict[str, Any]:
    return {"do": "jump", "place": _place(rest)}


def _remove(rest: Sequence[str]) -> dict[str, Any]:
    return {"do": "remove", "place": _place(rest)}


def _move(rest: Sequence[str]) -> dict[str, Any]:
    if len(rest) != 2:
        raise WordingError("Which place, and where to? As in: queue move 7 2")
    return {"do": "move", "place": _place(rest[:1]), "to": _place(rest[1:])}


def _undo(rest: Sequence[str]) -> dict[str, Any]:
    return _plain("undo", rest)


def _clear(rest: Sequence[str]) -> dict[str, Any]:
    return _plain("clear", rest)


def _place(words: Sequence[str]) -> int:
    if len(words) != 1 or not words[0].isdecimal() or len(words[0]) > 9:
        raise WordingError("Which place in the queue? They are numbered by: tunes ctl queue")
    return int(words[0])


def _needed(words: Sequence[str]) -> list[str]:
    if not words:
        raise WordingError("Which words or files?")
    return _things(words)


def _things(words: Sequence[str]) -> list[str]:
    """What exists here is a file by its whole path; the running tunes has its feet in another folder."""
    return [os.path.abspath(word) if os.path.exists(word) else word for word in words]  # noqa: PTH100, PTH110  # the word may be any bytes


def _nearest(word: str, known: dict[str, Any]) -> str:
    near = difflib.get_close_matches(word, known, n=1, cutoff=0.5)
    return f"Did you mean “{near[0]}”?" if near else f"There is: {', '.join(known)}."


_ORDERS: dict[str, Callable[[str, Sequence[str]], dict[str, Any]]] = {
    "play": _play,
    "pause": _plain,
    "toggle": _plain,
    "next": _plain,
    "previous": _plain,
    "stop": _plain,
    "seek": _seek,
    "volume": _volume,
    "speed": _speed,
    "mute": _mute,
    "shuffle": _shuffle,
    "repeat": _repeat,
    "stop-after": _stop_after,
    "autoplay": _autoplay,
    "like": _mark,
    "ban": _mark,
    "not-now": _mark,
    "rate": _rate,
    "unmark": _plain,
    "queue": _queue,
    "status": _plain,
    "quit": _plain,
}
_SORTS = ("track", "artist", "album", "genre", "folder")
_QUEUE: dict[str, Callable[[Sequence[str]], dict[str, Any]]] = {
    "list": _list,
    "add": _add,
    "next": _next,
    "jump": _jump,
    "remove": _remove,
    "move": _move,
    "clear": _clear,
    "undo": _undo,
}
