"""Owns what is told about a track: its facts as rows of a label and a value, and what has to be looked up for them. Pure but for the looking up."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from tunes.library.formats import ending
from tunes.library.track import Kind, Track
from tunes.profile.said import Said
from tunes.tui.duration import duration
from tunes.tui.marking import starred

if TYPE_CHECKING:  # the screen is to be there before what these need
    from tunes.library.details import Details, Stream
    from tunes.library.lyrics import Lyrics
    from tunes.library.pixels import Pixels

_CHANNELS = {1: "mono", 2: "stereo", 6: "5.1", 8: "7.1"}
NO_LYRICS = "No lyrics. Put them into {name} beside the file, and they are shown here."


@dataclass(frozen=True, slots=True)
class Fact:
    """One row: text as it was found, not yet cleaned for a screen."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Past:
    """What the listener has done with a track."""

    plays: int = 0
    skips: int = 0
    is_liked: bool = False
    is_banned: bool = False
    """It, or what it belongs to."""
    is_resting: bool = False
    stars: int = 0


def past_of(track: Track, said: Said, plays: int, skips: int) -> Past:
    """What was done with a track, and said of it."""
    return Past(
        plays,
        skips,
        is_liked=said.is_liked(track),
        is_banned=said.banned.covers(track),
        is_resting=said.resting.covers(track),
        stars=said.stars.get(track.id, 0),
    )


@dataclass(frozen=True, slots=True)
class Lookup:
    """What answers about a track. All of it may take seconds: never on the thread of the screen."""

    fresh: Callable[[Track], Track]
    """A track as the library knows it by now: read meanwhile, or tagged anew."""
    paths: Callable[[str], Sequence[Path]]
    """The files that hold the track of an id."""
    counts: Callable[[], Mapping[str, tuple[int, int]]]
    """Plays and skips by track id."""
    details: "Callable[[str], Details | None]"
    pixels: "Callable[[Track, Event], Pixels | None]"
    """The cover; the event says that nobody wants it any more."""
    lyrics: "Callable[[Track, Event], Lyrics | None]"


def no_lookup(paths: Callable[[str], Sequence[Path]]) -> Lookup:
    """Where nothing but the library is at hand."""
    return Lookup(lambda track: track, paths, dict, lambda _: None, lambda *_: None, lambda *_: None)


def facts(
    track: Track, past: Past | None = None, paths: Sequence[Path] = (), details: "Details | None" = None
) -> tuple[Fact, ...]:
    """What is known of a track besides its title; what is not known is left out."""
    rows = [
        *_of_music(track, details),
        *_of_film(track, details),
        *_of_all(track, past),
        *_of_file(track, paths),
    ]
    return tuple(Fact(label, value) for label, value in rows if value)


def missing_lyrics(track: Track) -> str:
    """What is said where there are no lyrics; nothing of films and readings, where nobody expects any."""
    return NO_LYRICS.format(name=f"{track.path.stem}.lrc") if track.kind is Kind.MUSIC else ""


_Rows = Iterator[tuple[str, str]]


def _of_music(track: Track, details: "Details | None") -> _Rows:
    yield "Artist", _joined(*details.artists) if details and details.artists else track.artist
    yield "Album", track.album
    yield "Album artist", track.album_artist if track.album_artist != track.artist else ""
    yield "Composer", track.composer
    if details is not None:
        yield "Work", details.work
        yield "Movement", details.movement


def _of_film(track: Track, details: "Details | None") -> _Rows:
    yield "Show", track.show or ""
    yield "Episode", _joined(_numbered("season", track.season), _numbered("episode", track.episode))
    if details is not None:
        yield "Plot", details.plot
        yield "Picture", f"{details.width} × {details.height}" if details.width and details.height else ""
        yield "Sound", _joined(*map(_stream, details.audio))
        yield "Subtitles", _joined(*map(_stream, details.subtitles))


def _of_all(track: Track, past: Past | None) -> _Rows:
    yield "Year", str(track.year or "")
    yield "Genre", ", ".join(track.genres)
    yield "Track", _joined(str(track.track_no or ""), _numbered("disc", track.disc_no))
    yield "Length", duration(track.duration)
    if past is not None:
        yield "Played", _played(past)
        yield "Marked", _joined(*_marks(past))
    yield "Loudness", _joined(_decibel(track.gain_track), _decibel(track.gain_album, " for the album"))


def _of_file(track: Track, paths: Sequence[Path]) -> _Rows:
    yield "Added", _day(track.added)
    yield "Kind", _joined(str(track.kind), ending(str(track.path)).upper(), _size(track.size))
    yield "File", str(track.path)
    for path in paths:
        if path != track.path:
            yield "Copy", str(path)


def _stream(stream: "Stream") -> str:
    channels = _CHANNELS.get(stream.channels, f"{stream.channels} channels") if stream.channels else ""
    return " ".join(filter(None, (stream.language, stream.title, stream.format, channels)))


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def _marks(past: Past) -> Iterator[str]:
    yield "♥ liked" if past.is_liked else ""
    yield "⊘ never" if past.is_banned else ""
    yield "☾ not now" if past.is_resting else ""
    yield starred(past.stars) if past.stars else ""


def _numbered(what: str, number: int | None) -> str:
    return "" if number is None else f"{what} {number}"


def _played(past: Past) -> str:
    plays = "never" if not past.plays else "once" if past.plays == 1 else f"{past.plays} times"
    skips = f"skipped {'once' if past.skips == 1 else f'{past.skips} times'}" if past.skips else ""
    return _joined(plays, skips)


def _decibel(gain: float | None, of: str = "") -> str:
    return "" if gain is None else f"{gain:+.1f} dB{of}".replace("-", "−")


def _day(at: float) -> str:
    if at <= 0:
        return ""
    day = datetime.fromtimestamp(at).astimezone()
    return f"{day.day} {day:%B %Y}"


def _size(count: int) -> str:
    if not count:
        return ""
    for unit, size in (("GB", 1e9), ("MB", 1e6)):
        if count >= size:
            return f"{count / size:.1f} {unit}"
    return f"{max(1, round(count / 1e3))} kB"
