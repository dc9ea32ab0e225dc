import os
import signal
import subprocess
import sys
from collections.abc import Callable, Generator
from pathlib import Path
from threading import Event

import pytest
from made_containers import matroska_bytes
from media import make_library, make_sound
from tunes.library.catalog import Catalog
from tunes.library.errors import LibraryError
from tunes.library.scan import ScanReport, scan
from tunes.library.text import clean
from tunes.library.track import Kind


def test_first_scan(catalog: Catalog, music: Path, rescan: Callable[..., ScanReport]) -> None:
    make_library(music)
    report = rescan()
    assert (report.files, report.added, report.changed, report.unreadable) == (12, 12, 0, 0)
    track = catalog.shelf()[0]
    assert (track.artist, track.album, track.title) == ("Artist 1", "Album 11", "Track 111")
    assert (track.track_no, track.year, track.genres) == (1, 2001, ("Genre 1",))
    assert track.path == music / "Artist 1" / "Album 11" / "01 Track 111.flac"
    assert track.duration == pytest.approx(1.0)
    assert track.added == 1_795_000_000.0
    assert (track.size, track.mtime) == (track.path.stat().st_size, track.path.stat().st_mtime)


def test_a_rescan_reads_only_what_changed(
    catalog: Catalog, music: Path, rescan: Callable[..., ScanReport]
) -> None:
    make_library(music)
    rescan()
    (progress, last) = scan(catalog, [music], cancelled=Event(), now=lambda: 5.0)
    assert (progress.total, last.read) == (0, 0)
    new = make_sound(music / "new.mp3", 0.5, title="New")
    first, *_, last = scan(catalog, [music], cancelled=Event(), now=lambda: 5.0)
    assert first.total == last.read == 1
    assert last.report is not None
    assert (last.report.files, last.report.added, last.report.changed) == (13, 1, 0)
    (added,) = catalog.at_path(new)
    assert added.added == 5.0


def test_an_empty_library(rescan: Callable[..., ScanReport]) -> None:
    report = rescan()
    assert (report.files, report.added, report.offline) == (0, 0, 0)


def test_untagged_files_are_named_by_their_folders(
    catalog: Catalog, music: Path, rescan: Callable[..., ScanReport]
) -> None:
    make_sound(music / "Artist" / "1999 - Album" / "03 Song.mp3", 0.5)
    (music / "Show" / "Season 2").mkdir(parents=True)
    (music / "Show" / "Season 2" / "S02E03 Title.mkv").write_bytes(matroska_bytes())
    make_sound(music / "book.m4b", 0.5, title="Chapter")
    rescan()
    of_kind = {track.kind: track for track in catalog.all_tracks()}
    song, film, book = (of_kind[kind] for kind in (Kind.MUSIC, Kind.VIDEO, Kind.SPOKEN))
    assert (song.artist, song.album, song.title, song.track_no, song.year) == (
        "Artist",
        "Album",
        "Song",
        3,
        1999,
    )
    assert (film.show, film.season, film.episode, film.title, film.artist) == ("Show", 2, 3, "Title", "")
    assert (book.title, book.artist) == ("Chapter", "")


def test_bad_files_are_problems_and_the_scan_goes_on(
    catalog: Catalog, music: Path, rescan: Callable[..., ScanReport]
) -> None:
    make_sound(music / "good.mp3", 0.5, title="Good")
    (music / "empty.mp3").touch()
    (music / "page.ogg").write_text("<html>")
    os.mkfifo(music / "fifo.mp3")
    report = rescan()
    assert (report.files, report.unreadable) == (1, 2)
    assert [(one.path.name, one.reason) for one in catalog.problems()] == [
        ("empty.mp3", "it is empty"),
        ("page.ogg", "it is damaged, or no ogg file"),
    ]
    first, *_ = scan(catalog, [music], cancelled=Event(), now=lambda: 1.0)
    assert first.total == 0  # it stays as it was: it is not read again


def test_a_wrong_ending_is_read_all_the_same(
    catalog: Catalog, music: Path, rescan: Callable[..., ScanReport]
) -> None:
    make_sound(music / "a.flac", 0.5, title="Really FLAC").rename(music / "a.mp3")
    assert rescan().files == 1
    assert catalog.shelf()[0].title == "Really FLAC"


def test_texts_are_kept_as_they_are_and_cleaned_for_the_screen(
    catalog: Catalog, music: Path, rescan: Callable[..., ScanReport]
) -> None:
    title = "[@click=app.quit]x[/] \x1b]0;evil\x07\u202e"
    make_sound(music / "a.flac", 0.5, title=title, artist="A")
    rescan()
    (track,) = catalog.all_tracks()
    assert track.title == title
    assert clean(track.title) == "[@click=app.quit]x[/] ]0;evil"


def test_undecodable_names_are_listed_and_found_again(
    catalog: Catalog, music: Path, rescan: Callable[..., ScanReport]
) -> None:
    raw = os.fsencode(music) + b"/dir\xff\n/latin1-caf\xe9.mp3"
    path = Path(os.fsdecode(raw))
    make_sound(music / "a.mp3", 0.5)
    path.parent.mkdir()
    (music / "a.mp3").rename(path)
    assert rescan().added == 1
    assert rescan().changed == 0
    (track,) = catalog.all_tracks()
    assert os.fsencode(track.path) == raw
    assert catalog.at_path(path) == [track]
    assert catalog.paths(track.id) == [path]
    track.title.encode()  # no lone surrogate is kept
    assert len(catalog.search("latin1", 5)) == 1


def test_first_tracks_are_kept_long_before_the_end(catalog: Catalog, music: Path) -> None:
    base = make_sound(music / "0.mp3", 0.3, title="T")
    for number in range(1, 200):
        (music / f"{number:03}.mp3").write_bytes(base.read_bytes() + bytes(number))
    seen = [
        (progress.read, len(catalog.shelf()))
        for progress in scan(catalog, [music], cancelled=Event(), now=float)
    ]
    assert seen[0] == (0, 0)
    assert 0 < seen[1][0] < 200
    assert seen[1][1] == seen[1][0]
    assert seen[-1] == (200, 200)


def test_a_cancelled_scan_keeps_what_it_read_and_takes_nothing_for_gone(
    catalog: Catalog, music: Path, rescan: Callable[..., ScanReport]
) -> None:
    tree = make_library(music, seconds=0.2)
    rescan()
    base = make_sound(music / "0.mp3", 0.3, title="T")
    for number in range(1, 200):
        (music / f"{number:03}.mp3").write_bytes(base.read_bytes() + bytes(number))
    tree[0].unlink()
    cancelled = Event()
    last = None
    for last in scan(catalog, [music], cancelled=cancelled, now=lambda: 1.0):
        if last.read:
            cancelled.set()
    assert last is not None
    assert last.report is not None
    assert 0 < last.read < 200
    assert last.report.removed == 0
    assert len(catalog.shelf()) == 12 + last.read
    report = rescan()
    assert (report.files, report.removed) == (211, 1)


def test_a_scan_that_is_left_ends_its_readers(catalog: Catalog, music: Path) -> None:
    make_library(music, seconds=0.2)
    running = scan(catalog, [music], cancelled=Event(), now=float)
    next(running)
    assert isinstance(running, Generator)
    running.close()
    assert _children() == []


def test_killed_readers_cost_nothing(catalog: Catalog, music: Path) -> None:
    base = make_sound(music / "0.mp3", 0.3, title="T")
    for number in range(1, 300):
        (music / f"{number:03}.mp3").write_bytes(base.read_bytes() + bytes(number))
    killed = 0
    for progress in scan(catalog, [music], cancelled=Event(), now=float):
        if killed < 2 and progress.read:
            for child in _children():
                os.kill(child, signal.SIGKILL)
                killed += 1
    assert progress.report is not None
    assert (progress.report.files, progress.report.unreadable) == (300, 0)


def test_readers_that_do_not_start_are_told(
    catalog: Catalog, music: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_sound(music / "a.mp3", 0.3)
    monkeypatch.setenv("PYTHONHOME", "/nonexistent")
    with pytest.raises(LibraryError, match="does not start"):
        list(scan(catalog, [music], cancelled=Event(), now=float))


def test_a_killed_scan_is_taken_up_again(catalog: Catalog, music: Path, tmp_path: Path) -> None:
    """The scanning process itself is killed, in the middle."""
    base = make_sound(music / "0.mp3", 0.3, title="T")
    for number in range(1, 400):
        (music / f"{number:03}.mp3").write_bytes(base.read_bytes() + bytes(number))
    code = """
import os, signal, sys
from pathlib import Path
from threading import Event
from tunes.library.catalog import Catalog
from tunes.library.scan import scan
for progress in scan(Catalog(Path(sys.argv[1])), [Path(sys.argv[2])], cancelled=Event(), now=float):
    if progress.read:
        os.kill(os.getpid(), signal.SIGKILL)
"""
    done = subprocess.run([sys.executable, "-P", "-c", code, tmp_path / "library.db", music], check=False)
    assert done.returncode == -signal.SIGKILL
    kept = len(catalog.shelf())
    assert 0 < kept < 400
    first, *_, last = scan(catalog, [music], cancelled=Event(), now=float)
    assert first.total == 400 - kept
    assert last.report is not None
    assert (last.report.files, last.report.added) == (400, 400 - kept)


def _children() -> list[int]:
    running = os.getpid()
    return [int(one) for one in Path(f"/proc/{running}/task/{running}/children").read_text().split()]
