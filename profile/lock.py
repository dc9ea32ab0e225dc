"""Owns keeping other processes and threads out of a place on disk while something is done there."""

import errno
import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tunes.profile.atomic import PRIVATE_FILE
from tunes.profile.errors import NotSaved

PATIENCE_S = 5.0
"""One append takes milliseconds; who holds the lock longer is stopped or stuck."""
_PAUSE_S = 0.002

_NO_LOCKS_HERE = {errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOSYS}
"""Some network disks know no locks: better a history there without one than no history."""


class Lock:
    """A lock file; whoever dies lets go of it. The file stays, for removing it would let two hold it at once."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._handle: int | None = None

    def take(self) -> bool:
        """Takes the lock if nobody has it, neither another process nor another `Lock` of this one."""
        handle = os.open(self._path, os.O_RDWR | os.O_CREAT, PRIVATE_FILE)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(handle)
            return False
        except OSError as error:
            if error.errno not in _NO_LOCKS_HERE:
                os.close(handle)
                raise
        self._handle = handle
        return True

    def release(self) -> None:
        """Lets go of it."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None


@contextmanager
def locked(path: Path, patience: float = PATIENCE_S) -> Iterator[None]:
    """Holds the lock file at `path` for the time of the block; `NotSaved` if nobody lets go of it within `patience` seconds."""
    lock = Lock(path)
    deadline = time.monotonic() + patience
    while not lock.take():
        if time.monotonic() > deadline:
            raise NotSaved(f"Another tunes has been writing to {path.parent} for {patience:.0f} seconds.")
        time.sleep(_PAUSE_S)
    try:
        yield
    finally:
        lock.release()
