"""Where nothing can be kept, or what was kept can't be read: a sentence, and on as far as possible."""

import os
import shutil
import sqlite3
import stat
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from odd_shelf import fill
from shell import Shell

NOWHERE = "/dev/null/home"
"""Nothing can be made below a device, whoever tries."""


class TestNoHome:
    def test_everything_goes_to_a_temporary_folder_and_is_said(self, shelf: Shell, tmp_path: Path) -> None:
        music = shelf.home / "Music"
        done = shelf.tunes(music, HOME=NOWHERE, TMPDIR=str(tmp_path))
        assert done.code == 0
        assert done.lines[0].startswith("14 tracks")
        assert done.err.count("\n") == 1
        assert "Nothing lasting can be kept" in done.err
        (stand_in,) = tmp_path.glob("tunes-*")
        assert stat.S_IMODE(stand_in.stat().st_mode) == 0o700
        assert str(stand_in) in done.err

    def test_without_any_word_of_a_home(self, shelf: Shell, tmp_path: Path) -> None:
        own = shelf.tunes("profile", "path", without=["HOME"], XDG_DATA_HOME=str(tmp_path))
        assert own.out == f"{tmp_path / 'tunes' / 'profile'}\n"

    def test_with_no_folder_known_either(self, shell: Shell, tmp_path: Path) -> None:
        done = shell.tunes(HOME=NOWHERE, TMPDIR=str(tmp_path))
        assert (done.code, done.out) == (1, "")
        assert "No folder is known yet" in done.err


@pytest.fixture
def read_only(shell: Shell) -> Iterator[Shell]:
    """A home with a scanned library and a frozen queue, in which nothing can be written any more."""
    fill(shell)
    assert shell.tunes("Music").code == 0
    with closed(shell.data):
        yield shell


@contextmanager
def closed(folder: Path) -> Iterator[None]:
    """Keeps everybody from writing in a folder, root too."""
    lock, unlock = ["chmod", "500", str(folder)], ["chmod", "700", str(folder)]
    if os.geteuid() == 0:
        lock, unlock = ["chattr", "+i", str(folder)], ["chattr", "-i", str(folder)]
    if shutil.which(lock[0]) is None or subprocess.run(lock, check=False).returncode:
        pytest.skip("root can write anywhere here")
    try:
        yield
    finally:
        subprocess.run(unlock, check=True)


class TestReadOnlyHome:
    def test_what_is_there_is_still_read(self, read_only: Shell, tmp_path: Path) -> None:
        (tmp_path / "t").mkdir()
        own = {"TMPDIR": str(tmp_path / "t")}
        listed = read_only.tunes("list", **own)
        assert len(listed.raw.splitlines()) == 13
        assert "Nothing lasting can be kept" in listed.err
        queue = read_only.tunes("discover", "--json", **own).json
        assert (queue["frozen"], len(queue["picks"])) == (True, 9)
        assert read_only.tunes("scan", "--json", **own).json["files"] == 14
        assert read_only.tunes("profile", **own).out == f"{read_only.data / 'profile'}\n"


class TestUnwritable:
    def test_profile(self, shelf: Shell) -> None:
        done = shelf.tunes("discover", "--profile", NOWHERE, "--json")
        assert done.code == 0
        assert done.json["frozen"] is False
        assert len(done.json["picks"]) > 5
        text = shelf.tunes("discover", "--profile", NOWHERE).lines[1]
        assert text == (
            f"Your history in {NOWHERE} can't be written: Not a directory. So this queue may change until it can be kept."
        )
        assert shelf.tunes("listens", "--profile", NOWHERE, "--json").json == []
        assert shelf.tunes("list", "--profile", NOWHERE).raw.count(b"\n") == 13

    def test_library(self, shelf: Shell, tmp_path: Path) -> None:
        for place in (Path(NOWHERE) / "library.db", tmp_path):
            done = shelf.tunes("list", "--library", place)
            assert (done.code, done.out, done.err.count("\n")) == (1, "", 1)
            assert str(place) in done.err

    def test_cache(self, shelf: Shell) -> None:
        queue = shelf.tunes("discover", "--json").json
        for columns in shelf.data.glob("*.columns"):
            columns.unlink()
        assert shelf.tunes("discover", "--json").json == queue


class TestDamaged:
    def test_library_is_set_aside_and_made_anew(self, shell: Shell) -> None:
        fill(shell)
        shell.tunes("scan", "Music")
        (shell.data / "library.db").write_bytes(b"no library " * 1000)
        done = shell.tunes("list")
        assert (done.code, done.out) == (0, "")
        assert "library file was damaged" in done.err
        assert shell.tunes("scan", "Music", "--json").json["files"] == 14

    def test_library_that_another_program_holds_while_reading(self, shelf: Shell) -> None:
        other = sqlite3.connect(shelf.data / "library.db", isolation_level=None)
        try:
            other.execute("BEGIN")
            other.execute("SELECT count(*) FROM tracks").fetchone()
            assert shelf.tunes("list").raw.count(b"\n") == 13
        finally:
            other.close()

    def test_name_of_the_computer_is_drawn_anew(self, shell: Shell) -> None:
        shell.tunes("listens")
        before = (shell.data / "device.json").read_bytes()
        (shell.data / "device.json").write_bytes(b"{")
        assert shell.tunes("listens").code == 0
        assert (shell.data / "device.json").read_bytes() != before

    def test_the_unexpected_is_one_sentence_and_the_rest_in_a_log(self, shell: Shell) -> None:
        fill(shell)
        shell.tunes("scan", "Music")
        with sqlite3.connect(shell.data / "library.db") as library:
            library.execute("UPDATE tracks SET kind = 'a smell'")
        done = shell.tunes("list", "--json")
        assert (done.code, done.out, done.err.count("\n")) == (1, "", 1)
        log = shell.data / "logs" / "errors.log"
        assert str(log) in done.err
        assert "Traceback" in log.read_text()
        assert stat.S_IMODE(log.stat().st_mode) == 0o600


def test_what_is_kept_is_private(shell: Shell) -> None:
    fill(shell)
    shell.tunes("Music")
    kept = [shell.data, *shell.data.rglob("*")]
    assert {stat.S_IMODE(path.stat().st_mode) for path in kept if path.is_dir()} == {0o700}
    files = {path.name: stat.S_IMODE(path.stat().st_mode) for path in kept if path.is_file()}
    assert set(files.values()) == {0o600}, files
