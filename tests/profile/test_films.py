"""What there is to watch: films that fit, episodes in their order, and sentences that the listens bear out."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_listens import DAY, MONDAY, film, ids, listen, plays, track
from tunes.library.track import Kind, Track
from tunes.profile.discover import Built, weekly_queue
from tunes.profile.exposures import Shown
from tunes.profile.films.queue import film_queue
from tunes.profile.films.series import following, part_of
from tunes.profile.history import History
from tunes.profile.listens import Listen
from tunes.profile.marks import Mark
from tunes.profile.picks import Pick

WEEK = 7 * DAY


def episode(show: str, season: int, number: int, **fields: Any) -> Track:
    made = film(f"{show} {season}.{number}", duration=2400.0, folder=f"/shows/{show}", **fields)
    return replace(made, show=show, season=season, episode=number)


def series(show: str, *lengths: int, **fields: Any) -> list[Track]:
    """Seasons of so many episodes each."""
    return [
        episode(show, season, n, **fields)
        for season, many in enumerate(lengths, 1)
        for n in range(1, many + 1)
    ]


def left(what: Track, at: float, seconds: float, end: str = "stopped") -> Listen:
    return replace(listen(what, at, end=end), heard=seconds, left=seconds)  # type: ignore[arg-type]


def queue(
    tracks: Sequence[Track],
    listens: Sequence[Listen] = (),
    marks: Sequence[Mark] = (),
    shown: Sequence[Shown] = (),
    *,
    size: int = 10,
    as_of: float = MONDAY,
) -> Built:
    return film_queue(tracks, History.of(listens, tracks, marks, shown), as_of, size=size, reserve=5)


def picked(built: Built) -> list[str]:
    return ids(pick.track for pick in built.picks)


def reason(built: Built, what: Track) -> str:
    return next(pick.reason for pick in built.picks if pick.track.id == what.id)


class TestWhatMayCome:
    def test_films_and_episodes_and_nothing_else(self) -> None:
        song, talk = track("Song", "A"), track("Talk", "B", kind=Kind.SPOKEN, duration=3000)
        clip = film("Clip", "Band", duration=240)
        short = film("Short", duration=900)
        extra = film("Trailer", duration=40)
        (first, _) = show = series("Show", 2)
        shelf = [song, talk, clip, short, extra, *show]
        assert set(picked(queue(shelf))) == {short.id, first.id}
        assert set(ids(pick.track for pick in weekly_queue(shelf, History.of(), MONDAY))) == {
            song.id,
            clip.id,
        }

    def test_a_short_episode_is_no_song(self) -> None:
        one = replace(episode("Cartoon", 1, 1), duration=420.0, artist="Studio")
        assert weekly_queue([one], History.of(), MONDAY) == []
        assert picked(queue([one])) == [one.id]

    def test_not_what_is_under_way_or_was_given_up(self) -> None:
        going, given_up, jumped, passed_by = (
            film(name) for name in ("going", "given up", "jumped", "passed by")
        )
        built = queue(
            [going, given_up, jumped, passed_by],
            [
                left(going, MONDAY - 3 * DAY, 2000),
                left(given_up, MONDAY - 40 * DAY, 2000),
                left(jumped, MONDAY - 2 * DAY, 600, "next"),
                left(passed_by, MONDAY - 2 * DAY, 30),
            ],
        )
        assert picked(built) == [passed_by.id]

    def test_not_what_was_watched_in_two_evenings(self) -> None:
        one, other = film("one"), film("other")
        halves = [
            left(one, MONDAY - 2 * DAY, 3000),
            replace(left(one, MONDAY - DAY, 3000, "finished"), began=3000.0, left=6000.0),
        ]
        assert picked(queue([one, other], halves)) == [other.id]

    def test_not_the_better_copy_of_a_film_that_was_watched(self) -> None:
        one = film("Heat", year=1995)
        copy = replace(film("heat", year=1995, folder="/better"), duration=6100.0)
        assert picked(queue([one, copy], plays(one, 3))) == []

    def test_what_was_watched_long_ago_comes_again_only_where_there_is_nothing_else(self) -> None:
        old, new = film("old"), film("new")
        built = queue([old, new], plays(old, 400))
        assert picked(built) == [new.id, old.id]
        assert "1 watched before" in built.note
        assert reason(built, old).endswith("this one watched once, last on 19 October 2025")
        assert picked(queue([old, new], plays(old, 400), size=1)) == [new.id]
        assert picked(queue([old, new], plays(old, 300))) == [new.id]

    def test_nothing_banned(self) -> None:
        show = series("Show", 3)
        one, other = film("one", genres=["Crime"]), film("other")
        marks = [Mark(MONDAY - 9, "ban", {"genre": "crime"}), Mark(MONDAY - 8, "ban", {"track": show[0].id})]
        assert picked(queue([one, other, *show], marks=marks)) == [other.id]


class TestShows:
    def test_the_first_episode_of_one_not_begun(self) -> None:
        special = episode("Show", 0, 1)
        show = series("Show", 3, 3)
        built = queue([special, *show[::-1]])
        assert picked(built) == [show[0].id]
        assert (
            built.picks[0].reason
            == "nothing watched yet: a spread of your shelf; this is the first of the 7 episodes here"
        )

    def test_the_next_unseen_of_one_that_is_followed(self) -> None:
        show = series("Show", 3, 2)
        listens = [*plays(show[0], 9), *plays(show[1], 8), *plays(show[2], 7)]
        built = queue(show, listens)
        assert picked(built) == [show[3].id]
        assert built.picks[0].because == (show[2].id,)
        assert built.picks[0].reason == (
            "you watched 3 of the 5 episodes of “Show” here, “Show 1.3” (1×03) last, on 16 November 2026"
        )

    def test_a_gap_is_filled_at_the_end(self) -> None:
        show = series("Show", 3)
        assert picked(queue(show, [*plays(show[0], 9), *plays(show[2], 8)])) == [show[1].id]

    def test_a_second_file_of_an_episode_is_not_the_next(self) -> None:
        show = series("Show", 2)
        copy = replace(show[0], id="t1:copy", title="Better copy")
        assert picked(queue([*show, copy], plays(show[0], 3))) == [show[1].id]

    def test_nothing_of_one_that_is_seen_under_way_or_given_up(self) -> None:
        seen, going, given_up = series("Seen", 1), series("Going", 3), series("Given up", 3)
        listens = [
            *plays(seen[0], 3),
            *plays(going[0], 3),
            left(going[1], MONDAY - 2 * DAY, 900),
            *plays(given_up[0], 90),
            left(given_up[1], MONDAY - 80 * DAY, 900),
        ]
        assert picked(queue([*seen, *going, *given_up], listens)) == []

    def test_three_followed_ones_where_there_is_enough_else(self) -> None:
        shows = [series(f"Show {n}", 5) for n in range(6)]
        films = [film(f"Film {n}") for n in range(20)]
        listens = [play for n, show in enumerate(shows) for play in plays(show[0], n + 1)]
        built = queue([*films, *(one for show in shows for one in show)], listens)
        assert len(built.picks) == 10
        assert sum(pick.track.show is not None for pick in built.picks) == 3

    def test_what_follows_an_episode(self) -> None:
        show, alone = series("Show", 2, 1), film("Alone")
        assert following([alone, *show[::-1]], [show[0], alone]) == {show[0].id: tuple(ids(show[1:]))}

    @pytest.mark.parametrize(
        ("title", "name", "number"),
        [
            ("Alien", "alien", 1),
            ("The Godfather: Part II", "godfather", 2),
            ("Kill Bill: Vol. 2", "kill bill", 2),
            ("Terminator 2 – Judgment Day", "terminator", 2),
            ("Rocky IV", "rocky", 4),
            ("2001", "2001", 1),
            ("Apollo 13", "apollo 13", 1),
            ("2 Fast 2 Furious", "2 fast 2 furious", 1),
            ("I", "i", 1),
            ("", "", 1),
        ],
    )
    def test_parts_of_a_film(self, title: str, name: str, number: int) -> None:
        assert part_of(title) == (name, number)

    def test_a_title_of_any_length_takes_no_time(self) -> None:
        assert part_of("- " * 100_000)[1] == 1

    def test_never_a_later_part_before_the_first(self) -> None:
        parts = [
            film(name) for name in ("The Godfather", "The Godfather: Part II", "The Godfather: Part III")
        ]
        assert picked(queue(parts)) == [parts[0].id]
        built = queue(parts, plays(parts[0], 3))
        assert picked(built) == [parts[1].id]
        assert built.picks[0].reason == (
            "the part after “The Godfather”, which you watched on 20 November 2026; this one never watched"
        )


class TestWhatComesFirst:
    def test_genres_that_are_watched(self) -> None:
        crime, romance = film("a", genres=["Crime"]), film("b", genres=["Romance"])
        watched = [film(f"w{n}", genres=["crime"]) for n in range(4)]
        for week in range(5):
            until = MONDAY + week * WEEK
            listens = [play for one in watched for play in plays(one, 9, until=until)]
            built = queue([romance, crime, *watched], listens, as_of=until)
            assert picked(built) == [crime.id, romance.id]

    def test_not_genres_that_are_given_up(self) -> None:
        horror, drama = film("a", genres=["Horror"]), film("b", genres=["Drama"])
        known = [film(f"{genre}{n}", genres=[genre]) for genre in ("Horror", "Drama") for n in range(8)]
        listens = [
            left(one, MONDAY - 50 * DAY, 900) if n < 6 else listen(one, MONDAY - 50 * DAY)
            for n, one in enumerate(known)
        ]
        built = queue([horror, drama, *known], listens)
        assert picked(built) == [drama.id, horror.id]
        assert built.picks[1].parts["watched to the end"] < 0 < built.picks[0].parts["watched to the end"]

    def test_by_the_same_people_but_not_by_the_folder(self) -> None:
        mann = [film(f"m{n}", "Michael Mann") for n in range(2)]
        flat = [film(f"f{n}", "films") for n in range(8)]
        built = queue([*mann, *flat], [*plays(mann[0], 3), *plays(flat[0], 2)])
        assert picked(built)[0] == mann[1].id
        assert (
            reason(built, mann[1])
            == "by Michael Mann like “m0”, which you watched on 20 November 2026; this one never watched"
        )
        assert not any("by the same" in pick.parts for pick in built.picks[1:])
        assert len(built.picks) == 8, "one artist's cap would leave two"

    def test_what_is_liked(self) -> None:
        films = [film(f"f{n}", genres=["Drama"]) for n in range(6)]
        plain = queue(films)
        last = plain.picks[-1].track
        liked = queue(
            films,
            marks=[
                Mark(MONDAY - 5, "like", {"track": last.id}),
                Mark(MONDAY - 5, "rate", {"track": last.id}, 5),
            ],
        )
        assert picked(liked).index(last.id) < 5
        assert {"liked", "your stars"} <= set(liked.picks[picked(liked).index(last.id)].parts)

    def test_what_stood_in_a_queue_rests(self) -> None:
        films = [film(f"f{n}") for n in range(30)]
        first = queue(films)
        shown = [Shown(MONDAY + 9, "watch:2026-W48", tuple(picked(first)))]
        second = queue(films, shown=shown, as_of=MONDAY + WEEK)
        assert not set(picked(first)) & set(picked(second))
        assert second.note == ""

    def test_a_small_shelf_says_which_rules_yield(self) -> None:
        films = [film(f"f{n}") for n in range(6)]
        shown = [Shown(MONDAY - 20 * DAY, "watch:2026-W45", tuple(ids(films[:2])))]
        assert (
            queue(films, shown=shown).note
            == "little to choose from: 2 back after less than 8 weeks, 6 instead of 10"
        )

    def test_says_how_little_it_knows(self) -> None:
        films = [film(f"f{n}") for n in range(30)]
        assert queue(films).note == ""
        assert queue(films, plays(films[0], 3)).note == "1 watched so far: this is mostly similarity"
        assert queue(films, [one for each in films[:10] for one in plays(each, 3)]).note == ""


class TestSentences:
    def test_names_another_of_a_genre_each_time(self) -> None:
        watched = [film(f"w{n}", genres=["Crime"]) for n in range(3)]
        new = [film(f"n{n}", genres=["Crime"]) for n in range(3)]
        built = queue([*watched, *new], [play for n, one in enumerate(watched) for play in plays(one, n + 3)])
        assert len({pick.because for pick in built.picks}) == 3
        assert re.fullmatch(
            r"Crime like “w0”, which you watched on 20 November 2026; this one never watched",
            built.picks[0].reason,
        )

    def test_a_show_may_be_what_is_named(self) -> None:
        show = series("Show", 3, genres=("Crime",))
        new = film("new", genres=["crime"])
        built = queue([*show, new], [*plays(show[0], 3), *plays(show[1], 2)])
        assert reason(built, new) == (
            "crime like “Show”, of which you watched 2 episodes, the last on 21 November 2026; this one never watched"
        )

    def test_nothing_in_common(self) -> None:
        built = queue([film("one", genres=["Crime"]), film("other", genres=["Drama"])], plays(film("one"), 3))
        assert built.picks[0].reason == "a step aside from what you watched; this one never watched"

    def test_beside_another_in_a_small_folder(self) -> None:
        ghibli = [film(f"g{n}", folder="/films/Ghibli") for n in range(2)]
        others = [film(f"f{n}") for n in range(8)]
        built = queue([*ghibli, *others], [*plays(ghibli[0], 3), *plays(others[0], 2)])
        assert reason(built, ghibli[1]) == (
            "beside “g0” in the folder “Ghibli”, which you watched on 20 November 2026; this one never watched"
        )
        assert reason(built, others[1]) == "a step aside from what you watched; this one never watched"

    def test_what_a_file_says_can_do_no_harm(self) -> None:
        one, other = film("a\x1b[2J", genres=["b\x1b[2J"]), film("c", genres=["b\x1b[2J"])
        (pick,) = queue([one, other], plays(one, 3)).picks
        assert "\x1b" not in pick.reason


SHELF = [
    *(film(f"Film {n}", genres=[("Crime", "Drama", "Comedy")[n % 3]], year=1990 + n) for n in range(12)),
    *(film(f"Saga {n}" if n > 1 else "Saga") for n in range(1, 4)),
    *series("Show", 3, 2, genres=("Crime",)),
    *series("Other", 4),
]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(0, len(SHELF) - 1),
            st.floats(1, 500),
            st.floats(0, 1),
            st.sampled_from(["finished", "next", "stopped", "jumped", "quit"]),
        ),
        max_size=30,
        unique_by=lambda event: event[1],  # nobody begins two at once
    ),
    st.integers(1, 12),
)
def test_any_history_gives_a_sound_queue(events: list[tuple[int, float, float, str]], size: int) -> None:
    listens = [
        left(SHELF[n], MONDAY - days * DAY, share * (SHELF[n].duration or 0), end)
        for n, days, share, end in events
    ]
    built = queue(SHELF, listens, size=size)
    assert queue(SHELF[::-1], listens[::-1], size=size).picks == built.picks, "another order of what comes in"
    chosen = [pick.track for pick in [*built.picks, *built.reserve]]
    assert len(built.picks) <= size
    assert len({one.id for one in chosen}) == len(chosen)
    shows = [one.show for one in chosen if one.show]
    assert len(set(shows)) == len(shows), "one episode of each show"
    seconds: dict[str, float] = {}
    for one in listens:
        seconds[one.track] = seconds.get(one.track, 0.0) + one.heard
    for pick in built.picks:
        assert round(sum(pick.parts.values()), 6) == pick.score
        if pick.reason.endswith("never watched"):
            assert seconds.get(pick.track.id, 0) < 0.8 * (pick.track.duration or 0)
        before = [
            one for one in SHELF if one.show and one.show == pick.track.show and one.id != pick.track.id
        ]
        if pick.track.show and not any(one.id in seconds for one in before):
            assert (pick.track.season, pick.track.episode) == (1, 1)
    _are_true(built.picks, listens)


def _are_true(picks: Sequence[Pick], listens: Sequence[Listen]) -> None:
    """What each sentence names was watched on the day that it says."""
    for pick in picks:
        said = re.search(r"on (\d+ \w+ \d{4})", pick.reason)
        if pick.because:
            assert said is not None
            mine = [one for one in listens if one.track == pick.because[0]]
            days = {
                f"{d.day} {d:%B %Y}"
                for d in (datetime.fromtimestamp(one.at, UTC) + timedelta(minutes=one.offset) for one in mine)
            }
            assert said[1] in days, pick.reason
