from array import array
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_rows import put_away
from tunes.library.catalog import Catalog
from tunes.library.errors import QueryError
from tunes.library.track import Kind, Track

SONGS = [
    ("Radiohead", "Paranoid Android", "OK Computer"),
    ("Radiohead", "Karma Police", "OK Computer"),
    ("Sigur Rós", "Sæglópur", "Takk…"),
    ("Björk", "Jóga", "Homogenic"),
    ("Beyoncé", "Halo", "I Am…"),
    ("椎名林檎", "丸の内サディスティック", "無罪モラトリアム"),
    ("방탄소년단", "봄날", "WINGS"),
    ("M", "Pop Muzik", "Single"),
    ("Mogwai", "Mogwai Fear Satan", "Young Team"),
    ("!!!", "Heart of Hearts", "Myth Takes"),
    ("Portishead", "Roads", "Dummy"),
    ("The Beatles", "A Day in the Life", "Sgt. Pepper"),
    ("AC/DC", "T.N.T.", "High Voltage"),
    ("Кино", "Группа крови", "Группа крови"),
]


def track(number: int, artist: str, title: str, album: str) -> Track:
    return Track(f"t1:{number}", Path(f"/m/{number}.mp3"), Kind.MUSIC, title, artist, album)


def fill(catalog: Catalog, songs: list[tuple[str, str, str]]) -> None:
    put_away(catalog, (track(n, *song) for n, song in enumerate(songs)))


@pytest.fixture(scope="module")
def shelves(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalog]:
    catalog = Catalog(tmp_path_factory.mktemp("search") / "library.db")
    fill(catalog, SONGS)
    yield catalog
    catalog.close()


@pytest.mark.parametrize(
    ("words", "artist"),
    [
        ("radiohead", "Radiohead"),
        ("radiohed", "Radiohead"),
        ("raidohead", "Radiohead"),
        ("RADIO", "Radiohead"),
        ("sigur ros", "Sigur Rós"),
        ("Sigur Rós", "Sigur Rós"),
        ("saeglopur", "Sigur Rós"),
        ("bjork", "Björk"),
        ("björk joga", "Björk"),
        ("beyonce", "Beyoncé"),
        ("beyonse", "Beyoncé"),
        ("林檎", "椎名林檎"),
        ("丸の内", "椎名林檎"),
        ("サディス", "椎名林檎"),
        ("방탄", "방탄소년단"),
        ("m", "M"),
        ("portished roads", "Portishead"),
        ("radiohead karma", "Radiohead"),
        ("karma computer", "Radiohead"),
        ("beatles day", "The Beatles"),
        ("ac/dc", "AC/DC"),
        ("acdc", None),
        ("t.n.t", "AC/DC"),
        ("кино", "Кино"),
        ("КРОВИ", "Кино"),
        ("radiohead halo", None),
        ("zzzzzz", None),
        ("", None),
        ("   ", None),
        ("!!!", None),
    ],
)
def test_words_find(shelves: Catalog, words: str, artist: str | None) -> None:
    found = shelves.search(words, 5)
    assert (found[0].artist if len(found) else None) == artist


def test_a_mistyped_word_that_another_track_has(shelves: Catalog) -> None:
    """`hearts` begins a word of another track, and was meant to be `heart`."""
    assert shelves.search("mogwai fears", 5)[0].artist == "Mogwai"


def test_a_short_word_that_is_mistyped(shelves: Catalog) -> None:
    """It is left out where nothing else helps, and what is most like the whole comes first."""
    assert shelves.search("teh beatles", 5)[0].artist == "The Beatles"
    assert shelves.search("pepepr beatles", 5)[0].artist == "The Beatles"


def test_one_of_many_words_mistyped_into_another_word(tmp_path: Path) -> None:
    """`lie` is a word of the library, and nothing has all of these."""
    catalog = Catalog(tmp_path / "library.db")
    fill(catalog, [("Mogwai", "You're Lionel Richie", "Hardcore"), ("Nico", "No Lie", "Else")])
    assert [track.artist for track in catalog.search("mogwai lie richie", 5)] == ["Mogwai"]
    catalog.close()


def test_a_word_twice(shelves: Catalog) -> None:
    assert shelves.search("mogwa mogwa", 5)[0].artist == "Mogwai"


def test_what_words_may_mean_comes_in_turn(tmp_path: Path) -> None:
    catalog = Catalog(tmp_path / "library.db")
    songs = [(f"Singer {n}", "Halo", f"Record {n}") for n in range(9)]
    fill(catalog, [*songs, ("Halo", "Something", "Else"), ("Nobody", "Nothing", "Halo")])
    first = catalog.search("haol", 5)
    assert {"Halo", "Something", "Nothing"} == {track.title for track in first}
    catalog.close()


def test_new_words_are_known_at_once(tmp_path: Path) -> None:
    catalog, other = Catalog(tmp_path / "library.db"), Catalog(tmp_path / "library.db")
    fill(catalog, [("Portishead", "Roads", "Dummy")])
    assert len(catalog.search("mogwia", 5)) == 0
    fill(other, [("Mogwai", "Cody", "Come On")])
    assert catalog.search("mogwia", 5)[0].artist == "Mogwai"
    catalog.close()
    other.close()


def test_the_limit(shelves: Catalog) -> None:
    assert len(shelves.search("radiohead", 1)) == 1
    assert len(shelves.search("radiohead", 0)) == 0
    assert len(shelves.search("radiohead", 10_000)) == 2


def test_what_is_no_longer_listed_is_not_found(tmp_path: Path) -> None:
    catalog = Catalog(tmp_path / "library.db")
    fill(catalog, SONGS)
    catalog.set_roots([tmp_path])
    assert len(catalog.search("radiohead", 5)) == 0
    assert len(catalog.matching("radiohed")) == 0
    catalog.close()


@given(st.text(st.characters(), max_size=60))
def test_any_text_is_a_fair_question_or_a_sentence_says_why_not(shelves: Catalog, words: str) -> None:
    with suppress(QueryError):
        assert len(shelves.search(words, 5)) <= 5
        shelves.matching(words)


@pytest.mark.parametrize(
    "words",
    [
        '"',
        "title:x",
        "NEAR(a b)",
        "*",
        "a*",
        "-a",
        "^a",
        "(",
        "NOT",
        "a AND",
        "\0",
        "\ud800",
        "'",
        "𞤀",
    ],
)
def test_the_language_of_sqlite_is_not_spoken(shelves: Catalog, words: Any) -> None:
    assert len(shelves.search(words, 5)) <= 5, "and nothing was raised"


@given(
    title=st.text(
        st.characters(exclude_categories=["Cs", "Cc"], exclude_characters='-":'), min_size=1, max_size=20
    )
)
@settings(max_examples=40)
def test_whatever_a_track_is_called_it_is_found_by_that(
    tmp_path_factory: pytest.TempPathFactory, title: str
) -> None:
    catalog = Catalog(tmp_path_factory.mktemp("any") / "library.db")
    fill(catalog, [("", title, "")])
    found = catalog.search(title, 5)
    assert len(found) == 1 or not any(char.isalnum() for char in title) or not title.isascii()
    catalog.close()


def test_shelf_numbers_are_compact(shelves: Catalog) -> None:
    assert isinstance(shelves.search("a", 5)._numbers, array)
