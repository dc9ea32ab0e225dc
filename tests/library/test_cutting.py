import os
from collections.abc import Callable
from pathlib import Path

import mutagen
import pytest
from media import make_sound
from tunes.library.catalog import Catalog
from tunes.library.outside import tracks_of_files
from tunes.library.scan import ScanReport

Rescan = Callable[..., ScanReport]

SHEET = """\
PERFORMER "The Band"
TITLE "Live"
REM DATE 1998
FILE "{file}" WAVE
  TRACK 01 AUDIO
    TITLE "First"
    INDEX 01 00:00:00
  TRACK 02 AUDIO
    TITLE "Zw\u00f6lf"
    PERFORMER "A Guest"
    INDEX 01 00:01:00
  TRACK 03 AUDIO
    TITLE "Third"
    INDEX 01 00:02:37
"""


def cut_album(music: Path, file: str = "Live.flac", encoding: str = "utf-8") -> Path:
    path = make_sound(music / file, 4.0, album="Tagged", genre="Rock")
    (music / "Live.cue").write_bytes(SHEET.format(file=file).encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_file_is_cut_into_the_tracks_of_its_sheet(
    music: Path, catalog: Catalog, rescan: Rescan, encoding: str
) -> None:
    path = cut_album(music, encoding=encoding)
    report = rescan()
    assert (report.files, report.added, report.unreadable) == (1, 3, 0)
    tracks = catalog.at_path(path)
    assert tracks == list(catalog.all_tracks())
    assert [(track.track_no, track.title, track.artist, track.album) for track in tracks] == [
        (1, "First", "The Band", "Live"),
        (2, "Zw\u00f6lf", "A Guest", "Live"),
        (3, "Third", "The Band", "Live"),
    ]
    assert [track.album_artist for track in tracks] == ["", "The Band", ""]
    assert {(track.year, track.genres) for track in tracks} == {(1998, ("Rock",))}
    assert [(track.start, track.end) for track in tracks] == [
        (0.0, 1.0),
        (1.0, pytest.approx(2.4933, abs=1e-4)),
        (pytest.approx(2.4933, abs=1e-4), None),
    ]
    assert [track.duration for track in tracks] == pytest.approx([1.0, 1.4933, 1.5067], abs=1e-3)
    assert len({track.id for track in tracks}) == 3
    assert [len(catalog.paths(track.id)) for track in tracks] == [1, 1, 1]
    assert [track.title for track in catalog.search("zwolf", 5)] == ["Zw\u00f6lf"]
    assert rescan().changed == 0
    assert tracks_of_files([path], catalog, 1.0) == (tracks, [])


def test_the_same_ids_after_a_move_or_in_a_new_library(
    music: Path, catalog: Catalog, rescan: Rescan, tmp_path: Path
) -> None:
    path = cut_album(music)
    rescan()
    before = [track.id for track in catalog.all_tracks()]
    (music / "there").mkdir()
    for name in ("Live.flac", "Live.cue"):
        (music / name).rename(music / "there" / name)
    report = rescan()
    assert (report.added, report.moved, report.removed) == (0, 3, 0)
    assert [track.id for track in catalog.all_tracks()] == before
    anew = Catalog(tmp_path / "other.db")
    moved = music / "there" / path.name
    assert [track.id for track in tracks_of_files([moved], anew, 1.0)[0]] == before
    anew.close()


def test_a_sheet_that_comes_goes_or_changes_is_noticed(music: Path, catalog: Catalog, rescan: Rescan) -> None:
    path = make_sound(music / "Live.flac", 4.0, title="Whole", artist="The Band")
    rescan()
    whole = next(catalog.all_tracks())
    cut_sheet = music / "Live.cue"
    cut_sheet.write_text(SHEET.format(file="Live.wav"))  # as it was ripped
    os.utime(cut_sheet, (1, 1))  # older than the file
    report = rescan()
    assert (report.files, report.changed, report.added) == (1, 1, 3)
    assert [track.title for track in catalog.at_path(path)] == ["First", "Zw\u00f6lf", "Third"]
    cut_sheet.write_text(SHEET.format(file="Live.wav").replace("First", "Opening"))
    assert rescan().changed == 1
    assert [track.title for track in catalog.all_tracks()] == ["Opening", "Zw\u00f6lf", "Third"]
    cut_sheet.unlink()
    assert rescan().changed == 1
    assert list(catalog.all_tracks()) == [whole]
    assert catalog.paths(whole.id) == [path]


def test_a_sheet_in_the_tags(music: Path, catalog: Catalog, rescan: Rescan) -> None:
    path = make_sound(music / "Live.flac", 4.0)
    opened = mutagen.File(path)
    opened["CUESHEET"] = SHEET.format(file="CDImage.wav")
    opened.save()
    rescan()
    assert [track.title for track in catalog.all_tracks()] == ["First", "Zw\u00f6lf", "Third"]


def test_sheets_that_cut_nothing(music: Path, catalog: Catalog, rescan: Rescan) -> None:
    make_sound(music / "Live.flac", 1.5, title="Short")
    (music / "Live.cue").write_text('FILE "Live.flac" WAVE\nTRACK 01 AUDIO\nINDEX 01 00:00:00\n')
    (music / "long.cue").write_text(SHEET.format(file="Live.flac").replace("00:01:00", "50:00:00"))
    (music / "folder.cue").mkdir()
    os.mkfifo(music / "pipe.cue")
    (music / "nothing.cue").symlink_to(music / "nowhere")
    (music / "noise.cue").write_bytes(os.urandom(3 << 20))
    (music / "empty.cue").write_bytes(b"")
    report = rescan()
    assert (report.files, report.unreadable) == (1, 0)
    assert [track.title for track in catalog.all_tracks()] == ["Short"]


def test_a_cut_file_that_breaks_and_is_whole_again(music: Path, catalog: Catalog, rescan: Rescan) -> None:
    path = cut_album(music)
    rescan()
    before, kept = list(catalog.all_tracks()), path.read_bytes()
    path.write_bytes(b"no sound at all")
    report = rescan()
    assert (report.files, report.unreadable) == (0, 1)
    assert [problem.path for problem in catalog.problems()] == [path]
    path.write_bytes(kept)
    assert rescan().unreadable == 0
    assert [track.id for track in catalog.all_tracks()] == [track.id for track in before]


def test_a_cut_file_is_not_held_twice(music: Path, catalog: Catalog, rescan: Rescan) -> None:
    cut_album(music)
    rescan()
    assert not catalog.health().twice
    assert not catalog.health().untagged
