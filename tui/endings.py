"""Owns the signals that ask for an end: the terminal has gone, the computer shuts down, somebody wants it so."""

import asyncio
import signal
from collections.abc import Callable
from contextlib import suppress

ENDINGS = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT)


def heed(end: Callable[[], None] | None) -> None:
    """Calls `end` on the running loop when such a signal comes; None: no longer."""
    with suppress(RuntimeError, ValueError):  # no loop, or not on the main thread: there is nothing to heed
        loop = asyncio.get_running_loop()
        for number in ENDINGS:
            if end is not None:
                loop.add_signal_handler(number, end)
            else:
                loop.remove_signal_handler(number)
