"""Owns the demo's made listener: ten weeks of evenings with these tracks, as plain listens.

The listener has favourite artists that come and go, plays albums through, skips what does not please, hears a good
song twice, and has never got round to about a third of the shelf.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from itertools import groupby
from typing import TypeVar

import numpy as np
from tunes.library.catalog import Catalog
from tunes.library.track import Track
from tunes.profile.listens import End, Listen, listen_document
from tunes.profile.store import Store

_T = TypeVar("_T")

WEEKS = 10

_LIKING = (1.0, 0.9, 0.8, 0.7, 0.6, 0.55, 0.5, 0.45, 0.3, 0.25, 0.2, 0.2, 0.15, 0.15)
"""How much the artists are liked, best first; all further ones are hardly known."""
_HARDLY = 0.07
_EVENINGS = (0.75, 0.6, 0.7, 0.6, 0.85, 0.8, 0.7)
"""Chance of a sitting, Monday to Sunday."""
_DAY = 86_400.0


@dataclass(frozen=True, slots=True)
class _Taste:
    """What the made listener likes; fixed for the ten weeks."""

    tracks: tuple[Track, ...]
    liking: dict[str, float]
    """By artist, 0 to 1."""
    since: dict[str, float]
    """By artist: the share of the ten weeks that had passed when it was found."""
    known: dict[str, float]
    """By track id: how often it is chosen among its artist's; 0 for one that was never got round to."""


def made_history(catalog: Catalog, store: Store, now: float, seed: int = 1) -> None:
    """Writes ten weeks of listens to the catalog's tracks into a profile, which must be the demo's own."""
    tracks = {track.id: track for track in catalog.all_tracks()}
    listens = made_listens(list(tracks.values()), now, seed)
    store.extend("listens", [(listen_document(listen), [tracks[listen.track]]) for listen in listens])


def made_listens(
    tracks: Sequence[Track], now: float, seed: int = 1, *, tz: tzinfo | None = None
) -> list[Listen]:
    """Ten weeks of listens that end before `now` (unix seconds), oldest first; evenings are those of `tz` (None: here)."""
    rng = np.random.default_rng(seed)
    taste = _taste(sorted(tracks, key=lambda t: (t.artist, t.album, t.track_no or 0, t.id)), rng)
    today = datetime.fromtimestamp(now, tz).astimezone(tz)
    listens: list[Listen] = []
    for back in range(WEEKS * 7, -1, -1):
        day = today - timedelta(days=back)
        if rng.random() < _EVENINGS[day.weekday()]:
            start = day.replace(
                hour=int(rng.integers(18, 22)), minute=int(rng.integers(60)), second=0, microsecond=0
            )
            share = 1 - back / (WEEKS * 7)
            listens += _sitting(taste, start, share, rng)
    return [listen for listen in listens if listen.at + listen.heard < now - 60]


def _taste(tracks: list[Track], rng: np.random.Generator) -> _Taste:
    artists = sorted({t.artist for t in tracks})
    order = [artists[i] for i in rng.permutation(len(artists))]
    liking = {a: _LIKING[i] if i < len(_LIKING) else _HARDLY for i, a in enumerate(order)}
    since = {a: 0.0 if i % 3 else float(rng.uniform(0, 0.6)) for i, a in enumerate(order)}
    known: dict[str, float] = {}
    for artist, group in groupby(tracks, key=lambda t: t.artist):
        theirs = list(group)
        for place, i in enumerate(rng.permutation(len(theirs))):
            known[theirs[i].id] = _known(place / len(theirs), liked=liking[artist] > _HARDLY)
    return _Taste(tuple(tracks), liking, since, known)


def _known(place: float, *, liked: bool) -> float:
    """How often the track at this place (0 to 1) among its artist's is chosen.

    Even of a loved artist some were only tried and some missed: these are what Discover is for.
    """
    if liked:
        return float(0.3**place) if place < 0.55 else (0.07 if place < 0.75 else 0.0)
    return 0.07 if place < 0.5 else 0.0


def _sitting(taste: _Taste, start: datetime, share: float, rng: np.random.Generator) -> list[Listen]:
    """An evening: runs of one album, of one artist, or of this and that, until it is enough."""
    listens: list[Listen] = []
    at, wanted = start.timestamp(), int(rng.integers(9, 22))
    offset = round((start.utcoffset() or timedelta()).total_seconds() / 60)
    while len(listens) < wanted:
        source, run = _run(taste, share, rng)
        for track in run:
            made = _stay(track, at, offset, source, taste, rng)
            listens += made
            at = made[-1].at + made[-1].heard + float(rng.uniform(0.2, 2))
        at += float(rng.uniform(2, 40))
    last = listens[-1]
    end: End = "quit" if rng.random() < 0.6 else "stopped"
    listens[-1] = _listen(last.track, last.at, offset, last.duration, last.heard * 0.7, end, source)
    return listens


def _run(taste: _Taste, share: float, rng: np.random.Generator) -> tuple[str, list[Track]]:
    artist = _draw_artist(taste, share, rng)
    theirs = [t for t in taste.tracks if t.artist == artist]
    chosen = _draw(theirs, [taste.known[t.id] for t in theirs], rng)
    kind = rng.random()
    if kind < 0.3:
        album = [t for t in theirs if t.album == chosen.album and taste.known[t.id] > 0]
        return f"album:{chosen.album}", album
    if kind < 0.55:
        return "search", [chosen]
    mixed = [_draw_known(taste, _draw_artist(taste, share, rng), rng) for _ in range(int(rng.integers(2, 6)))]
    return "queue", [chosen, *mixed]


def _draw_artist(taste: _Taste, share: float, rng: np.random.Generator) -> str:
    """Liked ones more often, ones not found yet never, and a new find most of all at first."""
    weights = []
    for artist, liking in taste.liking.items():
        age = share - taste.since[artist]
        fresh = 1.5 * np.exp(-age / 0.15) if taste.since[artist] > 0 else 0.0
        weights.append(0.0 if age < 0 else liking * (1 + float(fresh)))
    return _draw(list(taste.liking), weights, rng)


def _draw_known(taste: _Taste, artist: str, rng: np.random.Generator) -> Track:
    theirs = [t for t in taste.tracks if t.artist == artist]
    return _draw(theirs, [taste.known[t.id] for t in theirs], rng)


def _draw(things: Sequence[_T], weights: Sequence[float], rng: np.random.Generator) -> _T:
    shares = np.asarray(weights) / sum(weights)
    return things[int(rng.choice(len(things), p=shares))]


def _stay(
    track: Track, at: float, offset: int, source: str, taste: _Taste, rng: np.random.Generator
) -> list[Listen]:
    """One track heard out, left, or heard twice."""
    liking, length = taste.liking[track.artist], track.duration or 180.0
    if rng.random() < 0.05 + 0.55 * (1 - liking) ** 2.5:
        heard = float(rng.uniform(2.5, max(3.0, 0.4 * length)))
        return [_listen(track.id, at, offset, track.duration, heard, "next", source)]
    first = _listen(track.id, at, offset, track.duration, length, "finished", source)
    if rng.random() < 0.12 * liking * taste.known[track.id]:
        again = at + length + float(rng.uniform(1, 30))
        return [first, _listen(track.id, again, offset, track.duration, length, "finished", "search")]
    return [first]


def _listen(
    track: str, at: float, offset: int, duration: float | None, heard: float, end: End, source: str
) -> Listen:
    heard = round(heard, 2)
    asked = at + heard if end in {"next", "quit", "stopped"} else at
    return Listen(
        track=track,
        at=round(at, 2),
        offset=offset,
        heard=heard,
        duration=duration,
        began=0.0,
        left=heard,
        end=end,
        source=source,
        last_key=round(asked, 2),
        volume=70,
    )
