import json
import os
import subprocess
import sys
import zlib
from pathlib import Path
from typing import Any

import pytest
from made_containers import matroska_bytes
from media import make_sound
from tunes.library.reader import read
from tunes.library.requests import END, READY


def ask(*paths: Path) -> list[Any]:
    """What a real reader process says of files."""
    names = b"".join(os.fsencode(path) + END for path in paths)
    command = [sys.executable, "-P", "-m", "tunes.library.reader"]
    done = subprocess.run(command, input=names, capture_output=True, check=True, timeout=60)
    first, *answers = done.stdout.splitlines(keepends=True)
    assert first == READY
    return [json.loads(answer) for answer in answers]


def test_a_process_answers_in_order(music: Path) -> None:
    paths = [make_sound(music / f"{n}.flac", 0.2, 200 + n, title=f"T{n}", artist="A") for n in range(5)]
    assert [answer["title"] for answer in ask(*paths)] == [f"T{n}" for n in range(5)]


def test_what_an_answer_holds(music: Path) -> None:
    (said,) = ask(make_sound(music / "a.ogg", 1.0, title="Jóga", artist="Björk", album="Homogenic"))
    assert said["described"] == "bjork\njoga\nhomogenic"
    assert said["id"].startswith("t1:")
    assert len(bytes.fromhex(said["payload"])) == 16
    assert "year" not in said


def test_names_do_not_tell_in_the_id(music: Path) -> None:
    path = make_sound(music / "a.mp3", 1.0)
    before = read(os.fspath(path))
    assert "described" not in before
    assert read(os.fspath(path.rename(music / "b.flac"))) == before


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("empty.mp3", b"", "it is empty"),
        ("page.mp3", b"<html>" * 50, "it is damaged, or no mp3 file"),
        ("film.mkv", bytes(500), "it holds neither sound nor picture"),
        ("no.txt", b"text", "it is damaged, or no txt file"),
    ],
)
def test_problems_are_sentences(music: Path, name: str, data: bytes, reason: str) -> None:
    (music / name).write_bytes(data)
    said = read(os.fspath(music / name))
    assert said["problem"].startswith(reason)
    assert "passing" not in said


def test_what_cannot_be_opened_may_be_good_later(music: Path) -> None:
    assert read(os.fspath(music / "gone.mp3")) == {"problem": "no such file or directory", "passing": True}


def test_a_fifo_and_a_device_do_not_hang(music: Path) -> None:
    os.mkfifo(music / "fifo.mp3")
    (music / "zero.mp3").symlink_to("/dev/zero")
    assert {answer["problem"] for answer in ask(music / "fifo.mp3", music / "zero.mp3")} == {
        "it is no regular file"
    }


def test_undecodable_names(music: Path) -> None:
    film = Path(os.fsdecode(os.fsencode(music) + b"/inv\xff\n.mkv"))
    film.write_bytes(matroska_bytes(2.0))
    song = make_sound(music / "a.mp3", 0.5).rename(Path(os.fsdecode(os.fsencode(music) + b"/inv\xfe.mp3")))
    assert [answer.get("problem") for answer in ask(film, song)] == [None, None]


def test_a_tag_that_inflates_to_all_memory_costs_the_tag(music: Path) -> None:
    """400 MB of title are more than a reader may have; the sound is listed without it."""
    packer = zlib.compressobj()
    packed = b"".join([*(packer.compress(bytes(1 << 20)) for _ in range(400)), packer.flush()])
    frame = b"TIT2" + syncsafe(len(packed) + 4) + b"\0\x09" + syncsafe((1 << 28) - 1) + packed
    path = make_sound(music / "bomb.mp3", 1.0)
    path.write_bytes(b"ID3\4\0\0" + syncsafe(len(frame)) + frame + path.read_bytes())
    good = make_sound(music / "good.mp3", 1.0, title="T")
    bomb, other = ask(path, good)
    assert bomb["duration"] == pytest.approx(1.0, abs=0.06)
    assert "title" not in bomb
    assert other["title"] == "T"


def syncsafe(number: int) -> bytes:
    return bytes(number >> shift & 0x7F for shift in (21, 14, 7, 0))
