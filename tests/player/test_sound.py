"""Sound on its way from a decoder to the ear: nothing lost, nothing added, and everything counted once."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from tunes.player.buffer import HOLE_S, RATE, Buffer
from tunes.player.meter import Finished, Meter, Sounded
from tunes.player.mixer import FADE, GLIDE, Mixer, gain_of
from tunes.player.voice import Source

Samples = NDArray[np.int16]


def noise(count: int, seed: int = 1) -> Samples:
    """So many stereo frames that are all different."""
    return np.random.default_rng(seed).integers(-20_000, 20_000, (count, 2)).astype(np.int16)


def filled(frames: Samples, first: int = 0, chunk: int = 1000, *, end: int | None = None) -> Buffer:
    """A buffer into which a decoder has put these frames, to their end."""
    buffer = Buffer(first, end)
    for start in range(0, len(frames), chunk):
        buffer.write(frames[start : start + chunk].tobytes(), round((start) * 1e6 / RATE))
    buffer.end(is_broken=False)
    return buffer


def drained(mixer: Mixer, count: int, step: int = 441) -> NDArray[np.float32]:
    """What the output gets, as 16-bit numbers."""
    parts = [mixer.pull(min(step, count - done)) for done in range(0, count, step)]
    return np.concatenate(parts) * 32768


class TestBuffer:
    @given(st.lists(st.integers(1, 300), min_size=1, max_size=12), st.integers(1, 250), st.integers(0, 10**6))
    def test_frames_come_out_in_order_each_with_its_place(
        self, sizes: list[int], most: int, first: int
    ) -> None:
        frames = noise(sum(sizes))
        buffer, start = Buffer(first), 0
        for size in sizes:
            buffer.write(frames[start : start + size].tobytes(), round(start * 1e6 / RATE))
            start += size
        got, places = [], []
        while (read := buffer.read(most)) is not None:
            places.append((read[0], len(read[1])))
            got.append(read[1])
        assert np.array_equal(np.concatenate(got), frames)
        assert places[0][0] == first
        assert all(place + count == after for (place, count), (after, _) in pairwise(places))

    def test_a_jump_of_the_decoders_clock_is_sound_that_it_threw_away(self) -> None:
        buffer = Buffer(0)
        buffer.write(noise(4410).tobytes(), 0)
        buffer.write(noise(4410).tobytes(), 100_000 + 500_000)
        assert [buffer.read(4410)[0], buffer.read(4410)[0]] == [0, 4410 + 22_050]  # type: ignore[index]  # both are there

    def test_rounding_is_no_jump_and_neither_is_a_pause(self) -> None:
        buffer = Buffer(0)
        buffer.write(noise(4410).tobytes(), 0)
        buffer.write(noise(4410).tobytes(), 100_000 + round(HOLE_S * 0.9e6))
        buffer.resumed()
        buffer.write(noise(4410).tobytes(), 90_000_000)
        assert [buffer.read(4410)[0] for _ in range(3)] == [0, 4410, 8820]  # type: ignore[index]  # all are there

    def test_a_cue_track_ends_at_its_frame_and_not_with_the_file(self) -> None:
        buffer = filled(noise(5000), first=100, end=2600)
        assert (buffer.total, buffer.has_ended) == (2500, True)
        assert not buffer.is_exhausted

    def test_what_comes_after_the_end_is_no_part_of_it(self) -> None:
        buffer = filled(noise(100))
        buffer.write(noise(100).tobytes(), 0)
        assert buffer.held == 100


class TestMixer:
    @given(st.lists(st.integers(1, 5000), min_size=2, max_size=2), st.integers(1, 1500), st.integers(1, 900))
    def test_two_tracks_join_without_a_frame_lost_or_added(
        self, sizes: list[int], step: int, chunk: int
    ) -> None:
        first, second = noise(sizes[0], 1), noise(sizes[1], 2)
        mixer = Mixer()
        mixer.start(Source(1, filled(first, chunk=chunk)))
        mixer.follow(Source(2, filled(second, chunk=chunk)))
        got = drained(mixer, sum(sizes) + 100, step)
        assert np.array_equal(got[: sum(sizes)], np.concatenate([first, second]))
        assert not got[sum(sizes) :].any()
        facts = mixer.sounded(0)
        for stay, size in zip((1, 2), sizes, strict=True):
            assert sum(f.count for f in facts if isinstance(f, Sounded) and f.stay == stay) == size
        assert [f.stay for f in facts if isinstance(f, Finished)] == [1, 2]
        assert facts.index(Finished(1)) < min(i for i, f in enumerate(facts) if f.stay == 2)

    def test_a_pause_fades_keeps_the_place_and_goes_on_there(self) -> None:
        frames = noise(20_000)
        mixer = Mixer()
        mixer.start(Source(1, filled(frames)))
        before = drained(mixer, 4410)
        mixer.shut()
        paused = drained(mixer, 4410)
        mixer.open()
        after = drained(mixer, 4410)
        assert np.array_equal(before, frames[:4410])
        assert paused[: FADE - 1].any()
        assert not paused[FADE:].any()
        assert np.array_equal(after[FADE:], frames[4410 + 2 * FADE : 4410 + FADE + 4410])
        assert np.abs(paused[:FADE, 0]).max() <= np.abs(frames).max()

    def test_what_has_not_reached_the_ear_is_not_told(self) -> None:
        mixer = Mixer()
        mixer.start(Source(1, filled(noise(3000))))
        drained(mixer, 3000)
        (early,) = mixer.sounded(1000)
        assert early == Sounded(1, 2000, 2000)
        late = mixer.sounded(0)
        assert late[0] == Sounded(1, 1000, 3000)

    def test_an_empty_deck_that_has_not_ended_waits_in_silence(self) -> None:
        buffer = Buffer(0)
        mixer = Mixer()
        mixer.start(Source(1, buffer))
        assert not drained(mixer, 1000).any()
        frames = noise(500)
        buffer.write(frames.tobytes(), 0)
        assert np.array_equal(drained(mixer, 500), frames)
        assert mixer.sounded(0) == [Sounded(1, 500, 500)]

    def test_a_dropped_follower_is_neither_heard_on_nor_counted(self) -> None:
        mixer = Mixer()
        first = noise(1000, 1)
        mixer.start(Source(1, filled(first)))
        mixer.follow(Source(2, filled(noise(5000, 2))))
        drained(mixer, 1500)
        mixer.drop(2)
        rest = drained(mixer, 2000)
        assert not rest[FADE:].any()
        assert [f for f in mixer.sounded(0) if f.stay == 2] == []

    def test_a_paused_start_lets_nothing_out(self) -> None:
        mixer = Mixer()
        mixer.shut()
        mixer.start(Source(1, filled(noise(5000))))
        assert not drained(mixer, 2000).any()
        assert mixer.sounded(0) == []

    def test_a_new_volume_is_reached_without_a_jump(self) -> None:
        mixer = Mixer()
        loud = np.full((10_000, 2), 20_000, np.int16)
        mixer.start(Source(1, filled(loud)))
        mixer.set_volume(50)
        got = drained(mixer, 4410)[:, 0]
        assert np.abs(np.diff(got)).max() < 20_000 / GLIDE * 1.01
        assert got[-1] == pytest.approx(20_000 * gain_of(50), rel=1e-4)

    def test_the_scale_of_volume(self) -> None:
        assert [gain_of(0), gain_of(100), gain_of(150), gain_of(-1)] == [0.0, 1.0, 1.0, 0.0]
        assert gain_of(50) == pytest.approx(0.125)


class TestMeter:
    @given(
        st.lists(st.tuples(st.integers(1, 3), st.integers(1, 400)), min_size=1, max_size=20),
        st.lists(st.integers(0, 500), max_size=30),
    )
    def test_every_frame_is_told_once_however_often_one_asks(
        self, runs: list[tuple[int, int]], steps: list[int]
    ) -> None:
        meter, since, places = Meter(), 0, {1: 0, 2: 0, 3: 0}
        for stay, count in runs:
            meter.handed(stay, since, count, places[stay])
            since, places[stay] = since + count, places[stay] + count
        asked, told = 0, []
        for step in [*steps, 10**6]:
            asked += step
            told += meter.until(asked)
            assert sum(f.count for f in told if isinstance(f, Sounded)) == min(asked, since)
        last = {f.stay: f.place for f in told if isinstance(f, Sounded)}
        assert last == {stay: place for stay, place in places.items() if place}

    def test_after_a_jump_what_still_sounds_counts_but_says_no_place_and_no_end(self) -> None:
        meter = Meter()
        meter.handed(1, 0, 100, 0)
        meter.ended(1, 100)
        meter.jumped()
        meter.handed(1, 100, 50, 9000)
        assert meter.until(200) == [Sounded(1, 100, None), Sounded(1, 50, 9050)]
