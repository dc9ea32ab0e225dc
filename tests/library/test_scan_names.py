"""Files are listed by their names at once, and with what they say as they are read."""

import os
from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from media import make_sound
from tunes.library import scan as scanning
from tunes.library.catalog import ArtistRow, Catalog
from tunes.library.readers import Readers
from tunes.library.scan import ScanReport, scan
from tunes.library.shelf import Shelf

Rescan = Callable[..., ScanReport]


def make_albums(music: Path, count: int) -> list[Path]:
    """Files whose names tell other titles than their tags."""
    return [
        make_sound(
            music / "By Name" / f"{n // 10} Album" / f"{n:03} Named {n}.m4a",
            0.1,
            n,
            title=f"Tagged {n}",
            artist="By Tag",
        )
        for n in range(count)
    ]


def titles(shelf: Shelf) -> list[str]:
    return [track.title for track in shelf]


def test_names_first_then_tags(music: Path, catalog: Catalog, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scanning, "FIRST_BATCH", 4)
    monkeypatch.setattr(scanning, "FIRST_NAMED", 3)
    paths = make_albums(music, 12)
    steps = scan(catalog, [music], cancelled=Event(), now=lambda: 5.0, wanted=tuple)
    next(steps)
    assert titles(catalog.shelf(unread=True)) == ["Named 0", "Named 1", "Named 2"]
    next(steps)
    shelf = catalog.shelf(unread=True)
    assert titles(shelf) == [f"Named {n}" for n in range(12)]
    assert all(track.is_unread and track.path in paths for track in shelf)
    assert catalog.artists(unread=True) == [ArtistRow("By Name", 12)]
    assert [row.name for row in catalog.albums("By Name", unread=True)] == ["0 Album", "1 Album"]
    assert len(catalog.shelf("By Name", "1 Album", unread=True)) == 2
    # Nobody but a screen sees them.
    assert not any((catalog.artists(), catalog.albums(), list(catalog.all_tracks())))
    assert not any((catalog.search("named", 5), catalog.at_path(paths[0])))
    progress = next(steps)
    assert 0 < progress.read < 12
    now = catalog.shelf(unread=True)
    assert len(now) == 12
    assert {track.is_unread for track in now} == {True, False}
    # A track keeps its place on the screen when it is read, and rows that have been read meanwhile can still be shown.
    read = next(track for track in shelf if catalog.at_path(track.path))
    assert now.position(read.id) == list(now).index(catalog.at_path(read.path)[0])
    assert [track.title for track in catalog.shelf(unread=True)[:]] == titles(now)
    *_, last = steps
    assert last.report is not None
    assert (last.report.files, last.report.added) == (12, 12)
    assert sorted(titles(catalog.shelf(unread=True))) == sorted(f"Tagged {n}" for n in range(12))
    assert shelf[0].title in {"Named 0", "…"}


def test_first_names_wait_for_no_reader(
    music: Path, catalog: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Starting processes takes longer than listing what a screen shows."""
    started: list[object] = []
    begin = Readers.begin

    def noting(readers: Readers, *arguments: Any, **named: Any) -> None:
        started.append(readers)
        begin(readers, *arguments, **named)

    monkeypatch.setattr(Readers, "begin", noting)
    make_albums(music, 3)
    steps = scan(catalog, [music], cancelled=Event(), now=lambda: 5.0, wanted=tuple)
    next(steps)
    assert len(catalog.shelf(unread=True)) == 3
    assert not started
    list(steps)
    assert started


def test_what_is_shown_is_read_first(music: Path, catalog: Catalog, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scanning, "FIRST_BATCH", 4)
    monkeypatch.setattr("tunes.library.readers.READERS", 1)
    paths = make_albums(music, 40)
    shown = [os.fspath(path) for path in paths[-4:]]
    steps = scan(catalog, [music], cancelled=Event(), now=lambda: 5.0, wanted=lambda: shown)
    while not next(steps).read:
        pass
    assert all(catalog.at_path(path) for path in paths[-4:])
    assert len(list(catalog.all_tracks())) < 40
    list(steps)


@pytest.mark.parametrize("end", ["cancelled", "killed"])
def test_a_scan_that_ends_early_leaves_no_names(
    music: Path, catalog: Catalog, rescan: Rescan, monkeypatch: pytest.MonkeyPatch, end: str
) -> None:
    monkeypatch.setattr(scanning, "FIRST_BATCH", 4)
    make_albums(music, 12)
    cancelled = Event()
    steps = scan(catalog, [music], cancelled=cancelled, now=lambda: 5.0, wanted=tuple)
    while not next(steps).read:
        pass
    if end == "cancelled":
        cancelled.set()
        list(steps)
        assert not any(track.is_unread for track in catalog.shelf(unread=True))
    else:
        steps.close()  # type: ignore[attr-defined]  # it is a generator
    report = rescan()
    assert report.files == 12
    assert not any(track.is_unread for track in catalog.shelf(unread=True))
    assert rescan().added == 0


def test_names_of_what_can_not_be_read_go(music: Path, catalog: Catalog) -> None:
    make_albums(music, 3)
    (music / "broken.flac").write_bytes(b"no sound")
    (music / "inv\udcff.mp3").write_bytes(b"no sound either")
    *_, last = scan(catalog, [music], cancelled=Event(), now=float, wanted=tuple)
    assert last.report is not None
    assert last.report.unreadable == 2
    assert len(catalog.shelf(unread=True)) == 3


def test_known_files_keep_what_is_known_of_them(music: Path, catalog: Catalog, rescan: Rescan) -> None:
    path, *_ = make_albums(music, 3)
    rescan()
    os.utime(path, (1, 1))
    make_sound(music / "new.m4a", 0.1, 99, title="Tagged new")
    steps = scan(catalog, [music], cancelled=Event(), now=float, wanted=tuple)
    assert next(steps).total == 2
    assert sorted(titles(catalog.shelf(unread=True))) == ["Tagged 0", "Tagged 1", "Tagged 2", "new"]
    list(steps)


def test_another_scan_takes_the_names_away(music: Path, catalog: Catalog, tmp_path: Path) -> None:
    make_albums(music, 5)
    steps = scan(catalog, [music], cancelled=Event(), now=float, wanted=tuple)
    next(steps)
    shelf = catalog.shelf(unread=True)
    other = Catalog(tmp_path / "library.db")
    list(scan(other, [music], cancelled=Event(), now=float))
    assert all(track.is_unread for track in shelf)  # of a list that is still on a screen
    *_, last = steps
    assert last.report is not None
    assert last.report.files == 5
    other.close()
