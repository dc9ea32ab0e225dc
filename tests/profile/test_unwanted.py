"""What is not to be suggested: any sequence of words and second thoughts equals a plain model, and no queue holds it."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_listens import DAY, MONDAY, demo_listens, demo_tracks, listen, plays, shelf, track
from tunes.library.track import Kind, Track
from tunes.profile.autoplay import Stayed
from tunes.profile.discover import weekly_queue
from tunes.profile.frozen import build, shown
from tunes.profile.history import History
from tunes.profile.marks import REST_S, Mark, Value
from tunes.profile.next_up import NextUp
from tunes.profile.overview import overview
from tunes.profile.rows import home
from tunes.profile.things import What, key_of, things_of
from tunes.profile.unwanted import unwanted
from tunes.profile.weeklies import SONGS

ROOTS = [Path("/demo")]
TRACKS = demo_tracks()
LISTENS = demo_listens()[-120:]
THINGS = list({key_of(what): what for one in TRACKS for what in things_of(one, ROOTS)}.values())
NOW = MONDAY + DAY


def past(*marks: Mark) -> History:
    return History.of(LISTENS, TRACKS, marks)


def suggested(history: History, at: float = NOW) -> Sequence[Track]:
    things = unwanted(history, at, ROOTS)
    return [one for one in TRACKS if not things.covers(one)]


def test_not_now_rests_for_a_while_and_is_no_ban() -> None:
    first = TRACKS[0]
    history = past(Mark(NOW, "not now", {"artist": first.artist}, NOW + REST_S))
    assert first not in suggested(history)
    assert first not in suggested(history, NOW + REST_S - 1)
    assert suggested(history, NOW + REST_S) == TRACKS


def test_not_now_without_an_end_has_the_usual_one() -> None:
    history = past(Mark(NOW, "not now", {"track": TRACKS[0].id}))
    assert TRACKS[0] not in suggested(history, NOW + REST_S - 1)
    assert TRACKS[0] in suggested(history, NOW + REST_S)


def test_a_ban_of_an_old_id_means_the_track_of_today() -> None:
    new, old = TRACKS[0].id, "t1:old"
    history = History.of((), TRACKS, [Mark(1.0, "ban", {"track": old})], aliases=[(new, old)])
    assert unwanted(history, NOW).covers(TRACKS[0])


def test_taste_is_the_same_with_and_without_a_ban_and_a_rest() -> None:
    """Of what is left, each pick has the score it had."""
    plain = {pick.track.id: pick for pick in weekly_queue(TRACKS, past(), MONDAY, size=200)}
    marks = [
        Mark(MONDAY - 9, "not now", {"artist": TRACKS[0].artist}, NOW),
        Mark(MONDAY - 8, "ban", {"genre": "Dub"}),
    ]
    left = weekly_queue(TRACKS, past(*marks), MONDAY, size=200)
    assert 0 < len(left) < len(plain)
    assert all(pick.score == plain[pick.track.id].score for pick in left if pick.track.id in plain)


class TestOpinions:
    @pytest.mark.parametrize(
        "what",
        [
            {"artist": "artist 3"},
            {"album": "Album 3", "artist": "Artist 3"},
            {"folder": "three"},
            {"genre": "Dub"},
        ],
    )
    def test_a_like_of_what_is_around_a_track_lifts_it_a_little(self, what: What) -> None:
        tracks = [
            replace(one, path=Path("/music/three/x"), genres=("dub",)) if one.artist == "Artist 3" else one
            for one in shelf(6, 2)
        ]
        listens = plays(tracks[0], 1, 2, 3, 4)

        def scores(*marks: Mark) -> dict[str, float]:
            return {
                pick.track.id: pick.score
                for pick in weekly_queue(tracks, History.of(listens, tracks, marks), MONDAY)
            }

        before, after = scores(), scores(Mark(MONDAY - 1, "like", what))
        lifted = {one: after[one] - before[one] for one in before if after[one] != before[one]}
        assert set(lifted) == {track.id for track in tracks if track.artist == "Artist 3"}
        assert all(by == pytest.approx(0.3) for by in lifted.values())

    @pytest.mark.parametrize(
        ("stars", "by"), [(5, 0.5), (4, 0.25), (3, 0), (1, -0.5), (0, -0.5), (9, 0.5), (True, 0)]
    )
    def test_stars_lift_and_lower(self, stars: Value, by: float) -> None:
        tracks = shelf(6, 2)
        listens = plays(tracks[0], 1, 2, 3, 4)
        plain = weekly_queue(tracks, History.of(listens, tracks), MONDAY)
        rated = History.of(listens, tracks, [Mark(MONDAY - 1, "rate", {"track": tracks[5].id}, stars)])
        before = {pick.track.id: pick.score for pick in plain}
        for pick in weekly_queue(tracks, rated, MONDAY):
            expected = by if pick.track == tracks[5] else 0
            assert pick.score - before[pick.track.id] == pytest.approx(expected, abs=1e-6)
            assert pick.parts.get("your stars", 0) == pytest.approx(expected)


WORDS = st.lists(
    st.tuples(
        st.sampled_from(["ban", "not now", "like", "rate"]),
        st.sampled_from(THINGS),
        st.sampled_from([True, False, None, NOW - 5, NOW + 5]),
    ),
    max_size=12,
)


@settings(max_examples=60, deadline=None)
@given(WORDS)
def test_any_words_and_second_thoughts_equal_a_plain_model(words: list[tuple[str, What, Value]]) -> None:
    marks = [Mark(float(at), kind, what, value) for at, (kind, what, value) in enumerate(words)]
    model: dict[tuple[str, tuple[tuple[str, str | float], ...]], Value] = {}
    for kind, what, value in words:
        model[kind, tuple(what.items())] = value
    gone = [
        dict(what)
        for (kind, what), value in model.items()
        if (kind == "ban" and value not in (False, None)) or (kind == "not now" and value == NOW + 5)
    ]
    assert suggested(past(*marks)) == [
        track for track in TRACKS if not any(_means(one, track) for one in gone)
    ]


def _means(what: What, track: Track) -> bool:
    if "track" in what:
        return track.id == what["track"]
    if "album" in what:
        return (track.album, track.artist) == (what["album"], what["artist"])
    if "artist" in what:
        return track.artist == what["artist"]
    if "genre" in what:
        return what["genre"] in track.genres
    return str(track.path).startswith(f"/demo/{what['folder']}/")


@settings(max_examples=25, deadline=None)
@given(WORDS)
def test_no_queue_holds_what_is_not_to_be_suggested(words: list[tuple[str, What, Value]]) -> None:
    """Neither one that is built after the words, nor one that was frozen before them; and it is full while it can be."""
    marks = [Mark(MONDAY + at, kind, what, value) for at, (kind, what, value) in enumerate(words)]
    history = past(*marks)
    frozen = build(SONGS, TRACKS, past(), "2026-W48", MONDAY, MONDAY, settled=True, roots=ROOTS)
    fresh = build(SONGS, TRACKS, history, "2026-W48", MONDAY, NOW, settled=True, roots=ROOTS)
    allowed = {track.id for track in suggested(history)}
    for kept in (frozen, fresh):
        picks = [
            pick.track.id for pick in shown(SONGS, kept, TRACKS, history, NOW, frozen=True, roots=ROOTS).picks
        ]
        assert len(picks) == len(set(picks))
        assert set(picks) <= allowed
    old = [pick["id"] for pick in frozen["picks"] if pick["id"] in allowed]
    assert picks_of(frozen, history)[: len(old)] == old
    assert len(picks_of(frozen, history)) >= min(SONGS.size, len(fresh["picks"]))


@settings(max_examples=15, deadline=None)
@given(WORDS)
def test_no_row_and_nothing_that_plays_next_is_unwanted(words: list[tuple[str, What, Value]]) -> None:
    history = past(*(Mark(MONDAY + at, kind, what, value) for at, (kind, what, value) in enumerate(words)))
    allowed = {track.id for track in suggested(history)}
    avoided = unwanted(history, NOW, ROOTS)
    page = home(TRACKS, history, NOW, avoided=avoided)
    assert {pick.track.id for row in page.rows for pick in row.picks} <= allowed
    chooser = NextUp(overview(TRACKS, history, NOW, avoided=avoided), history)
    sitting = [Stayed(TRACKS[0].id, is_skip=False)]
    assert {pick.track.id for pick in chooser.choose(sitting, NOW)} <= allowed


def test_of_an_album_that_is_banned_another_copy_may_be_shown() -> None:
    """Begun on the one that is banned, gone on with on the other."""
    film = track("Film", "Ann", album="Banned", kind=Kind.VIDEO, duration=5400.0)
    copy = track("Film", "Ann", album="Other", kind=Kind.VIDEO, duration=5400.0)
    begun = listen(film, MONDAY, share=0.4, end="stopped")
    history = History.of([begun], [film, copy], [Mark(MONDAY + 1, "ban", {"album": "Banned"})])
    shown_there = [pick.track for row in home([film, copy], history, NOW).rows for pick in row.picks]
    assert film not in shown_there


def picks_of(kept: dict[str, object], history: History) -> list[str]:
    return [
        pick.track.id for pick in shown(SONGS, kept, TRACKS, history, NOW, frozen=True, roots=ROOTS).picks
    ]
