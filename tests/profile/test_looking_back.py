"""Replaying the past: weeks know nothing of what came after them, and the numbers are what the listens say."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from made_listens import DAY, MONDAY, demo_listens, demo_tracks, ids, listen, plays, shelf, skip
from tunes.library.track import Track
from tunes.profile.history import History
from tunes.profile.listens import Listen
from tunes.profile.looking_back import DISCOVER, RANDOM, RULED, Week, past_of, replayed
from tunes.profile.verdict import Verdict, verdict

WEEK = 7 * DAY
MONDAYS = [MONDAY - n * WEEK for n in (7, 6, 5, 4)]


def looked_back(tracks: Sequence[Track], listens: Sequence[Listen], mondays: Sequence[float]) -> list[Week]:
    return list(replayed(past_of(tracks, History.of(listens, tracks), MONDAY), mondays))


def judged(tracks: Sequence[Track], listens: Sequence[Listen], mondays: Sequence[float]) -> Verdict:
    past = past_of(tracks, History.of(listens, tracks), MONDAY)
    return verdict(past, list(replayed(past, mondays)), 60)


class TestWeeks:
    def test_a_week_knows_nothing_of_what_came_after(self) -> None:
        tracks = demo_tracks()
        (first,) = looked_back(tracks, demo_listens(), MONDAYS[:1])
        until = [one for one in demo_listens() if one.at < MONDAYS[0]]
        (alone,) = looked_back(tracks, until, MONDAYS[:1])
        assert first.picked == alone.picked
        assert first.candidates == alone.candidates
        assert (first.positives > 0, alone.positives) == (True, 0)

    def test_all_are_asked_for_the_same_and_kept_to_the_same_rules(self) -> None:
        for week in looked_back(demo_tracks(), demo_listens(), MONDAYS):
            assert tuple(week.outcomes) == RULED
            assert {outcome.picks for outcome in week.outcomes.values()} == {30}
            for outcome in week.outcomes.values():
                assert outcome.kept <= outcome.hits <= outcome.tried <= outcome.picks
                assert 0 <= outcome.ndcg <= 1

    def test_hits_are_what_was_played_within_four_weeks(self) -> None:
        songs = shelf(15, 2)
        before = [p for song in songs[:8] for p in plays(song, 60, 62, 65)]
        at = MONDAY - 5 * WEEK
        after = [
            listen(songs[20], at + DAY),
            listen(songs[21], at + 27 * DAY),
            listen(songs[22], at + 29 * DAY),
            skip(songs[23], at + DAY),
        ]
        (week,) = looked_back(songs, [*before, *after], [at])
        outcome = week.outcomes[DISCOVER]
        assert week.candidates == 22
        assert (week.positives, outcome.hits, outcome.tried, outcome.kept) == (2, 2, 3, 2)

    def test_what_came_into_the_library_later_was_no_candidate(self) -> None:
        songs = [replace(t, added=MONDAY - 300 * DAY) for t in shelf(10, 3)]
        songs[29] = replace(songs[29], added=MONDAY - 10 * DAY)
        before = [p for song in songs[:4] for p in plays(song, 60, 62, 65)]
        (week,) = looked_back(songs, before, [MONDAY - 5 * WEEK])
        assert week.candidates == 25
        assert songs[29].id not in week.picked

    def test_after_an_import_all_is_taken_to_have_been_there(self) -> None:
        songs = [replace(t, added=MONDAY - DAY) for t in shelf(10, 3)]
        before = [p for song in songs[:4] for p in plays(song, 60, 62, 65)]
        past = past_of(songs, History.of(before, songs), MONDAY)
        assert past.is_assumed
        (week,) = replayed(past, [MONDAY - 5 * WEEK])
        assert week.candidates == 26

    def test_is_the_same_each_time(self) -> None:
        first, again = (looked_back(demo_tracks(), demo_listens(), MONDAYS) for _ in range(2))
        assert [week.outcomes for week in first] == [week.outcomes for week in again]


class TestVerdict:
    def test_means_lie_within_their_intervals(self) -> None:
        told = judged(demo_tracks(), demo_listens(), MONDAYS)
        assert told.weeks == 4
        for name, result in told.results.items():
            for mean in (result.hits, result.hit_rate, result.ndcg):
                assert mean.low <= mean.value <= mean.high
            assert (result.behind is None) == (name == DISCOVER)
        assert told == judged(demo_tracks(), demo_listens(), MONDAYS)

    def test_what_one_came_to_like_counts_at_its_third_play(self) -> None:
        songs = shelf(40, 1)
        old = [p for song in songs[:10] for p in plays(song, 90, 91, 92, 93, 94)]
        mondays = [MONDAY - n * WEEK for n in range(10, 3, -1)]
        third = mondays[5] + 2 * DAY
        liked = [listen(songs[20], third - 3 * DAY + n * DAY) for n in range(3)]
        told = judged(songs, [*old, *liked], mondays)
        assert sum(month.liked for month in told.months) == 1

    def test_what_no_queue_held_was_not_found(self) -> None:
        songs = shelf(40, 1)
        old = [p for song in songs[:10] for p in plays(song, 90, 91, 92, 93, 94)]
        mondays = [MONDAY - n * WEEK for n in range(10, 3, -1)]
        liked = [listen(songs[20], mondays[5] + n * DAY) for n in range(3)]
        past = past_of(songs, History.of([*old, *liked], songs), MONDAY)
        weeks = list(replayed(past, mondays))
        found, missed = (
            verdict(past, [replace(week, picked=frozenset(names)) for week in weeks], 60)
            for names in (ids([songs[20]]), ids([songs[21]]))
        )
        assert [month.found for month in found.months] == [1]
        assert [month.found for month in missed.months] == [0]

    @pytest.mark.parametrize("count", [1, 2, 5, 26])
    def test_any_number_of_weeks(self, count: int) -> None:
        mondays = np.linspace(MONDAY - 9 * WEEK, MONDAY - 4 * WEEK, count).tolist()
        told = judged(demo_tracks(), demo_listens(), mondays)
        assert told.weeks == count
        assert told.results[RANDOM].hits.value > 0
