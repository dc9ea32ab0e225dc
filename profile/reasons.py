"""Owns the one sentence of each pick: true, with numbers that the listens bear out, and naming the favourite it rests on."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache

import numpy as np
from tunes.library.text import clean, fold
from tunes.library.track import Track
from tunes.profile.columns import Columns, Ints
from tunes.profile.facts.guests import credited
from tunes.profile.past import distinct
from tunes.profile.sound import Sounds
from tunes.profile.taste import Heard, Taste

NEVER, NOT_THIS = "never played", ", and never this one"
SEVERAL = 2
"""Tracks of an artist that were played, from which on they are a better reason than what happened to sound beside this one."""
ALIKE = 0.97
"""Share of the tracks that have to sound less like a favourite where one is said to sound like it: chance brings three in a hundred."""
NOTHING_LEARNED = "nothing learned yet: a spread of your shelf"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a track was picked."""

    text: str
    because: tuple[str, ...] = ()
    """Ids of the favourites that the text names."""


class Reasons:
    """Tells the reasons of one queue; picks of one artist name different favourites in turn."""

    def __init__(self, columns: Columns, heard: Heard, taste: Taste, sounds: Sounds | None = None) -> None:
        self._columns, self._heard, self._taste, self._sounds = columns, heard, taste, sounds
        self._played = np.flatnonzero(heard.play)
        self._recording = columns.recording[heard.row[self._played]]
        self._row = _row_of_recording(columns)
        self._by_artist = self._favourites_by(lambda row: [int(columns.artist[row])])
        self._by_genre = self._favourites_by(self._genres_of)
        self._artist_of = {name: code for code, name in enumerate(columns.artist_names)}
        self._artist_plays = np.bincount(
            columns.artist[heard.row[heard.play]], minlength=len(columns.artist_names)
        )
        self._artist_skips = np.bincount(
            columns.artist[heard.row[heard.skip]], minlength=len(columns.artist_names)
        )
        self._shared: Ints | None = None
        self._sound_of: Ints | None = None
        self._asked: Counter[int] = Counter()
        self._named: Counter[int] = Counter()

    def of(self, row: int, *, tells_skips: bool = False) -> Reason:
        """The reason for picking the track in this row; of one that was played also how seldom its artist is skipped."""
        if not self._taste.favourites.size:
            return Reason(NOTHING_LEARNED)
        same = self._same_artist(row)
        if not self._taste.plays[self._columns.recording[row]]:
            return self._fresh(row, same)
        lead = self._when_played(row) + (self._how_seldom_skipped(row) if tells_skips else "")
        if same is not None:
            return self._praising(f"{_by(self._columns.rows[row])} like", same, lead)
        known = self._of_known_artist(row, lead) or self._beside(row, lead)
        return known or self._sounding(row, lead) or self._of_genre(row, lead)

    def _fresh(self, row: int, same: int | None) -> Reason:
        skips = int(self._taste.skips[self._columns.recording[row]])
        lead = f"skipped {times(skips)} and never played" if skips else NEVER
        if same is None:
            known = self._of_known_artist(row, lead) or self._with_guest(row, lead)
            return known or self._sounding(row, lead) or self._of_genre(row, lead)
        if skips or not self._taste.plays[same] or self._row[same] >= self._columns.here:
            return self._praising(f"{_by(self._columns.rows[row])} like", same, lead)
        return self._sharing(row, same, NOT_THIS)

    def _of_known_artist(self, row: int, lead: str) -> Reason | None:
        """No track of the artist is a favourite, but several were played: of those named least so far, the most played."""
        own, plays = int(self._columns.recording[row]), self._taste.plays
        played = [one for one in self._shelf_of(row) if one != own and plays[one]]
        if len(played) < SEVERAL:
            return None
        best = min(played, key=lambda one: (self._named[one], -plays[one], self._track(one).id))
        self._named[best] += 1
        return self._sharing(row, best, NOT_THIS if lead == NEVER else f"; this one {lead}")

    def _sharing(self, row: int, best: int, end: str) -> Reason:
        theirs, plays = self._shelf_of(row), self._taste.plays
        played = sum(bool(plays[one]) for one in theirs)
        by, named = _by(self._columns.rows[row]), self._track(best)
        many = f"you played {played} of the {len(theirs)} tracks {by}"
        return Reason(f"{many}, among them {_quoted(named)} {times(int(plays[best]))}{end}", (named.id,))

    def _track(self, recording: int) -> Track:
        """The one that stands for it."""
        return self._columns.rows[self._row[recording]]

    def _with_guest(self, row: int, lead: str) -> Reason | None:
        """Somebody sounds on it whom the listener has played."""
        track = self._columns.rows[row]
        plays, name = max(((self._plays_by(name), name) for name in credited(track)), default=(0, ""))
        if not plays:
            return None
        favourites = self._by_artist[self._artist_of[fold(name)]]
        because = tuple(self._columns.rows[self._row[favourite]].id for favourite in favourites[:1])
        return Reason(f"with {clean(name)}, whose tracks you played {times(plays)}; this one {lead}", because)

    def _plays_by(self, artist: str) -> int:
        code = self._artist_of.get(fold(artist), -1)
        return int(self._artist_plays[code]) if code >= 0 else 0

    def _sounding(self, row: int, lead: str) -> Reason | None:
        """The favourite that it sounds most like, where nearly all other tracks sound less so."""
        if self._sounds is None:
            return None
        if self._sound_of is None:
            self._sound_of = self._sounds.row_of(self._columns)
        own = int(self._columns.recording[row])
        others = self._taste.favourites[self._taste.favourites != own]
        near = self._sounds.near(self._sound_of[[own]])[self._sound_of[others], 0]
        if not near.size or near.max() <= 0:
            return None
        best = int(others[np.argmax(near)])
        share = self._sounds.share_further(int(self._sound_of[best]), int(self._sound_of[own]))
        if share < ALIKE:
            return None
        further = min(int(100 * share), 99)
        return self._praising("sounds like", best, f"is nearer to it than {further} of 100 others, {lead}")

    def _of_genre(self, row: int, lead: str) -> Reason:
        own = int(self._columns.recording[row])
        for genre, code in zip(self._columns.rows[row].genres, self._genres_of(row), strict=True):
            others = (favourite for favourite in self._by_genre[code] if favourite != own)
            alike = min(others, key=self._named.__getitem__, default=None)
            if alike is not None:
                return self._praising(f"{clean(genre)} like", alike, lead)
        return Reason(f"a step aside from your favourites; this one {lead}")

    def _praising(self, before: str, favourite: int, lead: str) -> Reason:
        """The favourite comes first: of a long sentence a narrow screen shows the beginning."""
        self._named[favourite] += 1
        track = self._columns.rows[self._row[favourite]]
        plays = int(self._taste.plays[favourite])
        praise = f"which you played {times(plays)}" if plays else "which you like"
        name = _quoted(track) if before.startswith(f"{_by(track)} ") else f"{_quoted(track)} {_by(track)}"
        return Reason(f"{before} {name}, {praise}; this one {lead}", (track.id,))

    def _when_played(self, row: int) -> str:
        heard, recording = self._heard, int(self._columns.recording[row])
        last = int(self._plays_of(recording)[-1])
        day = datetime.fromtimestamp(float(heard.at[last]), UTC) + timedelta(minutes=int(heard.offset[last]))
        date = f"{day.day} {day:%B %Y}"
        plays, replays = int(self._taste.plays[recording]), int(self._taste.replays[recording])
        again = f", and started again {times(replays)}" if replays else ""
        if plays == 1:
            return f"played once, on {date}" + (", to the end" if heard.finished[last] else "") + again
        return f"played {times(plays)}, last on {date}{again}"

    def _how_seldom_skipped(self, row: int) -> str:
        artist = int(self._columns.artist[row])
        skips, plays = int(self._artist_skips[artist]), int(self._artist_plays[artist])
        return f"; you skipped {skips or 'none'} of {skips + plays} {_by(self._columns.rows[row])}"

    def _same_artist(self, row: int) -> int | None:
        """A favourite by the same artist; the next one each time the artist comes up."""
        artist, own = int(self._columns.artist[row]), int(self._columns.recording[row])
        others = [favourite for favourite in self._by_artist[artist] if favourite != own]
        if not others:
            return None
        self._asked[artist] += 1
        return others[(self._asked[artist] - 1) % len(others)]

    def _beside(self, row: int, lead: str) -> Reason | None:
        """A favourite that was played in one sitting with this track: of those named least so far, the greatest."""
        own = int(self._columns.recording[row])
        beside: set[int] = set()
        for sitting in set(self._heard.sitting[self._plays_of(own)].tolist()):
            beside.update(self._favourites_in(sitting))
        near = (one for one in self._taste.favourites.tolist() if one != own and one in beside)
        least = min(near, key=self._named.__getitem__, default=None)
        return None if least is None else self._praising("heard in one sitting with", least, lead)

    def _favourites_in(self, sitting: int) -> list[int]:
        """The favourites that were played in a sitting."""
        size = self._columns.recordings
        if self._shared is None:  # pairs of sitting and favourite, as one number each
            is_favourite = np.zeros(size, dtype=bool)
            is_favourite[self._taste.favourites] = True
            theirs = is_favourite[self._recording]
            self._shared = distinct(
                self._heard.sitting[self._played[theirs]] * size + self._recording[theirs]
            )
        first, last = np.searchsorted(self._shared, [sitting * size, (sitting + 1) * size])
        return [int(pair) - sitting * size for pair in self._shared[first:last]]

    def _plays_of(self, recording: int) -> Ints:
        """The plays of a recording, as places in what was heard, oldest first."""
        return np.asarray(self._played[self._recording == recording])

    def _genres_of(self, row: int) -> list[int]:
        """The codes of a track's genres, in its order."""
        first, last = np.searchsorted(self._columns.genre_row, [row, row + 1])
        return [int(code) for code in self._columns.genre_code[first:last]]

    def _shelf_of(self, row: int) -> list[int]:
        """The recordings of its artist in the library."""
        here, artist = slice(self._columns.here), self._columns.artist
        return sorted(set(self._columns.recording[here][artist[here] == artist[row]].tolist()))

    def _favourites_by(self, codes: Callable[[int], Iterable[int]]) -> defaultdict[int, list[int]]:
        grouped: defaultdict[int, list[int]] = defaultdict(list)
        for favourite in self._taste.favourites.tolist():
            for code in codes(self._row[favourite]):
                grouped[code].append(favourite)
        return grouped


@lru_cache(maxsize=1)  # it depends on the library alone
def _row_of_recording(columns: Columns) -> tuple[int, ...]:
    """The row that stands for each recording: the first one."""
    return tuple(np.unique(columns.recording, return_index=True)[1].tolist())


def _quoted(track: Track) -> str:
    return f"“{clean(track.title)}”"


def _by(track: Track) -> str:
    return (
        f"by {clean(track.artist)}" if track.artist else f"from the folder “{clean(track.path.parent.name)}”"
    )


def times(count: int) -> str:
    """A count as one says it."""
    return {1: "once", 2: "twice"}.get(count, f"{count} times")
