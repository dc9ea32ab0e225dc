"""Owns how much memory a file may cost: a tag that unpacks to gigabytes brings down the engine, not the computer."""

import resource
import sys

MOST_MB = 512
"""For what is only heard; nearly all of it takes less than 30."""
MOST_FILM_MB = 3072
"""For a film of 8,000 points across, whose pictures wait to be shown."""
_UNIT = 1 if sys.platform == "darwin" else 1024
"""Bytes in which the system counts."""


class Memory:
    """What this process takes, as it grows from file to file."""

    def __init__(self) -> None:
        self._before = _peak_mb()

    def begin(self) -> None:
        """A file is about to be opened."""
        self._before = _peak_mb()

    def is_too_much(self, *, is_film: bool) -> bool:
        """Whether the last file costs more than it may."""
        return _peak_mb() - self._before > (MOST_FILM_MB if is_film else MOST_MB)


def _peak_mb() -> float:
    """The most that it ever took, which is all that every system tells."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _UNIT / (1 << 20)
