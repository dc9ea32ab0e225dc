"""The unpacker process: what it answers, and that nothing in a file harms or holds up whoever asks it."""

import os
import resource
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from threading import Event, Thread

import pytest
from covered import bomb, picture, put_picture, put_words
from media import make_sound
from mutagen.id3 import APIC, ID3
from tunes.library.errors import UnreadableError
from tunes.library.pixels import from_ppm
from tunes.library.unpacker import answer
from tunes.library.unpacking import Unpacking

UNDECODABLE = os.fsdecode(b"caf\xe9 \n.png")


@pytest.mark.parametrize("name", ["a.png", UNDECODABLE])
def test_a_picture_beside(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(picture())
    found = from_ppm(Unpacking().pixels(tmp_path / name, is_inside=False))
    assert found is not None
    assert found.width == 64


def test_a_picture_and_words_inside(tmp_path: Path) -> None:
    path = make_sound(tmp_path / "a.flac", 0.3)
    put_picture(path, picture())
    put_words(path, "one\ntwo \udc80 \x1b[31m".encode("utf-8", "replace").decode())
    unpacking = Unpacking()
    assert from_ppm(unpacking.pixels(path, is_inside=True))
    assert unpacking.jpeg(path)[:2] == b"\xff\xd8"
    assert unpacking.lyrics(path) == ([], ["one\ntwo ? \x1b[31m"])


def asked(path: Path, **wanted: object) -> str:
    said, _ = answer({"path": str(path), "what": "pixels", "is_inside": False, "side": 9} | wanted)
    return str(said.get("problem", ""))


def test_what_can_not_be_read_has_a_reason(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "fifo.jpg")
    (tmp_path / "folder.jpg").mkdir()
    (tmp_path / "bomb.png").write_bytes(bomb())
    plain = make_sound(tmp_path / "a.mp3", 0.3)
    with (tmp_path / "huge.bmp").open("wb") as huge:
        huge.truncate(1 << 30)
    assert asked(tmp_path / "gone.jpg") == "no such file or directory"
    assert asked(tmp_path / "fifo.jpg") == "it is no regular file"
    assert asked(tmp_path / "folder.jpg") == "it is no regular file"
    assert asked(Path("/dev/zero")) == "it is no regular file"
    assert "larger than any real one" in asked(tmp_path / "bomb.png")
    assert "larger than any real one" in asked(tmp_path / "huge.bmp")
    assert asked(plain, is_inside=True) == "it holds no picture"


def test_a_picture_of_20_mb(tmp_path: Path) -> None:
    path = make_sound(tmp_path / "a.mp3", 0.3)
    tags = ID3()
    tags.add(APIC(type=3, mime="image/png", data=picture() + os.urandom(20 << 20)))
    tags.save(path)
    assert from_ppm(Unpacking().pixels(path, is_inside=True))


def test_tags_that_eat_memory(tmp_path: Path) -> None:
    path = tmp_path / "a.mp3"
    with path.open("wb") as file:
        file.write(b"ID3\4\0\0\x7f\x7f\x7f\x7f")  # 256 MB of tags
        file.write(b"APIC\x7f\x7f\x7f\x00\0\0")
        file.truncate(300 << 20)
    with pytest.raises(UnreadableError):
        Unpacking().pixels(path, is_inside=True)


class Hanging(Unpacking):
    """Whose process never answers."""

    started: "subprocess.Popen[bytes]"

    def _started(self) -> "subprocess.Popen[bytes]":
        code = "import time; time.sleep(60)"
        self.started = subprocess.Popen(
            [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        return self.started


def test_one_that_hangs_is_ended(tmp_path: Path) -> None:
    hanging = Hanging(limit_s=0.3)
    began = time.monotonic()
    with pytest.raises(UnreadableError, match="took more than"):
        hanging.lyrics(tmp_path)
    assert time.monotonic() - began < 30
    assert hanging.started.returncode is not None


def test_one_that_nobody_waits_for_is_ended(tmp_path: Path) -> None:
    hanging, cancelled = Hanging(), Event()
    threading.Timer(0.1, cancelled.set).start()
    with pytest.raises(UnreadableError, match="nobody"):
        hanging.lyrics(tmp_path, cancelled)
    assert hanging.started.returncode is not None


def test_one_that_is_killed(tmp_path: Path) -> None:
    hanging = Hanging()

    def kill() -> None:
        while not hasattr(hanging, "started"):
            time.sleep(0.01)
        hanging.started.send_signal(signal.SIGKILL)

    killer = Thread(target=kill)
    killer.start()
    with pytest.raises(UnreadableError, match="crashed"):
        hanging.lyrics(tmp_path)
    killer.join()


def test_one_that_can_not_be_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "gone"))
    with pytest.raises(UnreadableError, match="does not start"):
        Unpacking(log=tmp_path / "nowhere" / "log").lyrics(tmp_path)


def test_modules_of_the_folder_it_is_started_from_are_not_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "json.py").write_text("raise SystemExit(3)")
    (tmp_path / "a.png").write_bytes(picture())
    monkeypatch.chdir(tmp_path)
    assert Unpacking().pixels(tmp_path / "a.png", is_inside=False)


def handles() -> int:
    here = Path("/proc/self/fd")
    return len(list(here.iterdir())) if here.exists() else 0


def test_many_in_a_row_leave_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(picture())
    before = handles()
    for _ in range(3):
        Unpacking().pixels(tmp_path / "a.png", is_inside=False)
    assert handles() <= before
    assert resource.getrlimit(resource.RLIMIT_AS)[0] == resource.RLIM_INFINITY
