"""Owns the numbers of a query: years, lengths, ages and counts, and the ranges of them. Pure."""

import math
import re
from collections.abc import Callable
from dataclasses import dataclass

from tunes.library.errors import QueryError

_DAY_S = 86_400.0
_DAYS = {"d": 1, "w": 7, "m": 30, "y": 365}
_RANGE = re.compile(r"(?P<sign><=|>=|<|>)?(?P<low>[^.<>=]*)(?P<dots>\.\.)?(?P<high>[^.<>=]*)")
_LENGTH = re.compile(
    r"(?=.)(?:(?P<h>\d{1,4})h)?(?:(?P<m>\d{1,6})m)?(?:(?P<s>\d{1,8})s)?|(?P<min>\d{1,6}):(?P<sec>\d\d)",
    re.ASCII,
)
_AGE = re.compile(r"(\d{1,6})([dwmy])", re.ASCII)
_WHOLE = re.compile(r"\d{1,9}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Range:
    """Which numbers of a field are asked for."""

    field: str
    """One of AMOUNTS."""
    least: float = -math.inf
    """A year, seconds of length, seconds since it was added, or a count."""
    most: float = math.inf
    has_ends: bool = True
    """Whether `least` and `most` themselves are meant."""

    def holds(self, number: float) -> bool:
        """Whether a number is asked for."""
        if self.has_ends:
            return self.least <= number <= self.most
        return self.least < number < self.most


def range_of(field: str, value: str) -> Range:
    """The range that stands after a field. Raises `QueryError` where it is none."""
    read, can_be_exact, examples = _READING[field]
    found = _RANGE.fullmatch(value.lower())
    low = read(found["low"]) if found else None
    high = read(found["high"]) if found else None
    if (
        found is None
        or not _is_whole(found, low, high)
        or not (can_be_exact or found["sign"] or found["dots"])
    ):
        raise QueryError(f"“{field}:{value}” can't be understood. Ask for {examples}.")
    if low is not None and high is not None and low > high:
        raise QueryError(f"“{field}:{value}” runs backwards: the smaller one stands first.")
    least, most = -math.inf if low is None else low, math.inf if high is None else high
    if found["dots"]:
        return Range(field, least, most)
    sign = found["sign"] or ""
    if not sign:
        return Range(field, least, least)
    ends = (-math.inf, least) if sign[0] == "<" else (least, math.inf)
    return Range(field, *ends, has_ends=sign.endswith("="))


def _is_whole(found: "re.Match[str]", low: float | None, high: float | None) -> bool:
    """Whether every amount that stands there could be read, and enough of them stand there."""
    if (found["low"] and low is None) or (found["high"] and high is None):
        return False
    if found["dots"]:
        return not found["sign"] and not (low is None and high is None)
    return low is not None and not found["high"]


def _whole(text: str) -> float | None:
    return float(text) if _WHOLE.fullmatch(text) else None


def _seconds(text: str) -> float | None:
    """`10m`, `1h30m`, `45s`, `4:30`."""
    found = _LENGTH.fullmatch(text)
    if found is None:
        return None
    if found["min"]:
        return 60.0 * int(found["min"]) + int(found["sec"])
    return 3600.0 * int(found["h"] or 0) + 60.0 * int(found["m"] or 0) + int(found["s"] or 0)


def _age(text: str) -> float | None:
    """`30d`, `2w`, `6m`, `1y`, in seconds. A month is 30 days, a year 365."""
    found = _AGE.fullmatch(text)
    return int(found[1]) * _DAYS[found[2]] * _DAY_S if found else None


_READING: dict[str, tuple[Callable[[str], float | None], bool, str]] = {
    "year": (_whole, True, "year:1999, year:1990..1999, year:1990.. or year:<1980"),
    "length": (_seconds, False, "length:>10m, length:<90s or length:3m..5m"),
    "added": (
        _age,
        False,
        "added:<30d (newer than that) or added:>1y (older); d, w, m and y are days to years",
    ),
    "plays": (_whole, True, "plays:0, plays:<3, plays:>10 or plays:1..5"),
    "skips": (_whole, True, "skips:0, skips:>2 or skips:1..5"),
}
"""How an amount of a field is read, whether one alone says something, and what can be asked."""
AMOUNTS = tuple(_READING)
"""The fields that are numbers."""
