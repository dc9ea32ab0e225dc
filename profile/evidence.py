"""Owns what the recommender may know at one moment: the library and what was heard before, lined up row by row."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from operator import is_
from pathlib import Path

import numpy as np
from tunes.library.track import Kind, Track
from tunes.profile.columns import Columns, Flags, Floats, Ints, columns
from tunes.profile.excluded import excluded
from tunes.profile.history import History
from tunes.profile.listens import ENDS
from tunes.profile.opinion import Opinion, opinion
from tunes.profile.passed_by import weeks_passed_by
from tunes.profile.rules import Derived, derive
from tunes.profile.taste import Heard
from tunes.profile.things import Things
from tunes.profile.unwanted import unwanted, unwanted_rows

_FINISHED = ENDS.index("finished")
_PLACE = re.compile(r"(?:discover|watch):(\d{4}-W\d{2})")
"""Where a showing in a weekly queue, of songs or of films, says it was."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that counts, before one moment."""

    columns: Columns
    heard: Heard
    banned: Flags
    """By row: not to be suggested."""
    opinion: Opinion
    queued: tuple[Ints, Ints]
    """Recordings that were shown in a weekly queue, and the number of the week."""
    played_since: Flags
    """Which of `queued` were played after they were shown."""
    passed_by: Ints
    """By recording: weeks in which it was shown, anywhere, and not begun since."""

    def weeks_rested(self, week: str) -> Floats:
        """By recording: weeks since it last stood in the queue of an earlier week than this; inf where never.

        What was played since it was shown there need not rest.
        """
        recording, shown_in = self.queued
        now = week_number(week)
        last = np.full(self.columns.recordings, -np.inf)
        earlier = (shown_in < now) & ~self.played_since
        np.maximum.at(last, recording[earlier], shown_in[earlier])
        return now - last

    def stood_last(self, week: str) -> Flags:
        """By recording: whether it stood in the queue of the week before this one."""
        recording, shown_in = self.queued
        stood = np.zeros(self.columns.recordings, dtype=np.bool_)
        stood[recording[shown_in == week_number(week) - 1]] = True
        return stood


def week_number(week: str) -> int:
    """A number for an ISO week that is one higher for the next week, over the ends of years too."""
    year, number = week.split("-W")
    return date.fromisocalendar(int(year), int(number), 1).toordinal() // 7


def evidence(
    tracks: Sequence[Track], history: History, as_of: float, avoided: Things | None = None
) -> Evidence:
    """Lines up the library with what happened before `as_of`; left out, `avoided` is what was banned or put off by then."""
    past = history.before(as_of)
    lined = lined_up(tracks, past)
    table, row_of_place = lined.columns, lined.row_of_place
    heard = _heard(table, past, derive(past, music=lined.music), row_of_place)
    queued, played_since = _queued(table, past, row_of_place, heard)
    return Evidence(
        columns=table,
        heard=heard,
        banned=unwanted_rows(table, unwanted(past, as_of) if avoided is None else avoided),
        opinion=opinion(table, past),
        queued=queued,
        played_since=played_since,
        passed_by=weeks_passed_by(
            table, heard, table.recording[row_of_place[past.shown.track]], past.shown.at, as_of
        ),
    )


@dataclass(frozen=True, slots=True, eq=False)
class LinedUp:
    """The library beside a history."""

    columns: Columns
    """With what the history remembers beyond the library."""
    row_of_place: Ints
    """The row of each of the history's tracks."""
    music: Flags
    """Which of the history's tracks are music."""


class _LastShelf:
    """The library as it was lined up last: the same tracks and names need not be read again. Holds one, and never a changed one."""

    def __init__(self) -> None:
        self._of: tuple[tuple[Track, ...], History] | None = None
        self._is: LinedUp | None = None

    def find(self, tracks: Sequence[Track], history: History) -> LinedUp:
        """What `_line_up` gives for them."""
        of, found = self._of, self._is
        if of is not None and found is not None and _is_same(of, tracks, history):
            return found
        found = _line_up(tracks, history)
        self._of, self._is = (tuple(tracks), history), found
        return found


def _is_same(of: tuple[tuple[Track, ...], History], tracks: Sequence[Track], history: History) -> bool:
    shelf, past = of
    is_history = past.tracks is history.tracks and past.known is history.known and past.index is history.index
    return is_history and len(shelf) == len(tracks) and all(map(is_, shelf, tracks))


_LAST_SHELF = _LastShelf()


def lined_up(tracks: Sequence[Track], history: History) -> LinedUp:
    """The library and what the history remembers beyond it."""
    return _LAST_SHELF.find(tracks, history)


def _line_up(tracks: Sequence[Track], history: History) -> LinedUp:
    in_library = {
        history.index[track.id]: row
        for row, track in reversed(list(enumerate(tracks)))
        if track.id in history.index
    }
    gone = [place for place in range(len(history.tracks)) if place not in in_library]
    table = columns(tracks, remembered(history, (history.tracks[place] for place in gone)))
    row_of_place = np.zeros(len(history.tracks), dtype=np.int64)
    for place, row in in_library.items():
        row_of_place[place] = row
    row_of_place[gone] = np.arange(len(gone)) + len(tracks)
    music = np.array([track.kind is Kind.MUSIC for track in table.rows], dtype=np.bool_)
    return LinedUp(table, row_of_place, music[row_of_place])


def remembered(history: History, ids: Iterable[str]) -> list[Track]:
    """Tracks as far as the profile knows them, whether or not their files are here."""
    return [_remembered(history, track_id) for track_id in ids]


def _remembered(history: History, track_id: str) -> Track:
    # A folder of its own for each: those of unknown artist must not count as one artist.
    note = history.known.get(track_id)
    path = Path("/gone") / track_id / "file"
    if note is None:
        return Track(track_id, path, Kind.MUSIC, title="")
    return Track(
        id=track_id,
        path=path,
        kind=note.kind,
        title=note.title,
        artist=note.artist,
        album=note.album,
        genres=note.genres,
        duration=note.duration,
        mbid=note.mbid,
    )


def _heard(table: Columns, past: History, derived: Derived, row_of_place: Ints) -> Heard:
    """The listens that say something."""
    says = (derived.play | derived.skip | derived.replay) & ~excluded(past)
    liked = past.liked
    return Heard(
        row=row_of_place[past.track[says]],
        at=past.at[says],
        play=derived.play[says],
        skip=derived.skip[says],
        replay=derived.replay[says],
        finished=(past.end == _FINISHED)[says],
        offset=past.offset[says].astype(np.int64),
        sitting=derived.sitting[says],
        liked=np.array([row for row, track in enumerate(table.rows) if track.id in liked], dtype=np.int64),
    )


def _queued(
    table: Columns, past: History, row_of_place: Ints, heard: Heard
) -> tuple[tuple[Ints, Ints], Flags]:
    """Recordings shown in weekly queues, with the number of the week; and which of them were played since."""
    weeks = [_PLACE.fullmatch(place) for place in past.shown.places]
    numbers = np.array([week_number(week[1]) if week else -1 for week in weeks], dtype=np.int64)
    shown_in = numbers[past.shown.place]
    in_queue = shown_in >= 0
    recording = table.recording[row_of_place[past.shown.track[in_queue]]]
    last_play = np.full(table.recordings, -np.inf)
    last_play[table.recording[heard.row[heard.play]]] = heard.at[heard.play]  # oldest first, the latest stays
    return (recording, shown_in[in_queue]), last_play[recording] >= past.shown.at[in_queue]
