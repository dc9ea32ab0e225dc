"""Owns the overview that rows and next-up choose from: library and listens counted per recording, made once for one moment.

Numbers only; what to do with them is decided in `rows` and `next_up`.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from tunes.library.track import Track
from tunes.profile.columns import Columns, Flags, Floats, Ints
from tunes.profile.history import History
from tunes.profile.outlook import Outlook, outlook
from tunes.profile.rules import grouped
from tunes.profile.signals import Features
from tunes.profile.sorts import is_film, is_song
from tunes.profile.sound import Sounds
from tunes.profile.taste import DAY, Heard, Taste
from tunes.profile.things import Things

SHORTEST_S = 15.0
"""Jingles, skits and the sounds of games are nobody's suggestion."""
LONG_S = 20 * 60.0
"""From this length on music is a mix or a whole concert: begun, and gone on with."""
_MASK = (1 << 64) - 1
_MIX = (0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB)
"""Of splitmix64: another number from a number, alike on every computer."""


@dataclass(frozen=True, slots=True, eq=False)
class Overview:
    """What is known at `as_of`. By recording, unless something else is said."""

    columns: Columns
    heard: Heard
    liking: Taste
    as_of: float
    """Unix seconds."""
    offset: int
    """Minutes that local time is ahead of UTC at `as_of`."""
    allowed: Flags
    """By row of the library: may be suggested."""
    row: Ints
    """The row of the library that is shown for it; -1 where it is not here, or not to be suggested."""
    music: Flags
    """A song, or a clip as long as one, that may be suggested."""
    film: Flags
    """A video that is no clip, and may be suggested."""
    artist: Ints
    """Code of its artist."""
    album: Ints
    """Code of its album; -1 where unknown."""
    added: Floats
    """Unix seconds."""
    wanted: Floats
    """How much it is wanted next, as the models of Discover say: the share of the library that is wanted less, 0 to 1."""
    chance: NDArray[np.uint64]
    """A number that depends on the id alone; what shuffles is mixed from it."""
    play: Ints
    """Which of `heard` are plays, by recording and oldest first."""
    play_from: Ints
    """With `play`: where those of a recording begin; one longer than there are recordings."""
    sounds: Sounds | None
    """How tracks sound, by row of the columns; None where too few are known."""

    @property
    def recordings(self) -> int:
        """How many there are."""
        return len(self.row)

    def track(self, recording: int) -> Track:
        """The track that stands for a recording that is here."""
        return self.columns.rows[int(self.row[recording])]

    def plays_of(self, recording: int) -> Ints:
        """The plays of a recording, as places in `heard`, oldest first."""
        return self.play[self.play_from[recording] : self.play_from[recording + 1]]

    def recent(self, days: float) -> Ints:
        """By recording: plays and replays of the last so many days."""
        start = int(np.searchsorted(self.heard.at, self.as_of - days * DAY, side="left"))
        wanted = self.heard.play[start:].astype(float) + self.heard.replay[start:]
        recording = self.columns.recording[self.heard.row[start:]]
        return np.bincount(recording, weights=wanted, minlength=self.recordings).astype(np.int64)

    def luck(self, word: str) -> Floats:
        """A number from 0 to 1 for each recording, another one for each word, and alike on every computer."""
        seed = np.uint64(_hashed(word))
        mixed = (self.chance ^ seed) + np.uint64(_MIX[0])
        mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(_MIX[1])
        mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(_MIX[2])
        return np.asarray((mixed >> np.uint64(11)).astype(np.float64) / float(1 << 53))

    def ranked(self, value: Floats, among: Flags, word: str) -> Ints:
        """The recordings meant, the highest value first; equal ones in another order for each word."""
        rows = np.flatnonzero(among)
        return rows[np.lexsort((self.luck(word)[rows], -np.round(value[rows], 6)))]


def overview(
    tracks: Sequence[Track],
    history: History,
    as_of: float,
    *,
    offset: int = 0,
    features: Features | None = None,
    avoided: Things | None = None,
) -> Overview:
    """Counts everything that lies before `as_of` (unix seconds); `avoided` as in `outlook`."""
    return overview_of(outlook(tracks, history, as_of, features=features, avoided=avoided), offset)


def overview_of(seen: Outlook, offset: int) -> Overview:
    """The same, where Discover's outlook was made before."""
    known, liking, score = seen.known, seen.taste, seen.score
    table, here = known.columns, known.columns.here
    size = table.recordings
    row = np.full(size, -1)
    allowed = np.flatnonzero(seen.allowed)
    row[table.recording[allowed[::-1]]] = allowed[::-1]
    of = np.maximum(row, 0)
    shelf = _shelf_of(table)
    there = row >= 0
    first = np.unique(table.recording, return_index=True)[1]
    recording = table.recording[known.heard.row]
    played = np.flatnonzero(known.heard.play)
    order = played[grouped(recording[played])]
    return Overview(
        columns=table,
        heard=known.heard,
        liking=liking,
        as_of=liking.as_of,
        offset=offset,
        allowed=seen.allowed,
        row=row,
        music=there & shelf.song[of],
        film=there & shelf.film[of],
        artist=table.artist[first],
        album=np.where(there, np.append(table.album, -1)[of], -1),
        added=np.where(there, shelf.added[of], 0.0),
        wanted=np.where(
            there, np.append(np.searchsorted(np.sort(score), score) / max(here, 1), 0.0)[of], 0.0
        ),
        chance=shelf.chance[first],
        play=order,
        play_from=np.searchsorted(recording[order], np.arange(size + 1)),
        sounds=seen.sounds,
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Shelf:
    """What the tracks themselves say, by row of the columns; one row more than the library has, where there is none."""

    song: Flags
    film: Flags
    added: Floats
    chance: NDArray[np.uint64]


@lru_cache(maxsize=1)  # it depends on the library alone
def _shelf_of(table: Columns) -> _Shelf:
    here = table.rows[: table.here]
    song = [is_song(one) and (one.duration is None or one.duration >= SHORTEST_S) for one in here]
    return _Shelf(
        song=np.array([*song, False], dtype=np.bool_),
        film=np.array([*map(is_film, here), False], dtype=np.bool_),
        added=np.array([*(track.added for track in here), 0.0]),
        chance=np.array([_number(track.id) for track in table.rows], dtype=np.uint64),
    )


def _number(name: str) -> int:
    """64 bits of an id; those of most ids are a hash already."""
    try:
        return int(name[3:19], 16) if name.startswith("t1:") and len(name) == 35 else _hashed(name)
    except ValueError:
        return _hashed(name)


def _hashed(word: str) -> int:
    digest = hashlib.blake2b(word.encode(errors="surrogateescape"), digest_size=8).digest()
    return int.from_bytes(digest, "little") & _MASK
