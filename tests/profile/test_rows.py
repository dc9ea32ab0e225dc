"""The rows of the home screen, pure: what stands in them, that nothing stands there twice, and that their sentences are true."""

import random
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_listens import (
    BERLIN,
    DAY,
    MONDAY,
    demo_listens,
    demo_tracks,
    film,
    ids,
    listen,
    plays,
    shelf,
    skip,
    track,
)
from tunes.library.track import Track
from tunes.profile.discover import weekly_queue
from tunes.profile.history import History
from tunes.profile.listens import ENDS, Listen
from tunes.profile.marks import Mark
from tunes.profile.picks import Pick
from tunes.profile.rows import SIZE, Home, Row, home
from tunes.profile.rules import derive
from tunes.profile.weekly import WeekQueue

NOW = MONDAY + 20 * 3600
"""Monday evening in Berlin."""


def demo_home(marks: Sequence[Mark] = (), tracks: Sequence[Track] | None = None, seed: int = 1) -> Home:
    tracks = demo_tracks() if tracks is None else tracks
    history = History.of(demo_listens(seed), tracks, marks)
    return home(tracks, history, NOW, offset=60, discover=weekly_queue(tracks, history, MONDAY))


def row(page: Home, key: str) -> Row:
    found = [row for row in page.rows if row.key == key or row.key.partition(":")[0] == key]
    assert found, f"no row {key} among {[row.key for row in page.rows]}"
    return found[0]


def has(page: Home, key: str) -> bool:
    return any(row.key.partition(":")[0] == key for row in page.rows)


def held(row: Row) -> list[str]:
    return ids(pick.track for pick in row.picks)


def album(name: str, artist: str, songs: int) -> list[Track]:
    return [
        replace(track(f"{name} {number}", artist, album=name), track_no=number)
        for number in range(1, songs + 1)
    ]


def left_at(what: Track, at: float, seconds: float) -> Listen:
    return replace(listen(what, at, end="stopped"), heard=seconds, left=seconds)


class TestPage:
    @settings(max_examples=40, deadline=None)
    @given(
        st.lists(
            st.tuples(st.integers(0, 119), st.floats(-300 * DAY, -1), st.floats(0, 1), st.sampled_from(ENDS)),
            max_size=150,
        ),
        st.sets(st.integers(0, 119), max_size=20),
        st.integers(0, 24 * 7),
    )
    def test_no_track_stands_twice_and_bans_hold(
        self, past: list[tuple[int, float, float, str]], banned: set[int], hour: int
    ) -> None:
        tracks = demo_tracks()
        heard = [listen(tracks[n], NOW + at, share=share, end=end) for n, at, share, end in past]  # type: ignore[arg-type]  # drawn from ENDS
        marks = [Mark(NOW - 1, "ban", {"track": tracks[n].id}) for n in banned]
        history = History.of(heard, tracks, marks)
        page = home(
            tracks, history, NOW + hour * 3600, offset=60, discover=weekly_queue(tracks, history, NOW)
        )
        shown = [name for row in page.rows for name in held(row)]
        assert len(shown) == len(set(shown))
        assert not {tracks[n].id for n in banned} & set(shown)
        assert all(0 < len(row.picks) <= SIZE and row.title and row.reason for row in page.rows)
        assert all(
            pick.reason and pick.score == pytest.approx(sum(pick.parts.values()), abs=1e-4)
            for row in page.rows
            for pick in row.picks
        )
        assert len({row.key for row in page.rows}) == len(page.rows)

    def test_is_the_same_whatever_the_order_of_what_comes_in(self) -> None:
        first = demo_home()
        tracks, listens = demo_tracks(), demo_listens()
        mixed = random.Random(4)
        mixed.shuffle(listens)
        mixed.shuffle(tracks)
        history = History.of(listens, tracks)
        again = home(tracks, history, NOW, offset=60, discover=weekly_queue(tracks, history, MONDAY))
        assert [(row.key, row.title, held(row)) for row in again.rows] == [
            (row.key, row.title, held(row)) for row in first.rows
        ]

    def test_what_comes_later_changes_nothing(self) -> None:
        tracks = demo_tracks()
        later = [*demo_listens(), *(listen(t, NOW + n) for n, t in enumerate(tracks))]
        marks = [Mark(NOW, "ban", {"track": tracks[0].id})]
        queue = weekly_queue(tracks, History.of(demo_listens(), tracks), MONDAY)
        assert home(tracks, History.of(later, tracks, marks), NOW, offset=60, discover=queue) == demo_home()

    def test_another_day_brings_others(self) -> None:
        tracks, history = demo_tracks(), History.of(demo_listens(), demo_tracks())
        pages = [home(tracks, history, NOW + day * DAY, offset=60) for day in range(4)]
        assert (
            len({tuple(row.key for row in page.rows if row.key.startswith("because")) for page in pages}) > 1
        )

    def test_two_copies_of_one_recording_stand_once(self) -> None:
        tracks = demo_tracks()
        copies = [replace(t, id=t.id + "/copy", path=Path("/copies") / t.title) for t in tracks]
        page = demo_home(tracks=[*tracks, *copies])
        shown = [(pick.track.artist, pick.track.title) for row in page.rows for pick in row.picks]
        assert len(shown) == len(set(shown))

    def test_a_banned_artist_stands_nowhere(self) -> None:
        page = demo_home([Mark(NOW - 1, "ban", {"artist": "Halden Drift"})])
        assert "Halden Drift" not in {pick.track.artist for row in page.rows for pick in row.picks}


class TestSentences:
    """Each number and each day that a reason tells is counted again from the listens."""

    @pytest.mark.parametrize("seed", [1, 2, 3])
    def test_how_often_and_when_last(self, seed: int) -> None:
        history = History.of(demo_listens(seed), demo_tracks())
        derived = derive(history)
        told = 0
        for pick in (
            pick for row in demo_home(seed=seed).rows if ":2026" not in row.key for pick in row.picks
        ):
            own = history.track == history.index[pick.track.id] if pick.track.id in history.index else []
            at = history.at[derived.play & own] if len(own) else []
            said = re.search(r"played (once|twice|\d+ times), (?:last )?on (\d+ \w+ \d+)", pick.reason)
            if said:
                told += 1
                assert {"once": 1, "twice": 2}.get(said[1]) or int(said[1].split()[0]) == len(at)
                assert said[2] == _day(max(at))
            if "never played" in pick.reason or "never this one" in pick.reason:
                told += 1
                assert len(at) == 0
        assert told > 30

    @pytest.mark.parametrize("seed", [1, 2, 3])
    def test_how_much_lately_and_about_this_hour(self, seed: int) -> None:
        history = History.of(demo_listens(seed), demo_tracks())
        derived = derive(history)
        local = history.at + history.offset * 60.0  # summer time ends in between
        hour = (local / 3600.0) % 24
        for row in demo_home(seed=seed).rows:
            for pick in row.picks if row.key in {"on-repeat", "right-now"} else ():
                plays = derived.play & (history.track == history.index[pick.track.id])
                if row.key == "on-repeat":
                    counted = int((plays & (history.at >= NOW - 30 * DAY)).sum())
                else:
                    near = abs((hour - 20.0 + 12) % 24 - 12) <= 2
                    monday = ((local - 4 * 3600) // DAY - 4) % 7 == 0
                    counted = int((plays & near & (monday if "on a Monday" in pick.reason else True)).sum())
                said = re.match(r"played (once|twice|\d+ times)", pick.reason)
                assert said
                assert ({"once": 1, "twice": 2}.get(said[1]) or int(said[1].split()[0])) == counted


def _day(at: float) -> str:
    then = datetime.fromtimestamp(at, BERLIN)
    return f"{then.day} {then:%B %Y}"


class TestHowMuchIsKnown:
    def test_nothing_played(self) -> None:
        tracks = shelf(8, 6)
        page = home(tracks, History.of((), tracks), NOW, discover=weekly_queue(tracks, History.of(()), NOW))
        assert page.note.startswith("Nothing was played yet")
        assert [row.key.partition(":")[0] for row in page.rows] == ["discover"]

    def test_genres_there_is_most_of_stand_in_for_those_that_are_loved(self) -> None:
        songs = [
            track(f"{g} {n}", f"{g} {n % 5}", genres=[g])
            for g, m in (("Dub", 20), ("Jazz", 12))
            for n in range(m)
        ]
        page = home(songs, History.of((), songs), NOW)
        assert [(row.title, row.reason) for row in page.rows] == [
            ("Dub", "Dub is 20 tracks of your library"),
            ("Jazz", "Jazz is 12 tracks of your library"),
        ]
        heard = [p for song in songs[20:26] for p in plays(song, *range(3, 12))]
        assert "Dub" not in [row.title for row in home(songs, History.of(heard, songs), NOW).rows]

    def test_discover_says_where_it_is_a_spread(self) -> None:
        tracks = shelf(8, 6)
        page = home(tracks, History.of((), tracks), NOW, discover=weekly_queue(tracks, History.of(()), NOW))
        assert "a spread of your shelf" in page.rows[0].reason

    def test_little_played(self) -> None:
        tracks = shelf(8, 6)
        page = home(tracks, History.of(plays(tracks[0], 1, 2), tracks), NOW)
        assert page.note.startswith("2 plays so far: with more of them these rows know you better.")
        assert "tunes import FILE" in page.note

    def test_enough(self) -> None:
        assert demo_home().note == ""

    def test_an_empty_library_has_no_rows(self) -> None:
        assert home([], History.of(()), NOW).rows == ()


class TestFilmsOfTheWeek:
    def test_stand_in_a_row_of_their_own_and_an_episode_goes_on(self) -> None:
        show = [
            replace(film(f"Part {n}"), show="The Wire", season=1, episode=n, id=f"t1:wire{n}") for n in (1, 2)
        ]
        films = [film(f"Film {n}") for n in range(3)]
        picks = tuple(Pick(one, n, 1.0, "so") for n, one in enumerate([films[0], show[0], films[1]], 1))
        week = WeekQueue(
            "2026-W48", MONDAY, MONDAY, frozen=True, picks=picks, of="watch", then={show[0].id: (show[1].id,)}
        )
        listens = [left_at(films[0], NOW - DAY, 1800)]
        found = row(home([*films, *show], History.of(listens, films), NOW, films=week), "watch")
        assert (found.key, found.title) == ("watch:2026-W48", "Discover: watch · week 48")
        assert held(found) == [show[0].id, films[1].id], "what was begun stands in Continue"
        assert found.going[show[0].id].then == (show[1].id,)
        assert found.reason == "2 of this week's 3: a spread of your shelf"


def test_a_sunday_evening_belongs_to_its_week() -> None:
    sunday = MONDAY + 6.9 * DAY
    tracks = demo_tracks()
    picks = weekly_queue(tracks, History.of(), MONDAY)
    assert (
        row(home(tracks, History.of(), sunday, offset=60, discover=picks), "discover").key
        == "discover:2026-W48"
    )


class TestContinue:
    def test_a_film_goes_on_where_it_was_left(self) -> None:
        one = film("Solaris")
        found = row(home([one], History.of([left_at(one, NOW - DAY, 1800)], [one]), NOW), "continue")
        assert held(found) == [one.id]
        assert (found.going[one.id].at, found.going[one.id].note) == (1800, "1:10 h left")
        assert found.picks[0].reason == "begun, and left on 22 November 2026"

    def test_a_film_that_was_seen_does_not(self) -> None:
        one = film("Solaris")
        assert not has(home([one], History.of(plays(one, 1), [one]), NOW), "continue")

    def test_after_an_episode_the_next_one(self) -> None:
        show = [
            replace(film(f"Part {n}"), show="The Wire", season=2, episode=n, id=f"t1:wire{n}")
            for n in (1, 2, 3, 4)
        ]
        found = row(home(show, History.of(plays(show[1], 2), show), NOW), "continue")
        assert held(found) == [show[2].id]
        assert found.going[show[2].id].then == (show[3].id,)
        assert found.going[show[2].id].name == "The Wire 2×03"
        assert found.going[show[2].id].note == "next episode"

    def test_an_album_that_was_begun_goes_on_behind_what_was_played(self) -> None:
        songs = album("Mezzanine", "Massive Attack", 6)
        heard = [listen(songs[n], NOW - DAY + n * 200) for n in range(3)]
        found = row(home(songs, History.of(heard, songs), NOW), "continue")
        assert held(found) == [songs[3].id]
        going = found.going[songs[3].id]
        assert (going.name, going.note) == ("Mezzanine", "track 4 of 6")
        assert going.then == (songs[4].id, songs[5].id)

    @pytest.mark.parametrize(
        "order", [(0,), (0, 2), (3, 1), (4, 5)], ids=["one", "gap", "backwards", "to the end"]
    )
    def test_an_album_that_was_not_begun_does_not(self, order: tuple[int, ...]) -> None:
        songs = album("Mezzanine", "Massive Attack", 6)
        heard = [listen(songs[n], NOW - DAY + turn * 200) for turn, n in enumerate(order)]
        assert not has(home(songs, History.of(heard, songs), NOW), "continue")

    def test_a_long_mix_goes_on(self) -> None:
        mix = track("Mix", "DJ", duration=3600.0)
        found = row(home([mix], History.of([left_at(mix, NOW - DAY, 1200)], [mix]), NOW), "continue")
        assert found.going[mix.id].at == 1200

    def test_a_song_left_in_the_middle_does_not(self) -> None:
        song = track("Song", "Artist")
        assert not has(home([song], History.of([left_at(song, NOW - DAY, 80)], [song]), NOW), "continue")


class TestRepeatedAndForgotten:
    def test_on_repeat_holds_what_was_played_most_lately(self) -> None:
        songs = shelf(6, 2)
        heard = [
            p for n, song in enumerate(songs[:5]) for p in plays(song, *[3 + day for day in range(3 + n)])
        ]
        found = row(home(songs, History.of(heard, songs), NOW), "on-repeat")
        assert held(found) == ids(reversed(songs[1:5]))
        assert found.picks[0].reason == "played 7 times in the last 30 days"

    def test_forgotten_favourites_were_played_thrice_and_not_for_two_months(self) -> None:
        songs = shelf(8, 1)
        heard = [p for song in songs[:4] for p in plays(song, 70, 80, 90)]
        heard += [*plays(songs[4], 59, 80, 90), *plays(songs[5], 70, 80), *plays(songs[6], 1)]
        found = row(home(songs, History.of(heard, songs), NOW), "forgotten")
        assert set(held(found)) == set(ids(songs[:4]))
        assert found.picks[0].reason == "played 3 times, last on 14 September 2026: 10 weeks ago"

    def test_three_favourites_are_no_row(self) -> None:
        songs = shelf(8, 1)
        heard = [p for song in songs[:3] for p in plays(song, 70, 80, 90)]
        assert not has(home(songs, History.of(heard, songs), NOW), "forgotten")


class TestBecause:
    def test_three_rows_name_three_recent_favourites_by_three_artists(self) -> None:
        found = [row for row in demo_home().rows if row.key.startswith("because:")]
        assert len(found) == 3
        by_id = {t.id: t for t in demo_tracks()}
        favourites = [by_id[row.key.removeprefix("because:")] for row in found]
        assert len({t.artist for t in favourites}) == 3
        assert all(
            pick.because == (favourite.id,) and pick.track.id != favourite.id
            for row, favourite in zip(found, favourites, strict=True)
            for pick in row.picks
        )

    def test_its_sentences_are_true(self) -> None:
        history = History.of(demo_listens(), demo_tracks())
        sittings = _sittings(history)
        for found in (row for row in demo_home().rows if row.key.startswith("because:")):
            favourite = found.key.removeprefix("because:")
            for pick in found.picks:
                together = len(sittings[favourite] & sittings.get(pick.track.id, set()))
                told = re.match(r"played in (\d+|one) sittings?", pick.reason)
                said = {"one": 1}.get(told[1]) or int(told[1]) if told else 0
                assert said == together or (not told and together <= 1)

    def test_after_a_film_others_like_it(self) -> None:
        films = [
            film("Solaris", genres=["Science fiction"]),
            film("Stalker", genres=["Science fiction"], folder="/other"),
            film("Clouds", genres=["Nature"], folder="/third"),
        ]
        found = row(home(films, History.of(plays(films[0], 3), films), NOW), "because")
        assert found.title == "Because you watched Solaris"
        assert held(found) == [films[1].id]
        assert found.picks[0].reason == "Science fiction like “Solaris”; never watched"

    def test_never_the_middle_of_a_series_before_its_beginning(self) -> None:
        seen = film("Heat", genres=["Crime"])
        show = [
            film(f"Part {n}", genres=["Crime"], folder="/tv", show="The Wire", season=1, episode=n)
            for n in (1, 2, 3)
        ]
        parts = [film(name, genres=["Crime"]) for name in ("The Godfather", "The Godfather Part II")]
        library = [seen, *show, *parts]
        found = row(home(library, History.of(plays(seen, 3), library), NOW), "because")
        assert sorted(held(found)) == sorted([show[0].id, parts[0].id])
        assert found.going[show[0].id].name == "The Wire 1×01"
        assert found.going[show[0].id].then == (show[1].id, show[2].id)

    def test_a_folder_that_holds_nearly_all_films_says_nothing(self) -> None:
        flat, apart = (
            [film(f"f{n}") for n in range(4)],
            [film(f"g{n}", folder="/films/Ghibli") for n in range(2)],
        )
        for seen, found in ((flat[0], False), (apart[0], True)):
            history = History.of(plays(seen, 3), [seen])
            assert has(home([*flat, *apart], history, NOW), "because") is found

    def test_after_an_episode_the_show_is_named(self) -> None:
        episode = film("Pilot", genres=["Crime"], show="The Wire", season=1, episode=1)
        other = film("Heat", genres=["Crime"])
        found = row(home([episode, other], History.of(plays(episode, 3), [episode]), NOW), "because")
        assert found.title == "Because you watched The Wire"
        assert found.reason == "“Pilot” (The Wire 1×01): watched once, on 20 November 2026"


def _sittings(history: History) -> dict[str, set[int]]:
    derived = derive(history)
    found: dict[str, set[int]] = {}
    for at in range(len(history)):
        if derived.play[at]:
            found.setdefault(history.tracks[history.track[at]], set()).add(int(derived.sitting[at]))
    return found


class TestRightNow:
    def songs(self) -> list[Track]:
        night = [
            track(f"Night {n}", f"Sleeper {n}", genres=["Ambient" if n % 2 else "Piano"]) for n in range(12)
        ]
        return night + [track(f"Day {n}", f"Walker {n}", genres=["Rock"]) for n in range(12)]

    def page(self, now: float) -> Home:
        songs = self.songs()
        tuesday = MONDAY + DAY
        heard = [
            listen(song, tuesday - week * 7 * DAY + (22.3 if n < 12 else 9.2) * 3600 + n * 210)
            for week in range(5, 9)
            for n, song in enumerate(songs)
        ]
        return home(songs, History.of(heard, songs), now, offset=60)

    def test_it_is_named_for_what_is_played_at_this_hour(self) -> None:
        found = row(self.page(MONDAY + DAY + 22.8 * 3600), "right-now")
        assert found.title in {"Tuesday late: piano and ambient", "Tuesday late: ambient and piano"}
        assert set(held(found)) <= set(ids(self.songs()[:12]))

    def test_at_another_hour_it_is_another(self) -> None:
        found = row(self.page(MONDAY + DAY + 9.7 * 3600), "right-now")
        assert found.title == "Tuesday morning: rock"
        assert set(held(found)) <= set(ids(self.songs()[12:]))

    def test_after_midnight_it_is_still_the_evening_before(self) -> None:
        assert row(self.page(MONDAY + 2 * DAY + 0.2 * 3600), "right-now").title.startswith("Tuesday late")

    def test_when_nothing_is_played_then_there_is_no_row(self) -> None:
        assert not has(self.page(MONDAY + DAY + 16 * 3600), "right-now")


class TestNewAndDeep:
    def test_new_here_is_what_was_added_lately_and_not_heard(self) -> None:
        old = [replace(t, added=NOW - 400 * DAY) for t in shelf(4, 5)]
        new = [replace(track(f"New {n}", "Newcomer"), added=NOW - 3 * DAY) for n in range(3)]
        found = row(home([*old, *new], History.of(plays(new[0], 1), [*old, *new]), NOW), "new")
        assert set(held(found)) == set(ids(new[1:]))
        assert found.picks[0].reason.startswith(
            "added on 20 November 2026, never played; you played by Newcomer once"
        )

    def test_where_everything_is_new_nothing_is(self) -> None:
        songs = [replace(t, added=NOW - DAY) for t in shelf(4, 5)]
        assert not has(home(songs, History.of((), songs), NOW), "new")

    def test_deep_cuts_are_by_artists_that_are_played_much(self) -> None:
        songs = shelf(6, 8)
        heard = [p for a in range(3) for n in range(4) for p in plays(songs[8 * a + n], 3, 9, 20)]
        found = row(home(songs, History.of([*heard, *plays(songs[40], 1)], songs), NOW), "deep-cuts")
        assert {pick.track.artist for pick in found.picks} <= {"Artist 0", "Artist 1", "Artist 2"}
        assert re.fullmatch(
            r"you played 4 of the 8 tracks by Artist \d, and never this one", found.picks[0].reason
        )

    def test_a_row_for_each_favourite_genre(self) -> None:
        songs = [
            track(f"{genre} {n}", f"{genre} artist {n // 2}", genres=[genre])
            for genre in ("Dub", "Jazz")
            for n in range(48)
        ]
        heard = [p for n in range(24) for p in plays(songs[n], *([5.0, 6.0, 9.0] if n % 2 else [12.0]))]
        page = home(songs, History.of([*heard, *plays(songs[60], 4)], songs), NOW)
        found = row(page, "genre:Dub")
        assert found.title == "Dub"
        assert re.fullmatch(r"Dub is \d\d % of what you played lately", found.reason)
        assert all("Dub" in pick.track.genres for pick in found.picks)

    def test_what_was_only_skipped_is_no_pick(self) -> None:
        songs = shelf(6, 8)
        heard = [p for a in range(3) for n in range(4) for p in plays(songs[8 * a + n], 3, 9, 20)]
        skipped = [skip(songs[5], NOW - DAY), skip(songs[13], NOW - DAY)]
        page = home(songs, History.of([*heard, *skipped], songs), NOW)
        assert not {songs[5].id, songs[13].id} & {name for row in page.rows for name in held(row)}
