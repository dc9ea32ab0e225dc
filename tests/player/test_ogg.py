"""What an Ogg file says about its ends, and that neither a frame of its music is lost nor one of its coder's is heard."""

import io
import struct
import time
from pathlib import Path

import numpy as np
import pytest
import soundfile
from numpy.typing import NDArray
from tunes.player.buffer import RATE, Buffer
from tunes.player.decks import Decoder
from tunes.player.libvlc import LibVlc
from tunes.player.ogg import HEADER, Lead, lead_of
from tunes.player.resampler import Resampler, turn

KINDS = {"VORBIS": RATE, "OPUS": 48_000}


def noise(frames: int) -> NDArray[np.float64]:
    """Every frame of it can be told from every other."""
    return np.random.default_rng(frames).uniform(-0.3, 0.3, (frames, 2))


def coded(kind: str, frames: int) -> bytes:
    """A file with so many frames of music."""
    file = io.BytesIO()
    soundfile.write(file, noise(frames), KINDS[kind], format="OGG", subtype=kind)
    return file.getvalue()


def lead(content: bytes) -> Lead | None:
    """How it is to be read."""
    return lead_of(io.BytesIO(content))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("frames", [60_000, 100_001])
def test_an_ogg_file_tells_its_length_to_the_frame(kind: str, frames: int) -> None:
    found = lead(coded(kind, frames))
    assert found is not None
    assert found.extent.length_s is not None
    assert found.extent.length_s * KINDS[kind] == pytest.approx(frames)


@pytest.mark.parametrize("kind", KINDS)
def test_one_page_is_read_otherwise_and_still_adds_up(kind: str) -> None:
    content = coded(kind, 60_000)
    found = lead(content)
    assert found is not None
    read = found.patch.on(content, 0)
    assert len(read) == len(content)
    assert read != content
    with soundfile.SoundFile(io.BytesIO(read)) as file:  # refuses pages whose sum is wrong
        assert file.frames == pytest.approx(60_000, abs=500)
    # Read in pieces it is the same, however they lie.
    pieces = [found.patch.on(content[at : at + 37], at) for at in range(0, len(content), 37)]
    assert b"".join(pieces) == read
    again = lead(read)
    assert again is not None
    assert again.patch.on(read, 0) == read, "what is right is left as it is"


@pytest.mark.parametrize("kind", KINDS)
def test_what_makes_no_sense_is_read_as_it_is(kind: str) -> None:
    good = coded(kind, 60_000)
    assert lead(b"") is None
    assert lead(b"no sound at all " * 100) is None
    for end in [*range(0, 400, 7), *range(400, len(good), 997)]:
        cut = lead(good[:end])
        assert cut is None or cut.extent.idle_s < 0.2
    for at in range(0, 300, 3):
        bad = lead(good[:at] + b"\xff\xff\xff\xff" + good[at + 4 :])
        assert bad is None or bad.patch.at < len(good)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("granule", [1, 20_000, 10_000_000, -5])
def test_a_lie_about_the_end_is_not_believed(kind: str, granule: int) -> None:
    content = bytearray(coded(kind, 100_000))
    last = content.rfind(b"OggS")
    struct.pack_into("<q", content, last + 6, granule)
    found = lead(bytes(content))
    assert found is not None
    assert found.extent.length_s is None


def test_of_two_streams_in_a_row_the_end_is_not_known() -> None:
    second = bytearray(coded("VORBIS", 60_000))
    at = 0
    while at < len(second):
        count, serial = HEADER.unpack_from(second, at)[-1], struct.pack("<I", 77)
        second[at + 14 : at + 18] = serial
        at += HEADER.size + count + sum(second[at + HEADER.size : at + HEADER.size + count])
    found = lead(coded("VORBIS", 60_000) + bytes(second))
    assert found is not None
    assert found.extent.length_s is None


@pytest.fixture(scope="module")
def decoder() -> Decoder:
    return Decoder(LibVlc())


def decoded(decoder: Decoder, path: Path) -> NDArray[np.int16]:
    """All of a file, as the mixer gets it."""
    buffer = Buffer(0)
    decoder.open(bytes(path), 0.0, buffer)
    deadline = time.monotonic() + 60
    while not buffer.has_ended:
        assert time.monotonic() < deadline
        time.sleep(0.01)
    decoder.stop()
    assert not buffer.is_broken
    read: list[NDArray[np.int16]] = []
    while got := buffer.read(RATE):
        read.append(got[1])
    return np.concatenate(read)


@pytest.mark.libvlc
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("frames", [3_000, 60_000, 100_001])
def test_each_frame_is_decoded_and_no_other(tmp_path: Path, decoder: Decoder, kind: str, frames: int) -> None:
    path = tmp_path / "a.ogg"
    path.write_bytes(coded(kind, frames))
    right, _ = soundfile.read(path, dtype="int16")
    by = turn(KINDS[kind])
    if by is not None:
        resampler = Resampler(KINDS[kind], by)
        right = np.concatenate([resampler(right), resampler.rest()])
    heard = decoded(decoder, path)
    assert len(heard) == len(right)
    assert np.abs(heard.astype(int) - right).max() < 8
