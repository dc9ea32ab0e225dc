"""Owns your listening in numbers: totals, tops, hours, streaks and firsts, of any span of time and any part of the shelf. Pure."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import NDArray
from tunes.library.track import Track
from tunes.profile.columns import Columns, Flags, Ints
from tunes.profile.evidence import lined_up
from tunes.profile.excluded import excluded
from tunes.profile.history import History
from tunes.profile.rules import RULES, Rules, derive

Numbers = NDArray[np.number[Any]]
DAY_S, HOUR_S = 86_400, 3_600
_MONDAY = 4
"""The weekday of day 0, 1970-01-01, was a Thursday: so many days later it is Monday."""

What = Literal["track", "artist", "album", "genre"]


@dataclass(frozen=True, slots=True)
class Top:
    """One of those listened to most."""

    name: str
    artist: str
    """Of a track or an album; "" of others."""
    plays: int
    seconds: float
    """Heard of it."""
    first: float
    """Unix seconds of its first play ever."""
    id: str = ""
    """Of a track."""


@dataclass(frozen=True, slots=True)
class Stats:
    """A span in numbers. Days are those of the listener's own clock at the time."""

    listens: int
    plays: int
    skips: int
    replays: int
    seconds: float
    """Heard."""
    tracks: int
    """Different ones played; a recording on two albums is one."""
    artists: int
    new_tracks: int
    """Played for the first time ever."""
    new_artists: int
    days: int
    """On which something sounded."""
    longest_streak: int
    """Days in a row."""
    last_streak: int
    """Days in a row, up to the last on which something sounded."""
    by_hour: tuple[float, ...]
    """Seconds heard in each hour of the day, 24 of them."""
    by_weekday: tuple[float, ...]
    """Seconds heard on Mondays, Tuesdays …"""
    by_month: dict[str, float]
    """Seconds heard in each month, as in "2026-11"; those without are left out."""
    albums: int
    """Different ones of which something was played."""
    genres: int
    first_tracks: tuple[Top, ...]
    """Those of the tops that were played in the span for the first time ever, most plays first."""
    first_artists: tuple[Top, ...]
    top_tracks: tuple[Top, ...]
    top_artists: tuple[Top, ...]
    top_albums: tuple[Top, ...]
    top_genres: tuple[Top, ...]


def stats(
    history: History,
    tracks: Sequence[Track],
    *,
    since: float | None = None,
    until: float | None = None,
    among: Collection[str] | None = None,
    size: int = 10,
    rules: Rules = RULES,
) -> Stats:
    """The numbers of what began from `since` on and before `until` (unix seconds), of all tracks or those with ids `among`.

    What the listener excluded does not count. Tops and firsts have at most `size` entries, most plays first, then most seconds.
    """
    # What was never heard has nothing to add, and lining it up takes longest.
    lined = lined_up([track for track in tracks if track.id in history.index], history)
    table, row_of_place = lined.columns, lined.row_of_place
    derived = derive(history, rules, music=lined.music)
    counts = (history.heard > 0) & ~derived.browsing & ~excluded(history)
    if among is not None:
        wanted = np.zeros(len(history.tracks) + 1, dtype=np.bool_)
        wanted[[history.index[name] for name in among if name in history.index]] = True
        counts &= wanted[history.track]
    span = counts & (history.at >= (-np.inf if since is None else since))
    span &= history.at < (np.inf if until is None else until)
    per_row = _PerRow.of(len(table.rows), row_of_place[history.track], history, derived.play & counts, span)
    local = history.at[span] + history.offset[span] * 60.0
    heard = history.heard[span]
    day = np.floor_divide(local, DAY_S).astype(np.int64)
    streaks = _streaks(np.unique(day))
    tallies = {what: _tally(per_row, *_codes(table, what)) for what in get_args(What)}
    return Stats(
        listens=int(span.sum()),
        plays=int((derived.play & span).sum()),
        skips=int((derived.skip & span).sum()),
        replays=int((derived.replay & span).sum()),
        seconds=float(heard.sum()),
        tracks=tallies["track"].different(),
        artists=tallies["artist"].different(),
        new_tracks=tallies["track"].different(since),
        new_artists=tallies["artist"].different(since),
        days=int(streaks.sum()),
        longest_streak=int(streaks.max(initial=0)),
        last_streak=int(streaks[-1]) if len(streaks) else 0,
        by_hour=_sums(np.floor_divide(local % DAY_S, HOUR_S).astype(np.int64), heard, 24),
        by_weekday=_sums((day - _MONDAY) % 7, heard, 7),
        by_month=_by_month(day, heard),
        albums=tallies["album"].different(),
        genres=tallies["genre"].different(),
        first_tracks=tuple(_tops(table, tallies["track"], "track", size, since)),
        first_artists=tuple(_tops(table, tallies["artist"], "artist", size, since)),
        top_tracks=tuple(_tops(table, tallies["track"], "track", size)),
        top_artists=tuple(_tops(table, tallies["artist"], "artist", size)),
        top_albums=tuple(_tops(table, tallies["album"], "album", size)),
        top_genres=tuple(_tops(table, tallies["genre"], "genre", size)),
    )


@dataclass(frozen=True, slots=True)
class _PerRow:
    """What was heard of each row of the table."""

    plays: Numbers
    seconds: Numbers
    first: Numbers
    """Unix seconds of the first play ever, inf where there is none."""

    @classmethod
    def of(cls, rows: int, row: Ints, history: History, play: Flags, span: Flags) -> "_PerRow":
        first = np.full(rows, np.inf)
        np.minimum.at(first, row[play], history.at[play])
        return cls(
            np.bincount(row[play & span], minlength=rows).astype(np.float64),
            np.bincount(row[span], weights=history.heard[span], minlength=rows),
            first,
        )


@dataclass(frozen=True, slots=True)
class _Tally:
    """The same for each recording, artist, album or genre, by its code."""

    plays: Numbers
    seconds: Numbers
    first: Numbers
    entry: Ints
    """The row that names it: the one played most."""

    def different(self, since: float | None = None) -> int:
        """How many were played; with `since`, how many of them not before."""
        played = self.plays > 0
        return int((played if since is None else played & (self.first >= since)).sum())


def _codes(table: Columns, what: What) -> tuple[Ints, Ints]:
    """Rows, and the code of each; a row without one is left out, one of several genres comes several times."""
    if what == "genre":
        return table.genre_row, table.genre_code
    code = {"track": table.recording, "artist": table.artist, "album": table.album}[what]
    rows = np.flatnonzero(code >= 0)
    return rows, code[rows]


def _tally(per_row: _PerRow, rows: Ints, code: Ints) -> _Tally:
    size = int(code.max(initial=-1)) + 1
    first = np.full(size, np.inf)
    np.minimum.at(first, code, per_row.first[rows])
    entry = np.zeros(size, dtype=np.int64)
    order = np.argsort(
        per_row.plays[rows], kind="stable"
    )  # of the last that is written to a place, most plays
    entry[code[order]] = rows[order] if size else 0
    return _Tally(
        np.bincount(code, weights=per_row.plays[rows], minlength=size),
        np.bincount(code, weights=per_row.seconds[rows], minlength=size),
        first,
        entry,
    )


def _tops(
    table: Columns, tally: _Tally, what: What, size: int, first_since: float | None = None
) -> Iterator[Top]:
    """Those played most; with `first_since` of those only that were never played before."""
    meant = np.flatnonzero(
        (tally.plays > 0) & (tally.first >= (-np.inf if first_since is None else first_since))
    )
    order = meant[np.lexsort((meant, -tally.seconds[meant], -tally.plays[meant]))]
    found = 0
    for code in order.tolist():
        row = int(tally.entry[code])
        track = table.rows[row]
        name = _genre(table, row, code) if what == "genre" else _name(track, what)
        if found == size:
            return
        if not name:
            continue
        found += 1
        yield Top(
            name=name,
            artist=(track.album_artist if what == "album" else "") or track.artist
            if what in {"track", "album"}
            else "",
            plays=int(tally.plays[code]),
            seconds=float(tally.seconds[code]),
            first=float(tally.first[code]),
            id=track.id if what == "track" else "",
        )


def _name(track: Track, what: What) -> str:
    return str(getattr(track, "title" if what == "track" else what))


def _genre(table: Columns, row: int, code: int) -> str:
    """As the track spells it."""
    codes: list[int] = table.genre_code[table.genre_row == row].tolist()
    return table.rows[row].genres[codes.index(code)]


def _streaks(days: Ints) -> Ints:
    """Lengths of the runs of days in a row, of days in order."""
    if not len(days):
        return np.zeros(0, dtype=np.int64)
    ends = np.flatnonzero(np.diff(days) > 1)
    return np.diff(np.concatenate([[-1], ends, [len(days) - 1]]))


def _sums(place: Ints, heard: Numbers, size: int) -> tuple[float, ...]:
    return tuple(np.bincount(place, weights=heard, minlength=size).tolist())


def _by_month(day: Ints, heard: Numbers) -> dict[str, float]:
    months = day.astype("datetime64[D]").astype("datetime64[M]")
    different, place = np.unique(months, return_inverse=True)
    sums = np.bincount(place, weights=heard, minlength=len(different))
    return {str(month): float(seconds) for month, seconds in zip(different, sums, strict=True)}
