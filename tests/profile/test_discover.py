import itertools
import json
import random
import subprocess
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_listens import (
    DAY,
    MONDAY,
    demo_listens,
    demo_tracks,
    ids,
    listen,
    plays,
    shelf,
    skip,
    track,
)
from tunes.library.track import Kind, Track
from tunes.profile.discover import JUDGED, Pick, QueueRules, build_queue, week_of, weekly_queue
from tunes.profile.exposures import Shown
from tunes.profile.history import History
from tunes.profile.listens import ENDS, Listen
from tunes.profile.marks import Mark

WEEK = 7 * DAY


def picked(queue: list[Pick]) -> list[str]:
    return ids(pick.track for pick in queue)


def demo(*, seed: int = 1, marks: list[Mark] | None = None, shown: list[Shown] | None = None) -> History:
    return History.of(demo_listens(seed), demo_tracks(), marks or [], shown or [])


class TestDemo:
    def test_is_thirty_under_played_tracks_two_an_artist(self) -> None:
        queue = weekly_queue(demo_tracks(), demo(), MONDAY)
        assert len(set(picked(queue))) == len(queue) == 30
        assert max(Counter(pick.track.artist for pick in queue).values()) == 2
        played = Counter(one.track for one in demo_listens() if one.heard >= 20)
        assert all(played[pick.track.id] <= 2 for pick in queue)
        assert sum(played[pick.track.id] == 0 for pick in queue) >= 10

    def test_reasons_name_at_least_five_favourites(self) -> None:
        for seed in range(1, 6):
            queue = weekly_queue(demo_tracks(), demo(seed=seed), MONDAY)
            assert len({favourite for pick in queue for favourite in pick.because}) >= 5

    def test_parts_sum_to_the_score(self) -> None:
        for pick in weekly_queue(demo_tracks(), demo(), MONDAY):
            assert sum(pick.parts.values()) == pytest.approx(pick.score, abs=1e-9)
            assert round(pick.score, 6) == pick.score

    def test_bare_ranks_follow_the_score(self) -> None:
        queue = sorted(weekly_queue(demo_tracks(), demo(), MONDAY, rules=JUDGED), key=lambda pick: pick.rank)
        assert [pick.rank for pick in queue] == list(range(1, 31))
        assert [pick.score for pick in queue] == sorted((pick.score for pick in queue), reverse=True)

    def test_two_known_and_one_never_played_come_by_turns(self) -> None:
        queue = sorted(weekly_queue(demo_tracks(), demo(), MONDAY), key=lambda pick: pick.rank)
        assert [pick.rank for pick in queue] == list(range(1, 31))
        played = {one.track for one in demo_listens() if one.heard >= 20}
        assert [pick.track.id in played for pick in queue[:6]] == [True, True, False] * 2
        known = [pick.score for pick in queue if pick.track.id in played]
        assert known == sorted(known, reverse=True)

    def test_one_artist_is_not_heard_twice_in_a_row(self) -> None:
        queue = weekly_queue(demo_tracks(), demo(), MONDAY)
        artists = [pick.track.artist for pick in queue]
        assert all(one != after for one, after in itertools.pairwise(artists))

    def test_is_the_same_whatever_the_order_of_what_comes_in(self) -> None:
        tracks, listens = demo_tracks(), demo_listens()
        first = weekly_queue(tracks, History.of(listens, tracks), MONDAY)
        mixed = random.Random(4)
        mixed.shuffle(listens)
        assert weekly_queue(tracks, History.of(listens, tracks), MONDAY) == first
        mixed.shuffle(tracks)
        again = weekly_queue(tracks, History.of(listens, tracks), MONDAY)
        assert [(p.track.id, p.rank, p.score) for p in again] == [
            (p.track.id, p.rank, p.score) for p in first
        ]

    def test_weeks_differ_though_nothing_was_heard(self) -> None:
        one = weekly_queue(demo_tracks(), demo(), MONDAY)
        after = weekly_queue(demo_tracks(), demo(), MONDAY + WEEK)
        assert [p.parts.get("this week's chance") for p in one] != [
            p.parts.get("this week's chance") for p in after
        ]

    def test_what_stood_in_a_queue_rests(self) -> None:
        first = weekly_queue(demo_tracks(), demo(), MONDAY - 2 * WEEK)
        shown = [Shown(MONDAY - 13 * DAY, "discover:2026-W46", tuple(picked(first)[:10]))]
        built = build_queue(demo_tracks(), demo(shown=shown), MONDAY, size=20, rules=QueueRules(min_fresh=0))
        assert not set(picked(built.picks)) & set(picked(first)[:10])

    def test_what_was_kept_of_a_queue_need_not_rest(self) -> None:
        tracks = shelf(20, 2)
        shown = Shown(MONDAY - 13 * DAY, "discover:2026-W46", tuple(ids(tracks[:3])))
        kept, skipped, unheard = tracks[:3]
        listens = [
            *(play for one in tracks[10:14] for play in plays(one, 30, 31, 32)),
            listen(skipped, MONDAY - 40 * DAY),  # before it was shown
            listen(kept, MONDAY - 12 * DAY),
            skip(skipped, MONDAY - 12 * DAY),
        ]
        history = History.of(listens, tracks, shown=[shown])
        names = ids([kept, skipped, unheard, tracks[5]])
        rules = QueueRules(min_fresh=0)
        built = build_queue(tracks, history, MONDAY, candidates=names, size=2, rules=rules)
        assert set(picked(built.picks)) == {kept.id, tracks[5].id}
        assert "weeks" not in built.note

    def test_what_was_kept_of_last_weeks_queue_stands_back(self) -> None:
        tracks = shelf(20, 2)
        kept = tracks[0]
        heard = [listen(kept, MONDAY - 5 * DAY)]
        for week, days, off in (("2026-W46", 13, 0.0), ("2026-W47", 6, -1.0)):
            shown = Shown(MONDAY - days * DAY, f"discover:{week}", tuple(ids([kept])))
            history = History.of(heard, tracks, shown=[shown])
            built = build_queue(tracks, history, MONDAY, candidates=ids([kept]), size=1)
            (pick,) = built.picks
            assert pick.parts.get("in last week's queue", 0.0) == off
            assert pick.score == pytest.approx(sum(pick.parts.values()), abs=1e-6)
            assert "weeks" not in built.note

    def test_what_stands_in_the_queue_of_this_week_does_not_rest_from_it(self) -> None:
        first = build_queue(demo_tracks(), demo(), MONDAY, week="2026-W48")
        shown = [Shown(MONDAY - 60, "discover:2026-W48", tuple(picked(first.picks)))]
        assert build_queue(demo_tracks(), demo(shown=shown), MONDAY, week="2026-W48") == first

    def test_a_row_of_the_home_screen_is_no_queue(self) -> None:
        first = weekly_queue(demo_tracks(), demo(), MONDAY)
        shown = [Shown(MONDAY - 5 * DAY, "because:t1:x", tuple(picked(first)))]
        assert weekly_queue(demo_tracks(), demo(shown=shown), MONDAY) == first

    def test_reserve_follows_in_rank_and_is_not_in_the_queue(self) -> None:
        built = build_queue(demo_tracks(), demo(), MONDAY, size=20, reserve=8)
        assert [pick.rank for pick in built.reserve] == list(range(21, 29))
        assert not set(picked(built.reserve)) & set(picked(built.picks))


class TestOnlyWhatLiesBefore:
    def test_later_listens_marks_and_showings_change_nothing(self) -> None:
        tracks = demo_tracks()
        first = weekly_queue(tracks, demo(), MONDAY)
        later = [
            *demo_listens(),
            *(listen(t, MONDAY + n) for n, t in enumerate(tracks)),
            *(skip(pick.track, MONDAY + 999) for pick in first),
        ]
        marks = [
            Mark(MONDAY, "ban", {"track": first[0].track.id}),
            Mark(MONDAY, "like", {"track": tracks[5].id}),
        ]
        shown = [Shown(MONDAY, "discover:2026-W40", tuple(picked(first)))]
        assert weekly_queue(tracks, History.of(later, tracks, marks, shown), MONDAY) == first

    @settings(max_examples=25)
    @given(
        st.lists(
            st.tuples(st.integers(0, 119), st.floats(0, 60 * DAY), st.floats(0, 1), st.sampled_from(ENDS)),
            max_size=40,
        )
    )
    def test_whatever_comes_after_changes_nothing(self, after: list[tuple[int, float, float, str]]) -> None:
        tracks = demo_tracks()
        first = weekly_queue(tracks, demo(), MONDAY)
        later = [listen(tracks[n], MONDAY + at, share=share, end=end) for n, at, share, end in after]  # type: ignore[arg-type]  # drawn from ENDS
        assert weekly_queue(tracks, History.of([*demo_listens(), *later], tracks), MONDAY) == first


class TestWhatItPrefers:
    def test_artists_heard_this_week_over_those_of_last_month(self) -> None:
        old, new = (track(f"{n} unheard", n) for n in ("Old love", "New love"))
        listens = [
            *(play for n in range(6) for play in plays(track(f"o{n}", "Old love"), 40, 41)),
            *(play for n in range(6) for play in plays(track(f"n{n}", "New love"), 2, 3)),
        ]
        known = [
            track(f"{kind}{n}", artist)
            for kind, artist in (("o", "Old love"), ("n", "New love"))
            for n in range(6)
        ]
        queue = weekly_queue(
            [*known, old, new], History.of(listens, known), MONDAY, candidates=[old.id, new.id]
        )
        assert picked(queue)[0] == new.id

    def test_not_what_was_skipped(self) -> None:
        one, other = track("one", "X"), track("other", "X")
        known = track("known", "X")
        history = History.of([*plays(known, 1, 2, 3), skip(one, MONDAY - DAY)], [known])
        ranked = weekly_queue([known, one, other], history, MONDAY, rules=JUDGED)
        assert picked(ranked) == [other.id, one.id]
        assert ranked[1].parts["skipped"] < 0

    def test_the_rest_of_an_album_that_is_heard(self) -> None:
        heard = [track(f"h{n}", "X", album="Now") for n in range(3)]
        same, elsewhere = track("same", "X", album="Now"), track("elsewhere", "X", album="Then")
        history = History.of([p for t in heard for p in plays(t, 1, 2, 3)], heard)
        ranked = weekly_queue([*heard, elsewhere, same], history, MONDAY, rules=JUDGED)
        assert picked(ranked) == [same.id, elsewhere.id]

    def test_unheard_artists_of_a_loved_genre(self) -> None:
        heard = [track(f"h{n}", "X", genres=["Dub"]) for n in range(3)]
        dub, polka = track("a", "Unheard", genres=["dub"]), track("b", "Stranger", genres=["Polka"])
        history = History.of([p for t in heard for p in plays(t, 1, 2, 3)], heard)
        for week in range(5):
            ranked = weekly_queue([*heard, polka, dub], history, MONDAY + week * WEEK, rules=JUDGED)
            assert picked(ranked) == [dub.id, polka.id]

    def test_what_sounds_like_the_favourites(self) -> None:
        heard = [track(f"h{n}", f"X{n}") for n in range(3)]
        alike, unlike = track("alike", "A"), track("unlike", "B")
        history = History.of([p for t in heard for p in plays(t, 1, 2, 3)], heard)
        others = [track(f"o{n}", f"O{n}") for n in range(8)]
        features = {alike.id: [1.0, 0.1], unlike.id: [-1.0, 0.2]} | {
            t.id: [0.9, 0.1 * n] for n, t in enumerate(heard)
        }
        features |= {t.id: [-0.5 * n, 1.0] for n, t in enumerate(others)}
        ranked = weekly_queue(
            [*heard, unlike, alike, *others],
            history,
            MONDAY,
            features=features,
            candidates=[alike.id, unlike.id],
            rules=JUDGED,
        )
        assert picked(ranked) == [alike.id, unlike.id]
        assert ranked[0].parts["sound"] > ranked[1].parts["sound"]


class TestWhatMayBePicked:
    def test_never_what_is_banned(self) -> None:
        tracks = shelf(40, 2)
        copy = track("Song 0", "Artist 5", album="Best of")
        marks = [
            Mark(MONDAY - 9, "ban", {"track": copy.id}),
            Mark(MONDAY - 8, "ban", {"artist": "ARTIST 6"}),
            Mark(MONDAY - 7, "ban", {"album": "Album 7"}),
        ]
        queue = weekly_queue(
            [*tracks, copy], History.of([], [], marks), MONDAY, size=200, rules=QueueRules(sample=0)
        )
        chosen = {(pick.track.artist, pick.track.title) for pick in queue}
        assert ("Artist 5", "Song 1") in chosen
        assert ("Artist 5", "Song 0") not in chosen
        assert not {"Artist 6", "Artist 7"} & {artist for artist, _ in chosen}

    def test_what_is_banned_no_more(self) -> None:
        tracks = shelf(3, 1)
        mark = {"track": tracks[0].id}
        marks = [Mark(MONDAY - 9, "ban", mark), Mark(MONDAY - 8, "ban", mark, value=None)]
        assert len(weekly_queue(tracks, History.of([], [], marks), MONDAY)) == 3

    def test_candidates_narrow_it(self) -> None:
        tracks = demo_tracks()
        asked = ids(tracks[::3])
        queue = weekly_queue(tracks, demo(), MONDAY, candidates=asked)
        assert queue
        assert set(picked(queue)) <= set(asked)

    def test_candidates_may_be_favourites_but_not_banned(self) -> None:
        tracks = shelf(2, 1)
        history = History.of(
            plays(tracks[0], 1, 2, 3), tracks, [Mark(MONDAY - 9, "ban", {"track": tracks[1].id})]
        )
        assert picked(weekly_queue(tracks, history, MONDAY, candidates=ids(tracks))) == [tracks[0].id]

    def test_no_film_and_no_audiobook(self) -> None:
        film = track("Film", "A", kind=Kind.VIDEO, duration=5400.0)
        clip = track("Clip", "B", kind=Kind.VIDEO, duration=240.0)
        book = track("Book", "C", kind=Kind.SPOKEN, duration=1800.0)
        assert picked(weekly_queue([film, clip, book], History.of(), MONDAY)) == [clip.id]

    def test_jingles_only_where_there_is_too_little_else(self) -> None:
        jingles = [track(f"Coin {n}", f"J{n}", duration=0.4) for n in range(40)]
        songs = shelf(40, 2)
        assert {pick.track.duration for pick in weekly_queue([*jingles, *songs], History.of(), MONDAY)} == {
            200.0
        }
        assert len(weekly_queue([*jingles, *songs[:5]], History.of(), MONDAY)) == 30

    def test_one_recording_once(self) -> None:
        albums = [track("Hit", "X", album=f"Album {n}", duration=200.0 + n % 2) for n in range(4)]
        assert len(weekly_queue(albums, History.of(), MONDAY)) == 1

    def test_caps_count_the_folder_where_no_artist_is_known(self) -> None:
        tracks = [track(f"{folder}{n}", folder=f"/music/{folder}") for folder in range(20) for n in range(9)]
        queue = weekly_queue(tracks, History.of(), MONDAY)
        assert len(queue) == 30
        assert max(Counter(pick.track.path.parent for pick in queue).values()) == 2


def test_says_how_little_it_knows() -> None:
    tracks = shelf(40, 9)
    assert build_queue(tracks, History.of(plays(tracks[0], 1)), MONDAY).note.startswith("1 play so far: ")
    some = [play for t in tracks[:4] for play in plays(t, 1, 2, 3)]
    assert build_queue(tracks, History.of(some), MONDAY).note == "12 plays so far: this is mostly similarity"
    many = [play for t in tracks[:25] for play in plays(t, 1, 2)]
    assert build_queue(tracks, History.of(many), MONDAY).note == ""


class TestNothingLearned:
    def test_spreads_over_the_shelf(self) -> None:
        queue = weekly_queue(shelf(40, 10), History.of(), MONDAY)
        assert len(queue) == len({pick.track.artist for pick in queue}) == 30
        assert {pick.reason for pick in queue} == {"nothing learned yet: a spread of your shelf"}
        assert {pick.because for pick in queue} == {()}

    def test_another_spread_each_week(self) -> None:
        tracks = shelf(40, 10)
        assert picked(weekly_queue(tracks, History.of(), MONDAY)) != picked(
            weekly_queue(tracks, History.of(), MONDAY + WEEK)
        )

    def test_no_tracks(self) -> None:
        built = build_queue([], History.of(), MONDAY)
        assert built.picks == []
        assert "0 instead of 30 tracks" in built.note


def test_a_small_shelf_says_which_rules_yield() -> None:
    built = build_queue(shelf(8, 9), History.of(), MONDAY)
    assert len(built.picks) == 30
    assert "up to 4 of one artist instead of 2" in built.note
    assert build_queue(shelf(40, 9), History.of(), MONDAY).note == ""


@pytest.mark.parametrize(
    ("as_of", "week"),
    [
        pytest.param(1_795_388_400.0, "2026-W48", id="Berlin"),
        pytest.param(1_795_392_000.0 - 14 * 3600, "2026-W48", id="Kiritimati, where the day comes first"),
        pytest.param(1_795_392_000.0 + 12 * 3600, "2026-W48", id="Baker Island, where it comes last"),
        pytest.param(1_798_416_000.0, "2026-W53", id="the last week of the year"),
    ],
)
def test_a_monday_has_one_week_everywhere(as_of: float, week: str) -> None:
    assert week_of(as_of) == week


made = st.lists(
    st.tuples(
        st.integers(0, 39),
        st.floats(0, 400 * DAY),
        st.floats(0, 1),
        st.sampled_from(["finished", "next", "quit"]),
    ),
    max_size=80,
)


@settings(max_examples=60)
@given(made, st.integers(1, 30))
def test_any_history_gives_a_sound_queue(events: list[tuple[int, float, float, str]], size: int) -> None:
    tracks = [
        track(
            f"S{n}", f"A{n % 12}" if n % 7 else "", album=f"L{n % 9}" if n % 3 else "", folder=f"/m/{n % 5}"
        )
        for n in range(40)
    ]
    listens: list[Listen] = [
        listen(tracks[n], MONDAY - 1 - ago, share=share, end=end)  # type: ignore[arg-type]  # drawn from the ends
        for n, ago, share, end in events
    ]
    history = History.of(listens, tracks)
    queue = weekly_queue(tracks, history, MONDAY, size=size)
    assert len(queue) <= size
    assert len({pick.track.id for pick in queue}) == len(queue)
    assert sorted(pick.rank for pick in queue) == list(range(1, len(queue) + 1))
    assert all(pick.reason for pick in queue)
    here = set(ids(tracks))
    assert all(set(pick.because) <= here - {pick.track.id} for pick in queue)
    assert queue == weekly_queue(tracks, history, MONDAY, size=size)


def test_the_bench_answers_a_judge() -> None:
    question = {
        "now": int(MONDAY),
        "k": 2,
        "candidates": ["t1", "t2", "t3"],
        "library": [
            {"id": f"t{n}", "artist": f"A{n % 2}", "album": None, "title": f"T{n}"} for n in range(4)
        ],
        "history": [{"ts": int(MONDAY) - 3000 * n, "id": "t0", "skipped": n == 2} for n in range(1, 5)],
    }
    bench = Path(__file__).parents[2] / "bench" / "replay_adapter"
    answered = subprocess.run(
        [bench],
        input=json.dumps(question),
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(answered.stdout)[0] == "t2"


def test_twenty_thousand_tracks_take_a_moment() -> None:
    tracks: list[Track] = shelf(1000, 20)
    listens = [listen(tracks[n * 7919 % len(tracks)], MONDAY - n * 600) for n in range(5000)]
    assert len(weekly_queue(tracks, History.of(listens), MONDAY)) == 30
