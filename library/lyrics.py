"""Owns lyrics: lines of words, some with the second at which each is sung, and reading them from text of any origin. Pure."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice
from math import inf

MOST_BYTES = 1 << 20
"""Looked at of one text; the libretto of an opera has a tenth of it."""
MOST_LINES = 5_000
MOST_LETTERS = 200_000
"""Of all lines together; laying out more would keep the screen waiting."""
LONGEST_LINE = 500
"""Characters of a line; what is longer is no line that anyone sings."""

_LOOKED_AT = 2_000
"""Letters by which words are told from a file that is none."""
_BINARY = re.compile(r"[\0-\x08\x0e-\x1a\x1c-\x1f]")
_BINARY_SHARE, _FEW = 0.02, 8
"""More of these are no words: so much of all letters, and so many. Crafted words may hold some, to move a cursor."""
_STAMP = re.compile(r"\[(\d{1,3}):(\d{1,2})(?:[.:](\d{1,3}))?\]\s*")
_WORD_STAMP = re.compile(r"<\d{1,3}:\d{1,2}(?:[.:]\d{1,3})?>")
_OFFSET = re.compile(r"\[offset:\s*([+-]?\d{1,7})\s*\]", re.IGNORECASE)
_ABOUT = re.compile(r"\[(?:[a-z]{2}|offset|length|tool|version):[^\]]*\]\s*", re.IGNORECASE)
"""What an `.lrc` says of itself: `[ar:…]`, `[ti:…]`, `[by:…]`."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of words; text is as it was found, not yet cleaned for a screen."""

    at: float | None
    """Seconds into the track at which it begins; None where nobody wrote that down."""
    text: str


@dataclass(frozen=True, slots=True)
class Lyrics:
    """The words of a track, in the order in which they are sung."""

    lines: tuple[Line, ...]
    source: str
    """Where they were found: the name of a file, or "the file itself"."""
    _times: tuple[float, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_times", tuple(line.at for line in self.lines if line.at is not None))

    @property
    def is_timed(self) -> bool:
        """Whether it is known when each line is sung."""
        return bool(self._times)

    def part(self, start: float, end: float | None) -> "Lyrics | None":
        """The words of one track of a file that holds several: what is sung from `start` to `end`, in seconds of that track.

        Without times nobody knows which they are, and all stay.
        """
        if not self.is_timed:
            return self
        until = inf if end is None else end
        lines = (
            Line(round(line.at - start, 3), line.text)
            for line in self.lines
            if line.at is not None and start <= line.at < until
        )
        return of_lines(lines, self.source)

    def line_at(self, position: float) -> int | None:
        """Which line is sung at a second of the track; None before the first, or where no times are known."""
        row = bisect_right(self._times, position) - 1
        return row if row >= 0 else None


def lyrics_of(text: str, source: str) -> Lyrics | None:
    """The lyrics that a text holds, whether it has times, as in an `.lrc`, or not; None where it holds no words."""
    head = text[:_LOOKED_AT]
    if len(_BINARY.findall(head)) > max(_FEW, _BINARY_SHARE * len(head)):
        return None
    offset = _OFFSET.search(text)
    earlier = int(offset[1]) / 1000 if offset else 0.0
    timed: list[Line] = []
    plain: list[Line] = []
    for row in islice(text[:MOST_BYTES].splitlines(), MOST_LINES):
        stamps, words = _split(row)
        timed += [Line(round(max(0.0, at - earlier), 3), words) for at in stamps]
        if not stamps and not (_ABOUT.match(row) and not _ABOUT.sub("", row).strip()):
            plain.append(Line(None, words))
    if timed:
        return of_lines(sorted(timed, key=lambda line: line.at or 0.0), source)
    return of_lines(plain, source)


def of_lines(lines: Iterable[Line], source: str) -> Lyrics | None:
    """Lyrics of lines that are in their order, without blank ones at their ends; None where there are no words."""
    kept, room = [], MOST_LETTERS
    for line in islice(lines, MOST_LINES):
        room -= len(line.text)
        if room < 0:
            break
        kept.append(line)
    if not any(line.text for line in kept):
        return None
    while not kept[-1].text and kept[-1].at is None:
        kept.pop()
    while not kept[0].text and kept[0].at is None:
        kept.pop(0)
    return Lyrics(tuple(kept), source)


def best(found: Sequence[Lyrics | None]) -> Lyrics | None:
    """Of several, given nearest first, those with times before those without."""
    there = [lyrics for lyrics in found if lyrics is not None]
    return next((lyrics for lyrics in there if lyrics.is_timed), there[0] if there else None)


def _split(row: str) -> tuple[list[float], str]:
    """The times of a line, and its words."""
    stamps, place = [], 0
    row = row.strip()
    while found := _STAMP.match(row, place):
        minutes, seconds, part = found.groups()
        stamps.append(int(minutes) * 60 + int(seconds) + (int(part) / 10 ** len(part) if part else 0.0))
        place = found.end()
    return stamps, " ".join(_WORD_STAMP.sub("", row[place:]).split())[:LONGEST_LINE]
