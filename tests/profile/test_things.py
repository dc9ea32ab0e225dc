"""What a mark can be about, and which tracks it means, whatever the computer, the spelling and the bytes of a name."""

import os
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tunes.library.track import Kind, Track
from tunes.profile.things import (
    Things,
    What,
    album_thing,
    artist_thing,
    folder_thing,
    genre_thing,
    key_of,
    sort_of,
    things_of,
    track_thing,
)

ROOT = Path("/home/ann/Music")
SONG = Track(
    "t1:a",
    ROOT / "Kids/Songs/Å/01.flac",
    Kind.MUSIC,
    "Jóga",
    artist="Björk feat. Tricky",
    album="Homogenic",
    album_artist="Björk",
    genres=("Trip Hop", "Electronic"),
)


def means(what: What, track: Track = SONG, roots: list[Path] | None = None) -> bool:
    return Things.of([what], [ROOT] if roots is None else roots).covers(track)


@pytest.mark.parametrize(
    ("what", "is_meant"),
    [
        (track_thing(SONG), True),
        ({"track": "t1:b"}, False),
        (artist_thing("BJORK"), True),
        (artist_thing("Björk feat. Tricky"), True),
        (artist_thing("Tricky"), False),
        (artist_thing(""), False),
        (album_thing("homogenic", "Bjork"), True),
        (album_thing("Homogenic", "Tricky"), False),
        (album_thing("Homogenic", ""), True),
        (album_thing("", "Björk"), False),
        (genre_thing("electronic"), True),
        (genre_thing("Hop"), False),
        (folder_thing("Kids"), True),
        (folder_thing("Kids/Songs/A\u030a"), True),
        (folder_thing("Kid"), False),
        (folder_thing("Songs"), False),
        (folder_thing(""), False),
        ({"source": "autoplay"}, False),
        ({"artist": 3.0}, False),
        ({"album": 3.0}, False),
        ({}, False),
    ],
)
def test_what_is_meant(what: What, *, is_meant: bool) -> None:
    assert means(what) == is_meant


def test_nothing_means_nothing() -> None:
    nameless = Track("t1:n", Path("/x"), Kind.MUSIC, "")
    assert not Things.of([{}, {"artist": ""}, {"album": ""}, {"genre": ""}, {"folder": "/"}], [ROOT]).covers(
        nameless
    )


@pytest.mark.parametrize("written", ["X (feat. Y)", "X [ft. Y]", "X featuring Y & Z", "x FEAT Y"])
def test_an_artist_is_meant_with_guests_too(written: str) -> None:
    assert means(artist_thing("X"), replace(SONG, artist=written, album_artist=""))


def test_a_show_stands_where_films_have_no_artist() -> None:
    film = Track("t1:f", ROOT / "f.mkv", Kind.VIDEO, "Pilot", show="The Wire", season=1)
    assert means(artist_thing("the wire"), film)
    assert things_of(film, [ROOT]) == [{"track": "t1:f"}, {"artist": "The Wire"}]


class TestFolders:
    def test_hold_below_every_computers_root(self) -> None:
        there = replace(SONG, path=Path("/mnt/shelf/Kids/Songs/1.flac"))
        assert means(folder_thing("Kids/Songs"), there, [Path("/else"), Path("/mnt/shelf")])

    def test_hold_anywhere_where_the_roots_are_not_told(self) -> None:
        assert means(folder_thing("Kids/Songs"), SONG, [])
        assert not means(folder_thing("Kids/Song"), SONG, [])

    def test_of_the_root_of_all(self) -> None:
        assert means(folder_thing("home/ann"), SONG, [Path("/")])

    def test_of_a_root_within_another_the_inner_one_counts(self) -> None:
        things = things_of(SONG, [ROOT, ROOT / "Kids"])
        assert [thing["folder"] for thing in things if "folder" in thing] == ["Songs/Å", "Songs"]

    @given(
        st.binary(min_size=1, max_size=8).filter(lambda name: not {0, 47} & set(name) and name.strip(b"."))
    )
    def test_with_any_bytes_in_the_name(self, name: bytes) -> None:
        folder = ROOT / os.fsdecode(name)
        inside, beside = replace(SONG, path=folder / "1.flac"), replace(SONG, path=Path(f"{folder}x/1.flac"))
        (thing,) = (one for one in things_of(inside, [ROOT]) if sort_of(one) == "folder")
        str(thing["folder"]).encode()  # no lone surrogate is ever stored
        assert means(thing, inside)
        assert not means(thing, beside)

    def test_outside_the_library_there_are_none(self) -> None:
        assert [sort_of(one) for one in things_of(SONG, [Path("/else")])].count("folder") == 0


def test_all_that_can_be_said_something_about_means_the_track() -> None:
    things = things_of(SONG, [ROOT])
    assert [sort_of(one) for one in things] == [
        "track",
        *["artist"] * 2,
        "album",
        *["genre"] * 2,
        *["folder"] * 3,
    ]
    assert all(means(one) for one in things)


def test_two_spellings_are_one_thing_and_two_sorts_are_two() -> None:
    assert key_of(artist_thing("Björk")) == key_of(artist_thing("BJORK"))
    assert key_of(artist_thing("Air")) != key_of(album_thing("Air", ""))
    assert key_of({"from": 1.0, "to": 2.0}) != key_of({"from": 1.0})
