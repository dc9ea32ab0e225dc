"""Owns what becomes of a history from elsewhere: which of it is new, under which ids it is kept, and what is told of that. Pure."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from tunes.library.track import Track
from tunes.profile.exchange.absent import absent_id
from tunes.profile.exchange.kept import Kept, Span
from tunes.profile.exchange.matching import Found, Matcher, Names, Sureness
from tunes.profile.exchange.told import NOT_HERE, Opinion, Passed, Told, Total
from tunes.profile.history import History
from tunes.profile.listens import Listen
from tunes.profile.marks import Mark
from tunes.profile.notes import TrackNote

USUAL_S = 180.0
"""Seconds taken as heard of a track of unknown length, of which all that is told is that it was played."""


@dataclass(slots=True)
class Tally:
    """What an import came to, counted as it goes."""

    listens: int = 0
    """New ones."""
    double: int = 0
    """Those that were there already."""
    passed: Counter[str] = field(default_factory=Counter)
    """What was passed over, by why."""
    first: float | None = None
    """Unix seconds of the oldest new listen."""
    last: float | None = None
    found: dict[str, Found] = field(default_factory=dict)
    """What is in the library, by the id of the names it has elsewhere."""
    absent: dict[str, Names] = field(default_factory=dict)
    """What is not."""
    listens_of: Counter[str] = field(default_factory=Counter)
    """New listens by those ids."""

    opinions: list[tuple[Mark, TrackNote]] = field(default_factory=list)
    """New likes and stars."""
    others: int = 0
    """New events of tunes' own that are no listens: likes, queues and the like."""

    def count(self, at: float) -> None:
        """One more listen, that began at this unix time."""
        self.listens += 1
        self.first = at if self.first is None else min(at, self.first)
        self.last = at if self.last is None else max(at, self.last)

    def sure(self) -> Counter[Sureness]:
        """New listens of tracks in the library, by how these were found."""
        counted: Counter[Sureness] = Counter()
        for name, found in self.found.items():
            counted[found.sureness] += self.listens_of[name]
        return counted


def brought(
    told: Iterable[tuple[str, Told | Total | Opinion | Passed]],
    matcher: Matcher,
    history: History,
    tally: Tally,
    offset: Callable[[float], int],
) -> Iterator[tuple[Listen, TrackNote]]:
    """The listens that are new, of pairs of source and what was told. `offset` tells the minutes of local time from UTC.

    Raises what reading raises, so that whoever keeps them goes through once before.
    """
    kept, remembered = Kept(history), _remembered(history)
    said = {(mark.kind, history.newest_id(str(mark.what.get("track")))) for mark in history.marks}
    for source, one in told:
        if isinstance(one, Passed):
            tally.passed[one.why] += 1
            continue
        if isinstance(one, Opinion):
            _take(one, matcher, tally, history, remembered, said)
            continue
        if isinstance(one, Total):
            for whole in _missing(one, matcher, tally, history, kept, remembered):
                yield _taken(whole, source, matcher, tally, offset)
            continue
        name, found = _known(_names(one), matcher, tally)
        span = Span(one.at, one.at + _heard(one, found), source, one.rounded)
        if kept.take(_track(name, found, history, remembered), name, span):
            yield _taken(one, source, matcher, tally, offset)
        else:
            tally.double += 1


def links(tally: Tally, history: History) -> Iterator[tuple[Track, str]]:
    """Which tracks of the library are meant, with the id of the names; what the listener took apart stays so."""
    for name, found in tally.found.items():
        if tally.listens_of[name] and name not in history.apart and history.newest_id(name) == name:
            yield found.track, name


def _missing(
    total: Total,
    matcher: Matcher,
    tally: Tally,
    history: History,
    kept: Kept,
    remembered: Mapping[str, str],
) -> Iterator[Told]:
    """The plays that a total counts and nobody told one by one."""
    names = _names_of(total, matcher)
    if names is None:
        tally.passed[NOT_HERE.why] += 1
        return
    name, found = _known(names, matcher, tally)
    track = _track(name, found, history, remembered)
    missing = max(0, total.plays - kept.plays(track, name, total.last))
    tally.double += total.plays - missing
    for at in _spread(total, missing):
        told = Told(at, names.title, names.artist, names.album, duration=names.duration, place=names.place)
        kept.take(track, name, Span(at, at + _heard(told, found), "", 0.0))
        yield told


def _take(
    opinion: Opinion,
    matcher: Matcher,
    tally: Tally,
    history: History,
    remembered: Mapping[str, str],
    said: set[tuple[str, str]],
) -> None:
    """What was said elsewhere holds where nothing of the sort was ever said here, nor taken back."""
    names = _names_of(opinion, matcher)
    if names is None:
        return
    name = absent_id(names)
    found = None if name in history.apart else matcher.find(names)
    track = _track(name, found, history, remembered)
    if (opinion.kind, track) not in said:
        said.add((opinion.kind, track))
        mark = Mark(opinion.at, opinion.kind, {"track": track}, opinion.value)
        tally.opinions.append((mark, _note(names, track)))
        tally.others += 1


def _taken(
    told: Told, source: str, matcher: Matcher, tally: Tally, offset: Callable[[float], int]
) -> tuple[Listen, TrackNote]:
    """One new listen."""
    name, found = _known(_names(told), matcher, tally)
    tally.count(told.at)
    tally.listens_of[name] += 1
    return _listen(told, name, source, _heard(told, found), offset(told.at)), _note(_names(told), name)


def _names(told: Told) -> Names:
    return Names(told.title, told.artist, told.album, told.duration, told.mbid, told.kind, told.place)


def _names_of(total: Total | Opinion, matcher: Matcher) -> Names | None:
    """What it is called; by the file at its place, where it has no title or no artist. None where nothing at all is told."""
    called = Names(total.title, total.artist, total.album, total.duration)
    if (total.title and total.artist) or total.place is None:
        return called
    track = matcher.at(total.place)
    if track is None:
        return called if total.title else None
    return Names(track.title, track.artist, track.album, track.duration, place=total.place)


def _track(name: str, found: Found | None, history: History, remembered: Mapping[str, str]) -> str:
    """Under which id the history has it, if it has."""
    return history.newest_id(found.track.id if found else remembered.get(name, name))


def _spread(total: Total, missing: int) -> Iterator[float]:
    """When the plays may have been of which only the last is told: evenly since the track was there, and one after the other."""
    step = max((total.last - total.first) / total.plays, total.duration or USUAL_S)
    for number in range(missing):
        yield total.last - step * number


def _remembered(history: History) -> dict[str, str]:
    """The ids of tracks that were listened to here, by the id of their names: their files may be gone."""
    return {
        absent_id(Names(note.title, note.artist, note.album)): history.newest_id(name)
        for name, note in history.known.items()
        if note.title
    }


def _known(names: Names, matcher: Matcher, tally: Tally) -> tuple[str, Found | None]:
    name = absent_id(names)
    found = matcher.find(names)
    if found is None:
        tally.absent[name] = names
    else:
        tally.found[name] = found
    return name, found


def _heard(told: Told, found: Found | None) -> float:
    if told.heard is not None:
        return told.heard
    return told.duration or (found.track.duration if found else None) or USUAL_S


def _listen(told: Told, name: str, source: str, heard: float, offset: int) -> Listen:
    return Listen(
        track=name,
        at=told.at,
        offset=offset,
        heard=heard,
        duration=told.duration,
        began=0.0,
        left=(told.duration or heard) if told.end == "finished" else heard,
        end=told.end,
        source=source,
    )


def _note(names: Names, name: str) -> TrackNote:
    return TrackNote(name, names.artist, names.title, names.album, names.duration, names.mbid, names.kind)
