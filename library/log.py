"""Owns where the processes that work for tunes, and the libraries in them, print what they have to say."""

import contextlib
import os
from pathlib import Path


def opened_log(log: Path | None) -> int:
    """A descriptor to print to; to nowhere, when there is no log or it can't be written: nobody looks for it then."""
    if log is not None:
        with contextlib.suppress(OSError):
            return os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
    return os.open(os.devnull, os.O_WRONLY | os.O_CLOEXEC)
