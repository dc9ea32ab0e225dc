"""What is done to the sound on its way: equaliser, mono, balance, the guard against clipping, crossfade. Heard by sines and noise."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from tunes.player.crossfade import coming, leaving, overlap_s
from tunes.player.equaliser import Equaliser, sections
from tunes.player.filters import Chain, Section, peak
from tunes.player.limiter import Limiter
from tunes.player.presets import BANDS_HZ, FLAT, PRESETS, Curve
from tunes.player.sound import Sound
from tunes.player.stereo import AS_IT_IS, mixing
from tunes.player.tone import Tone

RATE = 44_100

Samples = NDArray[np.float32]


def sine(hz: float, seconds: float = 1.0, loud: float = 0.1) -> Samples:
    """A tone on both channels."""
    wave = loud * np.sin(2 * np.pi * hz * np.arange(round(seconds * RATE)) / RATE)
    return np.column_stack([wave, wave]).astype(np.float32)


def noise(count: int, seed: int = 1, loud: float = 0.1) -> Samples:
    return np.random.default_rng(seed).normal(0, loud, (count, 2)).astype(np.float32)


def level_db(samples: Samples) -> float:
    return float(20 * np.log10(np.sqrt(np.square(samples, dtype=np.float64).mean())))


def one_by_one(sections: list[Section], samples: Samples) -> NDArray[np.float64]:
    """The same filters, straight from their definition."""
    made = samples.astype(np.float64)
    for s in sections:
        before, x1, x2, y1, y2 = made, *np.zeros((4, 2))
        made = np.empty_like(before)
        for n, x in enumerate(before):
            y = s.b0 * x + s.b1 * x1 + s.b2 * x2 - s.a1 * y1 - s.a2 * y2
            made[n], x1, x2, y1, y2 = y, x, x1, y, y1
    return made


class TestFilters:
    @given(st.lists(st.integers(0, 200), min_size=1, max_size=5))
    def test_blocks_give_what_frame_by_frame_gives_however_they_are_cut(self, sizes: list[int]) -> None:
        sections = [peak(40, 9, 1.4, RATE), peak(3000, -7, 0.7, RATE), peak(15_000, 4, 1.4, RATE)]
        samples, chain = noise(sum(sizes)), Chain(sections)
        cuts = np.cumsum([0, *sizes])
        got = [chain(samples[a:b]) for a, b in itertools.pairwise(cuts)]
        assert np.allclose(np.concatenate(got), one_by_one(sections, samples), atol=1e-6)


class TestEqualiser:
    @pytest.mark.parametrize("band", range(len(BANDS_HZ)))
    def test_a_band_raises_its_tone_by_what_was_asked_and_leaves_those_two_octaves_off(
        self, band: int
    ) -> None:
        equaliser = Equaliser(RATE)
        equaliser.set(FLAT.changed(band, 9.0))
        for other in {max(0, band - 2), band, min(9, band + 2)}:
            tone = sine(BANDS_HZ[other], 0.8)
            heard = level_db(equaliser(tone)[RATE // 2 :]) - level_db(tone[RATE // 2 :])
            assert heard == pytest.approx(9.0 if other == band else 0.0, abs=0.3 if other == band else 1.0)

    @pytest.mark.parametrize("name", PRESETS)
    def test_a_preset_goes_through_its_points(self, name: str) -> None:
        hz, curve = np.array(BANDS_HZ, np.float64), PRESETS[name]
        made = sum((one.response_db(hz, RATE) for one in sections(curve, RATE)), np.zeros(len(hz)))
        assert np.allclose(made, curve.bands_db, atol=0.1)

    def test_a_preset_is_heard_as_it_is_drawn(self) -> None:
        equaliser, curve = Equaliser(RATE), PRESETS["rock"]
        equaliser.set(curve)
        for hz, gain in zip(BANDS_HZ, curve.bands_db, strict=True):
            tone = sine(hz, 0.6)
            heard = level_db(equaliser(tone)[RATE // 5 :]) - level_db(tone[RATE // 5 :])
            assert heard == pytest.approx(gain + curve.preamp_db, abs=0.25), hz

    def test_another_curve_goes_on_without_a_click(self) -> None:
        equaliser, tone = Equaliser(RATE), sine(100, 1.0)
        steepest = np.abs(np.diff(tone[:, 0])).max() * 10 ** (6 / 20)
        heard = []
        for number, gain in enumerate((5.0, 5.5, 6.0, 5.5, 5.0)):
            equaliser.set(Curve((gain,) * 10))
            heard.append(equaliser(tone[number * 8820 : (number + 1) * 8820]))
        assert np.abs(np.diff(np.concatenate(heard)[:, 0])).max() < steepest * 1.2

    def test_its_pre_amp_makes_room(self) -> None:
        equaliser = Equaliser(RATE)
        equaliser.set(Curve(preamp_db=-6.0))
        tone = sine(440)
        assert level_db(equaliser(tone)) - level_db(tone) == pytest.approx(-6.0, abs=0.01)


class TestStereo:
    def test_mono_gives_both_ears_the_same(self) -> None:
        samples = noise(500)
        heard = samples @ mixing(is_mono=True, balance=0.0)
        assert np.allclose(heard[:, 0], heard[:, 1], atol=1e-7)
        assert np.allclose(heard[:, 0], samples.mean(axis=1), atol=1e-6)

    @pytest.mark.parametrize(("balance", "left", "right"), [(-1.0, 1.0, 0.0), (0.5, 0.5, 1.0)])
    def test_balance_takes_from_the_other_ear(self, balance: float, left: float, right: float) -> None:
        samples = noise(500)
        heard = samples @ mixing(is_mono=False, balance=balance)
        assert np.allclose(heard, samples * np.array([left, right], np.float32), atol=1e-6)

    def test_nothing_settled_is_nothing_done(self) -> None:
        assert mixing(is_mono=False, balance=0.0) is AS_IT_IS


class TestTone:
    def test_nothing_settled_leaves_every_sample_as_it_is_up_to_full_scale(self) -> None:
        samples = np.array([[-1.0, 1.0], [0.5, -0.25]], np.float32)
        assert Tone()(samples) is samples

    @given(st.lists(st.integers(1, 700), min_size=1, max_size=5), st.sampled_from(["bass", "speech"]))
    def test_from_a_state_that_was_kept_it_goes_on_the_same(self, sizes: list[int], name: str) -> None:
        tone, parts = Tone(), [noise(size, seed, 0.2) for seed, size in enumerate(sizes)]
        tone.set(Sound(equaliser=name, is_mono=True))
        for part in parts[:-1]:
            tone(part)
        state = tone.state
        first = tone(parts[-1])
        tone.state = state
        assert np.array_equal(tone(parts[-1]), first)


class TestLimiter:
    @given(st.lists(st.integers(1, 2000), min_size=1, max_size=6), st.integers(0, 9), st.floats(0.01, 5))
    def test_nothing_is_ever_above_full_scale(self, sizes: list[int], seed: int, loud: float) -> None:
        limiter = Limiter()
        for number, size in enumerate(sizes):
            assert np.abs(limiter(noise(size, seed + number, loud))).max(initial=0) <= 1.0

    def test_what_is_not_too_loud_passes_untouched(self) -> None:
        samples = sine(440, loud=0.99)
        assert Limiter()(samples) is samples

    def test_a_loud_tone_is_made_quieter_not_cut_off(self) -> None:
        limiter = Limiter()
        heard = limiter(sine(440, 1.0, loud=1.8))[RATE // 10 :, 0].astype(np.float64)
        spectrum = np.abs(np.fft.rfft(heard * np.hanning(len(heard))))
        tone = spectrum.argmax()
        beside = spectrum.copy()
        beside[tone - 30 : tone + 31] = 0
        assert heard.max() > 0.95
        assert 20 * np.log10(beside.max() / spectrum[tone]) < -35  # cut off, its third harmonic has -14 dB

    def test_it_lets_go_again(self) -> None:
        limiter, quiet = Limiter(), sine(440, 2.0, loud=0.2)
        limiter(sine(440, 0.2, loud=3.0))
        assert np.array_equal(limiter(quiet)[-RATE // 2 :], quiet[-RATE // 2 :])


class TestCrossfade:
    def test_equal_noise_stays_equally_loud(self) -> None:
        count = 4 * RATE
        way = np.linspace(0, 1, count, dtype=np.float32)[:, None]
        both = noise(count, 1) * leaving(way) + noise(count, 2) * coming(way)
        levels = [level_db(part) for part in np.array_split(both, 20)]
        assert max(levels) - min(levels) < 0.5

    @pytest.mark.parametrize(
        ("wanted", "first", "second", "seconds"),
        [
            (5.0, 200.0, 180.0, 5.0),
            (12.0, 200.0, 15.0, 5.0),
            (12.0, 6.0, 200.0, 2.0),
            (5.0, None, 200.0, 0.0),
            (5.0, 200.0, None, 5.0),
            (0.0, 200.0, 200.0, 0.0),
            (5.0, 0.0, 200.0, 0.0),
        ],
    )
    def test_its_length_fits_the_tracks(
        self, wanted: float, first: float | None, second: float | None, seconds: float
    ) -> None:
        assert overlap_s(wanted, first, second) == pytest.approx(seconds)
