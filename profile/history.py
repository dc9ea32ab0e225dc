"""Owns `History`: everything that ever happened, as frozen columns; what recommender, rules and statistics read.

A million `Listen` objects would cost 600 MB; as columns they cost 64. How many there are never changes what a
column means: each array has one row per listen, sorted by (at, device, track).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from itertools import chain
from types import MappingProxyType

import numpy as np
from tunes.library.track import Track
from tunes.profile.aliases import canonical_ids
from tunes.profile.events import Codes, Events, Floats, Link, ListenColumns, Small, events_of, fold
from tunes.profile.exposures import Shown, shown_document
from tunes.profile.listens import Listen, listen_document
from tunes.profile.marks import Mark, Value, last_words, mark_document, standing
from tunes.profile.notes import TrackNote, note_document

Rows = np.ndarray[tuple[int], np.dtype[np.intp]]


@dataclass(frozen=True, slots=True, eq=False)
class Exposures:
    """One row for each track put in front of the listener, oldest first, in the order shown."""

    at: Floats
    """Unix seconds."""
    track: Codes
    """Index into `History.tracks`."""
    place: Codes
    """Index into `places`."""
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class History:
    """All events, oldest first. Numbers are NaN where nothing is known."""

    tracks: tuple[str, ...]
    """Ids, sorted; a track that got a new id stands here once, by its newest."""
    sources: tuple[str, ...]
    devices: tuple[str, ...]
    track: Codes
    """Index into `tracks`."""
    at: Floats
    """Unix seconds, UTC."""
    offset: Small
    """Minutes that local time was ahead of UTC."""
    heard: Floats
    """Seconds of the recording that really sounded."""
    duration: Floats
    """Seconds: of the listen, else as the track was noted."""
    began: Floats
    """Seconds into the track."""
    left: Floats
    """Seconds into the track."""
    end: Small
    """Index into `listens.ENDS`; -1 for one that only a newer version knows."""
    source: Codes
    """Index into `sources`."""
    restarts: Small
    last_key: Floats
    """Unix seconds."""
    volume: Small
    """0 to 100."""
    device: Codes
    """Index into `devices`."""
    shown: Exposures
    marks: tuple[Mark, ...]
    """Oldest first."""
    known: Mapping[str, TrackNote]
    """What is remembered of a track, by every id it has or had."""
    index: Mapping[str, int]
    """Where in `tracks` a track stands, by every id it has or had."""

    def __len__(self) -> int:
        return len(self.at)

    @classmethod
    def of(
        cls,
        listens: Iterable[Listen] = (),
        tracks: Iterable[Track] = (),
        marks: Iterable[Mark] = (),
        shown: Iterable[Shown] = (),
        aliases: Iterable[tuple[str, str]] = (),
    ) -> "History":
        """The history of these events; `tracks` are what is to be remembered of them, `aliases` pairs of new and old id."""
        events = events_of(
            listens=[listen_document(listen) for listen in listens],
            tracks=[note_document(track) for track in tracks],
            marks=[mark_document(mark) for mark in marks],
            shown=[shown_document(showing) for showing in shown],
            aliases=[{"at": at, "new": new, "old": old} for at, (new, old) in enumerate(aliases)],
        )
        return join([events])[0]

    def before(self, as_of: float) -> "History":
        """Only what happened before unix time `as_of`; which ids are one track is kept, that is no event of listening."""
        rows = int(np.searchsorted(self.at, as_of, side="left"))
        seen = int(np.searchsorted(self.shown.at, as_of, side="left"))
        return replace(
            self,
            **{name: getattr(self, name)[:rows] for name in _LISTEN_COLUMNS},
            shown=replace(
                self.shown, **{name: getattr(self.shown, name)[:seen] for name in ("at", "track", "place")}
            ),
            marks=tuple(mark for mark in self.marks if mark.at < as_of),
        )

    def heard_since(self, at: float) -> frozenset[str]:
        """Ids of the tracks of which something sounded in a listen that began at or after unix time `at`."""
        rows = (self.at >= at) & (self.heard > 0)
        places = set(self.track[rows].tolist())
        return frozenset(name for name, place in self.index.items() if place in places)

    def marked(self, kind: str, what: str = "track") -> dict[str, Value]:
        """What holds of one kind of mark: things by name or id, with their value. A track comes by every id it has or had."""
        held = {str(m.what[what]): m.value for m in self.standing if m.kind == kind and set(m.what) == {what}}
        if what != "track":
            return held
        places = {self.index[name]: value for name, value in held.items()}
        return {name: places[place] for name, place in self.index.items() if place in places}

    @property
    def liked(self) -> frozenset[str]:
        """Ids of the liked tracks."""
        return frozenset(self.marked("like"))

    @property
    def banned(self) -> frozenset[str]:
        """Ids of the tracks that are banned themselves; `unwanted` knows all that is not to be suggested."""
        return frozenset(self.marked("ban"))

    @property
    def apart(self) -> frozenset[str]:
        """Ids of which the listener said that they are not what they had been linked to."""
        marks = (mark for mark in self.marks if mark.kind == "apart" and mark.value)
        return frozenset(str(mark.what["track"]) for mark in marks if "track" in mark.what)

    def newest_id(self, track_id: str) -> str:
        """The id that a track has now; its own where nothing is known of it."""
        return self.tracks[self.index[track_id]] if track_id in self.index else track_id

    def last_words_by_every_id(self) -> list[Mark]:
        """What was said last of each thing, also where that undoes; a mark about a track comes once for each id it has or had."""
        marks = last_words(self._marks_by_newest_id())
        ids: dict[int, list[str]] = {self.index[str(m.what["track"])]: [] for m in marks if "track" in m.what}
        for name, place in self.index.items():
            if place in ids:
                ids[place].append(name)
        return [
            replace(mark, what={**mark.what, "track": name}) if name else mark
            for mark in marks
            for name in (ids[self.index[str(mark.what["track"])]] if "track" in mark.what else [""])
        ]

    @property
    def standing(self) -> list[Mark]:
        """The marks that hold, oldest first, with one id for one track, so that a like of the old id is undone by its new one."""
        return standing(self._marks_by_newest_id())

    def _marks_by_newest_id(self) -> Iterator[Mark]:
        return (
            replace(mark, what={**mark.what, "track": self.tracks[self.index[str(mark.what["track"])]]})
            if "track" in mark.what
            else mark
            for mark in self.marks
        )


_LISTEN_COLUMNS = tuple(field.name for field in fields(ListenColumns))


def join(shards: Sequence[Events]) -> tuple[History, Rows]:
    """The history of several shards, and where each of its rows stood in the shards laid end to end."""
    events = fold(shards)
    links = sorted(events.links, key=lambda link: (link.at, link.new, link.old))
    marks = sorted(events.marks, key=lambda mark: (mark.at, mark.device))
    canonical = canonical_ids(_said(links, marks))
    tracks, index = _named(events, links, marks, canonical)
    sources, devices, places = (
        tuple(sorted(texts)) for texts in (events.sources, events.devices, events.places)
    )
    columns = {name: getattr(events.listens, name) for name in _LISTEN_COLUMNS}
    columns["track"] = _recoded(events.listens.track, events.tracks, index)
    columns["source"] = _recoded(events.listens.source, events.sources, _places(sources))
    columns["device"] = _recoded(events.listens.device, events.devices, _places(devices))
    known = _known(events.notes, index)
    columns["duration"] = _filled(columns["duration"], columns["track"], tracks, known)
    order = _order(columns["at"], columns["device"], columns["track"])
    history = History(
        tracks=tracks,
        sources=sources,
        devices=devices,
        **{name: _frozen(column[order]) for name, column in columns.items()},
        shown=_exposures(events, index, places),
        marks=tuple(marks),
        known=MappingProxyType(known),
        index=MappingProxyType(index),
    )
    return history, order


def _said(links: Iterable[Link], marks: Iterable[Mark]) -> list[tuple[str, str]]:
    """What was said of ids, oldest first: which are one track, and which are not what they were linked to."""
    said = [(link.at, link.new, link.old) for link in links]
    apart = [mark for mark in marks if mark.kind == "apart" and mark.value and "track" in mark.what]
    said += [(mark.at, str(mark.what["track"]), str(mark.what["track"])) for mark in apart]
    return [(new, old) for _, new, old in sorted(said)]


def _named(
    events: Events, links: Sequence[Link], marks: Sequence[Mark], canonical: Mapping[str, str]
) -> tuple[tuple[str, ...], dict[str, int]]:
    """The tracks, each by its newest id, and where each is found by every id."""
    linked = chain.from_iterable((link.new, link.old) for link in links)
    marked = (str(mark.what["track"]) for mark in marks if "track" in mark.what)
    names = {*events.tracks, *(note.id for note in events.notes), *linked, *marked}
    tracks = tuple(sorted({canonical.get(name, name) for name in names}))
    place = _places(tracks)
    return tracks, {name: place[canonical.get(name, name)] for name in sorted(names)}


def _places(texts: Sequence[str]) -> dict[str, int]:
    return {text: place for place, text in enumerate(texts)}


def _recoded(codes: Codes, texts: Sequence[str], place: Mapping[str, int]) -> Codes:
    return np.array([*(place[text] for text in texts), 0], dtype=np.int32)[codes]


def _known(notes: Sequence[TrackNote], index: Mapping[str, int]) -> dict[str, TrackNote]:
    own = {note.id: note for note in notes}
    by_place = {index[name]: note for name, note in own.items()}
    return {name: own.get(name) or by_place[place] for name, place in index.items() if place in by_place}


def _filled(duration: Floats, track: Codes, tracks: Sequence[str], known: Mapping[str, TrackNote]) -> Floats:
    """Lengths that a listen does not tell are taken from the note of its track."""
    noted = [known[name].duration if name in known else None for name in tracks]
    lengths = np.array([*noted, None], dtype=np.float64)
    return np.where(np.isnan(duration), lengths[track], duration)


def _order(at: Floats, device: Codes, track: Codes) -> Rows:
    """As `np.lexsort((track, device, at))`, which takes ten times as long where times are nearly sorted and hardly ever the same."""
    order = np.argsort(at, kind="stable")
    is_same = np.diff(at[order]) == 0
    if is_same.any():
        places = np.flatnonzero(np.append(is_same, False) | np.append(False, is_same))
        tied = order[places]
        order[places] = tied[np.lexsort((track[tied], device[tied], at[tied]))]
    return order


def _exposures(events: Events, index: Mapping[str, int], places: tuple[str, ...]) -> Exposures:
    track = _recoded(events.shown_track, events.tracks, index)
    place = _recoded(events.shown_place, events.places, _places(places))
    order = np.argsort(events.shown_at, kind="stable")
    return Exposures(_frozen(events.shown_at[order]), _frozen(track[order]), _frozen(place[order]), places)


def _frozen(array: np.ndarray) -> np.ndarray:
    array.flags.writeable = False
    return array
