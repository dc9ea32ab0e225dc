"""Owns the events of one shard as columns: what `History` is put together from.

Codes are local to the shard; joining gives them their place among all.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray
from tunes.profile.exposures import is_shown
from tunes.profile.listens import ENDS, is_listen
from tunes.profile.marks import Mark, is_mark, mark_from
from tunes.profile.notes import TrackNote, note_from

Floats = NDArray[np.float64]
Codes = NDArray[np.int32]
Small = NDArray[np.int16]
Document = Mapping[str, Any]
AnyDocument = TypeVar("AnyDocument", bound=Mapping[str, Any])

UNKNOWN_END = -1
"""Code of an end that a newer version wrote; it counts as neither finished nor skipped."""
_END_CODE: dict[Any, int] = {end: code for code, end in enumerate(ENDS)}


class Vocabulary(dict[str, int]):
    """Texts and their codes, in order of first sight."""

    def __missing__(self, text: str) -> int:
        self[text] = code = len(self)
        return code


@dataclass(frozen=True, slots=True)
class ListenColumns:
    """Listens, one row each, in the order they were given."""

    track: Codes
    at: Floats
    offset: Small
    heard: Floats
    duration: Floats
    began: Floats
    left: Floats
    end: Small
    source: Codes
    restarts: Small
    last_key: Floats
    volume: Small
    device: Codes


@dataclass(frozen=True, slots=True)
class Link:
    """A track got a new id: listens of the old one are its own."""

    at: float
    new: str
    old: str


@dataclass(frozen=True, slots=True)
class Events:
    """All events of one shard. What can't be read is left out here and named by `Store.verify`."""

    tracks: tuple[str, ...]
    sources: tuple[str, ...]
    devices: tuple[str, ...]
    places: tuple[str, ...]
    listens: ListenColumns
    shown_at: Floats
    shown_track: Codes
    shown_place: Codes
    notes: tuple[TrackNote, ...]
    noted_in: tuple[str, ...]
    """Of each note the place of its shard in time; of several notes of a track the latest counts."""
    marks: tuple[Mark, ...]
    links: tuple[Link, ...]


def events_of(
    *,
    listens: Sequence[Document] = (),
    tracks: Iterable[Document] = (),
    marks: Iterable[Document] = (),
    shown: Iterable[Document] = (),
    aliases: Iterable[Document] = (),
    place: str = "",
) -> Events:
    """The documents of one shard's tables as columns; places of shards, as texts, sort oldest first."""
    ids, sources, devices, places = (Vocabulary() for _ in range(4))
    columns = _listen_columns(readable(listens), ids, sources, devices)
    notes = tuple(note_from(note) for note in tracks)
    rows = [
        (float(showing["at"]), ids[track], places[showing["place"]])
        for showing in shown
        if is_shown(showing)
        for track in showing["tracks"]
    ]
    return Events(
        tracks=tuple(ids),
        sources=tuple(sources),
        devices=tuple(devices),
        places=tuple(places),
        listens=columns,
        shown_at=np.array([at for at, _, _ in rows], dtype=np.float64),
        shown_track=np.array([track for _, track, _ in rows], dtype=np.int32),
        shown_place=np.array([place for _, _, place in rows], dtype=np.int32),
        notes=notes,
        noted_in=(place,) * len(notes),
        marks=tuple(mark_from(mark) for mark in marks if is_mark(mark)),
        links=tuple(Link(float(a["at"]), a["new"], a["old"]) for a in aliases if is_alias(a)),
    )


def readable(listens: Sequence[AnyDocument]) -> Sequence[AnyDocument]:
    """Those documents that can be read as listens, in the same order."""
    return listens if all(map(is_listen, listens)) else [each for each in listens if is_listen(each)]


def fold(shards: Sequence[Events]) -> Events:
    """Several shards as one: rows end to end, each text once, of several notes of a track the latest."""
    texts = {name: Vocabulary() for name in ("tracks", "sources", "devices", "places")}

    def recoded(vocabulary: str, codes: Callable[[Events], Codes]) -> Codes:
        own = texts[vocabulary]
        parts = [
            np.array([own[text] for text in getattr(shard, vocabulary)] or [0], dtype=np.int32)[codes(shard)]
            for shard in shards
        ]
        return np.concatenate([np.empty(0, dtype=np.int32), *parts])

    listens = {
        name: np.concatenate([getattr(_NOTHING.listens, name), *(getattr(s.listens, name) for s in shards)])
        for name in (
            "at",
            "offset",
            "heard",
            "duration",
            "began",
            "left",
            "end",
            "restarts",
            "last_key",
            "volume",
        )
    }
    listens["track"] = recoded("tracks", lambda shard: shard.listens.track)
    listens["source"] = recoded("sources", lambda shard: shard.listens.source)
    listens["device"] = recoded("devices", lambda shard: shard.listens.device)
    shown_track = recoded("tracks", lambda shard: shard.shown_track)
    shown_place = recoded("places", lambda shard: shard.shown_place)
    notes = _latest_notes(shards)
    return Events(
        **{name: tuple(vocabulary) for name, vocabulary in texts.items()},
        listens=ListenColumns(**listens),
        shown_at=np.concatenate([np.empty(0), *(shard.shown_at for shard in shards)]),
        shown_track=shown_track,
        shown_place=shown_place,
        notes=tuple(note for _, note in notes),
        noted_in=tuple(place for place, _ in notes),
        marks=tuple(mark for shard in shards for mark in shard.marks),
        links=tuple(link for shard in shards for link in shard.links),
    )


def _latest_notes(shards: Sequence[Events]) -> list[tuple[str, TrackNote]]:
    """One note of each track, oldest first, in whatever order the shards come."""
    latest: dict[str, tuple[str, TrackNote]] = {}
    for shard in shards:
        for place, note in zip(shard.noted_in, shard.notes, strict=True):
            if note.id not in latest or latest[note.id][0] <= place:
                latest[note.id] = place, note
    return sorted(latest.values(), key=lambda noted: (noted[0], noted[1].id))


def is_alias(document: Document) -> bool:
    """Whether a stored document can be read as an alias."""
    new, old = document.get("new"), document.get("old")
    times = isinstance(document.get("at"), (int, float))
    return times and isinstance(new, str) and isinstance(old, str) and new != old


def _listen_columns(
    listens: Sequence[Document], ids: Vocabulary, sources: Vocabulary, devices: Vocabulary
) -> ListenColumns:
    return ListenColumns(
        track=_codes(listens, lambda d: ids[d["track"]]),
        at=_numbers(listens, lambda d: d["at"]),
        offset=_small(listens, lambda d: d.get("offset", 0)),
        heard=_numbers(listens, lambda d: d["heard"]),
        duration=_numbers(listens, lambda d: d.get("duration")),
        began=_numbers(listens, lambda d: d.get("began") or 0.0),
        left=_numbers(listens, lambda d: d.get("left") or 0.0),
        end=_small(listens, lambda d: _END_CODE.get(d.get("end"), UNKNOWN_END)),
        source=_codes(listens, lambda d: sources[d.get("source", "")]),
        restarts=_small(listens, lambda d: d.get("restarts", 0)),
        last_key=_numbers(listens, lambda d: d.get("last_key")),
        volume=_small(listens, lambda d: d.get("volume", 100)),
        device=_codes(listens, lambda d: devices[d.get("device", "")]),
    )


def _numbers(listens: Sequence[Document], get: Callable[[Document], float | None]) -> Floats:
    """None becomes NaN."""
    return np.array([get(listen) for listen in listens], dtype=np.float64)


def _codes(listens: Sequence[Document], get: Callable[[Document], int]) -> Codes:
    return np.array([get(listen) for listen in listens], dtype=np.int32)


def _small(listens: Sequence[Document], get: Callable[[Document], int]) -> Small:
    return np.array([get(listen) for listen in listens], dtype=np.int16)


_NOTHING = events_of()
