"""Owns how likes, bans, rests and stars stand at one moment, and what a track is told by them. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tunes.library.track import Track
from tunes.profile.marks import MOST_STARS, Mark, rests
from tunes.profile.things import Things

OPINIONS = ("like", "ban", "not now", "rate")
"""The kinds of mark that are about music."""


@dataclass(frozen=True, slots=True)
class Said:
    """What holds."""

    liked: Things = field(default_factory=Things)
    banned: Things = field(default_factory=Things)
    resting: Things = field(default_factory=Things)
    stars: Mapping[str, int] = field(default_factory=dict)
    """1 to 5, by track id."""

    @classmethod
    def of(cls, standing: Iterable[Mark], at: float, roots: Sequence[Path] = ()) -> "Said":
        """What these marks come to at unix time `at`, for a library below `roots`."""
        held: dict[str, list[Mark]] = {}
        for mark in standing:
            held.setdefault(mark.kind, []).append(mark)
        resting = [mark.what for mark in held.get("not now", ()) if rests(mark, at)]
        return cls(
            Things.of((mark.what for mark in held.get("like", ())), roots),
            Things.of((mark.what for mark in held.get("ban", ())), roots),
            Things.of(resting, roots),
            {
                str(mark.what["track"]): stars_of(mark)
                for mark in held.get("rate", ())
                if "track" in mark.what
            },
        )

    def is_liked(self, track: Track) -> bool:
        """Whether the track itself is."""
        return track.id in self.liked.tracks

    def is_unwanted(self, track: Track) -> bool:
        """Whether it is not to be suggested just now."""
        return self.banned.covers(track) or self.resting.covers(track)


def stars_of(mark: Mark) -> int:
    """How many, 1 to 5."""
    value = mark.value if isinstance(mark.value, int | float) else 0
    return max(1, min(MOST_STARS, round(value)))
