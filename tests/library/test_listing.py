import os
import socket
from pathlib import Path
from threading import Event

import pytest
from tunes.library.listing import IGNORE, MOST_CUES, found_at, list_files


def put(path: Path, data: bytes = b"x") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def names(root: Path, *roots: Path) -> list[str]:
    listing = list_files([root, *roots], Event())
    return [os.path.relpath(found.path, root) for found in listing.files]


def test_files_are_listed_by_ending_in_the_order_of_their_names(music: Path) -> None:
    for name in ["b/2.mp3", "b/1.FLAC", "a.ogg", "cover.jpg", "song.mp3.part", "none", "b/c/film.mkv"]:
        put(music / name)
    assert names(music) == ["a.ogg", "b/1.FLAC", "b/2.mp3", "b/c/film.mkv"]


def test_hidden_and_ignored_folders_are_passed_over(music: Path) -> None:
    for name in [
        ".hid/a.mp3",
        ".a.mp3",
        "._b.mp3",
        "x/a.mp3",
        f"x/{IGNORE}",
        "x/y/a.mp3",
        "...and more/...b.mp3",
    ]:
        put(music / name)
    assert names(music) == ["...and more/...b.mp3"]


def test_links_to_files_are_listed_and_links_to_folders_not_entered(music: Path, tmp_path: Path) -> None:
    real = put(tmp_path / "elsewhere" / "real.mp3")
    (music / "link.mp3").symlink_to(real)
    (music / "nothing.mp3").symlink_to(tmp_path / "nothing")
    (music / "a.mp3").symlink_to(music / "b.mp3")
    (music / "b.mp3").symlink_to(music / "a.mp3")
    (music / "up").symlink_to(music)
    (music / "root").symlink_to("/")
    listing = list_files([music], Event())
    assert [Path(found.path).name for found in listing.files] == ["link.mp3"]
    assert not listing.problems


def test_links_to_folders_are_followed_where_asked_for(music: Path, tmp_path: Path) -> None:
    put(tmp_path / "elsewhere" / "deep" / "a.mp3")
    put(music / "own" / "b.mp3")
    (music / "a link").symlink_to(tmp_path / "elsewhere")
    (music / "again").symlink_to(tmp_path / "elsewhere" / "deep")
    (music / "own too").symlink_to(music / "own")
    (music / "up").symlink_to(music)
    (tmp_path / "elsewhere" / "back").symlink_to(music)
    (music / "ring").symlink_to(music / "ring")
    (music / "gone").symlink_to(tmp_path / "unmounted")
    listing = list_files([music], Event(), follow_links=True)
    found = {os.path.relpath(one.path, music) for one in listing.files}
    assert found in ({"own/b.mp3", "a link/deep/a.mp3"}, {"own/b.mp3", "again/a.mp3"})
    assert music / "gone" in listing.absent
    assert music in listing.present


def test_what_lies_beside_a_file_makes_it_another(music: Path) -> None:
    song, film = put(music / "a.flac"), put(music / "b.mkv")
    before = {found.path: found.mtime for found in list_files([music], Event()).files}
    for name in ("any.cue", "b.nfo"):
        os.utime(put(music / name), (1, 1))
    after = {found.path: found for found in list_files([music], Event()).files}
    assert all(after[path].mtime > mtime for path, mtime in before.items())
    assert (after[str(song)].cues, after[str(film)].cues) == (("any.cue",), ())
    assert found_at(song, music) == after[str(song)]


def test_only_so_many_sheets_are_asked_about(music: Path) -> None:
    song = put(music / "a.flac")
    for number in range(3 * MOST_CUES):
        put(music / f"{number:03}.cue")
    put(music / ".hidden.cue")
    (found,) = list_files([music], Event()).files
    assert len(found.cues) == MOST_CUES
    assert found_at(song, music) == found


def test_what_is_no_file_is_passed_over(music: Path) -> None:
    os.mkfifo(music / "fifo.mp3")
    (music / "folder.mp3").mkdir()
    (music / "zero.mp3").symlink_to("/dev/zero")
    with socket.socket(socket.AF_UNIX) as opened:
        opened.bind(str(music / "s.mp3"))
    put(music / "folder.mp3" / "in.mp3")
    assert names(music) == ["folder.mp3/in.mp3"]


def test_undecodable_names(music: Path) -> None:
    path = os.fsencode(music) + b"/inv\xff\xfe\n.mp3"
    Path(os.fsdecode(path)).write_bytes(b"x")
    (found,) = list_files([music], Event()).files
    assert os.fsencode(found.path) == path
    assert found.below_root == "inv\udcff\udcfe\n.mp3"


def test_roots_that_are_not_there_or_empty_are_absent(music: Path, tmp_path: Path) -> None:
    put(music / "a.mp3")
    empty = tmp_path / "empty"
    empty.mkdir()
    listing = list_files([empty, music, tmp_path / "missing", music / "a.mp3"], Event())
    assert listing.present == (music,)
    assert set(listing.absent) == {empty, tmp_path / "missing", music / "a.mp3"}


def test_a_file_below_two_roots_is_listed_once(music: Path) -> None:
    put(music / "Artist" / "a.mp3")
    (found,) = list_files([music, music / "Artist"], Event()).files
    assert found.below_root == "Artist/a.mp3"
    (found,) = list_files([music / "Artist", music], Event()).files
    assert found.below_root == "a.mp3"


def test_a_hidden_folder_may_be_a_root(music: Path) -> None:
    put(music / ".hidden" / "a.mp3")
    assert names(music, music / ".hidden") == [".hidden/a.mp3"]


def test_the_root_of_the_file_system_has_paths_below(tmp_path: Path) -> None:
    put(tmp_path / "a.mp3")
    (found,) = list_files([tmp_path], Event()).files
    assert found.below_root == "a.mp3"


def test_a_folder_that_cannot_be_opened_is_a_problem_and_absent(music: Path) -> None:
    put(music / "a.mp3")
    put(music / "shut" / "b.mp3")
    (music / "shut").chmod(0)
    if os.access(music / "shut", os.R_OK):
        pytest.skip("this user may read everything")
    listing = list_files([music], Event())
    (music / "shut").chmod(0o700)
    assert listing.absent == (music / "shut",)
    assert [problem.path for problem in listing.problems] == [music / "shut"]


def test_a_cancelled_walk_ends_at_once(music: Path) -> None:
    put(music / "a.mp3")
    cancelled = Event()
    cancelled.set()
    assert list_files([music], cancelled).files == ()
