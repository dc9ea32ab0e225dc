"""Owns how much memory a file may cost: a tag that unpacks to gigabytes brings down the engine, not the computer."""

import resource
import sys

MOST_MB = 512
"""For what is only heard; a thousand tracks of it take 15 together."""
MOST_FILM_MB = 3072
"""For a film of 8,000 points across, whose pictures wait to be shown."""
_UNIT = 1 if sys.platform == "darwin" else 1024
"""Bytes in which the system counts."""


class Memory:
    """What this process has taken since it began. What a film took is forgiven when it is over."""

    def __init__(self) -> None:
        self._before = _peak_mb()
        self._was_film = False

    def is_too_much(self, *, is_film: bool) -> bool:
        """Whether it is more than it may be; to be asked many times a second."""
        peak = _peak_mb()
        if self._was_film and not is_film:
            self._before = peak
        self._was_film = is_film
        return peak - self._before > (MOST_FILM_MB if is_film else MOST_MB)


def _peak_mb() -> float:
    """The most that it ever took, which is all that every system tells."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _UNIT / (1 << 20)
