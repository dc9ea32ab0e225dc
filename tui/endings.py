"""Owns what asks for an end: signals, and a terminal that has gone without one."""

import asyncio
import signal
import sys
from collections.abc import Callable
from contextlib import suppress

ENDINGS = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT)

LOOK_EVERY_S = 1.0
"""Between two looks whether the terminal is there: one that goes may leave whoever reads from it spinning."""


def is_terminal_there() -> bool:
    """Whether the terminal that the screen reads from is one, and still there."""
    return sys.__stdin__ is not None and sys.__stdin__.isatty()


def heed(end: Callable[[], None] | None) -> None:
    """Calls `end` on the running loop when such a signal comes; None: no longer."""
    with suppress(RuntimeError, ValueError):  # no loop, or not on the main thread: there is nothing to heed
        loop = asyncio.get_running_loop()
        for number in ENDINGS:
            if end is not None:
                loop.add_signal_handler(number, end)
            else:
                loop.remove_signal_handler(number)
