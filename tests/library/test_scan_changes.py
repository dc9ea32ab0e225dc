"""What a scan makes of files that were moved, retagged, re-encoded, copied, replaced or taken away since the last one."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from threading import Event

import pytest
from media import make_library, make_sound, tag
from tunes.library.catalog import Catalog
from tunes.library.scan import ScanReport, scan
from tunes.library.track import Track


def one_id(catalog: Catalog) -> str:
    (track,) = catalog.all_tracks()
    return track.id


def the_track_at(catalog: Catalog, path: Path) -> Track:
    (track,) = catalog.at_path(path)
    return track


def found(report: ScanReport) -> tuple[int, int, int, int]:
    return (report.added, report.changed, report.moved, report.removed)


def skip_where_all_may_be_read(path: Path) -> None:
    if os.access(path, os.R_OK):
        path.chmod(0o700)
        pytest.skip("this user may read everything")


@pytest.fixture
def song(music: Path) -> Path:
    return make_sound(
        music / "Artist" / "Album" / "01 Song.flac", 2.0, title="Song", artist="Artist", album="Album"
    )


def test_renamed(catalog: Catalog, music: Path, rescan: Callable[..., ScanReport], song: Path) -> None:
    rescan()
    before = one_id(catalog)
    song.rename(music / "elsewhere.flac")
    report = rescan()
    assert found(report) == (0, 0, 1, 0)
    assert report.links == ()
    assert one_id(catalog) == before
    assert catalog.paths(before) == [music / "elsewhere.flac"]


def test_an_untagged_file_is_named_after_its_new_name(
    catalog: Catalog, music: Path, rescan: Callable[..., ScanReport]
) -> None:
    path = make_sound(music / "zz old name.mp3", 0.5)
    rescan()
    before = one_id(catalog)
    path.rename(music / "aa new name.mp3")
    rescan()
    (track,) = catalog.all_tracks()
    assert (track.id, track.title) == (before, "aa new name")
    track.path.rename(music / "zz last name.mp3")
    rescan()
    assert catalog.shelf()[0].title == "zz last name"
    assert len(catalog.search("new", 5)) == 0
    assert len(catalog.search("last", 5)) == 1


def test_retagged_in_place(catalog: Catalog, rescan: Callable[..., ScanReport], song: Path) -> None:
    rescan()
    before = one_id(catalog)
    tag(song, title="Another", artist="Artist")
    report = rescan()
    after = one_id(catalog)
    assert after != before
    assert report.links == ((after, before),)
    assert found(report) == (0, 1, 1, 0)
    assert rescan().links == ()
    assert {old: new.id for old, new in catalog.remembered([before, "t1:never"]).items()} == {before: after}
    assert catalog.known([before, after, "t1:never"]) == {before, after}


def test_retagged_and_moved(
    catalog: Catalog, music: Path, rescan: Callable[..., ScanReport], song: Path
) -> None:
    rescan()
    before = one_id(catalog)
    tag(song, title="Another")
    song.rename(music / "b.flac")
    report = rescan()
    assert report.links == ((one_id(catalog), before),)
    assert found(report) == (0, 0, 1, 0)


def test_tags_taken_back_are_linked_back(
    catalog: Catalog, rescan: Callable[..., ScanReport], song: Path
) -> None:
    rescan()
    first = one_id(catalog)
    tag(song, title="Another")
    rescan()
    second = one_id(catalog)
    tag(song, title="Song")
    report = rescan()
    assert one_id(catalog) == first
    assert report.links == ((first, second),)
    assert found(report) == (0, 1, 1, 0)
    tag(song, title="Another")
    assert rescan().links == ((second, first),)


def test_re_encoded(catalog: Catalog, music: Path, rescan: Callable[..., ScanReport], song: Path) -> None:
    rescan()
    before = one_id(catalog)
    make_sound(music / "new" / "Song.ogg", 2.3, 500, title="Song", artist="ARTIST", album="Album")
    song.unlink()
    report = rescan()
    assert report.links == ((one_id(catalog), before),)


def test_another_length_is_another_recording(
    music: Path, rescan: Callable[..., ScanReport], song: Path
) -> None:
    rescan()
    make_sound(music / "Song.ogg", 4.0, title="Song", artist="Artist", album="Album")
    song.unlink()
    report = rescan()
    assert report.links == ()
    assert found(report) == (1, 0, 0, 1)


def test_the_same_recording_by_its_musicbrainz_id(
    catalog: Catalog, music: Path, rescan: Callable[..., ScanReport]
) -> None:
    old = make_sound(
        music / "a.flac", 1.0, title="One", musicbrainz_trackid="0b23cb4a-5a5f-4b7c-8c1b-0e3a6e1b3f10"
    )
    rescan()
    before = one_id(catalog)
    make_sound(music / "b.ogg", 9.0, title="Two", musicbrainz_trackid="0b23cb4a-5a5f-4b7c-8c1b-0e3a6e1b3f10")
    old.unlink()
    assert rescan().links == ((one_id(catalog), before),)


def test_never_by_path_alone(catalog: Catalog, music: Path, rescan: Callable[..., ScanReport]) -> None:
    """Another song in the same file, untagged and of the same length, is another track."""
    path = make_sound(music / "Artist" / "Album" / "01 Song.wav", 1.0, 440)
    rescan()
    before = one_id(catalog)
    make_sound(path, 1.0, 700)
    report = rescan()
    assert one_id(catalog) != before
    assert report.links == ()
    assert found(report) == (1, 1, 0, 1)


def test_copies_are_one_track_with_several_files(
    catalog: Catalog, music: Path, rescan: Callable[..., ScanReport], song: Path
) -> None:
    rescan()
    copy = music / "copy.flac"
    shutil.copyfile(song, copy)
    report = rescan()
    assert found(report) == (0, 0, 0, 0)
    assert report.files == 2
    assert catalog.paths(one_id(catalog)) == [song, copy]
    song.unlink()
    assert found(rescan()) == (0, 0, 1, 0)
    assert catalog.shelf()[0].path == copy


def test_untagged_copies_are_named_after_the_first_whichever_is_read_first(
    catalog: Catalog, music: Path, rescan: Callable[..., ScanReport]
) -> None:
    later = make_sound(music / "zz.mp3", 0.5)
    rescan()
    shutil.copyfile(later, music / "aa.mp3")
    rescan()
    assert [(track.title, track.path.name) for track in catalog.all_tracks()] == [("aa", "aa.mp3")]
    shutil.copyfile(later, music / "mm.mp3")
    rescan()
    assert [track.title for track in catalog.all_tracks()] == ["aa"]
    (music / "aa.mp3").unlink()
    report = rescan()
    assert [(track.title, track.path.name) for track in catalog.all_tracks()] == [("mm", "mm.mp3")]
    assert found(report) == (0, 0, 1, 0)


def test_a_retagged_copy_is_a_track_of_its_own(
    catalog: Catalog, music: Path, rescan: Callable[..., ScanReport], song: Path
) -> None:
    copy = music / "copy.flac"
    shutil.copyfile(song, copy)
    rescan()
    before = one_id(catalog)
    tag(copy, title="Another")
    report = rescan()
    assert report.links == ()  # a file still holds the old one
    assert len(catalog.shelf()) == 2
    assert catalog.track(before) is not None


def test_two_new_files_of_one_gone_sound_are_doubt(
    music: Path, rescan: Callable[..., ScanReport], song: Path
) -> None:
    rescan()
    for name in ("x", "y"):
        shutil.copyfile(song, music / f"{name}.flac")
        tag(music / f"{name}.flac", title=name)
    song.unlink()
    assert rescan().links == ()


def test_a_copy_in_another_format_is_not_one_of_the_same_names_that_is_gone(
    music: Path, rescan: Callable[..., ScanReport], song: Path
) -> None:
    other = make_sound(music / "live.flac", 2.5, 600, title="Song", artist="Artist", album="Album")
    rescan()
    song.unlink()
    assert rescan().links == ()
    make_sound(music / "live.ogg", 2.5, 600, title="Song", artist="Artist", album="Album")
    assert rescan().links == ()  # it may be either
    tag(other, title="Another")
    assert len(rescan().links) == 1  # its own sound


def test_a_copy_tagged_like_one_that_is_gone_is_still_a_copy(
    music: Path, rescan: Callable[..., ScanReport], song: Path
) -> None:
    other = make_sound(music / "other.flac", 2.0, 600, title="Other", artist="Artist", album="Album")
    rescan()
    song.unlink()
    rescan()
    shutil.copyfile(other, music / "copy.flac")
    tag(music / "copy.flac", title="Song")
    assert rescan().links == ()


def test_retagged_like_a_copy_that_is_gone(
    catalog: Catalog, music: Path, rescan: Callable[..., ScanReport], song: Path
) -> None:
    copy = music / "copy.flac"
    shutil.copyfile(song, copy)
    tag(copy, title="Another")
    rescan()
    before, copied = the_track_at(catalog, song).id, the_track_at(catalog, copy).id
    song.unlink()
    rescan()
    tag(copy, title="Song")
    assert rescan().links == ((before, copied),)


def test_deleted_and_brought_back(
    catalog: Catalog, music: Path, rescan: Callable[..., ScanReport], song: Path, tmp_path: Path
) -> None:
    make_sound(music / "other.mp3", 0.5)
    rescan()
    before = the_track_at(catalog, song)
    song.rename(tmp_path / "away.flac")
    assert found(rescan()) == (0, 0, 0, 1)
    assert len(catalog.shelf()) == 1
    assert catalog.at_path(song) == []
    kept = catalog.track(before.id)
    assert kept is not None
    assert kept.title == "Song"  # its history can still be shown
    assert catalog.remembered([before.id]) == {}
    (tmp_path / "away.flac").rename(song)
    report = rescan(now=99.0)
    assert report.links == ()
    assert the_track_at(catalog, song).added == before.added


def test_a_move_in_two_scans_is_still_one(
    catalog: Catalog, music: Path, rescan: Callable[..., ScanReport], song: Path
) -> None:
    """The new place is seen by a scan that does not see the old one go: as when the scan is cancelled, or a copy comes first."""
    rescan()
    before = one_id(catalog)
    copy = music / "re-encoded.ogg"
    make_sound(copy, 2.0, title="Song", artist="Artist", album="Album")
    rescan()
    song.unlink()
    report = rescan()
    assert report.links == ()  # both were there at once: two tracks
    assert one_id(catalog) != before


def test_a_root_that_is_away_is_offline_and_comes_back(
    catalog: Catalog, music: Path, rescan: Callable[..., ScanReport], tmp_path: Path
) -> None:
    make_library(music / "disk", seconds=0.2)
    rescan(music / "disk")
    before = [track.id for track in catalog.all_tracks()]
    (music / "disk").rename(tmp_path / "unmounted")
    (music / "disk").mkdir()
    report = rescan(music / "disk")
    assert (report.files, report.offline, report.removed) == (0, 12, 0)
    assert len(catalog.shelf()) == 0
    assert list(catalog.remembered(before)) == before
    (music / "disk").rmdir()
    report = rescan(music / "disk")
    assert (report.files, report.offline, report.removed) == (0, 12, 0)
    (tmp_path / "unmounted").rename(music / "disk")
    report = rescan(music / "disk")
    assert (report.files, report.offline) == (12, 0)
    assert found(report) == (0, 0, 0, 0)
    assert [track.id for track in catalog.all_tracks()] == before


@pytest.mark.usefixtures("song")
def test_what_is_offline_is_not_taken_for_gone(
    music: Path, rescan: Callable[..., ScanReport], tmp_path: Path
) -> None:
    rescan(music / "Artist")
    (music / "Artist").rename(tmp_path / "unmounted")
    other = tmp_path / "other"
    make_sound(other / "new.ogg", 2.0, title="Song", artist="Artist", album="Album")
    report = rescan(music / "Artist", other)
    assert report.links == ()
    assert (report.added, report.offline) == (1, 1)


def test_a_folder_that_cannot_be_opened_is_offline(
    music: Path, rescan: Callable[..., ScanReport], song: Path
) -> None:
    make_sound(music / "b.mp3", 0.5)
    rescan()
    song.parent.chmod(0)
    skip_where_all_may_be_read(song.parent)
    report = rescan()
    song.parent.chmod(0o700)
    assert (report.files, report.offline, report.unreadable, report.removed) == (1, 1, 1, 0)
    report = rescan()
    assert (report.files, report.offline, report.unreadable) == (2, 0, 0)


def test_a_file_that_becomes_unreadable_and_good_again(
    catalog: Catalog, rescan: Callable[..., ScanReport], song: Path
) -> None:
    rescan()
    before = one_id(catalog)
    good = song.read_bytes()
    song.write_bytes(good[:3])
    report = rescan()
    assert (report.files, report.unreadable, report.removed, report.changed) == (0, 1, 0, 1)
    assert [problem.path for problem in catalog.problems()] == [song]
    song.write_bytes(good)
    report = rescan()
    assert (report.files, report.unreadable) == (1, 0)
    assert catalog.problems() == []
    assert one_id(catalog) == before


def test_a_file_that_may_not_be_read_is_tried_again(rescan: Callable[..., ScanReport], song: Path) -> None:
    song.chmod(0)
    skip_where_all_may_be_read(song)
    assert rescan().unreadable == 1
    song.chmod(0o600)  # this changes neither size nor time of change
    report = rescan()
    assert (report.files, report.unreadable, report.changed) == (1, 0, 0)


def test_a_bad_file_that_goes_is_no_problem_any_more(
    catalog: Catalog, music: Path, rescan: Callable[..., ScanReport]
) -> None:
    make_sound(music / "a.mp3", 0.5)
    (music / "bad.mp3").write_text("x")
    assert rescan().unreadable == 1
    (music / "bad.mp3").unlink()
    assert rescan().unreadable == 0
    assert catalog.problems() == []


def test_nested_roots(music: Path, rescan: Callable[..., ScanReport], song: Path) -> None:
    make_sound(music / "b.mp3", 0.5)
    assert rescan(music, song.parent).files == 2
    assert rescan(song.parent, music).files == 2
    report = rescan(song.parent)
    assert (report.files, report.removed) == (2, 0)  # what lies outside was not looked at


def test_folders_taken_out_of_the_library_and_back(
    catalog: Catalog, music: Path, rescan: Callable[..., ScanReport], song: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    make_sound(other / "b.ogg", 2.0, title="Song", artist="Artist", album="Album")
    catalog.set_roots([music])
    rescan()
    before = one_id(catalog)
    catalog.set_roots([other])
    assert len(catalog.shelf()) == 0
    report = rescan(other)
    assert report.links == ()  # its files are not gone, only not looked at
    catalog.set_roots([music, other])
    report = rescan(music, other)
    assert (report.files, report.changed, report.links) == (2, 0, ())
    assert the_track_at(catalog, song).id == before


class Meanwhile(Event):
    """A wish to stop that never comes; somebody does something when it is asked about for the nth time, as at each folder."""

    def __init__(self, nth: int, act: Callable[[], object]) -> None:
        super().__init__()
        self._left, self._act = nth, act

    def is_set(self) -> bool:
        self._left -= 1
        if not self._left:
            self._act()
        return False


def test_a_root_that_vanishes_while_it_is_walked_is_offline(
    catalog: Catalog, music: Path, rescan: Callable[..., ScanReport], tmp_path: Path
) -> None:
    make_library(music, seconds=0.2)
    rescan()
    vanishing = Meanwhile(3, lambda: music.rename(tmp_path / "away"))
    *_, last = scan(catalog, [music], cancelled=vanishing, now=float)
    assert last.report is not None
    assert (last.report.removed, last.report.links) == (0, ())
    (tmp_path / "away").rename(music)
    report = rescan()
    assert (report.files, report.added, report.removed) == (12, 0, 0)


def test_a_root_that_vanishes_while_it_is_read_loses_nothing(
    catalog: Catalog, music: Path, rescan: Callable[..., ScanReport], tmp_path: Path
) -> None:
    paths = make_library(music, seconds=0.2)
    rescan()
    before = sorted(track.id for track in catalog.all_tracks())
    for path in paths:
        path.touch()
    for progress in scan(catalog, [music], cancelled=Event(), now=float):
        if not progress.read:
            music.rename(tmp_path / "away")
    assert rescan().offline == 12
    (tmp_path / "away").rename(music)
    report = rescan()
    assert (report.files, report.unreadable, report.added, report.removed) == (12, 0, 0, 0)
    assert sorted(track.id for track in catalog.all_tracks()) == before


def test_folders_seen_unchanged_are_not_compared_file_by_file(
    catalog: Catalog, rescan: Callable[..., ScanReport], song: Path
) -> None:
    rescan()
    assert catalog.ledger.seen() is not None
    assert found(rescan()) == (0, 0, 0, 0)
    song.with_name("02 Other.flac").write_bytes(song.read_bytes())
    assert rescan().files == 2
    song.unlink()
    assert (rescan().files, rescan().files) == (1, 1)


def test_what_else_changes_the_library_is_looked_into_by_the_next_scan(
    catalog: Catalog, music: Path, rescan: Callable[..., ScanReport], song: Path
) -> None:
    """Its folder was none of the library's for a while; nothing in it has changed."""
    rescan()
    catalog.set_roots([music.parent / "elsewhere"])
    assert [track.path for track in catalog.all_tracks()] == []
    catalog.set_roots([music])
    assert rescan().files == 1
    assert [track.path for track in catalog.all_tracks()] == [song]


def test_a_folder_that_could_not_be_looked_into_is_looked_into_again(
    catalog: Catalog, music: Path, rescan: Callable[..., ScanReport]
) -> None:
    make_sound(music / "Song.flac", 0.5)
    away = music.with_name("away")
    music.rename(away)
    rescan()
    assert catalog.ledger.seen() is None
    away.rename(music)
    assert rescan().files == 1


SECOND_WALK = 4
"""Of three folders: the first finds what is read while the second finds all."""


def test_a_file_written_to_while_a_new_library_is_looked_through_is_read_again(
    catalog: Catalog, music: Path, rescan: Callable[..., ScanReport], song: Path
) -> None:
    """It may have been read before it was written to."""

    def rewrite() -> None:
        make_sound(song, 0.5, title="Written anew")

    list(scan(catalog, [music], cancelled=Meanwhile(SECOND_WALK, rewrite), now=float))
    assert catalog.ledger.seen() is None
    assert rescan().changed == 1
    assert the_track_at(catalog, song).title == "Written anew"


def test_a_file_that_goes_while_a_new_library_is_looked_through_is_not_listed(
    catalog: Catalog, music: Path, song: Path
) -> None:
    other = make_sound(music / "other.flac", 0.5)
    *_, last = scan(catalog, [music], cancelled=Meanwhile(SECOND_WALK, song.unlink), now=float)
    assert last.report is not None
    assert last.report.files == last.read == 1
    assert catalog.at_path(other)
