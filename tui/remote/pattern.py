"""Owns `status --format`: a line with {names} in it, filled with how it stands. Pure."""

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from string import Formatter
from typing import Any, Self

from tunes.library.text import clean
from tunes.tui.duration import duration

ICONS = {"playing": "▶", "paused": "‖", "stopped": "■"}
FIELDS = (
    "title",
    "artist",
    "album",
    "album_artist",
    "genre",
    "year",
    "path",
    "id",
    "position",
    "duration",
    "left",
    "percent",
    "state",
    "icon",
    "volume",
    "speed",
    "place",
    "count",
    "liked",
    "stars",
    "shuffle",
    "repeat",
)
"""What may stand between braces."""


_OF_TIME = {"position", "left", "percent"}


class PatternError(ValueError):
    """The pattern makes no sense; the message is a sentence for the listener."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern cut up: text, the name that follows it, and how many characters that may have."""

    parts: tuple[tuple[str, str | None, int | None], ...]

    @classmethod
    def of(cls, pattern: str) -> Self:
        """Raises `PatternError`."""
        try:
            cut = list(Formatter().parse(pattern))
        except ValueError as error:
            raise PatternError(
                f"The braces of the format don't match: {error}. A brace itself is {{{{."
            ) from error
        return cls(tuple((text, name, _most(name, width, how)) for text, name, width, how in cut))

    @property
    def shows_time(self) -> bool:
        """Whether it is another line each second."""
        return any(name in _OF_TIME for _, name, _ in self.parts)

    def filled(self, status: Mapping[str, Any]) -> str:
        """The line, harmless for any terminal; what is unknown is left out."""
        values = texts(status)
        return clean(
            "".join(text + (_short(values[name], most) if name else "") for text, name, most in self.parts)
        )


def texts(status: Mapping[str, Any]) -> dict[str, str]:
    """Every name with its text."""
    track: Mapping[str, Any] = status.get("track") or {}
    position, length = status.get("position"), status.get("duration")
    known: dict[str, Any] = {
        **{
            name: track.get(name)
            for name in ("title", "artist", "album", "album_artist", "year", "path", "id")
        },
        "genre": ", ".join(track.get("genres") or ()),
        "position": duration(position) if track else None,
        "duration": duration(length),
        "left": duration(length - (position or 0)) if track and length else None,
        "percent": round(100 * (position or 0) / length) if track and length else None,
        "state": status.get("state"),
        "icon": ICONS.get(status.get("state") or ""),
        "volume": 0 if status.get("muted") else status.get("volume"),
        "speed": f"{status['speed']:g}" if status.get("speed") else None,
        "place": (status.get("queue") or {}).get("place"),
        "count": (status.get("queue") or {}).get("count"),
        "shuffle": status.get("shuffle"),
        "repeat": status.get("repeat"),
        "liked": "♥" if status.get("liked") else None,
        "stars": "★" * (status.get("stars") or 0),
    }
    return {name: "" if value is None else clean(str(value)) for name, value in known.items()}


def _most(name: str | None, width: str | None, how: str | None) -> int | None:
    if name is None:
        return None
    if name not in FIELDS:
        near = difflib.get_close_matches(name, FIELDS, n=1, cutoff=0.5)
        hint = f"Did you mean {{{near[0]}}}?" if near else f"There is: {', '.join(FIELDS)}."
        raise PatternError(f"There is no {{{clean(name)}}} in a format. {hint}")
    if how or (width and not width.isdecimal()):
        raise PatternError(f"Behind {{{name}: stands how many characters it may have, as in {{{name}:20}}.")
    return int(width) if width else None


def _short(text: str, most: int | None) -> str:
    return text if most is None or len(text) <= most else text[: max(0, most - 1)] + "…"
