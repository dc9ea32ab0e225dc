"""Makes a small shelf of what goes wrong with real folders: some of every sort, each with what a scan must make of it."""

import os
import socket
import struct
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random
from zlib import crc32

import mutagen
from media import make_sound
from mutagen.id3 import APIC, USLT

LISTED, PROBLEM, IGNORED = "listed", "problem", "ignored"


@dataclass(frozen=True, slots=True)
class Case:
    """One file, and what is to become of it."""

    sort: str
    name: bytes
    fate: str
    make: Callable[[Path], object]
    title: str | None = None
    """Where it is to be told by tag or name."""


def good(path: Path, ending: str = "", **tags: str) -> Path:
    """A sound of one second, in the format of its name or another one."""
    hz = 200.0 + crc32(os.fsencode(path.name)) % 5000  # equal ones would be copies of one track
    made = make_sound(path.with_name(f"made.{ending or path.suffix[1:]}"), 1.0, hz, **tags)
    return made.rename(path)


def data(content: bytes) -> Callable[[Path], object]:
    """A file of these bytes."""
    return lambda path: path.write_bytes(content)


def cut(ending: str, keep: int) -> Callable[[Path], object]:
    """The beginning of a good file."""

    def make(path: Path) -> None:
        good(path, ending, title="Cut")
        path.write_bytes(path.read_bytes()[:keep])

    return make


def tagged(**tags: str) -> Callable[[Path], object]:
    """A good file with these tags."""
    return lambda path: good(path, **tags)


def covered(path: Path) -> None:
    """An MP3 with a cover of 3 MB that is no picture, and lyrics."""
    good(path, title="Covered")
    opened = mutagen.File(path)
    opened.tags.add(APIC(mime="image/png", type=3, data=bytes(3_000_000)))
    opened.tags.add(USLT(lang="eng", text="[00:99.99]\x1b[2J" * 10_000))
    opened.save()


def lying_picture(path: Path) -> None:
    """A FLAC whose picture claims to hold 4 GiB."""
    good(path, title="Lies")
    whole = path.read_bytes()
    inside = struct.pack(">II9sIIIIII", 3, 9, b"image/png", 0, 1, 1, 24, 0, 0xFFFF_FFF0) + bytes(60)
    place = 4 + 4 + 34
    block = bytes([6]) + len(inside).to_bytes(3, "big") + inside
    path.write_bytes(whole[:place] + block + whole[place:])


def big_number(path: Path) -> None:
    """An Ogg that claims to last for ages."""
    good(path, title="Ages")
    whole = path.read_bytes()
    last = whole.rindex(b"OggS")
    path.write_bytes(whole[: last + 6] + struct.pack("<q", 1 << 62) + whole[last + 14 :])


def one_frame(path: Path) -> None:
    """A title and 26 ms of silence."""
    title = b"TIT2\0\0\0\x0a\0\0\x03One frame"
    path.write_bytes(b"ID3\4\0\0\0\0\0\x14" + title + b"\xff\xfb\x90\xc4" + bytes(413))


def sparse(head: bytes) -> Callable[[Path], object]:
    """200 MB that take no room on the disk."""

    def make(path: Path) -> None:
        path.write_bytes(head)
        os.truncate(path, 200 << 20)

    return make


def sparse_opus(path: Path) -> None:
    """A good beginning, and then nothing for long."""
    sparse(good(path, title="Hole").read_bytes())(path)


def bound(path: Path) -> None:
    """A socket."""
    with socket.socket(socket.AF_UNIX) as opened:
        os.chdir(path.parent)  # its name may be long, and the path may not
        opened.bind(path.name)


NOISE = Random(7).randbytes(5000)
CASES = [
    *[Case("control", b"ok." + end.encode(), LISTED, good) for end in ("mp3", "flac", "opus", "m4a", "wav")],
    Case("control", b"film.mkv", LISTED, good),
    Case("cover", b"covered.mp3", LISTED, covered, "Covered"),
    Case("cover", b"cover.jpg", IGNORED, data(b"\xff\xd8no picture")),
    Case("cue", b"ok.cue", IGNORED, data(b'FILE "../../../etc/passwd" WAVE\n  TRACK 01 AUDIO\n')),
    *[Case("empty", b"none." + end, PROBLEM, data(b"")) for end in (b"mp3", b"flac", b"ogg", b"m4a", b"mkv")],
    Case("fs", b"fifo.mp3", IGNORED, os.mkfifo),
    Case("fs", b"socket.mp3", IGNORED, bound),
    Case("fs", b"zero.mp3", IGNORED, lambda path: path.symlink_to("/dev/zero")),
    Case("fs", b"nothing.mp3", IGNORED, lambda path: path.symlink_to("nothing")),
    Case("fs", b"loop", IGNORED, lambda path: path.symlink_to(path.parent)),
    Case("fs", b"root", IGNORED, lambda path: path.symlink_to("/")),
    Case("fs", b"folder.mp3", IGNORED, Path.mkdir),
    Case("fs", b"._ok.mp3", IGNORED, data(b"\0\5\x16\7")),
    Case("fs", b"download.mp3.part", IGNORED, data(NOISE)),
    Case("lie", b"picture.flac", LISTED, lying_picture, "Lies"),
    Case("lyrics", b"ok.lrc", IGNORED, data(b"[00:00.00]" * 1000)),
    Case("mislabel", b"really flac.mp3", LISTED, lambda path: good(path, "flac", title="Flac"), "Flac"),
    Case("mislabel", b"really mp3.ogg", LISTED, lambda path: good(path, "mp3", title="Mp3"), "Mp3"),
    Case("mislabel", b"page.mp3", PROBLEM, data(b"<html>404</html>" * 100)),
    Case("mislabel", b"film.avi.mp3", LISTED, lambda path: good(path, "avi")),
    Case("name", b"caf\xe9 \xff.wav", LISTED, good, "caf? ?"),
    Case("name", b"new\nline \x1b[31m.wav", LISTED, good, "new\nline \x1b[31m"),
    Case("name", "e\u0301 名前 \u202e👨‍👩‍👧.wav".encode(), LISTED, good),
    Case("name", b"-rf [bold] $(x) 'a' \"b\".wav", LISTED, good),
    Case("name", b"n" * 251 + b".wav", LISTED, good),
    Case("name", b"UPPER.MP3", LISTED, lambda path: good(path, "mp3"), "UPPER"),
    Case("number", b"ages.ogg", LISTED, big_number, "Ages"),
    Case("number", b"one frame.mp3", LISTED, one_frame, "One frame"),
    Case("number", b"numbers.mp3", LISTED, tagged(tracknumber="99999999999/-1", date="20x6")),
    Case("playlist", b"list.m3u8", IGNORED, data(b"/dev/zero\nhttp://example.org/\n")),
    *[Case("random", b"noise." + end, PROBLEM, data(NOISE)) for end in (b"mp3", b"flac", b"opus", b"mkv")],
    *[Case("sparse", b"hole." + end, PROBLEM, sparse(b"")) for end in (b"mp3", b"flac", b"m4a", b"avi")],
    Case("sparse", b"head.opus", LISTED, sparse_opus, "Hole"),
    Case("text", b"markup.flac", LISTED, tagged(title="[bold]\x1b[2J\u202e"), "[bold]\x1b[2J\u202e"),
    Case("text", b"long.flac", LISTED, tagged(title="x" * 100_000), "x" * 2000),
    Case("text", b"blank.flac", LISTED, tagged(title="  "), "blank"),
    *[
        Case("trunc", f"cut {n}.{e}".encode(), PROBLEM, cut(e, n))
        for e in ("mp3", "flac", "ogg")
        for n in (4, 40)
    ],
    Case("trunc", b"half.mp3", LISTED, cut("mp3", 5000), "Cut"),
]


def make_shelf(folder: Path) -> None:
    """All cases, each in the folder of its sort."""
    here = Path.cwd()
    for case in CASES:
        place = place_of(folder, case)
        place.parent.mkdir(parents=True, exist_ok=True)
        case.make(place)
    os.chdir(here)


def place_of(folder: Path, case: Case) -> Path:
    """Where it lies."""
    return folder / case.sort / os.fsdecode(case.name)
