"""Owns the sentences for files that can't even be opened: gone, empty, not ours to read, or the end of an engine twice."""

import os
import stat

from tunes.player.wire import Item


def why_unplayable(item: Item) -> str:
    """Why this can't be played, as one sentence for the listener; "" when nothing speaks against it."""
    if item.is_hopeless:
        return f"Can't play {item.name}: it has brought the player down twice, so it is left alone."
    try:
        status = os.stat(item.path)  # noqa: PTH116  # a path of any bytes
    except FileNotFoundError:
        return f"Can't play {item.name}: the file is gone. Rescan with u, or put it back."
    except OSError as error:
        return f"Can't play {item.name}: {(error.strerror or 'it cannot be opened').lower()}."
    if not stat.S_ISREG(status.st_mode):
        return f"Can't play {item.name}: it is no regular file."
    if not status.st_size:
        return f"Can't play {item.name}: it is empty."
    if not os.access(item.path, os.R_OK):
        return f"Can't play {item.name}: you may not read it. Look at its permissions."
    return ""


def why_undecodable(item: Item, *, is_seen: bool) -> str:
    """The sentence for a file that could be opened, and of which nothing came; `is_seen`: its picture had a place to go to."""
    if item.is_video and not is_seen:
        return f"Can't play {item.name}: it has no sound that libVLC can decode, and there is no display for its picture."
    return f"Can't play {item.name}: it is damaged, or of a kind that libVLC can't decode."
