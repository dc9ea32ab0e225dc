"""Owns what a file from elsewhere tells: one listen each, in the words of tunes; what is passed over; what is wrong with it."""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any, BinaryIO, Literal

from tunes.library.track import Kind
from tunes.profile.errors import ProfileError
from tunes.profile.listens import End
from tunes.profile.marks import MOST_STARS
from tunes.profile.store import Table


@dataclass(frozen=True, slots=True)
class Told:
    """One listen as another program kept it. Text is as it stands there; "" and None where it tells nothing."""

    at: float
    """Unix seconds, UTC, at which it began."""
    title: str
    artist: str = ""
    album: str = ""
    heard: float | None = None
    """Seconds; None where all that is told is that it counted as played."""
    end: End = "finished"
    duration: float | None = None
    """Seconds."""
    mbid: str | None = None
    """MusicBrainz recording id."""
    kind: Kind = Kind.MUSIC
    rounded: float = 0.0
    """Seconds by which `at` may be off, where times are told in minutes or days."""
    place: PurePath | None = None
    """Where the file lies, or the end of it, where that alone told which track it was."""


@dataclass(frozen=True, slots=True)
class Total:
    """How often a track was played, where no listen is told for itself."""

    title: str
    artist: str
    album: str
    plays: int
    """At least 1."""
    first: float
    """Unix seconds from which on it can have been played."""
    last: float
    """Unix seconds at which it was played last."""
    duration: float | None = None
    """Seconds."""
    place: PurePath | None = None
    """Where the file lies, or the end of it: what is meant where it has no title or no artist."""


@dataclass(frozen=True, slots=True)
class Opinion:
    """A like, or stars, that another player kept of a track."""

    kind: Literal["like", "rate"]
    value: bool | int
    """True, or 1 to 5 stars."""
    at: float
    """Unix seconds at which it stood at the latest."""
    title: str
    artist: str
    album: str
    duration: float | None = None
    """Seconds."""
    place: PurePath | None = None
    """As of a `Total`."""


@dataclass(frozen=True, slots=True)
class Passed:
    """Something in the file that is no listen to keep, and why not, in a few words that fit behind a number."""

    why: str


@dataclass(frozen=True, slots=True)
class Event:
    """One of tunes' own events, or a note of a track, as it is stored; of a tunes that exported it."""

    table: Table | Literal["tracks"]
    document: Mapping[str, Any]


NAMELESS = Passed("without a name")
UNHEARD = Passed("of which nothing sounded")
PASSED_BY = Passed("passed by in less than 2 s")
PRIVATE = Passed("heard in private")
NEVER = Passed("never played")
NOT_HERE = Passed("of files without a title that are not in your library")

DAY_S = 86_400.0
"""Between two plays, where nothing tells since when they were counted."""
BROWSED_S = 2.0
"""Seconds: what is left sooner by asking for another track is no listen, here as in tunes itself."""


def total_of(
    title: str,
    artist: str,
    album: str,
    *,
    plays: float,
    added: float,
    last: float,
    length: float,
    place: PurePath | None = None,
) -> Total | Passed:
    """What a library tells of a track; times in unix seconds, the length in seconds, each 0 where nothing is told."""
    if not title.strip() and place is None:
        return NAMELESS
    if plays < 1 or last <= 0:
        return NEVER
    first = added if 0 < added < last else max(0.0, last - plays * DAY_S)
    names = (title.strip(), artist.strip(), album.strip())
    return Total(*names, int(plays), first, last, length or None, place)


def opinions_of(
    title: str,
    artist: str,
    album: str,
    *,
    share: float,
    at: float,
    is_liked: bool = False,
    place: PurePath | None = None,
) -> Iterator[Opinion]:
    """What a library says of a track: its stars as a share of the most, 0 or less for none."""
    names = (title.strip(), artist.strip(), album.strip())
    if at <= 0 or not (names[0] or place):
        return
    if share > 0:
        yield Opinion("rate", max(1, int(MOST_STARS * min(1.0, share) + 0.5)), at, *names, place=place)
    if is_liked:
        yield Opinion("like", True, at, *names, place=place)


def written_at(stream: BinaryIO) -> float:
    """Unix seconds at which a file was written last, for those that tell nothing newer; 0 of one in a zip."""
    try:
        return os.fstat(stream.fileno()).st_mtime
    except OSError:
        return 0.0


class BadFileError(ProfileError):
    """A file can't be read to its end; the message is a sentence with its name, the place and what was expected there."""

    def __init__(self, file: str, place: str, expected: str) -> None:
        super().__init__(f"{file}, {place}: expected {expected}. Nothing of it was imported.")
