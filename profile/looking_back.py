"""Owns the replay of the listener's own past: week by week, what Discover would have picked, and what plain rules would have. Pure.

Each week knows only what lay before its Monday; what was played in the four weeks after it is the answer.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from tunes.library.track import Track
from tunes.profile.choose import Ranking, choose
from tunes.profile.columns import Flags, Floats, Ints
from tunes.profile.discover import weekly_queue
from tunes.profile.history import History
from tunes.profile.overview import Overview, overview
from tunes.profile.picks import QueueRules
from tunes.profile.taste import DAY

SIZE = 30
AFTER_S = 28 * DAY
"""How long a pick has to be played: Discover is for the week, and what one comes to like is heard within the month."""
RULES = QueueRules(rest_weeks=0)
"""Those of the shipped queue, for all alike; but no queue was shown before that its tracks had to rest from."""
DISCOVER, RECENT, ARTIST, RANDOM = "Discover", "recently begun", "most-played artist", "random"
RULED = (DISCOVER, RECENT, ARTIST, RANDOM)
"""What is compared, under the names that the listener reads."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one queue of one week."""

    picks: int
    hits: int
    """Played in the four weeks after."""
    tried: int
    """Played or skipped in the four weeks after."""
    kept: int
    """Of these, played at least as often as skipped."""
    ndcg: float
    """0 to 1: how far up the hits stand, against the best order there could have been."""


@dataclass(frozen=True, slots=True, eq=False)
class Week:
    """One Monday, looked back on."""

    as_of: float
    """Unix seconds."""
    candidates: int
    positives: int
    """Candidates that were played in the four weeks after."""
    outcomes: dict[str, Outcome]
    """By what picked them."""
    picked: frozenset[str]
    """Ids that Discover picked."""


@dataclass(frozen=True, slots=True, eq=False)
class Past:
    """All that was heard, by row of the library: what the weeks are measured by."""

    tracks: Sequence[Track]
    history: History
    row: Ints
    at: Floats
    play: Flags
    skip: Flags
    recording: Ints
    """By row of the library."""
    first: Floats
    """Unix time from which each row was in the library, as far as can be told."""
    is_assumed: bool
    """Whether most was heard before it was added, so that all is taken to have been there all the time."""

    def window(self, as_of: float) -> tuple[Ints, Ints]:
        """Plays and skips of each row, or a copy of it, in the four weeks after."""
        start, end = np.searchsorted(self.at, [as_of, as_of + AFTER_S], side="left")
        counts = []
        for flag in (self.play, self.skip):
            rows = self.row[start:end][flag[start:end]]
            by_recording = np.bincount(
                self.recording[rows], minlength=int(self.recording.max(initial=-1)) + 1
            )
            counts.append(by_recording[self.recording])
        return counts[0], counts[1]


def past_of(tracks: Sequence[Track], history: History, now: float) -> Past:
    """Everything up to `now` (unix seconds)."""
    seen = overview(tracks, history.before(now), now)
    heard, here = seen.heard, seen.columns.here
    mine = heard.row < here
    row, at = heard.row[mine], heard.at[mine]
    added = np.array([track.added for track in tracks], dtype=np.float64)
    begun = np.full(here, np.inf)
    np.minimum.at(begun, row, at)
    known = np.isfinite(begun)
    is_assumed = bool(np.count_nonzero(begun[known] < added[known]) * 2 > np.count_nonzero(known))
    first = np.full(here, -np.inf) if is_assumed else np.minimum(added, begun)
    return Past(
        tracks,
        history,
        row,
        at,
        heard.play[mine],
        heard.skip[mine],
        seen.columns.recording[:here],
        first,
        is_assumed,
    )


def replayed(past: Past, mondays: Sequence[float]) -> Iterator[Week]:
    """The weeks that begin at these times (unix seconds), one after another."""
    for as_of in mondays:
        yield _week(past, as_of)


def _week(past: Past, as_of: float) -> Week:
    seen = overview(past.tracks, past.history, as_of)
    there = np.zeros(seen.recordings, dtype=np.bool_)
    there[seen.columns.recording[np.flatnonzero(past.first < as_of)]] = True
    candidates = np.flatnonzero(seen.music & seen.liking.under_played & there)
    plays, skips = past.window(as_of)
    rows = seen.row[candidates]
    positives = int(np.count_nonzero(plays[rows] > 0))
    ids = [past.tracks[row].id for row in rows.tolist()]
    queue = weekly_queue(past.tracks, past.history, as_of, size=SIZE, candidates=ids, rules=RULES)
    best_first = sorted(queue, key=lambda pick: pick.rank)
    queues = {DISCOVER: [seen.columns.row_of[pick.track.id] for pick in best_first]}
    for name, value in _plainly(seen).items():
        queues[name] = _picked(seen, candidates, value, f"{name} {as_of}")
    outcomes = {
        name: _outcome(np.array(picked, dtype=np.int64), plays, skips, positives)
        for name, picked in queues.items()
    }
    return Week(as_of, len(candidates), positives, outcomes, frozenset(pick.track.id for pick in queue))


def _plainly(seen: Overview) -> dict[str, Floats]:
    """What the plain rules go by, by recording."""
    begun = np.full(seen.recordings, -np.inf)
    recording = seen.columns.recording[seen.heard.row]
    begun[recording[::-1]] = seen.heard.at[::-1]  # of several the one written last stays: the oldest
    artist = np.bincount(
        seen.artist, weights=seen.liking.plays, minlength=int(seen.artist.max(initial=-1)) + 1
    )
    return {RECENT: begun, ARTIST: artist[seen.artist].astype(float), RANDOM: np.zeros(seen.recordings)}


def _picked(seen: Overview, candidates: Ints, value: Floats, word: str) -> list[int]:
    """The best rows by a plain rule, under the same rules as the queue."""
    luck = seen.luck(word)[candidates]
    order = candidates[np.lexsort((luck, -value[candidates]))]
    ranking = Ranking(
        artist=seen.artist[order],
        album=seen.album[order],
        evening=np.full(len(order), -1),
        recording=order,
        fresh=np.asarray(seen.liking.plays[order] == 0),
        stranger=np.zeros(len(order), dtype=np.bool_),
        rested=np.full(len(order), np.inf),
    )
    places = list(choose(ranking, RULES, SIZE).places)
    return [int(row) for row in seen.row[order[places]]]


def _outcome(rows: Ints, plays: Ints, skips: Ints, positives: int) -> Outcome:
    played, skipped = plays[rows], skips[rows]
    tried = (played > 0) | (skipped > 0)
    worth = 1.0 / np.log2(np.arange(SIZE) + 2)
    best = float(worth[: min(positives, SIZE)].sum())
    return Outcome(
        picks=len(rows),
        hits=int(np.count_nonzero(played > 0)),
        tried=int(np.count_nonzero(tried)),
        kept=int(np.count_nonzero(tried & (played >= skipped) & (played > 0))),
        ndcg=round(float(worth[: len(rows)][played > 0].sum()) / best, 6) if best else 0.0,
    )
