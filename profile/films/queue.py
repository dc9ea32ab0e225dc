"""Owns the weekly queue of films: what fits, the next episode of what is followed, the first of what was never begun. Pure.

Nothing here reads a clock or a disk; the same input gives the same queue. docs/discover.md explains the signals.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from tunes.library.track import Track
from tunes.profile.choose import Ranking, choose, runners_up
from tunes.profile.discover import Built, week_of
from tunes.profile.evidence import Evidence, evidence
from tunes.profile.films.reasons import FilmReasons
from tunes.profile.films.signals import Liked, liked, parts_of
from tunes.profile.films.works import Work, all_works, coming
from tunes.profile.history import History
from tunes.profile.luck import ties
from tunes.profile.model import SHIPPED
from tunes.profile.picks import Pick, QueueRules
from tunes.profile.sorts import is_film
from tunes.profile.taste import DAY
from tunes.profile.things import Things

SIZE = 10
"""An evening each, and some to choose from."""
FEW_WATCHED = 10
"""Films and episodes before Monday from which a week's queue is final."""
AGAIN_DAYS = 365.0
"""A film comes again at the earliest so long after it was watched, and only where there is nothing else."""
RULES = QueueRules(cap_artist=2, cap_album=3, cap_evening=None, min_fresh=0)
"""Of one maker two. Followed shows count as one album: three of them, for the home screen continues them as well."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A film, or the episode of a show, that may come."""

    work: Work
    place: int
    """Which of its parts."""
    parts: dict[str, float]

    @property
    def row(self) -> int:
        return self.work.rows[self.place]

    @property
    def track(self) -> Track:
        return self.work.tracks[self.place]

    @property
    def score(self) -> float:
        return round(sum(self.parts.values()), 6)


def watched_before(tracks: Sequence[Track], history: History, as_of: float) -> int:
    """How often films and episodes were watched, also those that are gone; 0 where there are none to choose from."""
    if not any(map(is_film, tracks)):
        return 0
    known = evidence(tracks, history, as_of)
    films = np.array([is_film(track) for track in known.columns.rows], dtype=np.bool_)
    return int(np.count_nonzero(films[known.heard.row[known.heard.play]]))


def film_queue(
    tracks: Sequence[Track],
    history: History,
    as_of: float,
    *,
    week: str | None = None,
    size: int = SIZE,
    reserve: int = 0,
    rules: QueueRules = RULES,
    avoided: Things | None = None,
) -> Built:
    """What to watch in the week of `as_of` (unix seconds), the best first; only what lies before it counts.

    Never the middle of a series before its beginning, nothing that is under way or was given up, and of each show one
    episode. `avoided` is what is not to be suggested, left out what was banned or put off before `as_of`.
    """
    if not any(map(is_film, tracks)):
        return Built([], [], "")
    week = week or week_of(as_of)
    known = evidence(tracks, history, as_of, avoided)
    table = known.columns
    films = all_works(table, known.heard, history.before(as_of), as_of)
    taste = liked(films, as_of)
    new = _candidates(films, known, taste, week)
    chosen, behind, early = _chosen(known, new, week, rules, size, reserve)
    again = _again(films, known, taste, week) if len(chosen) < size else []
    once_more = _chosen(known, again, week, rules, size - len(chosen), 0)[0] if again else []
    reasons = FilmReasons(films)
    picks = [_pick(one, rank, reasons) for rank, one in enumerate([*chosen, *once_more, *behind], 1)]
    count = len(chosen) + len(once_more)
    note = _note(sum(work.watched for work in films), early, len(once_more), count, size, rules)
    return Built(picks[:count], picks[count:], note)


def _candidates(films: Sequence[Work], known: Evidence, taste: Liked, week: str) -> list[_Candidate]:
    """One for each work that may come."""
    return [
        _Candidate(work, place, _parts(work, place, known, taste, week))
        for work, place in coming(films, known.columns, known.banned)
    ]


def _again(films: Sequence[Work], known: Evidence, taste: Liked, week: str) -> list[_Candidate]:
    """Films that were watched long ago."""
    long_ago = taste.as_of - AGAIN_DAYS * DAY
    return [
        _Candidate(work, 0, _parts(work, 0, known, taste, week))
        for work in films
        if not work.show and work.rows[0] < known.columns.here and not known.banned[work.rows[0]]
        if work.watched and max(viewing.last for viewing in work.viewings) < long_ago
    ]


def _parts(work: Work, place: int, known: Evidence, taste: Liked, week: str) -> dict[str, float]:
    rows = np.array(work.rows)
    said = {
        name: float(values.max())
        for name, values in known.opinion.parts(rows, SHIPPED.liked_around, SHIPPED.stars).items()
    }
    said["liked"] = SHIPPED.liked * bool(np.isin(known.heard.liked, rows).any())
    said = {name: round(value, 6) for name, value in said.items() if round(value, 6)}
    return parts_of(work, place, taste, week) | said


def _chosen(
    known: Evidence, candidates: Sequence[_Candidate], week: str, rules: QueueRules, size: int, reserve: int
) -> tuple[list[_Candidate], list[_Candidate], int]:
    """The best that keep the rules, the next behind them, and how many of the first came back too early."""
    rows = np.array([one.row for one in candidates], dtype=np.int64)
    order = np.lexsort(
        (ties(known.columns, rows, week), -np.array([one.score for one in candidates], dtype=float))
    )
    ranked = [candidates[place] for place in order.tolist()]
    ranking = _ranking(known, ranked, week)
    choice = choose(ranking, rules, size)
    behind = runners_up(ranking, choice, rules, reserve)
    early = int(np.sum(ranking.rested[list(choice.places)] < rules.rest_weeks))
    return [ranked[place] for place in choice.places], [ranked[place] for place in behind], early


def _ranking(known: Evidence, ranked: Sequence[_Candidate], week: str) -> Ranking:
    recording = known.columns.recording[np.array([one.row for one in ranked], dtype=np.int64)]
    makers: dict[str, int] = {}
    of_maker = [
        makers.setdefault(one.work.maker or f"\0{place}", len(makers)) for place, one in enumerate(ranked)
    ]
    none = np.zeros(len(ranked), dtype=np.bool_)
    return Ranking(
        artist=np.array(of_maker, dtype=np.int64),
        album=np.array([0 if one.work.watched and one.work.show else -1 for one in ranked], dtype=np.int64),
        evening=np.full(len(ranked), -1),
        recording=recording,
        fresh=none,
        stranger=none,
        rested=known.weeks_rested(week)[recording],
    )


def _pick(one: _Candidate, rank: int, reasons: FilmReasons) -> Pick:
    reason = reasons.of(one.work)
    return Pick(one.track, rank, one.score, reason.text, reason.because, one.parts)


def _note(watched: int, early: int, again: int, count: int, size: int, rules: QueueRules) -> str:
    """How little is known and which rules yield, for the listener."""
    said = []
    if early:
        said.append(f"{early} back after less than {rules.rest_weeks} weeks")
    if again:
        said.append(f"{again} watched before")
    if count < size:
        said.append(f"{count} instead of {size}")
    little = f"{watched} watched so far: this is mostly similarity" if 0 < watched < FEW_WATCHED else ""
    return "; ".join(filter(None, (little, f"little to choose from: {', '.join(said)}" if said else "")))
