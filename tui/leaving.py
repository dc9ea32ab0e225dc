"""Owns leaving although a disk doesn't answer: what waits for it is left behind, where Python would wait along for ever."""

import os
import sys
import threading
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor

MOST_WORKERS = 64
"""At work beside the screen at once: a disk that stalls may hold up some, and the others go on."""
PATIENCE_S = 1.0
"""For work that is under way to end by itself."""


class Workers(ThreadPoolExecutor):
    """What a screen has done beside it. Python's own would be too few, and waited for without end."""

    def __init__(self) -> None:
        super().__init__(MOST_WORKERS, "beside the screen")

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = True) -> None:  # as Python has it
        """Waits a moment at most."""
        super().shutdown(wait=False, cancel_futures=cancel_futures)
        if wait:
            _wait_for(self._threads)


def leave(code: int) -> None:
    """Ends the process where some of its threads don't; returns when Python can do it. Everything is closed by now."""
    if not _wait_for(_held_up()):
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _held_up() -> list[threading.Thread]:
    main = threading.main_thread()
    return [thread for thread in threading.enumerate() if thread is not main and not thread.daemon]


def _wait_for(threads: Iterable[threading.Thread]) -> bool:
    """Whether they have ended in time."""
    deadline = time.monotonic() + PATIENCE_S
    for thread in list(threads):
        thread.join(max(0.0, deadline - time.monotonic()))
        if thread.is_alive():
            return False
    return True
