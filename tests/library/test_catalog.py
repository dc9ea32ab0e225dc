from collections.abc import Callable
from pathlib import Path
from threading import Thread

import pytest
from media import make_library, make_sound
from tunes.library.catalog import AlbumRow, ArtistRow, Catalog
from tunes.library.scan import ScanReport


@pytest.fixture
def shelves(music: Path, rescan: Callable[..., ScanReport], catalog: Catalog) -> Catalog:
    make_library(music, seconds=0.2)
    rescan()
    return catalog


def test_roots_are_kept_in_order_and_once(catalog: Catalog, tmp_path: Path) -> None:
    assert catalog.roots() == []
    folders = [tmp_path / "b", tmp_path / "a", Path("/inv\udcff")]
    catalog.set_roots([*folders, tmp_path / "b"])
    assert catalog.roots() == folders
    again = Catalog(tmp_path / "library.db")
    assert again.roots() == folders
    again.close()


def test_artists_and_albums(shelves: Catalog) -> None:
    assert shelves.artists() == [ArtistRow("Artist 1", 6), ArtistRow("Artist 2", 6)]
    assert shelves.albums("artist 2") == [
        AlbumRow("Album 21", "Artist 2", 2001, 3),
        AlbumRow("Album 22", "Artist 2", 2002, 3),
    ]
    assert len(shelves.albums()) == 4


def test_shelves(shelves: Catalog) -> None:
    assert len(shelves.shelf()) == 12
    assert [track.title for track in shelves.shelf("Artist 2", "Album 22")] == [
        "Track 221",
        "Track 222",
        "Track 223",
    ]
    assert len(shelves.shelf(album="Album 11")) == 3
    assert len(shelves.shelf("Nobody")) == 0
    assert list(shelves.all_tracks()) == list(shelves.shelf())


def test_an_album_of_many_artists_stands_under_its_own(
    music: Path, rescan: Callable[..., ScanReport], catalog: Catalog
) -> None:
    for number in (1, 2):
        make_sound(
            music / f"{number}.flac",
            0.2,
            100 * number,
            artist=f"Guest {number}",
            albumartist="The Band",
            album="Album",
        )
    make_sound(music / "3.flac", 0.2, 300.0)
    rescan()
    assert catalog.artists() == [ArtistRow("", 1), ArtistRow("The Band", 2)]
    assert len(catalog.shelf("Band", "album")) == 2
    assert [track.title for track in catalog.shelf("")] == ["3"]


def test_tracks_by_id(shelves: Catalog) -> None:
    tracks = list(shelves.all_tracks())
    ids = [tracks[5].id, "t1:unknown", tracks[2].id, tracks[5].id]
    assert shelves.tracks_by_id(ids) == [tracks[5], tracks[2], tracks[5]]
    assert shelves.tracks_by_id([]) == []
    assert len(shelves.tracks_by_id([track.id for track in tracks] * 100)) == 1200
    assert shelves.track(tracks[3].id) == tracks[3]
    assert shelves.track("t1:unknown") is None
    assert shelves.at_path(tracks[3].path) == [tracks[3]]
    assert shelves.at_path(Path("/nowhere")) == []


def test_matching_is_in_library_order(shelves: Catalog) -> None:
    assert [track.title for track in shelves.matching("album 11")] == ["Track 111", "Track 112", "Track 113"]


def test_any_thread_may_ask(shelves: Catalog) -> None:
    found = []
    threads = [Thread(target=lambda: found.append(len(shelves.search("track", 50)))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [12] * 8
