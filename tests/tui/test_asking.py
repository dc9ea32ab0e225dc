"""Queries that the library answers together with the history."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from screen import made_track, put
from tunes.library.catalog import Catalog
from tunes.library.errors import QueryError
from tunes.profile.listens import Listen, listen_document
from tunes.profile.store import Store
from tunes.tui.asking import Asking, Counted, or_wrong_use
from tunes.tui.cli import WRONG_USE
from tunes.tui.edges import Sorry

NOW = 1_795_000_000.0
TRACKS = [made_track(number, added=NOW - number * 86_400) for number in range(10)]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "profile", "testing")


@pytest.fixture
def asking(tmp_path: Path, store: Store) -> Iterator[Asking]:
    catalog = Catalog(tmp_path / "library.db")
    put(catalog, TRACKS)
    yield Asking(catalog, lambda: NOW, Counted(lambda: store))
    catalog.close()


def hear(store: Store, number: int, *, skips: int = 0, plays: int = 0) -> None:
    for place in range(skips + plays):
        heard = 10.0 if place < skips else 100.0
        at = NOW - 86_400 + 2_000.0 * place
        end = "next" if place < skips else "finished"
        listen = Listen(TRACKS[number].id, at, 0, heard, 100.0, 0.0, heard, end=end, source="queue")  # type: ignore[arg-type]  # a word of ENDS
        store.append("listens", listen_document(listen), [TRACKS[number]])


def numbers(asking: Asking, line: str) -> list[int]:
    return [TRACKS.index(track) for track in asking.matching(line)]


def test_plays_and_skips_are_those_of_the_history(asking: Asking, store: Store) -> None:
    hear(store, 3, plays=4)
    hear(store, 5, plays=1, skips=3)
    assert numbers(asking, "plays:>3") == [3]
    assert numbers(asking, "skips:>2") == [5]
    assert numbers(asking, "plays:1.. skips:0") == [3]
    assert numbers(asking, "plays:0") == [0, 1, 2, 4, 6, 7, 8, 9]
    assert [track.id for track in asking.search("song plays:4", 5)] == [TRACKS[3].id]


def test_a_listen_counts_as_soon_as_it_is_on_disk(asking: Asking, store: Store) -> None:
    assert numbers(asking, "plays:1") == []
    hear(store, 2, plays=1)
    assert numbers(asking, "plays:1") == [2]


def test_the_history_is_read_once_while_nothing_happens(store: Store) -> None:
    hear(store, 2, plays=1)
    counted = Counted(lambda: store)
    assert counted() is counted()


def test_a_track_keeps_its_plays_under_a_new_id(asking: Asking, store: Store) -> None:
    was = made_track(77)
    listen = Listen(was.id, NOW - 500, 0, 100.0, 100.0, 0.0, 100.0, end="finished", source="queue")
    store.append("listens", listen_document(listen), [was])
    store.append("aliases", {"at": NOW, "new": TRACKS[8].id, "old": was.id})
    assert numbers(asking, "plays:1") == [8]


def test_added_is_counted_from_now(asking: Asking) -> None:
    assert numbers(asking, "added:<3d") == [0, 1, 2]
    assert numbers(asking, "added:>1w") == [8, 9]


def test_a_wrong_query_is_wrong_use_at_the_command_line(asking: Asking) -> None:
    with pytest.raises(Sorry, match="backwards") as caught, or_wrong_use():
        asking.matching("year:1999..1990")
    assert caught.value.code == WRONG_USE
    with pytest.raises(QueryError):
        asking.search("xyzzy:1", 5)
