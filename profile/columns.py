"""Owns the library as columns: whom each track is by, on which album, of which genres, and which are one recording.

Everything the recommender counts, it counts per recording: the same song on two albums is one song to the ear.
"""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from tunes.library.text import fold
from tunes.library.track import Track

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

_SAME_LENGTH = 3.0
"""Seconds by which two rips of one recording may differ; a live version or an edit differs by more."""


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """One row per track; the first `here` rows are the library, in its order, the others are only remembered."""

    rows: tuple[Track, ...]
    here: int
    row_of: dict[str, int]
    """Row by track id."""
    artist: Ints
    """Code of the artist, or of the folder where none is known."""
    artist_names: tuple[str, ...]
    """By code: what tells an artist from others, on every computer."""
    album: Ints
    """Code of the album; -1 where none is known."""
    recording: Ints
    genre_row: Ints
    """With `genre_code`: one entry for each genre of each row."""
    genre_code: Ints

    @property
    def recordings(self) -> int:
        """How many different recordings there are."""
        return int(self.recording.max(initial=-1)) + 1


class _Folded(dict[str, str]):
    """Folds each text once."""

    def __missing__(self, text: str) -> str:
        self[text] = folded = fold(text)
        return folded


def columns(tracks: Sequence[Track], remembered: Sequence[Track] = ()) -> Columns:
    """The library, and after it tracks that only the profile remembers, as columns."""
    known = {track.id for track in tracks}
    rows = (*tracks, *(track for track in remembered if track.id not in known))
    folded = _Folded()
    names = [folded[t.artist] or f"\0{t.path.parent}" for t in rows]
    artist = _codes(names)
    genre_pairs = [(row, folded[g]) for row, track in enumerate(rows) for g in track.genres]
    return Columns(
        rows=rows,
        here=len(tracks),
        row_of=dict(zip([track.id for track in reversed(rows)], range(len(rows) - 1, -1, -1), strict=True)),
        artist=artist,
        artist_names=tuple(dict.fromkeys(names)),
        album=_albums(rows, folded),
        recording=_recordings(rows, artist, folded),
        genre_row=np.array([row for row, _ in genre_pairs], dtype=np.int64),
        genre_code=_codes(genre for _, genre in genre_pairs),
    )


def _codes(keys: Iterable[Hashable]) -> Ints:
    """A number for each different key, in order of first sight."""
    seen: dict[Hashable, int] = {}
    return np.array([seen.setdefault(key, len(seen)) for key in keys], dtype=np.int64)


def _albums(rows: Sequence[Track], folded: _Folded) -> Ints:
    # A leading entry takes code 0, so that every unknown album gets -1 in the end.
    nameless: list[tuple[str, str]] = [("", "")]
    named = [(folded[t.album_artist or t.artist], folded[t.album]) if t.album else ("", "") for t in rows]
    return _codes(nameless + named)[1:] - 1


def _recordings(rows: Sequence[Track], artist: Ints, folded: _Folded) -> Ints:
    """One number for each recording: the same MusicBrainz id, or the same artist, title and length."""
    title = _codes((folded[t.title] if t.artist else t.id) for t in rows)
    length = np.array([np.inf if t.duration is None else t.duration for t in rows])
    order = np.lexsort((length, title, artist))
    a, b = order[:-1], order[1:]
    with np.errstate(invalid="ignore"):  # two unknown lengths: no difference to tell
        apart = ~(length[b] - length[a] <= _SAME_LENGTH) & np.isfinite(length[b])
    breaks = (artist[a] != artist[b]) | (title[a] != title[b]) | apart
    numbers = np.zeros(len(rows), dtype=np.int64)
    numbers[order] = np.concatenate([[0], np.cumsum(breaks)])[: len(rows)]
    first: dict[str, int] = {}
    for row, track in enumerate(rows):
        if track.mbid:
            numbers[row] = first.setdefault(track.mbid, int(numbers[row]))
    return np.unique(numbers, return_inverse=True)[1].astype(np.int64)
