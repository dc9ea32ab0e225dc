"""What comes after the queue, pure: it fits the sitting, turns after three skips, and brings nothing of the last day."""

import itertools
import random
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_listens import DAY, MONDAY, demo_listens, demo_tracks, ids, listen, plays, shelf, skip, track
from tunes.library.track import Kind, Track
from tunes.profile.autoplay import Autoplay, Stayed
from tunes.profile.history import History
from tunes.profile.listens import Listen
from tunes.profile.marks import Mark
from tunes.profile.next_up import NextUp
from tunes.profile.overview import overview
from tunes.profile.picks import Pick

NOW = MONDAY + 20 * 3600


def made(tracks: Sequence[Track], listens: Sequence[Listen] = (), marks: Sequence[Mark] = ()) -> NextUp:
    history = History.of(listens, tracks, marks).before(NOW)
    return NextUp(overview(tracks, history, NOW, offset=60), history)


def demo() -> NextUp:
    return made(demo_tracks(), demo_listens())


def kept(*tracks: Track) -> list[Stayed]:
    return [Stayed(one.id, is_skip=False) for one in tracks]


def skipped(*tracks: Track) -> list[Stayed]:
    return [Stayed(one.id, is_skip=True) for one in tracks]


def picked(picks: Sequence[Pick]) -> list[str]:
    return ids(pick.track for pick in picks)


def two_worlds() -> list[Track]:
    """Dub and choral music, each by eight artists with four tracks."""
    return [
        track(f"{genre} {a} {n}", f"{genre} artist {a}", genres=[genre])
        for genre in ("Dub", "Choral")
        for a in range(8)
        for n in range(4)
    ]


class TestWhatComes:
    def test_fits_the_sitting(self) -> None:
        songs = two_worlds()
        dub, choral = songs[:32], songs[32:]
        assert all("Dub" in pick.track.genres for pick in made(songs).choose(kept(*dub[:3]), NOW))
        assert all("Choral" in pick.track.genres for pick in made(songs).choose(kept(*choral[:3]), NOW))

    def test_what_was_played_together_comes_together(self) -> None:
        songs = shelf(12, 2)
        evenings = [
            listen(songs[n], NOW - day * DAY + n * 220) for day in range(2, 6) for n in (0, 6, 10, 14)
        ]
        found = made(songs, evenings).choose(kept(songs[0]), NOW, size=3)
        assert set(picked(found)) == set(ids([songs[6], songs[10], songs[14]]))
        assert found[0].reason.startswith("played in 4 sittings with “Song 0”")

    def test_one_artist_does_not_come_twice_in_a_row(self) -> None:
        songs = two_worlds()
        found = made(songs).choose(kept(songs[0]), NOW, size=8)
        artists = [songs[0].artist, *(pick.track.artist for pick in found)]
        assert all(one != after for one, after in itertools.pairwise(artists))

    def test_without_any_history_or_sitting_something_comes(self) -> None:
        assert len(made(shelf(4, 4)).choose([], NOW)) == 5

    def test_an_empty_library_has_nothing(self) -> None:
        assert made([]).choose([], NOW) == []

    def test_films_and_talks_do_not_come(self) -> None:
        others = [track(f"Film {n}", kind=Kind.VIDEO, duration=6000) for n in range(5)]
        others += [track(f"Talk {n}", kind=Kind.SPOKEN) for n in range(5)]
        songs = shelf(2, 2)
        assert set(picked(made([*others, *songs]).choose([], NOW, size=20))) == set(ids(songs))


class TestWhatNeverComes:
    def test_what_sounded_within_a_day(self) -> None:
        songs = shelf(4, 3)
        heard = [
            listen(songs[0], NOW - 0.9 * DAY),
            listen(songs[1], NOW - 1.1 * DAY),
            skip(songs[2], NOW - 3600),
        ]
        found = picked(made(songs, heard).choose([], NOW, size=20))
        assert songs[0].id not in found
        assert songs[2].id not in found
        assert songs[1].id in found

    def test_a_day_later_it_may(self) -> None:
        songs = shelf(4, 3)
        found = made(songs, [listen(songs[0], NOW - 0.9 * DAY)]).choose([], NOW + 0.5 * DAY, size=20)
        assert songs[0].id in picked(found)

    def test_what_is_in_the_queue_what_was_on_and_what_is_banned(self) -> None:
        songs = shelf(4, 3)
        chooser = made(songs, marks=[Mark(NOW - 1, "ban", {"track": songs[0].id})])
        found = picked(chooser.choose(kept(songs[1]), NOW, without=[songs[2].id], size=20))
        assert set(found) == set(ids(songs[3:]))

    def test_what_was_only_ever_skipped(self) -> None:
        songs = shelf(4, 3)
        found = made(songs, [skip(songs[0], NOW - 9 * DAY)]).choose([], NOW, size=20)
        assert songs[0].id not in picked(found)

    @settings(max_examples=30, deadline=None)
    @given(
        st.lists(st.tuples(st.integers(0, 119), st.booleans()), max_size=12),
        st.sampled_from(Autoplay),
        st.integers(1, 10),
    )
    def test_nothing_comes_twice_whatever_was_on(
        self, on: list[tuple[int, bool]], mode: Autoplay, size: int
    ) -> None:
        tracks = demo_tracks()
        sitting = [Stayed(tracks[n].id, is_skip) for n, is_skip in on]
        found = picked(DEMO.choose(sitting, NOW, mode=mode, size=size))
        assert len(found) == len(set(found)) <= size
        assert not {one.track for one in sitting} & set(found)
        assert found == picked(DEMO.choose(sitting, NOW, mode=mode, size=size))


DEMO = demo()


class TestTurn:
    def test_three_skips_in_a_row_lead_elsewhere(self) -> None:
        songs = two_worlds()
        dub = songs[:32]
        heard = [p for song in dub for p in plays(song, 3, 9)]
        chooser = made(songs, heard)
        sitting = kept(*dub[:3]) + skipped(dub[4], dub[8])
        assert all("Dub" in pick.track.genres for pick in chooser.choose(sitting, NOW))
        turned = chooser.choose(sitting + skipped(dub[12]), NOW)
        assert all("Choral" in pick.track.genres for pick in turned)
        assert turned[0].reason == "another direction; never played"

    def test_a_skip_that_is_followed_by_a_play_is_none_in_a_row(self) -> None:
        songs = two_worlds()
        dub = songs[:32]
        sitting = kept(*dub[:3]) + skipped(dub[4], dub[8]) + kept(dub[16]) + skipped(dub[12])
        assert all("Dub" in pick.track.genres for pick in made(songs).choose(sitting, NOW))

    def test_the_artists_that_were_skipped_do_not_come(self) -> None:
        tracks = demo_tracks()
        left = [tracks[5], tracks[20], tracks[40]]
        found = DEMO.choose(skipped(*left), NOW, size=8)
        assert not {t.artist for t in left} & {pick.track.artist for pick in found}


class TestModes:
    def test_off_is_nothing(self) -> None:
        assert DEMO.choose([], NOW, mode=Autoplay.OFF) == []

    def test_familiar_was_played_before(self) -> None:
        found = DEMO.choose(kept(demo_tracks()[0]), NOW, mode=Autoplay.FAMILIAR, size=10)
        assert len(found) == 10
        assert all("never played" not in pick.reason for pick in found)

    def test_daring_was_hardly_ever(self) -> None:
        count = {
            mode: sum(
                "never played" in pick.reason
                for pick in DEMO.choose(kept(demo_tracks()[0]), NOW, mode=mode, size=10)
            )
            for mode in (Autoplay.SIMILAR, Autoplay.DARING)
        }
        assert count[Autoplay.DARING] > count[Autoplay.SIMILAR]
        assert count[Autoplay.DARING] >= 8

    @pytest.mark.parametrize("mode", [Autoplay.SIMILAR, Autoplay.FAMILIAR, Autoplay.DARING])
    def test_is_the_same_whatever_the_order_of_what_comes_in(self, mode: Autoplay) -> None:
        tracks, listens = demo_tracks(), demo_listens()
        random.Random(4).shuffle(tracks)
        random.Random(5).shuffle(listens)
        sitting = kept(*demo_tracks()[:3])
        again = made(tracks, listens).choose(sitting, NOW, mode=mode)
        assert [(p.track.id, p.score) for p in again] == [
            (p.track.id, p.score) for p in DEMO.choose(sitting, NOW, mode=mode)
        ]
