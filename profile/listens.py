"""Owns what a listen is: one continuous stay with one track, as it is logged and kept for good."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

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
    """The random word of the computer it was heard on; "" until it is stored."""
    v: int = VERSION


def listen_document(listen: Listen) -> dict[str, Any]:
    """The listen as it is stored."""
    return {
        "track": listen.track,
        "at": listen.at,
        "offset": listen.offset,
        "heard": listen.heard,
        "duration": listen.duration,
        "began": listen.began,
        "left": listen.left,
        "seeks": [list(seek) for seek in listen.seeks[-MOST_SEEKS:]],
        "restarts": listen.restarts,
        "end": listen.end,
        "source": listen.source,
        "last_key": listen.last_key,
        "volume": listen.volume,
        "device": listen.device,
        "v": listen.v,
    }


def is_listen(document: Mapping[str, Any]) -> bool:
    """Whether a stored document can be read as a listen; one from a newer version may hold more than we know."""
    numbers = {name: document.get(name) for name in ("at", "heard", "duration", "began", "left", "last_key")}
    whole = [document.get(name, 0) for name in ("offset", "restarts", "volume")]
    texts = [document.get(name, "") for name in ("end", "source", "device")]
    return (
        isinstance(document.get("track"), str)
        and bool(document["track"])
        and numbers["at"] is not None
        and numbers["heard"] is not None
        and all(number is None or _is_number(number) for number in numbers.values())
        and all(isinstance(number, int) and abs(number) < 1 << 15 for number in whole)
        and all(isinstance(text, str) for text in texts)
    )


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and math.isfinite(value)
