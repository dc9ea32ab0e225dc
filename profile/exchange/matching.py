"""Owns finding the tracks of the library that a history from elsewhere means, and how sure that is. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePath

from rapidfuzz import process
from rapidfuzz.distance import OSA
from tunes.library.text import fold
from tunes.library.track import Kind, Track
from tunes.profile.exchange.naming import Title, album_of, artists_of, half_of, title_of

SLIPS = ((4, 0), (8, 1), (14, 2))
"""Letters of a name, and the slips (one lost, added, swapped or another) with which it still is the same; in a longer one 3."""
CLEAR_BY = 1
"""Slips by which the best must be nearer than the next, or neither is meant."""


class Sureness(StrEnum):
    """How a track was found."""

    ID = "by its MusicBrainz id"
    PLACE = "by where its file lies"
    EXACT = "exactly"
    NEARLY = "but for brackets, guests and the like"
    ALIKE = "but for a slip"


@dataclass(frozen=True, slots=True)
class Names:
    """What a track is called elsewhere; "" and None where nothing is told."""

    title: str
    artist: str = ""
    album: str = ""
    duration: float | None = None
    """Seconds."""
    mbid: str | None = None
    kind: Kind = Kind.MUSIC
    place: PurePath | None = None
    """Where the file lies, or the end of it, where that alone is told."""


@dataclass(frozen=True, slots=True)
class Found:
    """A track of the library, and how it was found."""

    track: Track
    sureness: Sureness


class Matcher:
    """The tracks of a library, by what they may be called."""

    def __init__(self, tracks: Iterable[Track]) -> None:
        self._by_id: dict[str, Track] = {}
        self._exact: defaultdict[tuple[str, str], list[Track]] = defaultdict(list)
        self._by_artist: defaultdict[str, defaultdict[str, list[Track]]] = defaultdict(
            lambda: defaultdict(list)
        )
        self._by_name: defaultdict[str, list[Track]] = defaultdict(list)
        for track in tracks:
            self._add(track)
        self._artists = list(self._by_artist)
        self._seen: dict[Names, Found | None] = {}

    def find(self, names: Names) -> Found | None:
        """The track that is meant, None where none is surely."""
        if names not in self._seen:
            self._seen[names] = self._look(names)
        return self._seen[names]

    def at(self, place: PurePath) -> Track | None:
        """The one track whose path ends so; None where there is none, or several are."""
        found = [
            track
            for track in self._by_name.get(place.name, ())
            if track.path.parts[-len(place.parts) :] == place.parts
        ]
        return found[0] if len({track.id for track in found}) == 1 else None

    def _add(self, track: Track) -> None:
        self._by_name[track.path.name].append(track)
        if track.mbid:
            self._by_id.setdefault(track.mbid, track)
        title = fold(track.title)
        base = title_of(track.title).base
        for artist in {track.artist, track.album_artist} - {""} or {track.show or ""}:
            self._exact[fold(artist), title].append(track)
            for name in self._called(artist):
                self._by_artist[name][base].append(track)

    def _look(self, names: Names) -> Found | None:
        if names.mbid and names.mbid in self._by_id:
            return Found(self._by_id[names.mbid], Sureness.ID)
        if names.place is not None and (track := self.at(names.place)) is not None:
            return Found(track, Sureness.PLACE)
        if not names.artist and names.kind is not Kind.VIDEO:
            return None
        exact = self._exact.get((fold(names.artist), fold(names.title)))
        exact = [track for track in exact or () if _is_sort(track, names)]
        if exact:
            return Found(_likeliest(exact, names), Sureness.EXACT)
        title = title_of(names.title)
        for artist in self._called(names.artist):
            tracks = self._by_artist[artist].get(title.base, ()) if artist in self._by_artist else ()
            same = [
                track
                for track in tracks
                if _is_it(track, title) and _is_by(track, artist, names) and _is_sort(track, names)
            ]
            if same:
                return Found(_likeliest(same, names), Sureness.NEARLY)
        return self._alike(names, title)

    def _called(self, artist: str) -> list[str]:
        return list(filter(None, dict.fromkeys((*artists_of(artist), half_of(artist)))))

    def _alike(self, names: Names, title: Title) -> Found | None:
        """The one track that is clearly nearer than all others."""
        near: dict[str, tuple[int, list[Track]]] = {}
        for artist, slips in self._artists_near(names.artist):
            titles = self._by_artist[artist]
            for base, more, _ in process.extract(
                title.base, titles.keys(), scorer=OSA.distance, score_cutoff=_most_slips(title.base), limit=5
            ):
                fit = [
                    track for track in titles[base] if _is_it(track, title) and _is_by(track, artist, names)
                ]
                if fit and (base not in near or slips + more < near[base][0]):
                    near[base] = int(slips + more), fit
        ranked = sorted(near.values(), key=lambda one: one[0])
        if not ranked or (len(ranked) > 1 and ranked[1][0] - ranked[0][0] < CLEAR_BY):
            return None
        return Found(_likeliest(ranked[0][1], names), Sureness.ALIKE)

    def _artists_near(self, called: str) -> Iterator[tuple[str, int]]:
        """Artists by the slips between their names and this one."""
        for name in self._called(called):
            if name in self._by_artist:
                yield name, 0
            elif most := _most_slips(name):
                for artist, slips, _ in process.extract(
                    name, self._artists, scorer=OSA.distance, score_cutoff=most, limit=5
                ):
                    yield artist, int(slips)


def _most_slips(name: str) -> int:
    return next((slips for letters, slips in SLIPS if len(name) <= letters), 3)


def _is_it(track: Track, title: Title) -> bool:
    own = title_of(track.title)
    return own.is_version_of(title) and own.numbers == title.numbers


def _is_sort(track: Track, names: Names) -> bool:
    """A film is none of the songs that are called like it."""
    return (track.kind is Kind.VIDEO) == (names.kind is Kind.VIDEO)


def _is_by(track: Track, artist: str, names: Names) -> bool:
    """Whether it is by an artist of this whole name; half of one will do on the same album, or where one is not told."""
    whole = {*artists_of(track.artist), *artists_of(track.album_artist), *artists_of(track.show or "")}
    is_half_there = artist == half_of(names.artist) and artist not in artists_of(names.artist)
    if (artist in whole and not is_half_there) or not names.album or not track.album:
        return True
    return album_of(names.album) == album_of(track.album)


def _likeliest(tracks: Sequence[Track], names: Names) -> Track:
    """Of tracks called the same: the one of that album, else of that length; else the same one each time."""
    album = album_of(names.album) if names.album else ""

    def rank(track: Track) -> tuple[bool, bool, float, str]:
        apart = abs((track.duration or 0) - names.duration) if names.duration and track.duration else 0.0
        is_named = bool(album) and fold(track.album) == fold(names.album)
        return (not is_named, not (album and album_of(track.album) == album), round(apart), track.id)

    return min(tracks, key=rank)
