"""Owns the sentences for files that can't be played: gone, empty, not ours to read, locked by a shop, or the end of an engine twice."""

import os
import random
import stat
import threading
import time

from tunes.player.protected import is_protected
from tunes.player.wire import Item


def why_unplayable(item: Item) -> str:
    """Why this can't be played, as one sentence for the listener; "" when nothing speaks against it.

    Asks the disk, which may never answer: see `Look`.
    """
    if item.is_hopeless:
        return f"Can't play {item.name}: it brings the player down, so it is left alone."
    try:
        status = os.stat(item.path)  # noqa: PTH116  # a path of any bytes
        if not stat.S_ISREG(status.st_mode):
            return f"Can't play {item.name}: it is no regular file."
        if not status.st_size:
            return f"Can't play {item.name}: it is empty."
        if _is_locked(item.path, status.st_size):
            return f"Can't play {item.name}: it is protected, and only the program of the shop that sold it can play it."
    except FileNotFoundError:
        return f"Can't play {item.name}: the file is gone. Rescan with u, or put it back."
    except PermissionError:
        return f"Can't play {item.name}: you may not read it. Look at its permissions."
    except OSError as error:
        return f"Can't play {item.name}: {(error.strerror or 'it cannot be opened').lower()}."
    return ""


def why_undecodable(item: Item, *, is_seen: bool) -> str:
    """The sentence for a file that could be opened, and of which nothing came; `is_seen`: its picture had a place to go to."""
    if item.is_video and not is_seen:
        return f"Can't play {item.name}: it has no sound that libVLC can decode, and there is no display for its picture."
    return f"Can't play {item.name}: it is damaged, or of a kind that libVLC can't decode."


def why_unanswered(item: Item) -> str:
    """The sentence for a file whose disk says nothing."""
    return f"Can't play {item.name}: its disk doesn't answer."


def why_dumb(item: Item, *, is_first: bool) -> str:
    """The sentence for a file that is read and read, and of which nothing comes; `is_first`: nothing ever came."""
    if not is_first:
        return f"Can't play the rest of {item.name}: nothing more comes of it."
    return f"Can't play {item.name}: nothing comes of it, so it is passed over."


class Look:
    """A look at a file, on a thread of its own: whoever asks a disk that doesn't answer waits for ever."""

    def __init__(self, item: Item) -> None:
        self.asked_at = time.monotonic()
        self._told = ""
        self._has_answered = threading.Event()
        threading.Thread(target=self._ask, args=(item,), name="look", daemon=True).start()

    def answer(self, within_s: float = 0.0) -> str | None:
        """What `why_unplayable` says; None while the disk hasn't answered, for which so many seconds are waited."""
        return self._told if self._has_answered.wait(within_s) else None

    def _ask(self, item: Item) -> None:
        self._told = why_unplayable(item)
        self._has_answered.set()


def _is_locked(path: bytes, size: int) -> bool:
    """Opens it, and reads one byte somewhere, so that it is the disk that answers and not a memory of it."""
    handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.pread(handle, 1, random.randrange(size))
        return is_protected(handle, size)
    finally:
        os.close(handle)
