"""How much music a file says it holds, against how much was put into it."""

import struct
from pathlib import Path

import pytest
from made_containers import m4a_bytes
from player_rigs import RealRig
from tunes.library.track import Kind, Track
from tunes.player.extent import Extent, extent_of

RATE = 44_100
CODED = 87 * 1024
"""Frames in a little more than two seconds."""
ITUNES = b" 00000000 00000400 00000137 %016X 00000000 00000000"


def made(
    path: Path, seconds: float = CODED / RATE, *, before: int = 0, after: int = 0, more: bytes = b""
) -> Path:
    """A file whose coder has filled up that much."""
    path.write_bytes(m4a_bytes(seconds, before=before, after=after, more=more))
    return path


def lengths(path: Path) -> tuple[float, float]:
    """In frames."""
    found = extent_of(bytes(path))
    assert found is not None
    assert found.length_s is not None
    return found.idle_s * RATE, found.length_s * RATE


@pytest.mark.parametrize(("before", "after"), [(1024, 311), (2112, 0), (0, 5)])
def test_an_edit_list_tells_the_frame(tmp_path: Path, before: int, after: int) -> None:
    path = made(tmp_path / "a.m4a", before=before, after=after)
    assert lengths(path) == pytest.approx((0, CODED - before - after))


def test_so_does_the_tag_of_itunes(tmp_path: Path) -> None:
    length = CODED - 1024 - 0x137
    told = b"\0\0\0\x50free----iTunSMPB\0\0\0\x54data\0\0\0\1\0\0\0\0" + ITUNES % length
    assert lengths(made(tmp_path / "a.m4a", more=told)) == pytest.approx((1024, length))
    lie = b"\0\0\0\x50free----iTunSMPB\0\0\0\x54data\0\0\0\1\0\0\0\0" + ITUNES % (CODED + 1)
    assert extent_of(bytes(made(tmp_path / "a.m4a", more=lie))) is None


def test_what_makes_no_sense_tells_nothing(tmp_path: Path) -> None:
    good = made(tmp_path / "a.m4a", before=1024, after=1).read_bytes()
    bad = tmp_path / "b.m4a"
    assert extent_of(bytes(tmp_path / "none.m4a")) is None
    for number in range(0, len(good[:900]), 4):  # every word of the boxes, one after another
        bad.write_bytes(good[:number] + struct.pack(">I", 0xFFFFFFFF) + good[number + 4 :])
        assert extent_of(bytes(bad)) is None or isinstance(extent_of(bytes(bad)), Extent)
        bad.write_bytes(good[:number])
        assert extent_of(bytes(bad)) is None or isinstance(extent_of(bytes(bad)), Extent)


@pytest.mark.libvlc
@pytest.mark.sound
def test_no_more_than_that_is_played(real: RealRig) -> None:
    path = made(real.folder / "a.m4a", before=1024, after=311)
    stay = real.player.load(Track("t1:a", path, Kind.MUSIC, "a", duration=CODED / RATE))
    assert real.until_ended(stay).heard * RATE == pytest.approx(CODED - 1024 - 311)
