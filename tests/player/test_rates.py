"""Files of all sample rates and numbers of channels come out at the right pitch, length and loudness, and with no tone that is not theirs."""

import struct
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import soundfile
from numpy.typing import NDArray
from tunes.player.buffer import RATE, Buffer
from tunes.player.decks import Decoder
from tunes.player.libvlc import LibVlc

pytestmark = pytest.mark.libvlc

SECONDS = 1.5
LOOKED_AT = 1 << 15
"""Frames whose spectrum is looked at."""

Sound = NDArray[np.float64]


@pytest.fixture(scope="module")
def decoder() -> Decoder:
    return Decoder(LibVlc())


def decoded(decoder: Decoder, path: Path) -> Sound:
    """All of a file, as the mixer gets it."""
    buffer = Buffer(0)
    decoder.open(bytes(path), 0.0, buffer)
    deadline = time.monotonic() + 60
    while not buffer.has_ended:
        assert time.monotonic() < deadline
        time.sleep(0.01)
    decoder.stop()
    read: Callable[[], tuple[int, NDArray[np.int16]] | None] = lambda: buffer.read(RATE)  # noqa: E731
    return np.concatenate([frames for _, frames in iter(read, None) if frames is not None]) / 32768


def written(path: Path, rate: int, tones: list[float], level: float = 0.5) -> Path:
    """A file with a tone on each channel."""
    at = np.arange(round(SECONDS * rate)) / rate
    soundfile.write(path, level * np.sin(2 * np.pi * np.outer(at, tones)), rate, subtype="PCM_24")
    return path


def strengths(channel: Sound) -> Sound:
    """Of all frequencies, in dB of a full tone."""
    window = np.blackman(LOOKED_AT)
    part = channel[RATE // 4 : RATE // 4 + LOOKED_AT] * window
    strong: Sound = 20 * np.log10(np.abs(np.fft.rfft(part)) / (window.sum() / 2) + 1e-9)
    return strong


def strength(channel: Sound, hz: float) -> float:
    """Of one tone."""
    window = np.blackman(LOOKED_AT)
    part = channel[RATE // 4 : RATE // 4 + LOOKED_AT] * window
    turned = part @ np.exp(-2j * np.pi * hz * np.arange(LOOKED_AT) / RATE)
    return float(20 * np.log10(2 * np.abs(turned) / window.sum() + 1e-9))


def test_what_has_our_rate_passes_untouched(tmp_path: Path, decoder: Decoder) -> None:
    frames = np.random.default_rng(1).integers(-30_000, 30_000, (RATE, 2)).astype(np.int16)
    soundfile.write(tmp_path / "a.flac", frames, RATE)
    assert np.array_equal(decoded(decoder, tmp_path / "a.flac") * 32768, frames)


@pytest.mark.parametrize("rate", [8000, 22_050, 32_000, 44_100, 48_000, 96_000, 192_000])
def test_a_tone_keeps_pitch_length_and_level_and_brings_no_other(
    tmp_path: Path, decoder: Decoder, rate: int
) -> None:
    sound = decoded(decoder, written(tmp_path / "a.flac", rate, [1000.0, 1000.0]))
    assert len(sound) == SECONDS * RATE
    found = strengths(sound[:, 0])
    assert strength(sound[:, 0], 1000) == pytest.approx(-6.02, abs=0.3)
    far = np.abs(np.arange(len(found)) * RATE / LOOKED_AT - 1000) > 50
    assert found[far].max() < -6 - 80


@pytest.mark.parametrize("hz", [23_000.0, 30_000.0, 41_000.0])
def test_what_nobody_hears_does_not_come_back_as_what_one_hears(
    tmp_path: Path, decoder: Decoder, hz: float
) -> None:
    sound = decoded(decoder, written(tmp_path / "a.flac", 96_000, [hz, hz]))
    assert strengths(sound[:, 0]).max() < -6 - 80


@pytest.mark.parametrize(
    ("channels", "left"),
    [
        (1, {0: 0.0}),
        (2, {0: 0.0}),
        (4, {0: 0.0, 2: -3.0}),
        (6, {0: 0.0, 2: -3.0, 4: -3.0}),
        (8, {0: 0.0, 2: -3.0, 4: -12.0, 6: -12.0}),
    ],
)
def test_the_left_ear_gets_what_belongs_there(
    tmp_path: Path, decoder: Decoder, channels: int, left: dict[int, float]
) -> None:
    tones = [500.0 + 300 * number for number in range(channels)]
    sound = decoded(decoder, written(tmp_path / "a.flac", RATE, tones, 0.1))
    assert len(sound) == SECONDS * RATE
    for number, hz in enumerate(tones):
        heard = strength(sound[:, 0], hz) + 20
        assert heard == pytest.approx(left[number], abs=1.0) if number in left else heard < -60


def test_a_centre_and_one_rear_channel_are_heard_on_both_ears(tmp_path: Path, decoder: Decoder) -> None:
    tones = [500.0, 800.0, 1100.0, 1400.0]
    at = np.arange(round(SECONDS * RATE)) / RATE
    samples = np.rint(3276.8 * np.sin(2 * np.pi * np.outer(at, tones))).astype("<i2").tobytes()
    front_centre_rear = 0x107
    pcm = bytes.fromhex("0100000000001000800000aa00389b71")
    form = struct.pack("<HHIIHHHHI", 0xFFFE, 4, RATE, RATE * 8, 8, 16, 22, 16, front_centre_rear) + pcm
    chunks = b"WAVEfmt " + struct.pack("<I", len(form)) + form + b"data" + struct.pack("<I", len(samples))
    path = tmp_path / "a.wav"
    path.write_bytes(b"RIFF" + struct.pack("<I", len(chunks) + len(samples)) + chunks + samples)
    sound = decoded(decoder, path)
    for ear, heard in enumerate(([0.0, None, -3.0, -6.0], [None, 0.0, -3.0, -6.0])):
        for hz, wanted in zip(tones, heard, strict=True):
            strong = strength(sound[:, ear], hz) + 20
            assert strong < -60 if wanted is None else strong == pytest.approx(wanted, abs=1.0)
