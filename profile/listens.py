"""Owns what a listen is: one continuous stay with one track, as it is logged and kept for good."""

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


_NUMBERS = frozenset({int, float})
LATEST = 253_402_300_799.0
"""Unix seconds: the end of the year 9999, the last that has a name."""
_FARTHEST = 1e15
"""No time and no length is beyond this; NaN and infinity are."""


def is_listen(document: Mapping[str, Any]) -> bool:
    """Whether a stored document can be read as a listen; one from a newer version may hold more than we know."""
    get = document.get
    return (
        isinstance(get("track"), str)
        and get("track") != ""
        and _is_number(get("at"))
        and 0 <= get("at", -1) <= LATEST
        and _is_number(get("heard"))
        and all(number is None or _is_number(number) for number in map(get, _OPTIONAL))
        and all(type(whole) is int and -_WIDEST <= whole <= _WIDEST for whole in map(get, _WHOLE, _NO_NUMBER))
        and all(isinstance(text, str) for text in map(get, _TEXTS, _NO_TEXT))
    )


_OPTIONAL = ("duration", "began", "left", "last_key")
_WHOLE, _NO_NUMBER = ("offset", "restarts", "volume"), (0, 0, 0)
_TEXTS, _NO_TEXT = ("end", "source", "device"), ("", "", "")
_WIDEST = (1 << 15) - 1
"""What a column of small numbers holds."""


def _is_number(value: Any) -> bool:
    return type(value) in _NUMBERS and -_FARTHEST < value < _FARTHEST
