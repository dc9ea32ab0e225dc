"""Tracks and listens for tests of the profile, with only what a test cares for said."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from tunes.library.track import Kind, Track
from tunes.profile.listens import End, Listen
from tunes.tui.demo import made_listens
from tunes.tui.demo.artists import ARTISTS

DAY = 86_400.0
MONDAY = 1_795_388_400.0
"""2026-11-23 00:00 in Berlin, the start of 2026-W48."""
BERLIN = ZoneInfo("Europe/Berlin")


def track(
    name: str,
    artist: str = "",
    *,
    album: str = "",
    genres: Sequence[str] = (),
    duration: float | None = 200.0,
    kind: Kind = Kind.MUSIC,
    folder: str = "/music",
    mbid: str | None = None,
) -> Track:
    """A track whose id is its artist and name."""
    return Track(
        id=f"t1:{artist}/{name}" + (f"/{album}" if album else ""),
        path=Path(folder) / name,
        kind=kind,
        title=name,
        artist=artist,
        album=album,
        genres=tuple(genres),
        duration=duration,
        mbid=mbid,
    )


def film(
    name: str,
    artist: str = "",
    *,
    genres: Sequence[str] = (),
    folder: str = "/films",
    duration: float = 6000.0,
    **fields: Any,
) -> Track:
    """Something to watch; `fields` as in Track."""
    made = track(name, artist, genres=genres, folder=folder, duration=duration, kind=Kind.VIDEO)
    return replace(made, **fields)


def listen(what: Track, at: float, *, share: float = 1.0, end: End = "finished", offset: int = 60) -> Listen:
    """A listen from the start of a track; `share` of it was heard."""
    heard = share * (what.duration or 200.0)
    return Listen(
        track=what.id,
        at=at,
        offset=offset,
        heard=heard,
        duration=what.duration,
        began=0.0,
        left=heard,
        end=end,
    )


def skip(what: Track, at: float) -> Listen:
    """Left for another track after a twentieth."""
    return listen(what, at, share=0.05, end="next")


def plays(what: Track, *days_ago: float, until: float = MONDAY) -> list[Listen]:
    """Whole plays so many days before `until`."""
    return [listen(what, until - days * DAY) for days in days_ago]


def shelf(artists: int, each: int) -> list[Track]:
    """So many artists with so many tracks each."""
    return [
        track(f"Song {n}", f"Artist {a}", album=f"Album {a}") for a in range(artists) for n in range(each)
    ]


def ids(tracks: Iterable[Track]) -> list[str]:
    """Their ids."""
    return [each.id for each in tracks]


def demo_tracks() -> list[Track]:
    """The demo's library, as a scan would find it, but for lengths and ids."""
    return [
        Track(
            id=f"t1:{artist.name}/{title}",
            path=Path("/demo") / artist.name / album.title / title,
            kind=Kind.MUSIC,
            title=title,
            artist=artist.name,
            album=album.title,
            genres=(artist.genre,),
            year=album.year,
            track_no=number,
            duration=40.0,
        )
        for artist in ARTISTS
        for album in artist.albums
        for number, title in enumerate(album.songs.split("|"), 1)
    ]


def demo_listens(seed: int = 1, now: float = MONDAY) -> list[Listen]:
    """The demo's history for these tracks."""
    return made_listens(demo_tracks(), now, seed, tz=BERLIN)
