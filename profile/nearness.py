"""Owns what is near to what: heard in the same sittings, by the same artist, of the same genres, of the same sound. Pure.

Made once for an overview; then asked in a few milliseconds for whatever has just been heard.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from tunes.profile.columns import Floats, Ints
from tunes.profile.overview import Overview

ALIKE = 0.97
"""Share of the tracks that have to sound less like it where two are said to sound alike."""
WIDE = 20
"""Recordings in a sitting from which on being in it together says less and less."""
ONCE = 3.0
"""Sittings that are added to each recording's own: what was heard once beside everything is near to nothing."""


@dataclass(frozen=True, slots=True)
class Worth:
    """What each kind of nearness is worth, in points; set by hand."""

    beside: float = 2.0
    """Heard in the same sittings: what the listener put together."""
    artist: float = 0.5
    album: float = 0.15
    genre: float = 0.4
    sound: float = 0.8
    """Where sounds are known: how alike they are."""


WORTH = Worth()


@dataclass(frozen=True, slots=True, eq=False)
class Near:
    """How near each recording is to those that were asked about."""

    total: Floats
    beside: Floats
    """0 to 1."""
    genre: Floats
    """The share of the genres asked about that it has, 0 to 1."""
    sound: Floats
    """-1 to 1; 0 where sounds are not known."""


class Nearness:
    """Tells how near recordings are to each other."""

    def __init__(self, seen: Overview, worth: Worth = WORTH) -> None:
        self._seen, self._worth = seen, worth
        size = seen.recordings
        recording = seen.columns.recording[seen.heard.row[seen.play]]
        pair = np.unique(seen.heard.sitting[seen.play] * size + recording)
        sitting, self._in_sitting = pair // size, pair % size
        self._sitting_from = np.searchsorted(sitting, np.arange(int(sitting.max(initial=-1)) + 2))
        order = np.argsort(self._in_sitting, kind="stable")
        self._sittings = sitting[order]
        self._sittings_from = np.searchsorted(self._in_sitting[order], np.arange(size + 1))
        self._often = np.sqrt(np.diff(self._sittings_from) + ONCE)
        self._genre_of, self._genre = _genres(seen)
        self._row = (
            np.zeros(size, dtype=np.int64) if seen.sounds is None else seen.sounds.row_of(seen.columns)
        )

    def to(self, anchors: Sequence[int], weights: Sequence[float] | None = None) -> Near:
        """How near everything is to these recordings; weights sum to what you like."""
        share = np.ones(len(anchors)) if weights is None else np.asarray(weights, dtype=float)
        asked = np.asarray(anchors, dtype=np.int64)
        beside, genre, sound = (
            self._beside(asked, share),
            self._alike(asked, share),
            self._sounding(asked, share),
        )
        worth, seen = self._worth, self._seen
        total = worth.beside * beside + worth.genre * genre + worth.sound * sound
        total += worth.artist * _same(seen.artist, asked, share) + worth.album * _same(
            seen.album, asked, share
        )
        return Near(total, beside, genre, sound)

    def sounds_like(self, one: int, other: int) -> bool:
        """Whether one may say that the other sounds like it: nearly all others sound less so."""
        sounds = self._seen.sounds
        if sounds is None:
            return False
        return sounds.share_further(int(self._row[one]), int(self._row[other])) >= ALIKE

    def together(self, one: int, other: int) -> int:
        """In how many sittings both were played."""
        return int(np.intersect1d(self._sittings_of(one), self._sittings_of(other)).size)

    def _sittings_of(self, recording: int) -> Ints:
        return self._sittings[self._sittings_from[recording] : self._sittings_from[recording + 1]]

    def _beside(self, asked: Ints, share: Floats) -> Floats:
        """Cosine of the sittings of each recording with those of each that is asked about, wide sittings counting less."""
        near = np.zeros(self._seen.recordings)
        for recording, weight in zip(asked.tolist(), share.tolist(), strict=True):
            sittings = self._sittings_of(recording)
            starts, ends = self._sitting_from[sittings], self._sitting_from[sittings + 1]
            wide = np.minimum(1.0, WIDE / np.maximum(ends - starts, 1))
            there = self._in_sitting[_spans(starts, ends)]
            each = np.repeat(wide, ends - starts) * (weight / self._often[recording])
            near += np.bincount(there, weights=each, minlength=near.size)
            near[recording] = 0.0
        return near / self._often

    def _alike(self, asked: Ints, share: Floats) -> Floats:
        weight = np.bincount(asked, weights=share, minlength=self._seen.recordings)
        of_genre = np.bincount(self._genre, weights=weight[self._genre_of])
        many = np.bincount(self._genre_of, minlength=self._seen.recordings)
        sums = np.bincount(self._genre_of, weights=of_genre[self._genre], minlength=many.size)
        return np.asarray(sums / np.maximum(many, 1))

    def _sounding(self, asked: Ints, share: Floats) -> Floats:
        if self._seen.sounds is None:
            return np.zeros(self._seen.recordings)
        return self._seen.sounds.blend(self._row[asked], share)[self._row]


def _spans(starts: Ints, ends: Ints) -> Ints:
    """All places from each start up to its end, in one row."""
    lengths = ends - starts
    shift = np.repeat(starts - np.concatenate([[0], np.cumsum(lengths)[:-1]]), lengths)
    return np.asarray(np.arange(int(lengths.sum())) + shift)


def _same(code: Ints, asked: Ints, share: Floats) -> Floats:
    """The share of what is asked about that has the same code; nothing where it is unknown."""
    known = code[asked] >= 0
    by_code = np.bincount(code[asked][known], weights=share[known], minlength=int(code.max(initial=-1)) + 1)
    return np.where(code >= 0, np.append(by_code, 0.0)[code], 0.0)


def _genres(seen: Overview) -> tuple[Ints, Ints]:
    """Recordings and their genres, one entry for each genre of each that is here or was heard."""
    table = seen.columns
    many = int(table.genre_code.max(initial=0)) + 1
    pair = np.unique(table.recording[table.genre_row] * many + table.genre_code)
    return pair // many, pair % many
