"""Owns the recommender: which under-played tracks come close to the favourites, as a pure function of library and history.

Nothing here reads a clock or a disk; the same input gives the same queue. docs/discover.md explains the signals.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache

import numpy as np
from tunes.library.track import Track
from tunes.profile.choose import Ranking, choose, runners_up
from tunes.profile.columns import Columns, Flags, Floats, Ints
from tunes.profile.history import History
from tunes.profile.luck import chance, spread_out, ties
from tunes.profile.outlook import Outlook, outlook
from tunes.profile.picks import JUDGED, Pick, QueueRules
from tunes.profile.play_order import Laid, play_order
from tunes.profile.reasons import Reasons
from tunes.profile.signals import SHIPPED, Features, Model
from tunes.profile.sorts import is_song
from tunes.profile.sound import Sounds
from tunes.profile.things import Things

__all__ = ["JUDGED", "SHIPPED", "Built", "Model", "Pick", "QueueRules", "build_queue", "weekly_queue"]

_SHORTEST = 15.0
"""Seconds: jingles, skits and the sounds of games are no discovery, as long as there is enough else."""
SELDOM_SKIPPED = "seldom skipped"
ENOUGH_PLAYS = 50
"""Plays before Monday from which a week's queue is final; with fewer, each day knows clearly more than the last."""


@dataclass(frozen=True, slots=True)
class Built:
    """A queue, and which rules had to yield for it."""

    picks: list[Pick]
    reserve: list[Pick]
    """The next in rank."""
    note: str
    """For the listener; "" when every rule held."""


def weekly_queue(
    tracks: Sequence[Track],
    history: History,
    as_of: float,
    *,
    size: int = 30,
    candidates: Collection[str] | None = None,
    features: Features | None = None,
    rules: QueueRules = QueueRules(),  # noqa: B008  frozen
    model: Model = SHIPPED,
) -> list[Pick]:
    """The queue for the week of `as_of` (unix seconds), in play order; only what lies before it counts.

    `candidates` are the ids that may be picked, left out all under-played ones; `features` are numbers that describe
    the sound of tracks, by id.
    """
    return build_queue(
        tracks, history, as_of, size=size, candidates=candidates, features=features, rules=rules, model=model
    ).picks


def build_queue(
    tracks: Sequence[Track],
    history: History,
    as_of: float,
    *,
    week: str | None = None,
    size: int = 30,
    reserve: int = 0,
    candidates: Collection[str] | None = None,
    features: Features | None = None,
    rules: QueueRules = QueueRules(),  # noqa: B008  frozen
    model: Model = SHIPPED,
    avoided: Things | None = None,
) -> Built:
    """Like `weekly_queue`, with the next in rank and word of the rules that had to yield.

    `week` is the ISO week that is built for, where it is not the one that `as_of` begins; `avoided` is what is not to be
    suggested, left out what was banned or put off before `as_of`.
    """
    week = week or week_of(as_of)
    seen = outlook(tracks, history, as_of, features=features, model=model, avoided=avoided)
    rows = candidate_rows(seen, candidates, size)
    parts = parts_of(seen, rows, week, rules)
    score = np.round(sum(parts.values(), np.zeros(rows.size)), 6)
    order, ranking = ranked(seen, rows, score, week)
    choice = choose(ranking, rules, size)
    places = [*choice.places, *runners_up(ranking, choice, rules, reserve)]
    reasons = Reasons(seen.columns, seen.heard, seen.taste, seen.sounds)
    picks = []
    for rank, place in enumerate(order[places].tolist(), 1):
        added = {name: float(values[place]) for name, values in parts.items() if values[place]}
        is_kept = max(added, key=added.__getitem__, default="") == SELDOM_SKIPPED
        reason = reasons.of(int(rows[place]), tells_skips=is_kept)
        track = seen.columns.rows[rows[place]]
        picks.append(Pick(track, rank, float(score[place]), reason.text, reason.because, added))
    chosen = picks[: len(choice.places)]
    if rules.order == "spread":
        chosen = [
            chosen[i] for i in play_order(_laid(seen.columns, rows[order[list(choice.places)]], seen.sounds))
        ]
    return Built(chosen, picks[len(choice.places) :], "; ".join(filter(None, (_little(seen), choice.note))))


def _laid(columns: Columns, rows: Ints, sounds: Sounds | None) -> Laid:
    """What the order of play asks of these rows."""
    first = np.searchsorted(columns.genre_row, rows)
    of_row = np.append(columns.genre_row, -1)[first] == rows
    return Laid(
        columns.artist[rows].tolist(),
        columns.album[rows].tolist(),
        np.where(of_row, np.append(columns.genre_code, -1)[first], -1).tolist(),
        None if sounds is None else sounds.table(rows),
    )


def _little(seen: Outlook) -> str:
    """Said plainly where the listens say little yet; with none at all each reason says it."""
    plays = int(seen.heard.play.sum())
    if not 0 < plays < ENOUGH_PLAYS:
        return ""
    return f"{plays} {'play' if plays == 1 else 'plays'} so far: this is mostly similarity"


def week_of(as_of: float) -> str:
    """The ISO week that a Monday 00:00 local time begins, whatever the time zone: "2026-W48"."""
    # Monday 00:00 somewhere is Sunday 10:00 to Monday 12:00 UTC; 14 hours later UTC has Monday or Tuesday as well.
    year, week, _ = (datetime.fromtimestamp(as_of, UTC) + timedelta(hours=14)).isocalendar()
    return f"{year}-W{week:02}"


def parts_of(seen: Outlook, rows: Ints, week: str, rules: QueueRules) -> dict[str, Floats]:
    """What is added to each candidate's score, by name; rounded, so that the parts of a pick sum to its score."""
    parts = {name: values[rows] for name, values in seen.parts.items()}
    if rules.care:
        parts[SELDOM_SKIPPED] = np.round(-rules.care * seen.doubt[rows], 6)
    if rules.repeat:
        stood = seen.known.stood_last(week)[seen.columns.recording[rows]]
        parts["in last week's queue"] = np.where(stood, -rules.repeat, 0.0)
    if rules.sample:
        parts["this week's chance"] = np.round(rules.sample * chance(seen.columns, rows, week), 6)
    if not seen.taste.favourites.size:
        parts["spread"] = spread_out(seen.columns, rows, week)
    return parts


def candidate_rows(seen: Outlook, wanted: Collection[str] | None, size: int) -> Ints:
    """Rows that may be picked: what is asked for, else all that is under-played; never what is banned."""
    columns = seen.columns
    here = columns.rows[: columns.here]
    if wanted is None:
        may = seen.allowed & seen.taste.under_played[columns.recording[: columns.here]]
        songs, long_ones = _songs(columns)
        may &= songs
        long = may & long_ones
        may = long if np.count_nonzero(long) >= size else may
    else:
        ids = frozenset(wanted)
        may = seen.allowed & np.array([track.id in ids for track in here], dtype=bool)
    return np.flatnonzero(may)


@lru_cache(maxsize=1)  # it depends on the library alone
def _songs(columns: Columns) -> tuple[Flags, Flags]:
    """By row of the library: what is a song, and what is long enough to be more than a jingle."""
    here = columns.rows[: columns.here]
    songs = np.array([is_song(track) for track in here], dtype=bool)
    return songs, np.array(
        [track.duration is None or track.duration >= _SHORTEST for track in here], dtype=bool
    )


def ranked(seen: Outlook, rows: Ints, score: Floats, week: str) -> tuple[Ints, Ranking]:
    """The order of the candidates, the best first, and what the rules ask of them in that order."""
    columns = seen.columns
    order = np.lexsort((ties(columns, rows, week), -score))
    best = rows[order]
    recording = columns.recording[best]
    return order, Ranking(
        artist=columns.artist[best],
        album=columns.album[best],
        evening=seen.evening[best],
        recording=recording,
        fresh=seen.fresh[best],
        stranger=seen.stranger[best],
        rested=seen.known.weeks_rested(week)[recording],
    )
