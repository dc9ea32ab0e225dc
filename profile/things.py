"""Owns what a mark can be about: a track, an artist, an album, a genre or a folder, by names that hold on every computer. Pure."""

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from unicodedata import normalize
from urllib.parse import unquote_to_bytes

from tunes.library.text import fold
from tunes.library.track import Track

What = Mapping[str, str | float]
"""As a mark holds it: {"track": id}, {"artist": name}, {"album": name, "artist": name}, {"genre": name}, {"folder": name}."""

_NAMES = frozenset({"artist", "album", "genre"})
_GUESTS = re.compile(r"\s[(\[]?(?:feat|ft|featuring)\b.*")
_ESCAPED = re.compile("[\udc80-\udcff]")


def key_of(what: What) -> frozenset[tuple[str, str | float]]:
    """What is equal for two that mean the same, however each computer's tags spell it."""
    return frozenset((name, _same(name, value)) for name, value in what.items())


def _same(name: str, value: str | float) -> str | float:
    if not isinstance(value, str):
        return value
    if name in _NAMES:
        return fold(value)
    return normalize("NFC", value) if name == "folder" else value


def sort_of(what: What) -> str:
    """Whether it is a "track", an "artist", an "album", a "genre" or a "folder"; "" for what is none of these."""
    names = set(what)
    return next((name for name in ("track", "album", "artist", "genre", "folder") if name in names), "")


def track_thing(track: Track) -> What:
    """The track itself."""
    return {"track": track.id}


def artist_thing(name: str) -> What:
    """All that is by an artist, alone or as the first of several, and the albums that bear the name."""
    return {"artist": name}


def album_thing(name: str, artist: str) -> What:
    """An album; there are many “Greatest Hits”, so that whose it is belongs to its name."""
    return {"album": name, "artist": artist} if artist else {"album": name}


def genre_thing(name: str) -> What:
    """All that has a genre among its own."""
    return {"genre": name}


def folder_thing(folder: str) -> What:
    """All that lies below a folder; `folder` is its way from the scanned root, with any bytes in it."""
    escaped = normalize("NFC", folder.replace("%", "%25"))
    return {"folder": _ESCAPED.sub(lambda byte: f"%{ord(byte[0]) - 0xDC00:02X}", escaped)}


def things_of(track: Track, roots: Sequence[Path]) -> list[What]:
    """All that can be said something about where a track is selected: itself first, the widest folder last."""
    artist = track.artist or track.show or ""
    album_artist = track.album_artist or artist
    things = [track_thing(track)]
    things += [artist_thing(name) for name in dict.fromkeys((artist, album_artist)) if name]
    things += [album_thing(track.album, album_artist)] if track.album else []
    things += [genre_thing(name) for name in dict.fromkeys(track.genres) if name]
    return [*things, *map(folder_thing, _folders(track, roots))]


def _folders(track: Track, roots: Sequence[Path]) -> Iterator[str]:
    """Those between a track and the innermost root that it lies below, the nearest first."""
    above = [root for root in roots if root in track.path.parents]
    if above:
        way = track.path.parent.relative_to(max(above, key=lambda root: len(root.parts)))
        yield from (os.fspath(folder) for folder in (way, *way.parents) if folder != Path())


@dataclass(frozen=True, slots=True)
class Things:
    """Many of them at once, and whether a track is among what they mean."""

    tracks: frozenset[str] = frozenset()
    """Ids."""
    artists: frozenset[str] = frozenset()
    """Folded, as all names here."""
    albums: frozenset[tuple[str, str]] = frozenset()
    """Album and artist; the artist is "" where it may be anybody's."""
    genres: frozenset[str] = frozenset()
    folders: tuple[str, ...] = ()
    """Beginnings of paths, each with a slash behind it."""
    anywhere: tuple[str, ...] = ()
    """Folders below roots that are not known here: such a way anywhere in a path is meant, with a slash on both sides."""

    @classmethod
    def of(cls, whats: Iterable[What], roots: Sequence[Path] = ()) -> "Things":
        """All that these mean, where the library lies below `roots`; what makes no sense means nothing."""
        by: dict[str, list[What]] = {}
        for what in whats:
            by.setdefault(sort_of(what), []).append(what)
        ways = [os.fsdecode(unquote_to_bytes(_text(what, "folder"))) for what in by.get("folder", ())]
        ways = [normalize("NFC", way.rstrip("/")) for way in ways if way.strip("/")]
        return cls(
            frozenset(_text(what, "track") for what in by.get("track", ())),
            frozenset(filter(None, (fold(_text(what, "artist")) for what in by.get("artist", ())))),
            frozenset((fold(_text(w, "album")), fold(_text(w, "artist"))) for w in by.get("album", ())),
            frozenset(filter(None, (fold(_text(what, "genre")) for what in by.get("genre", ())))),
            tuple(f"{normalize('NFC', os.fspath(root / way))}/" for way in ways for root in roots),
            tuple(f"/{way.strip('/')}/" for way in ways) if not roots else (),
        )

    @property
    def has_names(self) -> bool:
        """Whether there is more among them than tracks."""
        return bool(self.artists or self.albums or self.genres or self.folders or self.anywhere)

    def covers(self, track: Track) -> bool:
        """Whether a track is meant by one of them."""
        return track.id in self.tracks or (self.has_names and self._names(track))

    def _names(self, track: Track) -> bool:
        return (
            (bool(self.artists) and not self.artists.isdisjoint(_artists_of(track)))
            or (bool(self.albums) and not self.albums.isdisjoint(_albums_of(track)))
            or (bool(self.genres) and any(fold(genre) in self.genres for genre in track.genres))
            or (bool(self.folders or self.anywhere) and self._holds(track.path))
        )

    def _holds(self, path: Path) -> bool:
        place = normalize("NFC", os.fspath(path))
        return place.startswith(self.folders) or any(way in place for way in self.anywhere)


def _text(what: What, name: str) -> str:
    value = what.get(name, "")
    return value if isinstance(value, str) else ""


def _artists_of(track: Track) -> Iterator[str]:
    """Whom a track is by, folded: “X feat. Y” is by X too."""
    for name in (track.artist, track.album_artist, track.show or ""):
        if name:
            yield fold(name)
            yield _first_of(name)


@lru_cache(maxsize=4096)  # artists come again and again
def _first_of(artist: str) -> str:
    return _GUESTS.sub("", fold(artist))


def _albums_of(track: Track) -> Iterator[tuple[str, str]]:
    album = fold(track.album)
    if album:
        yield album, fold(track.album_artist or track.artist or track.show or "")
        yield album, ""
