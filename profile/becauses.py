"""Owns the rows that begin with one track: because you played, or watched, X. Pure."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
from tunes.library.text import clean
from tunes.library.track import Track
from tunes.profile.films.series import following, whose
from tunes.profile.films.works import all_works, coming, telling_folders
from tunes.profile.history import History
from tunes.profile.nearness import WORTH, Near, Nearness
from tunes.profile.overview import Overview
from tunes.profile.reasons import times
from tunes.profile.row import Draft, Going, Why
from tunes.profile.row_words import by, plays, quoted, since
from tunes.profile.sorts import maker
from tunes.profile.taste import DAY

PLAYED_ROWS = 3
RECENT_DAYS = 45.0
"""X was played in this time."""
HALF_LIFE_DAYS = 14.0
"""After which a play counts half for being X."""
POOL = 12
"""Recent favourites that take turns, a day each."""
WATCHED_DAYS = 90.0
RESTS_DAYS = 2.0
LIKED = 0.15
"""Points for each point of affinity, so that of two that are as near the better liked comes first."""
FAR = 0.05
"""Less near than this is not near."""


def because_played(seen: Overview, near: Nearness, today: str) -> Iterator[Draft]:
    """A row for each of three recent favourites, no two by one artist; each day it is others' turn."""
    for recording in _recent_favourites(seen, today):
        yield _because_played(seen, near, recording)


def _recent_favourites(seen: Overview, today: str) -> Iterator[int]:
    """More than are needed: a row may stay empty, and there are artists with several."""
    heard, liking = seen.heard, seen.liking
    start = int(np.searchsorted(heard.at, seen.as_of - RECENT_DAYS * DAY, side="left"))
    value = heard.play[start:].astype(float) + heard.replay[start:] - heard.skip[start:]
    value *= np.exp2((heard.at[start:] - seen.as_of) / (HALF_LIFE_DAYS * DAY))
    recording = seen.columns.recording[heard.row[start:]]
    lately = np.bincount(recording, weights=value, minlength=seen.recordings).astype(float)
    among = seen.music & (lately > 0) & (liking.plays + liking.replays >= 2)
    pool = seen.ranked(lately, among, "favourites")[:POOL]
    turn = pool[np.argsort(seen.luck(today)[pool], kind="stable")]
    artists: set[int] = set()
    for one in turn.tolist():
        if int(seen.artist[one]) not in artists:
            artists.add(int(seen.artist[one]))
            yield one


def _because_played(seen: Overview, near: Nearness, recording: int) -> Draft:
    found, liking = near.to([recording]), seen.liking
    value = found.total + LIKED * np.log1p(np.maximum(liking.affinity, 0.0))
    among = seen.music & (found.total > FAR) & (liking.last_play < seen.as_of - RESTS_DAYS * DAY)
    among &= (liking.skips == 0) | (liking.skips < liking.plays)
    among[recording] = False
    track = seen.track(recording)
    is_replayed = bool(liking.replays[recording])
    replays = int(liking.replays[recording])
    counted = since(seen, recording, RECENT_DAYS)
    again = f", and started it again {times(replays)} in all" if replays else ""

    def why(other: int) -> Why:
        text = f"{_nearest(seen, near, recording, other)}; {plays(seen, other)}"
        return Why(text, _parts(seen, found, recording, other), (track.id,))

    return Draft(
        key=f"because:{track.id}",
        title=lambda _: f"Because you {'replay' if is_replayed else 'played'} {clean(track.title)}",
        reason=f"you played {quoted(track)} {by(track)} {times(counted)} in the last {RECENT_DAYS:.0f} days{again}",
        ranked=seen.ranked(value, among, track.id),
        why=why,
    )


def _nearest(seen: Overview, near: Nearness, one: int, other: int) -> str:
    """The strongest tie between two, in words that can be checked."""
    name = quoted(seen.track(one))
    together = near.together(one, other)
    if together > 1:
        return f"played in {together} sittings together with {name}"
    if seen.artist[one] == seen.artist[other]:
        return f"{by(seen.track(other))} as well"
    if near.sounds_like(one, other):
        return f"sounds like {name}"
    if together:
        return f"played in one sitting with {name}"
    shared = _shared_genre(seen.track(one), seen.track(other))
    return f"{shared} like {name}" if shared else f"near {name}"


def _shared_genre(one: Track, other: Track) -> str:
    mine = {genre.casefold() for genre in one.genres}
    return next((clean(genre) for genre in other.genres if genre.casefold() in mine), "")


def _parts(seen: Overview, found: Near, one: int, other: int) -> dict[str, float]:
    ties = {
        "sittings": WORTH.beside * float(found.beside[other]),
        "genre": WORTH.genre * float(found.genre[other]),
        "sound": WORTH.sound * float(found.sound[other]),
        "artist": WORTH.artist * bool(seen.artist[one] == seen.artist[other]),
        "album": WORTH.album * bool(seen.album[one] == seen.album[other] >= 0),
        "affinity": LIKED * float(np.log1p(max(float(seen.liking.affinity[other]), 0.0))),
    }
    return {name: round(value, 6) for name, value in ties.items() if round(value, 6)}


def because_watched(seen: Overview, history: History) -> Iterator[Draft]:
    """A row for the film that was watched last, and has others near it; `history` ends where the overview does."""
    lately = seen.film & (seen.liking.last_play >= seen.as_of - WATCHED_DAYS * DAY)
    if not lately.any():
        return
    table = seen.columns
    films = all_works(table, seen.heard, history, seen.as_of)
    rows = [work.rows[place] for work, place in coming(films, table, ~seen.allowed)]
    others = {int(table.recording[row]): row for row in rows}
    telling = telling_folders(films)
    then = following(table.rows[: table.here], (table.rows[row] for row in rows))
    for recording in seen.ranked(seen.liking.last_play, lately, "films")[:POOL].tolist():
        yield _because_watched(seen, recording, others, then, telling)


def _because_watched(
    seen: Overview,
    recording: int,
    others: Mapping[int, int],
    then: Mapping[str, tuple[str, ...]],
    telling: frozenset[Path],
) -> Draft:
    """`others` are what may be watched next: recordings, and the row of each; `then` is what follows where it is an episode."""
    film, tracks = seen.track(recording), {other: seen.columns.rows[row] for other, row in others.items()}
    value, among = np.zeros(seen.recordings), np.zeros(seen.recordings, dtype=np.bool_)
    for other, track in tracks.items():
        value[other] = _film_nearness(film, track, telling)
        among[other] = other != recording and value[other] > 0
    last = plays(seen, recording).replace("played", "watched")

    def why(other: int) -> Why:
        return Why(_film_tie(film, tracks[other]), {"near": float(value[other])}, (film.id,))

    return Draft(
        key=f"because:{film.id}",
        title=lambda _: f"Because you watched {clean(film.show or film.title)}",
        reason=f"{quoted(film)}{f' ({clean(whose(film))})' if film.show else ''}: {last}",
        ranked=seen.ranked(value, among, film.id),
        why=why,
        least=1,
        cap_artist=None,
        going={
            other: Going(then=then[track.id], name=whose(track))
            for other, track in tracks.items()
            if track.show
        },
        rows=others,
    )


def _film_nearness(film: Track, near: Track, telling: frozenset[Path]) -> float:
    """Genres that both have, whom they are by, the folder where it tells something, the years between them."""
    if film.show and film.show == near.show:
        return 0.0  # that is what Continue is for
    mine, theirs = ({g.casefold() for g in track.genres} for track in (film, near))
    value = 2.0 * len(mine & theirs) / max(len(mine | theirs), 1)
    value += 1.0 * bool(maker(film) and maker(film) == maker(near))
    value += 0.5 * (film.path.parent == near.path.parent and film.path.parent in telling)
    if value and film.year and near.year:
        value += 0.3 / (1 + abs(film.year - near.year) / 5)
    return round(value, 6)


def _film_tie(film: Track, near: Track) -> str:
    shared = _shared_genre(film, near)
    if maker(film) and maker(film) == maker(near):
        return f"{by(near)} as well; never watched"
    if shared:
        return f"{shared} like {quoted(film)}; never watched"
    return f"beside {quoted(film)} in the folder “{clean(film.path.parent.name)}”; never watched"
