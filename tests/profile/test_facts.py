"""What the listens say of artists and recordings, each number checked on listens of which the answer is plain."""

import math
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_listens import DAY, MONDAY, listen, plays, skip, track
from tunes.library.track import Track
from tunes.profile.columns import Columns
from tunes.profile.evidence import evidence
from tunes.profile.facts import Facts, facts
from tunes.profile.facts.guests import credited, guest_level
from tunes.profile.history import History
from tunes.profile.listens import Listen
from tunes.profile.past import HALF_LIVES, LONG_AGO, fading, past

ROADS, NUMB, BISCUIT = (track(name, "Portishead") for name in ("Roads", "Numb", "Biscuit"))
TEARDROP = track("Teardrop", "Massive Attack")
KYRIE = track("Kyrie", "Choir")
SHELF = [ROADS, NUMB, BISCUIT, TEARDROP, KYRIE]


def read(listens: Sequence[Listen], tracks: Sequence[Track] = SHELF) -> tuple[Columns, Facts]:
    known = evidence(tracks, History.of(listens, tracks), MONDAY)
    return known.columns, facts(past(known.columns, known.heard, MONDAY))


def song(listens: Sequence[Listen], name: str, what: Track) -> float:
    columns, known = read(listens)
    return float(known.of_song[name][columns.recording[columns.row_of[what.id]]])


def artist(listens: Sequence[Listen], name: str, what: Track) -> float:
    columns, known = read(listens)
    return float(known.of_artist[name][columns.artist[columns.row_of[what.id]]])


def test_what_is_left_after_a_half_life_is_a_half() -> None:
    age = np.array([0.0, 7.0, 14.0, 448.0])
    for half_life, left in fading(age):
        assert left == pytest.approx(0.5 ** (age / half_life))
    assert HALF_LIVES[0] == 448
    assert HALF_LIVES[-1] == 1.75


class TestSongs:
    def test_days_since_it_was_played_and_skipped(self) -> None:
        heard = [*plays(ROADS, 30, 9, 4), skip(ROADS, MONDAY - 2 * DAY), *plays(NUMB, 1)]
        assert song(heard, "since play", ROADS) == pytest.approx(4)
        assert song(heard, "since first play", ROADS) == pytest.approx(30)
        assert song(heard, "since skip", ROADS) == pytest.approx(2)
        assert song(heard, "since play", BISCUIT) == LONG_AGO

    def test_how_often(self) -> None:
        heard = [*plays(ROADS, 9, 4), skip(ROADS, MONDAY - DAY), listen(ROADS, MONDAY - 4 * DAY + 3000)]
        assert song(heard, "plays", ROADS) == 3
        assert song(heard, "play gap", ROADS) == pytest.approx(5 + 3000 / DAY)
        assert song(heard, "skips a play", ROADS) == pytest.approx(1 / 4)
        assert song(heard, "play gap", NUMB) == -1

    def test_plays_since(self) -> None:
        heard = [*plays(ROADS, 9), *plays(NUMB, 5, 4, 3)]
        assert song(heard, "plays since", ROADS) == 4
        assert song(heard, "plays since", NUMB) == 1

    def test_what_is_played_around_it(self) -> None:
        heard = [*plays(ROADS, 9, 8, 7), listen(NUMB, MONDAY - 7 * DAY + 300)]
        assert song(heard, "played around", NUMB) == pytest.approx(math.log(4))
        assert song(heard, "played around", KYRIE) == -1


class TestArtists:
    def test_plays_fade(self) -> None:
        heard = [*plays(ROADS, 28), *plays(NUMB, 28)]
        assert artist(heard, "artist plays 28", BISCUIT) == pytest.approx(math.log(2))
        assert artist(heard, "artist plays 28", TEARDROP) == 0

    def test_an_evening_with_one_artist_is_one_evening(self) -> None:
        evening = [listen(ROADS, MONDAY - 28 * DAY + n * 300) for n in range(5)]
        assert artist(evening, "artist on days 28", BISCUIT) == pytest.approx(math.log(1.5), abs=0.01)
        assert artist(evening, "artist plays 28", BISCUIT) > 1

    def test_something_new(self) -> None:
        heard = [*plays(ROADS, 20, 2), *plays(NUMB, 10)]
        assert artist(heard, "artist since new", ROADS) == pytest.approx(10)
        assert artist(heard, "artist since play", ROADS) == pytest.approx(2)
        assert artist(heard, "artist since first", ROADS) == pytest.approx(20)
        assert artist(heard, "artist breadth", ROADS) == 2
        assert artist(heard, "artist since new", KYRIE) == LONG_AGO

    def test_skips_count_against_what_is_usual(self) -> None:
        heard = [
            *plays(ROADS, 9, 8, 7),
            *(skip(TEARDROP, MONDAY - n * DAY) for n in (3, 4, 5)),
        ]
        assert artist(heard, "artist skipped 56", TEARDROP) > 0 > artist(heard, "artist skipped 56", ROADS)
        assert artist(heard, "artist skipped 56", KYRIE) == pytest.approx(0)

    def test_what_was_tried_and_kept(self) -> None:
        heard = [*plays(ROADS, 9, 8), *plays(NUMB, 7), skip(TEARDROP, MONDAY - DAY)]
        assert artist(heard, "artist kept", ROADS) > artist(heard, "artist kept", TEARDROP)


class TestCompany:
    def test_heard_in_one_sitting_with_what_is_loved(self) -> None:
        evening = [listen(ROADS, MONDAY - 2 * DAY), listen(NUMB, MONDAY - 2 * DAY + 300)]
        heard = [*plays(ROADS, 5, 6, 7), *evening, *plays(KYRIE, 4)]
        assert song(heard, "near in chunk", NUMB) > 0
        assert artist(heard, "artist near in sitting", KYRIE) == 0


class TestGuests:
    @pytest.mark.parametrize(
        ("title", "by", "names"),
        [
            pytest.param(
                "Song (feat. Beth & Tricky)", "Massive Attack", ["Beth", "Tricky"], id="in the title"
            ),
            pytest.param("Song [ft Beth]", "Massive Attack", ["Beth"], id="short, in square brackets"),
            pytest.param("Song", "Tricky feat. Beth", ["Tricky", "Beth"], id="in the artist"),
            pytest.param("Song", "Simon & Garfunkel", ["Simon", "Garfunkel"], id="two names"),
            pytest.param("Left of Centre", "Suzanne", [], id="no word of it"),
            pytest.param("Feather", "Nujabes", [], id="a word that begins alike"),
        ],
    )
    def test_names(self, title: str, by: str, names: list[str]) -> None:
        assert credited(track(title, by)) == names

    def test_only_known_names_count(self) -> None:
        song = track("Song (feat. PORTISHEAD)", "Unheard")
        walk = track("Walk (with me)", "Unheard")
        columns, known = read(plays(ROADS, 1, 2), [*SHELF, song, walk])
        level = guest_level(columns, known.of_artist["artist plays 56"])
        assert level[columns.row_of[song.id]] > 0
        assert level[columns.row_of[walk.id]] == 0
        assert level[columns.row_of[ROADS.id]] == 0


made = st.lists(
    st.tuples(st.integers(0, 4), st.integers(0, 4000), st.sampled_from(["finished", "next", "quit"])),
    max_size=60,
)


@settings(max_examples=50)
@given(made)
def test_any_listens_give_numbers(events: list[tuple[int, int, str]]) -> None:
    heard = [
        listen(SHELF[n], MONDAY - 400 - slot * 977, share=0.1 if how == "next" else 1.0, end=how)  # type: ignore[arg-type]  # drawn from the ends
        for n, slot, how in events
    ]
    _, known = read(heard)
    for values in (*known.of_song.values(), *known.of_artist.values()):
        assert np.isfinite(values).all()
