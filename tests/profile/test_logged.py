"""The history as it was logged."""

from dataclasses import replace
from pathlib import Path

from tunes.library.track import Kind, Track
from tunes.profile.listens import Listen, listen_document
from tunes.profile.logged import logged, logged_listens
from tunes.profile.store import Store

FILM = Track("t1:film", Path("/m/f"), Kind.VIDEO, "Film", duration=6000.0)
SONG = Track("t1:song", Path("/m/s"), Kind.MUSIC, "Song", duration=200.0)
NOW = 1_795_000_000.0


def song(at: float, heard: float, track: Track = SONG) -> dict[str, object]:
    return listen_document(
        Listen(track.id, NOW + at, 0, heard, track.duration, 0.0, heard, end="next", source="search")
    )


def test_each_stored_document_comes_with_what_it_counts_as(tmp_path: Path) -> None:
    kitchen, phone = Store(tmp_path, "kitchen"), Store(tmp_path, "phone")
    phone.append("listens", song(1000.0, 300.0, FILM), [FILM])
    kitchen.append("listens", {**song(500.0, 50.0), "mood": "blue"}, [SONG])
    kitchen.append("listens", song(0.0, 150.0), [SONG])
    kitchen.append("listens", {**song(1.0, 1.0), "heard": "much"}, [SONG])
    listens = logged_listens(kitchen)
    seen = [(each["at"] - NOW, each["play"], each["skip"], each["replay"]) for each in listens]
    assert seen == [(0.0, True, False, False), (500.0, False, True, True), (1000.0, False, True, False)]
    assert listens[1]["mood"] == "blue"
    assert listens[1]["device"] == "kitchen"


def test_the_library_s_word_on_the_kind_of_a_track_counts_more(tmp_path: Path) -> None:
    store = Store(tmp_path, "kitchen")
    store.append("listens", song(0.0, 900.0, replace(SONG, duration=1000.0)), [SONG])
    assert [each["play"] for each in logged_listens(store)] == [True]
    assert [each["play"] for each in logged_listens(store, {SONG.id: Kind.SPOKEN})] == [True]
    assert [each["play"] for each in logged_listens(store, {SONG.id: Kind.VIDEO})] == [True]
    store.append("listens", song(86_400.0, 600.0, replace(SONG, duration=1000.0)), [SONG])
    assert [each["play"] for each in logged_listens(store)] == [True, True]
    assert [each["play"] for each in logged_listens(store, {SONG.id: Kind.VIDEO})] == [True, False]


def test_documents_and_columns_are_in_one_order(tmp_path: Path) -> None:
    store = Store(tmp_path, "kitchen")
    for number in (5, 3, 9, 1):
        store.append("listens", song(number * 1000.0, 30.0 * number), [SONG])
    documents, derived = logged(store)
    assert [each["heard"] for each in documents] == [30.0, 90.0, 150.0, 270.0]
    assert derived.play.tolist() == [False, False, True, True]
