"""Every sentence is taken apart again, and each of its claims counted afresh from the listens."""

from dataclasses import replace

import pytest
from counted import Counted
from hypothesis import given, settings
from hypothesis import strategies as st
from made_listens import DAY, MONDAY, demo_listens, demo_tracks, listen, plays, shelf, skip, track
from tunes.library.track import Track
from tunes.profile.discover import JUDGED, Pick, weekly_queue
from tunes.profile.history import History
from tunes.profile.marks import Mark
from tunes.profile.reasons import NOTHING_LEARNED, times


@pytest.mark.parametrize("seed", range(1, 9))
def test_every_reason_of_a_demo_queue_is_true(seed: int) -> None:
    tracks, listens = demo_tracks(), demo_listens(seed)
    counted = Counted(tracks, listens)
    queue = weekly_queue(tracks, History.of(listens, tracks), MONDAY)
    for pick in queue:
        counted.check(pick)
    assert len({favourite for pick in queue for favourite in pick.because}) >= 5


made = st.lists(
    st.tuples(
        st.integers(0, 35), st.integers(0, 5000), st.sampled_from(["finished", "half", "next", "quit"])
    ),
    min_size=1,
    max_size=120,
)


@settings(max_examples=80)
@given(made)
def test_every_reason_of_any_history_is_true(events: list[tuple[int, int, str]]) -> None:
    tracks = [
        track(
            f"S{n}" + (f" (feat. A{n % 5})" if n % 4 == 3 else ""),
            f"A{n % 9}",
            album=f"L{n % 12}",
            genres=[f"G{n % 4}"],
        )
        for n in range(36)
    ]
    listens = []
    for slot, (n, how) in {slot: (n, how) for n, slot, how in events}.items():
        at = MONDAY - 300 - slot * 650  # no two at once
        share = {"finished": 1.0, "half": 0.6, "next": 0.1, "quit": 0.3}[how]
        listens.append(listen(tracks[n], at, share=share, end="next" if how == "half" else how))  # type: ignore[arg-type]  # drawn from the ends
    counted = Counted(tracks, listens)
    for pick in weekly_queue(tracks, History.of(listens, tracks), MONDAY):
        if pick.reason != NOTHING_LEARNED:
            counted.check(pick)


def only(tracks: list[Track], history: History, wanted: Track) -> Pick:
    return weekly_queue(tracks, history, MONDAY, candidates=[wanted.id], rules=JUDGED)[0]


LOVED = track("Roads", "Portishead", album="Dummy", genres=["Trip hop"])


class TestSentences:
    def test_never_played_by_a_loved_artist(self) -> None:
        others = [track(name, "Portishead") for name in ("Numb", "Glory Box", "Biscuit")]
        history = History.of([*plays(LOVED, 1, 2, 3), *plays(others[0], 4)])
        pick = only([LOVED, *others], history, others[2])
        assert pick.reason == (
            "you played 2 of the 4 tracks by Portishead, among them “Roads” 3 times, and never this one"
        )
        assert pick.because == (LOVED.id,)

    def test_played_before(self) -> None:
        once = track("Numb", "Portishead")
        heard = [*plays(LOVED, 1, 2, 3), listen(once, MONDAY - 20 * DAY, share=0.7, end="quit")]
        pick = only([LOVED, once], History.of(heard), once)
        assert (
            pick.reason
            == "by Portishead like “Roads”, which you played 3 times; this one played once, on 3 November 2026"
        )

    def test_started_again_at_once(self) -> None:
        other = track("Numb", "Portishead")
        at = MONDAY - 20 * DAY
        heard = [*plays(LOVED, 1, 2, 3), listen(other, at), listen(other, at + 230)]
        pick = only([LOVED, other], History.of(heard), other)
        assert pick.reason.endswith(
            "; this one played twice, last on 3 November 2026, and started again once"
        )
        assert pick.parts["started again"] > 0

    def test_of_what_is_hardly_ever_skipped_it_tells_so(self) -> None:
        loved, once = track("Drip", "Dubwater"), track("Sink", "Dubwater")
        others = [track(f"N{n}", f"A{n}") for n in range(40)]
        left = [skip(one, MONDAY - 50 * DAY + n * 900) for n, one in enumerate(others)]
        history = History.of([*plays(loved, *range(100, 140)), *plays(once, 200), *left])
        rules = replace(JUDGED, care=0.8)
        pick = weekly_queue([loved, once, *others], history, MONDAY, candidates=[once.id], rules=rules)[0]
        assert max(pick.parts, key=pick.parts.__getitem__) == "seldom skipped"
        assert pick.reason.endswith("; you skipped none of 41 by Dubwater")

    def test_the_day_is_the_listeners_own(self) -> None:
        once = track("Numb", "Portishead")
        late = listen(once, MONDAY - 20 * DAY - 60, offset=-600)
        pick = only([LOVED, once], History.of([*plays(LOVED, 1, 2, 3), late]), once)
        assert pick.reason.endswith("; this one played once, on 2 November 2026, to the end")

    def test_skipped_before(self) -> None:
        left = track("Numb", "Portishead")
        pick = only([LOVED, left], History.of([*plays(LOVED, 1, 2, 3), skip(left, MONDAY - 9)]), left)
        assert pick.reason == (
            "by Portishead like “Roads”, which you played 3 times; this one skipped once and never played"
        )

    def test_of_a_loved_genre(self) -> None:
        other = track("Teardrop", "Massive Attack", genres=["Trip hop"])
        pick = only([LOVED, other], History.of(plays(LOVED, 1, 2, 3)), other)
        assert (
            pick.reason
            == "Trip hop like “Roads” by Portishead, which you played 3 times; this one never played"
        )

    def test_by_an_artist_who_is_played_but_has_no_favourite(self) -> None:
        one, other, third, fresh = (track(name, "Honne") for name in ("one", "other", "third", "fresh"))
        loved = [track(f"loved {n}", f"L{n}") for n in range(8)]
        tracks = [*loved, one, other, third, fresh]
        listens = [
            *(play for each in loved for play in plays(each, 1, 2, 3)),
            *plays(one, 20),
            *plays(other, 22, 21),
            *plays(third, 23),
        ]
        history = History.of(listens, tracks)
        assert only(tracks, history, third).reason == (
            "you played 3 of the 4 tracks by Honne, among them “other” twice; this one played once, on 31 October 2026, to the end"
        )
        assert only(tracks, history, fresh).reason == (
            "you played 3 of the 4 tracks by Honne, among them “other” twice, and never this one"
        )
        skipped = History.of([*listens, skip(fresh, MONDAY - DAY)], tracks)
        assert only(tracks, skipped, fresh).reason.endswith("twice; this one skipped once and never played")

    def test_another_of_the_genre_each_time(self) -> None:
        loved = [track(f"loved {n}", f"L{n}", genres=["Dub"]) for n in range(2)]
        fresh = [track(f"fresh {n}", f"F{n}", genres=["Dub"]) for n in range(2)]
        history = History.of([play for one in loved for play in plays(one, 1, 2, 3)], loved)
        ranked = weekly_queue([*loved, *fresh], history, MONDAY, candidates=[one.id for one in fresh])
        assert {pick.because for pick in ranked} == {(one.id,) for one in loved}

    def test_with_a_guest_who_is_played(self) -> None:
        other = track("Song (feat. Portishead)", "Unheard")
        history = History.of([*plays(LOVED, 1, 2, 3), *plays(track("Numb", "Portishead"), 4)], [LOVED])
        pick = only([LOVED, track("Numb", "Portishead"), other], history, other)
        assert pick.reason == "with Portishead, whose tracks you played 4 times; this one never played"
        assert pick.because == (LOVED.id,)
        assert pick.parts["guest"] > 0

    def test_nothing_in_common(self) -> None:
        other = track("Kyrie", "Choir")
        pick = only([LOVED, other], History.of(plays(LOVED, 1, 2, 3)), other)
        assert (pick.reason, pick.because) == ("a step aside from your favourites; this one never played", ())

    def test_liked_and_not_yet_played(self) -> None:
        other = track("Numb", "Portishead")
        history = History.of([], [], [Mark(MONDAY - 9, "like", {"track": LOVED.id})])
        pick = only([LOVED, other], history, other)
        assert pick.reason == "by Portishead like “Roads”, which you like; this one never played"

    def test_a_favourite_whose_file_is_gone(self) -> None:
        other = track("Numb", "Portishead")
        pick = only([other], History.of(plays(LOVED, 1, 2, 3), [LOVED]), other)
        assert pick.reason == "by Portishead like “Roads”, which you played 3 times; this one never played"
        assert pick.because == (LOVED.id,)

    def test_two_picks_of_an_artist_name_two_favourites(self) -> None:
        second = track("Numb", "Portishead")
        fresh = [track(f"New {n}", "Portishead") for n in range(2)]
        history = History.of([*plays(LOVED, 1, 2, 3), *plays(second, 4, 5, 6)])
        picks = weekly_queue([LOVED, second, *fresh], history, MONDAY, rules=JUDGED)
        assert {pick.because for pick in picks} == {(LOVED.id,), (second.id,)}

    def test_without_an_artist_the_folder_is_named(self) -> None:
        one, other = track("One", folder="/music/Old tapes"), track("Other", folder="/music/Old tapes")
        pick = only([one, other], History.of(plays(one, 1, 2, 3)), other)
        assert pick.reason == (
            "you played 1 of the 2 tracks from the folder “Old tapes”, among them “One” 3 times, and never this one"
        )

    def test_what_a_file_says_can_do_no_harm(self) -> None:
        bad = track("{0}\x1b[2J", "{artist}\u202e", genres=["{}"])
        other = track("plain", "{artist}\u202e")
        pick = only([bad, other], History.of(plays(bad, 1, 2, 3)), other)
        assert "“{0}[2J”" in pick.reason
        assert "\x1b" not in pick.reason
        assert "\u202e" not in pick.reason

    def test_without_a_favourite(self) -> None:
        tracks = shelf(3, 2)
        pick = weekly_queue(tracks, History.of(plays(tracks[0], 2)), MONDAY)[0]
        assert pick.reason == "nothing learned yet: a spread of your shelf"


def test_counts_are_said_as_one_says_them() -> None:
    assert [times(n) for n in (1, 2, 3, 17)] == ["once", "twice", "3 times", "17 times"]
