"""Owns what a listen is: one continuous stay with one track, as it is logged and kept for good."""

from dataclasses import dataclass
from typing import Literal, get_args

VERSION = 1
"""Schema version of a stored listen."""

MOST_SEEKS = 50
"""Seeks kept per listen, the newest: enough to learn where previews should start, and a bound for a held key."""

End = Literal[
    "finished", "next", "previous", "jumped", "stopped", "quit", "error", "asleep", "handed-over", "lost"
]
ENDS: tuple[End, ...] = get_args(End)


@dataclass(frozen=True, slots=True)
class Listen:
    """One listen as it is stored; whether it was a play, a skip or a replay is derived when read (`profile.rules`)."""

    track: str
    """Id of the track."""
    at: float
    """Unix seconds, UTC, at which it began."""
    offset: int
    """Minutes that local time was ahead of UTC."""
    heard: float
    """Seconds of the recording that really sounded."""
    duration: float | None
    """Seconds, None where unknown."""
    began: float
    """Seconds into the track."""
    left: float
    """Seconds into the track."""
    seeks: tuple[tuple[float, float], ...] = ()
    """Pairs of from, to in seconds, the newest `MOST_SEEKS`."""
    restarts: int = 0
    """How often the listener sent it back to its start after half of it."""
    end: End = "lost"
    source: str = ""
    """Where it came from: "album:…", "discover:2026-W48", "search", "queue", "repeat", "import:…"."""
    last_key: float | None = None
    """Unix time of the listener's last key or remote command before the end."""
    volume: int = 100
    """0 to 100."""
    device: str = ""
    """The random word of the computer it was heard on."""
    v: int = VERSION
