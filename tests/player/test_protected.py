"""Files that a shop has locked are recognised, and nothing else is taken for one."""

from pathlib import Path

import pytest
from made_containers import m4a_bytes, matroska_bytes, wma_bytes
from tunes.player.unplayable import why_unplayable
from tunes.player.wire import Item

LOCKED = {
    "song.m4p": m4a_bytes().replace(b"mp4a", b"drms"),
    "film.m4v": m4a_bytes().replace(b"mp4a", b"drmi"),
    "rented.mp4": m4a_bytes().replace(b"mp4a", b"enca"),
    "book.aax": m4a_bytes().replace(b"mp4a", b"aavd"),
    "book.aaxc": m4a_bytes().replace(b"M4A \0\0\0\0", b"aaxc\0\0\0\0"),
    "song.wma": wma_bytes(is_locked=True),
}
OPEN = {"song.m4a": m4a_bytes(), "song.wma": wma_bytes(), "film.mkv": matroska_bytes()}


def said_of(path: Path, content: bytes) -> str:
    path.write_bytes(content)
    return why_unplayable(Item(1, "t1:a", bytes(path), is_video=False, start=0.0, length=None, is_cut=False))


@pytest.mark.parametrize("name", LOCKED)
def test_a_locked_file_is_named_for_what_it_is(tmp_path: Path, name: str) -> None:
    said = said_of(tmp_path / name, LOCKED[name])
    assert name in said
    assert "protected" in said


@pytest.mark.parametrize("name", OPEN)
def test_an_open_one_is_not(tmp_path: Path, name: str) -> None:
    assert said_of(tmp_path / name, OPEN[name]) == ""


@pytest.mark.parametrize("content", [*LOCKED.values(), *OPEN.values()])
def test_a_damaged_one_is_read_to_an_end_and_blamed_for_nothing_else(tmp_path: Path, content: bytes) -> None:
    """Cut anywhere, and with any length in it a lie."""
    path = tmp_path / "bad"
    said = set()
    for at in range(1, min(len(content), 600), 7):
        for rest in (b"", b"\0\0\0\0" + content[at + 4 :], b"\xff\xff\xff\xff" + content[at + 4 :]):
            said.add(said_of(path, content[:at] + rest))
    locked = (
        f"Can't play {path.name}: it is protected, and only the program of the shop that sold it can play it."
    )
    assert "" in said
    assert said <= ({"", locked} if content in LOCKED.values() else {""})
