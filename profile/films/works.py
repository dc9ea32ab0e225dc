"""Owns films and shows as one speaks of them: copies of a film are one, the episodes of a show are one; and what became of each. Pure."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from tunes.library.text import fold
from tunes.library.track import Track
from tunes.profile.columns import Columns, Flags
from tunes.profile.films.series import in_order, number_of, part_of
from tunes.profile.films.viewings import NEVER, NOTHING, Viewing, viewings
from tunes.profile.history import History
from tunes.profile.sorts import is_film, maker
from tunes.profile.taste import Heard

SHORTEST_S = 60.0
"""Trailers and bits are nothing for an evening."""


@dataclass(frozen=True, eq=False)
class Work:
    """A film with its copies, or a show with its episodes in their order."""

    rows: tuple[int, ...]
    """Of the columns."""
    tracks: tuple[Track, ...]
    viewings: tuple[Viewing, ...]

    @property
    def show(self) -> str:
        """Its name; "" for a film."""
        return self.tracks[0].show or ""

    @cached_property
    def genres(self) -> frozenset[str]:
        """Folded, of all its parts."""
        return frozenset(fold(genre) for track in self.tracks for genre in track.genres)

    @cached_property
    def maker(self) -> str:
        """Whose it is, folded; "" where that is not known."""
        return maker(self.tracks[0])

    @cached_property
    def latest(self) -> int:
        """Which of its parts was on last; the first one where none was."""
        return max(range(len(self.rows)), key=lambda place: (self.viewings[place].last, -place))

    @cached_property
    def watched(self) -> int:
        """Episodes that were watched, each once; 1 for a film that was."""
        seen = [place for place, viewing in enumerate(self.viewings) if viewing.times]
        return (
            len({number_of(self.tracks[place]) or self.tracks[place].id for place in seen})
            if self.show
            else min(1, len(seen))
        )

    @property
    def episodes(self) -> int:
        """How many there are here, each once."""
        return len({number_of(track) or track.id for track in self.tracks})

    @cached_property
    def last_watched(self) -> int:
        """Which of its parts was watched last; asked only where one was."""
        return max(range(len(self.rows)), key=lambda place: (self.viewings[place].watched, -place))

    @property
    def watched_at(self) -> float:
        """Unix seconds when something of it was watched last; -inf where nothing was."""
        return max(viewing.watched for viewing in self.viewings)

    @property
    def is_begun(self) -> bool:
        """Whether anything of it was ever on."""
        return any(viewing.is_begun for viewing in self.viewings)

    @property
    def is_under_way(self) -> bool:
        """Whether what was on last was left in the middle, lately."""
        return self.viewings[self.latest].is_open

    @property
    def is_given_up(self) -> bool:
        """Whether what was on last was left in the middle for good."""
        return self.viewings[self.latest].is_given_up

    def following(self) -> int | None:
        """Which episode comes next: behind the one that was on last the first not seen, else the first not seen at all.

        None where all was seen. Of a show that was never begun it is the first.
        """
        seen = {
            number_of(self.tracks[place]) or self.tracks[place].id
            for place, one in enumerate(self.viewings)
            if one.is_seen
        }
        unseen = [
            place for place, track in enumerate(self.tracks) if (number_of(track) or track.id) not in seen
        ]
        after = [place for place in unseen if self.is_begun and place > self.latest]
        return next(iter(after or unseen), None)


def works(tracks: Mapping[int, Track], seen: Mapping[int, Viewing]) -> list[Work]:
    """Of these rows; in the order in which each came first."""
    grouped: dict[tuple[object, ...], list[int]] = {}
    for row, track in tracks.items():
        grouped.setdefault(_key(track), []).append(row)
    return [_work(rows, tracks, seen) for rows in grouped.values()]


def all_works(table: Columns, heard: Heard, history: History, as_of: float) -> list[Work]:
    """All films and shows that are here or were ever on; `history` ends at `as_of` (unix seconds)."""
    seen = viewings(table, heard, history, as_of)
    films = {
        row: track
        for row, track in enumerate(table.rows)
        if is_film(track) and (row < table.here or row in seen)
    }
    return works(films, seen)


def coming(known: Sequence[Work], table: Columns, banned: Flags) -> Iterator[tuple[Work, int]]:
    """What may be watched next, and which of its parts; `banned` is by row of the library.

    Never a later part of a film before the earlier ones that are here, nothing under way, given up or seen.
    """
    here = [work for work in known if work.rows[0] < table.here]
    waiting: dict[str, list[int]] = {}
    for film in here:
        if not film.show and not any(viewing.is_seen for viewing in film.viewings):
            name, number = part_of(film.tracks[0].title)
            waiting.setdefault(name, []).append(number)
    for work in here:
        place = None if work.is_under_way or work.is_given_up else work.following()
        if place is None or banned[work.rows[place]]:
            continue
        name, number = part_of(work.tracks[0].title)
        is_late = work.is_begun or any(before < number for before in waiting.get(name, ()))
        if (work.show or not is_late) and (work.tracks[place].duration or SHORTEST_S) >= SHORTEST_S:
            yield work, place


def _key(track: Track) -> tuple[object, ...]:
    return ("show", fold(track.show)) if track.show else ("film", fold(track.title), track.year, maker(track))


def _work(rows: Sequence[int], tracks: Mapping[int, Track], seen: Mapping[int, Viewing]) -> Work:
    if tracks[rows[0]].show:
        rows = sorted(rows, key=lambda row: in_order(tracks[row]))
    return Work(
        tuple(rows),
        tuple(tracks[row] for row in rows),
        tuple(seen.get(row, NOTHING) for row in rows),
    )


def telling_folders(known: Sequence[Work]) -> frozenset[Path]:
    """Folders that say something of what lies in them: they hold less than half of all."""
    folders = Counter(work.tracks[0].path.parent for work in known)
    return frozenset(folder for folder, count in folders.items() if 2 * count < len(known))


def loved(work: Work) -> bool:
    """Whether it may be named as what another resembles: watched, and not given up since."""
    return work.watched_at > NEVER and not work.is_given_up
