"""Owns the plainer rows: On Repeat, Forgotten favourites, Top Picks, New here, Deep cuts, and one for each favourite genre. Pure."""

from collections.abc import Iterator

import numpy as np
from tunes.library.text import clean
from tunes.profile.columns import Ints
from tunes.profile.overview import Overview
from tunes.profile.reasons import times
from tunes.profile.row import Draft, Why
from tunes.profile.row_words import by, day, plays, since
from tunes.profile.taste import DAY

LATELY_DAYS = 30.0
"""What was heard again and again in this time is on repeat; what came in this time is new."""
FORGOTTEN_DAYS = 61.0
"""Two months."""
FORGOTTEN_PLAYS = 3
ON_REPEAT = 3
"""Plays and replays."""
RESTS_DAYS = 2.0
"""What was just heard is no pick for now."""
CHANCE = 0.3
"""Points that are left to chance, so that a page is another one next week."""
WANTED = 2.0
"""Points for what the models of Discover want most."""
GENRES = 3
THIN_PLAYS = 50
"""With fewer plays the page is mostly a guess, and says so."""
LOVED_ARTISTS = 12
LOVED_PLAYS = 8
"""Plays of an artist from which one may speak of love."""


def on_repeat(seen: Overview) -> Draft:
    """What was played most lately."""
    often = seen.recent(LATELY_DAYS)

    def why(recording: int) -> Why:
        counted = since(seen, recording, LATELY_DAYS)
        again = int(often[recording]) - counted
        replays = f" and started again {times(again)}" if again else ""
        text = f"played {times(counted)}{replays} in the last {LATELY_DAYS:.0f} days"
        return Why(text, {f"plays in {LATELY_DAYS:.0f} days": float(counted), "replays": float(again)})

    return Draft(
        key="on-repeat",
        title=lambda _: "On repeat",
        reason=f"what you played most in the last {LATELY_DAYS:.0f} days",
        ranked=seen.ranked(often.astype(float), seen.music & (often >= ON_REPEAT), "on-repeat"),
        why=why,
        cap_artist=None,
    )


def forgotten(seen: Overview, week: str) -> Draft:
    """What was played often, and not for two months."""
    liking = seen.liking
    often = liking.plays + liking.replays
    rested = liking.last_play < seen.as_of - FORGOTTEN_DAYS * DAY
    among = seen.music & (liking.plays >= FORGOTTEN_PLAYS) & rested & (liking.skips < liking.plays)
    value = np.log1p(np.maximum(often - liking.skips, 0)) + CHANCE * seen.luck(week)

    def why(recording: int) -> Why:
        weeks = (seen.as_of - float(liking.last_play[recording])) / (7 * DAY)
        text = f"{plays(seen, recording)}: {weeks:.0f} weeks ago"
        return Why(text, {"plays": float(liking.plays[recording])})

    return Draft(
        key="forgotten",
        title=lambda _: "Forgotten favourites",
        reason="played at least three times, and not in the last two months",
        ranked=seen.ranked(value, among, week),
        why=why,
    )


def top_picks(seen: Overview, week: str) -> Draft:
    """What Discover's models, the favourites and the day think best, of all that was not just heard."""
    liking = seen.liking
    loved = np.log1p(np.maximum(liking.affinity, 0.0))
    parts = {
        "wanted next": WANTED * seen.wanted,
        "affinity": loved / (1.0 + loved),
        "chance": CHANCE * seen.luck(week),
    }
    among = seen.music & (liking.last_play < seen.as_of - RESTS_DAYS * DAY)
    among &= (liking.skips == 0) | (liking.skips < liking.plays)
    among &= bool(liking.favourites.size)

    def why(recording: int) -> Why:
        track, artist = seen.track(recording), int(seen.artist[recording])
        whole = _plays_of_artist(seen)[artist] - int(liking.plays[recording])
        others = f"; you played others {by(track)} {times(whole)}" if whole else ""
        numbers = {name: float(values[recording]) for name, values in parts.items()}
        return Why(f"{plays(seen, recording)}{others}", numbers)

    value = sum(parts.values(), np.zeros(seen.recordings))
    return Draft(
        key="top",
        title=lambda _: "Top picks",
        reason="what fits you best today, without what you heard in the last two days",
        ranked=seen.ranked(value, among, week),
        why=why,
        cap_artist=1,
    )


def new_here(seen: Overview) -> Draft:
    """What came into the library lately and was never played; all of it is no news."""
    liking = seen.liking
    lately = seen.music & (seen.added >= seen.as_of - LATELY_DAYS * DAY)
    is_news = np.count_nonzero(lately) * 2 <= np.count_nonzero(seen.music)
    among = lately & (liking.plays == 0) & (liking.skips == 0) & is_news
    level = np.append(liking.artist, 0.0)[seen.artist]
    value = np.floor(seen.added / DAY) + level / (1.0 + level)

    def why(recording: int) -> Why:
        track = seen.track(recording)
        heard = _plays_of_artist(seen)[int(seen.artist[recording])]
        known = f"; you played {by(track)} {times(heard)}" if heard else ""
        text = f"added on {day(float(seen.added[recording]), seen.offset)}, never played{known}"
        age = (seen.as_of - float(seen.added[recording])) / DAY
        return Why(text, {"days here": round(age, 1)})

    return Draft(
        key="new",
        title=lambda _: "New here",
        reason=f"added in the last {LATELY_DAYS:.0f} days, and not yet played",
        ranked=seen.ranked(value, among, "new"),
        why=why,
        least=1,
        cap_artist=None,
        cap_album=3,
    )


def deep_cuts(seen: Overview, week: str) -> Draft:
    """Never played, by those who are played most."""
    liking = seen.liking
    played = _plays_of_artist(seen)
    loved = np.where(played >= LOVED_PLAYS, liking.artist, 0.0)
    best = np.argsort(-np.round(loved, 6), kind="stable")[:LOVED_ARTISTS]
    among = (
        seen.music & (liking.plays == 0) & (liking.skips == 0) & np.isin(seen.artist, best[loved[best] > 0])
    )
    value = np.append(loved, 0.0)[seen.artist] + CHANCE * seen.luck(week)

    def why(recording: int) -> Why:
        theirs = np.flatnonzero((seen.artist == seen.artist[recording]) & seen.music)
        heard = int(np.sum(liking.plays[theirs] > 0))
        whose = by(seen.track(recording))
        text = f"you played {heard} of the {theirs.size} tracks {whose}, and never this one"
        return Why(text, {"plays of the artist": float(played[int(seen.artist[recording])])})

    return Draft(
        key="deep-cuts",
        title=lambda _: "Deep cuts from artists you love",
        reason=f"never played, by artists you played at least {LOVED_PLAYS} times",
        ranked=seen.ranked(value, among, week),
        why=why,
    )


def genres(seen: Overview, week: str) -> Iterator[Draft]:
    """A row for each of the genres that are heard most; as long as little was heard, of those that there is most of."""
    share = seen.liking.genre
    many = np.bincount(
        seen.columns.genre_code[seen.columns.genre_row < seen.columns.here], minlength=share.size
    )
    is_thin = np.count_nonzero(seen.heard.play) < THIN_PLAYS
    best = np.lexsort((np.arange(share.size), -many, -np.round(share, 6)))[:GENRES]
    for code in best[(share[best] > 0) | is_thin].tolist():
        played = f"{100 * share[code]:.0f} % of what you played lately"
        yield _genre(
            seen, week, code, played if share[code] > 0 else f"{many[code]:,} tracks of your library"
        )


def _genre(seen: Overview, week: str, code: int, how_much: str) -> Draft:
    table, liking = seen.columns, seen.liking
    of_genre = np.zeros(seen.recordings, dtype=np.bool_)
    of_genre[table.recording[table.genre_row[table.genre_code == code]]] = True
    among = of_genre & seen.music & (liking.last_play < seen.as_of - RESTS_DAYS * DAY)
    among &= (liking.skips == 0) | (liking.skips < liking.plays)
    value = WANTED * seen.wanted + seen.luck(week)
    name = genre_name(seen, code)

    def why(recording: int) -> Why:
        return Why(plays(seen, recording), {"wanted next": round(WANTED * float(seen.wanted[recording]), 6)})

    return Draft(
        key=f"genre:{name}",
        title=lambda _: name,
        reason=f"{name} is {how_much}",
        ranked=seen.ranked(value, among, f"{week} {name}"),
        why=why,
    )


def genre_name(seen: Overview, code: int) -> str:
    """As the first track that has it spells it."""
    table = seen.columns
    entry = int(np.argmax(table.genre_code == code))
    row = int(table.genre_row[entry])
    return clean(table.rows[row].genres[entry - int(np.searchsorted(table.genre_row, row))])


def _plays_of_artist(seen: Overview) -> Ints:
    """Plays of each artist, by code."""
    return np.bincount(seen.artist, weights=seen.liking.plays, minlength=seen.liking.artist.size).astype(
        np.int64
    )
