"""What goes wrong round a scan: others at the same library, a kill, a full disk, folders that can't be written or vanish."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from media import make_sound, tag
from odd_shelf import fill, remember
from shell import TUNES, Shell
from tunes.library.track import Kind, Track
from tunes.profile.device import this_device
from tunes.profile.store import Store


def many(folder: Path, count: int) -> None:
    """Files that differ in their sound."""
    base = make_sound(folder / "0.mp3", 0.3, title="T").read_bytes()
    for number in range(1, count):
        (folder / f"{number:03}.mp3").write_bytes(base + bytes(number))


class TestOthers:
    def test_two_scans_at_once_find_the_same_and_the_history_follows(self, shell: Shell) -> None:
        many(shell.home / "Music", 150)
        song = make_sound(shell.home / "Music" / "song.flac", 1.0, title="Song", artist="Ann")
        shell.tunes("scan", "Music")
        (old,) = (one for one in shell.tunes("list", "--json").json if one["title"] == "Song")
        remember(shell, Track(old["id"], song, Kind.MUSIC, "Song", "Ann"), "finished")
        tag(song, title="Retagged")
        many(shell.home / "Music" / "more", 150)
        scans = [shell.start("scan", "--json") for _ in range(3)]
        for done in map(shell.ended, scans):
            assert (done.code, done.err, done.json["files"]) == (0, "", 301)
        (new,) = (one for one in shell.tunes("list", "--json").json if one["title"] == "Retagged")
        store = Store(shell.data / "profile", this_device(shell.data / "device.json").word)
        assert store.history().newest_id(old["id"]) == new["id"] != old["id"]
        assert store.verify() == []

    @pytest.mark.parametrize("seconds", ["0.1", "0.2", "0.4", "0.6"])
    def test_a_killed_scan_is_taken_up_by_the_next(self, shell: Shell, seconds: str) -> None:
        many(shell.home / "Music", 300)
        shell.line(f"timeout -s KILL {seconds} {TUNES} scan Music")
        done = shell.tunes("scan", "Music", "--json")
        assert (done.code, done.err, done.json["files"]) == (0, "", 300)
        assert len(shell.tunes("list").raw.splitlines()) == 300


class TestFullDisk:
    def test_files_that_may_not_grow(self, shell: Shell) -> None:
        fill(shell)
        first = shell.line(f"ulimit -f 1; {TUNES} scan Music")
        assert (first.code, first.out) == (1, "")
        assert "library file can't be" in first.err
        assert shell.tunes("scan", "Music").code == 0
        listed = shell.line(f"ulimit -f 1; {TUNES} list")
        assert (listed.code, listed.raw.count(b"\n")) == (0, 13)
        assert "it is shown as it was" in listed.err
        assert shell.line(f"ulimit -f 1; {TUNES} scan").code == 0  # nothing to write
        (shell.home / "Music" / "a copy.flac").unlink()
        scanned = shell.line(f"ulimit -f 1; {TUNES} scan")
        assert (scanned.code, scanned.out) == (1, "")
        assert "can't be written" in scanned.err
        assert shell.tunes("scan", "--json").json["files"] == 13

    def test_a_disk_without_any_room(self, shell: Shell, disk: Path) -> None:
        fill(shell)
        places = ["--library", f"{disk}/library.db", "--profile", f"{disk}/profile"]
        assert shell.tunes(*places, "scan", "Music").code == 0
        queue = shell.tunes(*places, "discover", "--json").json
        shell.line(f"cat /dev/zero > {disk}/filling")
        assert shell.tunes(*places, "list").raw.count(b"\n") == 13
        assert shell.tunes(*places, "discover", "--json").json == queue
        (shell.home / "Music" / "a copy.flac").unlink()
        done = shell.tunes(*places, "scan")
        assert (done.code, done.out) == (1, "")
        assert done.err.endswith("The disk is full.\n")
        (disk / "filling").unlink()
        again = shell.tunes(*places, "scan", "--json")
        assert (again.code, again.err, again.json["files"]) == (0, "", 13)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A small disk of its own."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(folder)]
    if shutil.which("mount") is None or subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("this user may not mount a disk")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


class TestFolders:
    def test_music_that_can_not_be_written_is_scanned_and_left_alone(self, shell: Shell) -> None:
        fill(shell)
        folders = [shell.home / "Music", *(shell.home / "Music").rglob("*/")]
        before = {path: path.stat().st_mtime_ns for path in (shell.home / "Music").rglob("*")}
        for folder in folders:
            folder.chmod(0o500)
        try:
            done = shell.tunes("scan", "Music", "--report", "--json")
        finally:
            for folder in folders:
                folder.chmod(0o700)
        assert (done.code, done.err, done.json["files"]) == (0, "", 14)
        assert before == {path: path.stat().st_mtime_ns for path in (shell.home / "Music").rglob("*")}

    def test_a_folder_that_goes_and_comes_back_loses_nothing(self, shell: Shell) -> None:
        many(shell.home / "Music", 60)
        shell.tunes("scan", "Music")
        before = shell.tunes("list", "--json").json
        (shell.home / "Music").rename(shell.home / "away")
        gone = shell.tunes("scan", "--json")
        assert (gone.code, gone.json["offline"], gone.json["removed"]) == (0, 60, 0)
        (shell.home / "away").rename(shell.home / "Music")
        assert shell.tunes("scan", "--json").json["files"] == 60
        assert shell.tunes("list", "--json").json == before
