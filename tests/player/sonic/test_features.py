"""What the features of a recording are moved by, and what they are not: made music, no decoder."""

from collections.abc import Iterator

import numpy as np
import pytest
from made_music import CALM, MARCH, RATE, WILD, Sound, piece
from tunes.player.sonic.features import COUNT, MOST_SEGMENTS, SECONDS, SEGMENT, Features


def described(sound: Sound, chunk: int = 44_100) -> Sound | None:
    features = Features()
    for start in range(0, len(sound), chunk):
        features.add(sound[start : start + chunk])
    return features.numbers


def numbers(sound: Sound, chunk: int = 44_100) -> Sound:
    made = described(sound, chunk)
    assert made is not None
    return made


@pytest.fixture(scope="module")
def shelf() -> Sound:
    """Three pieces each of three styles."""
    return np.array([numbers(piece(style, seed)) for style in (CALM, WILD, MARCH) for seed in range(3)])


def nearest(shelf: Sound, one: Sound) -> int:
    """The place of what sounds most like this, as the recommender sees it."""
    middle, spread = shelf.mean(axis=0), shelf.std(axis=0) + 1e-6
    table, mine = (shelf - middle) / spread, (one - middle) / spread
    return int(np.argmax(table @ mine / np.linalg.norm(table, axis=1)))


def changed(sound: Sound) -> Iterator[tuple[str, Sound]]:
    """The same piece as it comes from elsewhere."""
    rng = np.random.default_rng(5)
    yield "40 dB quieter", sound * np.float32(0.01)
    yield "three seconds later", np.concatenate([np.zeros(3 * RATE, np.float32), sound])
    yield "with a long silent end", np.concatenate([sound, np.zeros(40 * RATE, np.float32)])
    yield "with faint noise", sound + rng.normal(0, 1e-4, sound.size).astype(np.float32)
    spectrum = np.fft.rfft(sound)
    spectrum[np.fft.rfftfreq(sound.size, 1 / RATE) > 7_200] = 0
    yield "cut at 7.2 kHz", np.fft.irfft(spectrum, sound.size).astype(np.float32)


def test_they_are_always_as_many_and_finite() -> None:
    made = numbers(piece(CALM, 1))
    assert made.shape == (COUNT,)
    assert made.dtype == np.float32
    assert np.isfinite(made).all()


def test_pieces_of_one_style_are_nearest_to_each_other(shelf: Sound) -> None:
    for place, style in enumerate((CALM, WILD, MARCH)):
        assert nearest(shelf, numbers(piece(style, seed=99))) // 3 == place


@pytest.mark.parametrize("place", [1, 4, 7])
def test_the_same_piece_is_found_however_it_was_recorded(shelf: Sound, place: int) -> None:
    style = (CALM, WILD, MARCH)[place // 3]
    for how, sound in changed(piece(style, place % 3)):
        assert nearest(shelf, numbers(sound)) == place, how


def test_pieces_of_any_size_make_the_same_numbers() -> None:
    sound = piece(MARCH, 3, seconds=14.0)
    whole = numbers(sound)
    for chunk in (777, SEGMENT, SEGMENT + 1, len(sound)):
        assert np.array_equal(numbers(sound, chunk), whole), chunk


@pytest.mark.parametrize(
    "sound",
    [
        np.zeros(0, np.float32),
        np.zeros(30 * RATE, np.float32),
        np.full(30 * RATE, np.nan, np.float32),
        np.full(RATE // 2, 0.5, np.float32),
        np.full(30 * RATE, 1e-6, np.float32),
        np.eye(1, 20 * RATE, 5 * RATE, dtype=np.float32)[0],
    ],
    ids=["nothing", "silence", "no numbers", "too short", "what nobody hears", "one click"],
)
def test_what_tells_nothing_has_no_features(sound: Sound) -> None:
    assert described(sound) is None


@pytest.mark.parametrize(
    "sound",
    [
        np.full(30 * RATE, 1.0, np.float32),
        np.sign(np.sin(np.arange(10 * RATE))).astype(np.float32) * np.float32(1e4),
        np.concatenate([piece(CALM, 1, 8.0), np.full(8 * RATE, np.inf, np.float32)]),
        np.sin(2 * np.pi * 440 * np.arange(RATE * 2) / RATE).astype(np.float32),
    ],
    ids=["a constant", "far too loud", "half of it no numbers", "two seconds"],
)
def test_what_is_odd_has_finite_ones(sound: Sound) -> None:
    assert np.isfinite(numbers(sound)).all()


def test_a_silent_beginning_is_no_part_of_the_music() -> None:
    sound = piece(WILD, 2)
    with_pause = np.concatenate([np.full(SEGMENT, 2e-5, np.float32) * sound[:SEGMENT], sound])
    assert np.allclose(numbers(with_pause), numbers(sound), atol=1e-4)


def test_what_is_kept_does_not_grow_with_the_recording() -> None:
    features = Features()
    sound = piece(CALM, 4, seconds=SECONDS + 3.0)[:SEGMENT]
    for _ in range(3 * MOST_SEGMENTS):
        features.add(sound)
        assert len(features._described) <= MOST_SEGMENTS
        assert len(features._blocks) < SEGMENT
    alone = numbers(sound)
    made = features.numbers
    assert made is not None
    assert np.allclose(made, alone, atol=1e-3), "and all of it counts alike"
