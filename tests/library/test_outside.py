import shutil
from collections.abc import Callable
from pathlib import Path

from media import make_library, make_sound, tag
from tunes.library.catalog import Catalog
from tunes.library.outside import tracks_of_files
from tunes.library.scan import ScanReport


def test_files_and_folders_in_their_order(catalog: Catalog, music: Path) -> None:
    single = make_sound(music / "z.mp3", 0.3, title="Single")
    make_library(music / "folder", artists=1, albums=1, seconds=0.2)
    tracks, problems = tracks_of_files([single, music / "folder"], catalog, 7.0)
    assert [track.title for track in tracks] == ["Single", "Track 111", "Track 112", "Track 113"]
    assert problems == []
    assert len(catalog.shelf()) == 0
    assert tracks[0].added == 7.0


def test_what_cannot_be_read_is_told(catalog: Catalog, music: Path) -> None:
    bad = music / "bad.mp3"
    bad.write_text("no sound")
    good = make_sound(music / "good.mp3", 0.3, title="Good")
    tracks, problems = tracks_of_files([bad, good], catalog, 7.0)
    assert [track.title for track in tracks] == ["Good"]
    assert [problem.path for problem in problems] == [bad]


def test_a_file_of_the_library_is_the_librarys_track(
    catalog: Catalog, music: Path, rescan: Callable[..., ScanReport]
) -> None:
    path = make_sound(music / "a.mp3", 0.3, title="T")
    rescan()
    assert tracks_of_files([path], catalog, 7.0)[0] == catalog.at_path(path)


def test_a_copy_and_a_file_written_since_are_read(
    catalog: Catalog, music: Path, rescan: Callable[..., ScanReport]
) -> None:
    path = make_sound(music / "a.mp3", 0.3, title="Old")
    shutil.copyfile(path, music / "copy.mp3")
    rescan()
    tag(path, title="New")
    tracks, _ = tracks_of_files([path, music / "copy.mp3"], catalog, 7.0)
    assert [(track.title, track.path.name) for track in tracks] == [("New", "a.mp3"), ("Old", "copy.mp3")]
