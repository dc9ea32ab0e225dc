"""Sound of other rates comes out at ours: all of it, at the right pitch, and without a click where a recording goes on in the next file."""

import numpy as np
import pytest
from numpy.typing import NDArray
from tunes.player.buffer import RATE
from tunes.player.resampler import Resampler, turn

RATES = [8000, 11_025, 16_000, 22_050, 24_000, 32_000, 48_000, 88_200, 96_000, 176_400, 192_000]


def brought(sound: NDArray[np.float64], rate: int, piece: int = 1000) -> NDArray[np.int16]:
    """One channel at our rate, handed in by pieces of this size."""
    by = turn(rate)
    assert by is not None
    resampler = Resampler(rate, by)
    frames = np.repeat(np.round(sound * 32768).astype(np.int16)[:, None], 2, axis=1)
    parts = [resampler(frames[at : at + piece]) for at in range(0, len(frames), piece)]
    both = np.concatenate([*parts, resampler.rest()])
    assert np.array_equal(both[:, 0], both[:, 1])
    return both[:, 0]


def tone(hz: float, rate: int, frames: int) -> NDArray[np.float64]:
    return np.asarray(0.5 * np.sin(2 * np.pi * hz * np.arange(frames) / rate + 0.7))


@pytest.mark.parametrize("rate", RATES)
@pytest.mark.parametrize("frames", [1, 40, 700, 20_001])
def test_it_lasts_as_long(rate: int, frames: int) -> None:
    assert len(brought(tone(440, rate, frames), rate)) == round(frames * RATE / rate)


@pytest.mark.parametrize("rate", RATES)
def test_each_frame_is_right_from_the_first_to_the_last(rate: int) -> None:
    heard = brought(tone(997, rate, rate // 2), rate)
    right = tone(997, RATE, len(heard)) * 32768
    assert np.abs(heard - right)[:-1].max() < 4


@pytest.mark.parametrize("piece", [1, 37, 161, 50_000])
def test_it_is_the_same_however_it_comes(piece: int) -> None:
    sound = np.random.default_rng(1).uniform(-0.5, 0.5, 5000)
    heard, right = brought(sound, 48_000, piece).astype(int), brought(sound, 48_000)
    assert len(heard) == len(right)
    assert np.abs(heard - right).max() <= 1  # sums of another order are rounded otherwise


def test_what_is_too_loud_is_cut_off_and_does_not_turn_over() -> None:
    square = np.sign(tone(300, 48_000, 9600)) * 32767 / 32768
    heard = brought(square, 48_000)
    assert heard.max() == 32767
    assert heard.min() == -32768
    assert np.abs(np.diff(heard.astype(int))).max() < 66_000
    assert np.array_equal(np.sign(heard[100:120]), np.sign(square[109:130] + 0.1)[:20])


@pytest.mark.parametrize("rate", [48_000, 96_000])
def test_a_recording_cut_in_two_goes_on_without_a_click(rate: int) -> None:
    strength = np.fft.rfft(np.random.default_rng(2).standard_normal(2 * rate))
    strength[np.fft.rfftfreq(2 * rate, 1 / rate) > 16_000] = 0
    sound = np.fft.irfft(strength)
    sound *= 0.1 / sound.std()
    half = rate
    both = np.concatenate([brought(sound[:half], rate), brought(sound[half:], rate)]).astype(int)
    whole = brought(sound, rate).astype(int)
    assert len(both) == len(whole)
    assert np.abs(both - whole).max() < 0.1 * 32768 / 50


def test_silence_stays_silence() -> None:
    assert not brought(np.zeros(5000), 48_000).any()


@pytest.mark.parametrize("rate", [RATE, 44_056, 0, -1])
def test_what_needs_no_other_rate_or_has_none_that_fits_is_left_alone(rate: int) -> None:
    assert turn(rate) is None
