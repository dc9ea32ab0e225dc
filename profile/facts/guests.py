"""Owns who else sounds on a track: the names that a title or an artist credits beside the main one. Pure."""

import re
from functools import cache, lru_cache

import numpy as np
from tunes.library.text import fold
from tunes.library.track import Track
from tunes.profile.columns import Columns, Floats, Ints

_CREDIT = re.compile(r"(?:^|[\s(\[])(?:feat|ft|featuring|with)\b\.?\s+([^()\[\]]+)", re.IGNORECASE)
"""“(feat. X & Y)” and its like; “with you” does no harm, for only names of known artists count."""
_BETWEEN = re.compile(r"\s*[,;&/+]\s*|\s+(?:and|und|et|y|x|vs\.?)\s+", re.IGNORECASE)


@lru_cache(maxsize=1)  # it depends on the library alone
def guests(columns: Columns) -> tuple[Ints, Ints]:
    """Pairs of a row of the library and the code of an artist, known from anywhere, who is credited there beside its own."""
    code_of = {name: code for code, name in enumerate(columns.artist_names)}
    of_artist = cache(_credited_as_artist)
    rows, codes = [], []
    for row, track in enumerate(columns.rows[: columns.here]):
        for name in (*_credited_in(track.title), *of_artist(track.artist)):
            code = code_of.get(fold(name), -1)
            if code >= 0 and code != columns.artist[row]:
                rows.append(row)
                codes.append(code)
    return np.array(rows, dtype=np.int64), np.array(codes, dtype=np.int64)


def credited(track: Track) -> list[str]:
    """The names beside the main one, as they are written."""
    return [*_credited_in(track.title), *_credited_as_artist(track.artist)]


def _credited_in(text: str) -> list[str]:
    """The names behind a “feat.” and its like."""
    match = _CREDIT.search(text)
    return [name.strip() for name in _BETWEEN.split(match[1])] if match else []


def _credited_as_artist(artist: str) -> list[str]:
    """The names of which a shared credit is made, as in “A & B feat. C”; none where it is one name."""
    together = _CREDIT.split(artist, maxsplit=1)[0]
    names = [name.strip() for name in _BETWEEN.split(together)]
    return [*(names if len(names) > 1 or together != artist else ()), *_credited_in(artist)]


def guest_level(columns: Columns, level: Floats) -> Floats:
    """For each track of the library the highest `level` (by code of artist) among its guests; 0 without one."""
    row, code = guests(columns)
    best = np.zeros(columns.here)
    np.maximum.at(best, row, level[code])
    return best
