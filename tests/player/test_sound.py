"""Sound on its way from a decoder to the ear: nothing lost, nothing added, and everything counted once."""

import threading
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from tunes.player.ahead import FADE, GLIDE, Ahead, gain_of
from tunes.player.blend import READY
from tunes.player.buffer import HOLE_S, RATE, Buffer
from tunes.player.meter import Fact, Finished, Meter, Sounded
from tunes.player.mixer import Mixer
from tunes.player.sound import Sound
from tunes.player.voice import Source

Samples = NDArray[np.int16]


def noise(count: int, seed: int = 1) -> Samples:
    """So many stereo frames that are all different."""
    return np.random.default_rng(seed).integers(-20_000, 20_000, (count, 2)).astype(np.int16)


def filled(frames: Samples, first: int = 0, chunk: int = 1000, *, end: int | None = None) -> Buffer:
    """A buffer into which a decoder has put these frames, to their end."""
    buffer = Buffer(first, end)
    for start in range(0, len(frames), chunk):
        buffer.write(frames[start : start + chunk], round((start) * 1e6 / RATE))
    buffer.end(is_broken=False)
    return buffer


def stream() -> tuple[Mixer, Ahead]:
    """A stream of sound, open."""
    mixer = Mixer()
    return mixer, Ahead(mixer)


def drained(ahead: Ahead, count: int, step: int = 441) -> NDArray[np.float32]:
    """What the output gets, as 16-bit numbers."""
    parts = [ahead.pull(min(step, count - done)) for done in range(0, count, step)]
    return np.concatenate(parts) * 32768


class TestBuffer:
    @given(st.lists(st.integers(1, 300), min_size=1, max_size=12), st.integers(1, 250), st.integers(0, 10**6))
    def test_frames_come_out_in_order_each_with_its_place(
        self, sizes: list[int], most: int, first: int
    ) -> None:
        frames = noise(sum(sizes))
        buffer, start = Buffer(first), 0
        for size in sizes:
            buffer.write(frames[start : start + size], round(start * 1e6 / RATE))
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
        buffer.write(noise(4410), 0)
        buffer.write(noise(4410), 100_000 + 500_000)
        assert [buffer.read(4410)[0], buffer.read(4410)[0]] == [0, 4410 + 22_050]  # type: ignore[index]  # both are there

    def test_rounding_is_no_jump_and_neither_is_a_pause(self) -> None:
        buffer = Buffer(0)
        buffer.write(noise(4410), 0)
        buffer.write(noise(4410), 100_000 + round(HOLE_S * 0.9e6))
        buffer.resumed()
        buffer.write(noise(4410), 90_000_000)
        assert [buffer.read(4410)[0] for _ in range(3)] == [0, 4410, 8820]  # type: ignore[index]  # all are there

    def test_a_cue_track_ends_at_its_frame_and_not_with_the_file(self) -> None:
        buffer = filled(noise(5000), first=100, end=2600)
        assert (buffer.total, buffer.has_ended) == (2500, True)
        assert not buffer.is_exhausted

    def test_what_a_decoder_needs_to_warm_up_is_no_part_of_it(self) -> None:
        frames = noise(300)
        buffer = Buffer(1000, 1150)
        buffer.pass_over(120)
        for start in range(0, 300, 50):
            buffer.write(frames[start : start + 50], round(start * 1e6 / RATE))
        got = [buffer.read(1000) for _ in range(4)]
        assert [(place, len(part)) for place, part in filter(None, got)] == [
            (1000, 30),
            (1030, 50),
            (1080, 50),
            (1130, 20),
        ]
        assert np.array_equal(np.concatenate([part for _, part in filter(None, got)]), frames[120:270])

    def test_who_waits_for_frames_is_told_when_they_come_and_when_none_will(self) -> None:
        buffer = Buffer(0)
        waiting = threading.Thread(target=buffer.wait_for, args=(100, 60.0))
        waiting.start()
        buffer.write(noise(100), 0)
        waiting.join(30)
        assert not waiting.is_alive()
        buffer.end(is_broken=False)
        buffer.wait_for(10_000, 1e9)

    def test_what_comes_after_the_end_is_no_part_of_it(self) -> None:
        buffer = filled(noise(100))
        buffer.write(noise(100), 0)
        assert buffer.held == 100


class TestMixer:
    @settings(deadline=None)
    @given(st.lists(st.integers(1, 5000), min_size=2, max_size=2), st.integers(1, 1500), st.integers(1, 900))
    def test_two_tracks_join_without_a_frame_lost_or_added(
        self, sizes: list[int], step: int, chunk: int
    ) -> None:
        first, second = noise(sizes[0], 1), noise(sizes[1], 2)
        mixer, ahead = stream()
        ahead.start(Source(1, filled(first, chunk=chunk)))
        mixer.follow(Source(2, filled(second, chunk=chunk)))
        got = drained(ahead, sum(sizes) + 100, step)
        assert np.array_equal(got[: sum(sizes)], np.concatenate([first, second]))
        assert not got[sum(sizes) :].any()
        facts = ahead.sounded(ahead.handed)
        for stay, size in zip((1, 2), sizes, strict=True):
            assert sum(f.count for f in facts if isinstance(f, Sounded) and f.stay == stay) == size
        assert [f.stay for f in facts if isinstance(f, Finished)] == [1, 2]
        assert facts.index(Finished(1)) < min(i for i, f in enumerate(facts) if f.stay == 2)

    def test_a_pause_fades_keeps_the_place_and_goes_on_there(self) -> None:
        frames = noise(20_000)
        _, ahead = stream()
        ahead.start(Source(1, filled(frames)))
        before = drained(ahead, 4410)
        ahead.shut()
        paused = drained(ahead, 4410)
        ahead.open()
        after = drained(ahead, 4410)
        assert np.array_equal(before, frames[:4410])
        assert paused[: FADE - 1].any()
        assert not paused[FADE:].any()
        assert np.array_equal(after[FADE:], frames[4410 + 2 * FADE : 4410 + FADE + 4410])
        assert np.abs(paused[:FADE, 0]).max() <= np.abs(frames).max()

    def test_what_has_not_reached_the_ear_is_not_told(self) -> None:
        _, ahead = stream()
        ahead.start(Source(1, filled(noise(3000))))
        drained(ahead, 3000)
        (early,) = ahead.sounded(ahead.handed - 1000)
        assert early == Sounded(1, 2000, 2000)
        late = ahead.sounded(ahead.handed)
        assert late[0] == Sounded(1, 1000, 3000)

    def test_an_empty_deck_that_has_not_ended_waits_in_silence(self) -> None:
        buffer = Buffer(0)
        _, ahead = stream()
        ahead.start(Source(1, buffer))
        assert not drained(ahead, 1000).any()
        frames = noise(READY)
        buffer.write(frames[: READY - 1], 0)
        assert not drained(ahead, 1000).any(), "what begins goes on"
        buffer.write(frames[READY - 1 :], 0)
        assert ahead.could_go_on
        assert np.array_equal(drained(ahead, READY), frames)
        assert ahead.sounded(ahead.handed) == [Sounded(1, READY, READY)]

    def test_a_dropped_follower_is_neither_heard_on_nor_counted(self) -> None:
        mixer, ahead = stream()
        first = noise(1000, 1)
        ahead.start(Source(1, filled(first)))
        mixer.follow(Source(2, filled(noise(5000, 2))))
        drained(ahead, 1500)
        ahead.drop(2)
        rest = drained(ahead, 2000)
        assert not rest[FADE:].any()
        assert [f for f in ahead.sounded(ahead.handed) if f.stay == 2] == []

    def test_a_paused_start_lets_nothing_out(self) -> None:
        _, ahead = stream()
        ahead.shut()
        ahead.start(Source(1, filled(noise(5000))))
        assert not drained(ahead, 2000).any()
        assert ahead.sounded(ahead.handed) == []

    def test_a_new_volume_is_reached_without_a_jump(self) -> None:
        _, ahead = stream()
        loud = np.full((10_000, 2), 20_000, np.int16)
        ahead.start(Source(1, filled(loud)))
        ahead.set_volume(50)
        got = drained(ahead, 4410)[:, 0]
        assert np.abs(np.diff(got)).max() < 20_000 / GLIDE * 1.01
        assert got[-1] == pytest.approx(20_000 * gain_of(50), rel=1e-4)

    def test_the_scale_of_volume(self) -> None:
        assert [gain_of(0), gain_of(100), gain_of(150), gain_of(-1)] == [0.0, 1.0, 1.0, 0.0]
        assert gain_of(50) == pytest.approx(0.125)


class Ear:
    """What is heard of an output that keeps much and can take it back."""

    def __init__(self, ahead: Ahead) -> None:
        self.ahead = ahead
        self.sound: list[NDArray[np.float32]] = []
        self._kept: NDArray[np.float32] = np.zeros((0, 2), np.float32)
        self.told: list[Sounded | Finished] = []
        self._frame = 0

    def pull(self, count: int) -> None:
        self._kept = np.concatenate([self._kept, self.ahead.pull(count) * 32768])

    def hear(self, count: int) -> None:
        """Time passes."""
        self.sound.append(self._kept[:count])
        self._kept = self._kept[count:]
        self._frame += len(self.sound[-1])
        self.told += self.ahead.sounded(self._frame)

    def take_back(self, margin: int = 0) -> None:
        """All but so many frames, which the device keeps."""
        at = self.ahead.take_back(self._frame + margin)
        self._kept = self._kept[: at - self._frame]

    def wait(self, count: int) -> None:
        """The output lets so much pass before it goes on."""
        self.ahead.wait(count)
        self._kept = np.concatenate([self._kept, np.zeros((count, 2), np.float32)])

    def all(self) -> NDArray[np.float32]:
        return np.concatenate(self.sound)

    def counted(self, stay: int) -> int:
        return sum(f.count for f in self.told if isinstance(f, Sounded) and f.stay == stay)


STEPS = st.lists(st.tuples(st.integers(1, 3000), st.integers(0, 2000), st.integers(0, 500)), max_size=20)


class TestTakingBack:
    @given(STEPS, st.integers(1, 4000), st.integers(1, 4000))
    def test_what_was_taken_back_and_handed_over_anew_sounds_once_and_in_order(
        self, steps: list[tuple[int, int, int]], first: int, second: int
    ) -> None:
        frames = noise(first + second)
        mixer, ahead = stream()
        ahead.start(Source(1, filled(frames[:first])))
        mixer.follow(Source(2, filled(frames[first:])))
        ear = Ear(ahead)
        for pulled, heard, margin in [*steps, (first + second, first + second, 0)]:
            ear.pull(pulled)
            ear.hear(heard)
            ear.take_back(margin)
        ear.pull(first + second)
        ear.hear(10**6)
        assert np.array_equal(ear.all()[: first + second], frames)
        assert not ear.all()[first + second :].any()
        assert (ear.counted(1), ear.counted(2)) == (first, second)
        assert [f.stay for f in ear.told if isinstance(f, Finished)] == [1, 2]

    @given(STEPS)
    def test_pauses_at_any_moment_lose_nothing_and_never_jump(
        self, steps: list[tuple[int, int, int]]
    ) -> None:
        loud = np.full((20_000, 2), 20_000, np.int16)
        _, ahead = stream()
        ahead.start(Source(1, filled(loud)))
        ear = Ear(ahead)
        for pulled, heard, margin in steps:
            ear.pull(pulled)
            ear.hear(heard)
            ear.take_back(margin)
            ahead.shut()
            ear.pull(pulled)
            ear.hear(heard)
            ear.take_back(margin)
            ahead.open()
        ear.pull(30_000)
        ear.hear(10**6)
        sound = ear.all()[:, 0]
        before_the_end = sound[: np.flatnonzero(sound)[-1] + 1]
        assert np.abs(np.diff(before_the_end)).max(initial=0) <= 20_000 / FADE * 1.01
        assert ear.counted(1) == 20_000

    def test_a_new_track_is_heard_at_once_and_what_was_taken_back_is_not_counted(self) -> None:
        _, ahead = stream()
        ahead.start(Source(1, filled(noise(20_000, 1))))
        ear = Ear(ahead)
        ear.pull(15_000)
        ear.hear(4000)
        ear.take_back(100)
        second = noise(5000, 2)
        ahead.start(Source(2, filled(second)))
        ear.pull(15_000)
        ear.hear(10**6)
        assert np.array_equal(ear.all()[:4100], noise(20_000, 1)[:4100])
        assert np.array_equal(ear.all()[4100 + FADE : 9100], second[FADE:])
        assert (ear.counted(1), ear.counted(2)) == (4100, 5000)

    def test_what_begins_where_a_server_has_passed_by_begins_further_on_and_is_counted_once(self) -> None:
        _, ahead = stream()
        ear = Ear(ahead)
        ear.pull(5000)
        ear.hear(1000)
        ear.take_back(100)
        frames = noise(4000)
        ahead.start(Source(1, filled(frames)))
        assert ahead.is_fresh
        ear.pull(3000)
        ear.take_back(100)
        ear.wait(800)
        ear.pull(10_000)
        ear.hear(10**6)
        assert np.array_equal(ear.all()[1900:5900], frames)
        assert ear.counted(1) == 4000

    def test_a_follower_dropped_when_it_was_handed_over_is_replaced(self) -> None:
        mixer, ahead = stream()
        first, third = noise(5000, 1), noise(5000, 3)
        ahead.start(Source(1, filled(first)))
        mixer.follow(Source(2, filled(noise(5000, 2))))
        ear = Ear(ahead)
        ear.pull(8000)
        ear.hear(1000)
        ear.take_back(100)
        ahead.drop(2)
        mixer.follow(Source(3, filled(third)))
        ear.pull(12_000)
        ear.hear(10**6)
        assert np.array_equal(ear.all()[:10_000], np.concatenate([first, third]))
        assert [ear.counted(stay) for stay in (1, 2, 3)] == [5000, 0, 5000]

    def test_a_new_volume_is_heard_at_once(self) -> None:
        _, ahead = stream()
        ahead.start(Source(1, filled(np.full((20_000, 2), 20_000, np.int16))))
        ear = Ear(ahead)
        ear.pull(15_000)
        ear.hear(4000)
        ear.take_back(100)
        ahead.set_volume(50)
        ear.pull(10_000)
        ear.hear(10**6)
        assert ear.all()[4099, 0] == 20_000
        assert ear.all()[4100 + GLIDE, 0] == pytest.approx(20_000 * gain_of(50), rel=1e-4)


class TestMeter:
    @settings(deadline=None, max_examples=60)
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


class TestMadeAnew:
    """What was made and has not sounded can be made anew: the same where nothing changed, else the new at once."""

    @settings(deadline=None)
    @given(
        st.lists(st.tuples(st.integers(1, 900), st.integers(0, 2000)), min_size=1, max_size=8),
        st.sampled_from([0, 700, 2000]),
    )
    def test_however_often_it_is_made_anew_the_same_comes_and_counts_once(
        self, moves: list[tuple[int, int]], overlap: int
    ) -> None:
        first, second = noise(5000, 1), noise(4000, 2)
        heard = []
        for taken_back in (False, True):
            mixer = Mixer()
            mixer.start(Source(1, filled(first)))
            mixer.follow(Source(2, filled(second)))
            mixer.plan(1, 5000, overlap)
            got = np.zeros((0, 2), np.float32)
            facts, told = [], 0
            for most, back in [*moves, (9000, 0)]:
                got = np.concatenate([got, mixer.render(most)])
                if taken_back:
                    assert mixer.unmake(mixer.made - back) == mixer.made
                    got = got[: mixer.made]
                told = max(told, mixer.made - 1000)
                facts += mixer.sounded(told)
            while len(made := mixer.render(700)):
                got = np.concatenate([got, made])
            facts += mixer.sounded(mixer.made)
            assert [fact.stay for fact in facts if isinstance(fact, Finished)] == [1, 2]
            for stay, size in ((1, 5000), (2, 4000)):
                assert sum(f.count for f in facts if isinstance(f, Sounded) and f.stay == stay) == size
            heard.append(got)
        assert heard[0].shape == (9000 - overlap, 2)
        assert np.allclose(heard[1], heard[0], atol=1e-3)

    def test_a_change_is_heard_at_once_and_without_a_click(self) -> None:
        wave = (8000 * np.sin(np.arange(40_000) / 30)).astype(np.int16)
        mixer, ahead = stream()
        ahead.start(Source(1, filled(np.column_stack([wave, wave]))))
        heard = drained(ahead, 17_640)[:5000]
        assert ahead.take_back(5000) == 5000
        ahead.change(lambda: mixer.set_sound(Sound(balance=1.0)))
        after = drained(ahead, 10_000)
        assert not after[FADE:, 0].any()
        assert np.array_equal(after[:, 1], wave[5000:15_000])
        both = np.concatenate([heard, after])
        assert np.abs(np.diff(both, axis=0)).max() < np.abs(np.diff(wave)).max() + 8000 / FADE + 1

    def test_another_source_goes_on_at_the_frame_where_the_first_is(self) -> None:
        frames = noise(20_000)
        mixer, ahead = stream()
        ahead.start(Source(1, filled(frames)))
        heard = drained(ahead, 9000)[:6000]
        ahead.take_back(6000)
        late = Buffer(5000)
        late.write(frames[5000:9000], 0)
        ahead.change(lambda: mixer.swap(Source(1, late)))
        late.write(frames[9000:], 4000 * 1_000_000 // RATE)
        late.end(is_broken=False)
        after = drained(ahead, 14_000)
        assert np.array_equal(np.concatenate([heard, after]), frames)
        facts = ahead.sounded(ahead.handed)
        assert sum(fact.count for fact in facts if isinstance(fact, Sounded)) == 20_000
        assert all(fact.place is not None for fact in facts if isinstance(fact, Sounded))

    def test_what_was_fading_in_may_be_taken_away_again(self) -> None:
        first, second, third = noise(20_000, 1), noise(20_000, 2), noise(20_000, 3)
        mixer, ahead = stream()
        ahead.start(Source(1, filled(first)))
        mixer.follow(Source(2, filled(second)))
        mixer.plan(1, 20_000, 8000)
        heard = drained(ahead, 16_000)[:13_000]
        ahead.take_back(13_000)
        ahead.drop(2)
        after = drained(ahead, 1000)
        assert np.array_equal(heard[:12_000], first[:12_000])
        assert np.allclose(after[FADE:], first[13_000 + FADE : 14_000], atol=0.01)
        mixer.follow(Source(3, filled(third)))
        drained(ahead, 40_000)
        facts = ahead.sounded(ahead.handed)
        counts = {
            stay: sum(f.count for f in facts if isinstance(f, Sounded) and f.stay == stay)
            for stay in (1, 2, 3)
        }
        assert counts == {1: 20_000, 2: 0, 3: 20_000}

    def test_another_gain_is_heard_at_once_also_of_what_fades(self) -> None:
        mixer, ahead = stream()
        ahead.start(Source(1, filled(noise(10_000, 1))))
        mixer.follow(Source(2, filled(noise(10_000, 2))))
        mixer.plan(1, 10_000, 3000)
        before = drained(ahead, 12_000)
        ahead.take_back(8000)

        def halve() -> None:
            mixer.level(1, 0.5)
            mixer.level(2, 0.5)

        ahead.change(halve)
        assert np.allclose(drained(ahead, 4000)[FADE:], before[8000 + FADE :] / 2, atol=0.6)


class TestSilenceAtTheEnds:
    QUIET = np.full((3000, 2), 20, np.int16)

    def heard(self, *parts: Samples, chunk: int = 700) -> tuple[NDArray[np.float32], list[Fact]]:
        _, ahead = stream()
        ahead.start(Source(1, filled(np.concatenate(parts), chunk=chunk), skips_start=True, skips_end=True))
        got = drained(ahead, 12_000)
        return got[: np.flatnonzero(got.any(axis=1))[-1] + 1], ahead.sounded(ahead.handed)

    @pytest.mark.parametrize("chunk", [170, 3000, 9000])
    def test_it_is_passed_over_and_a_pause_in_the_middle_is_not(self, chunk: int) -> None:
        first, last = np.abs(noise(1000, 1)) + np.int16(50), np.abs(noise(1000, 2)) + np.int16(50)
        got, facts = self.heard(self.QUIET, first, self.QUIET, last, self.QUIET, chunk=chunk)
        assert np.array_equal(got, np.concatenate([first, self.QUIET, last]))
        sounded = [fact for fact in facts if isinstance(fact, Sounded)]
        assert sum(fact.count for fact in sounded) == 5000
        assert sounded[-1].place == 8000, "places are those in the file"

    def test_of_a_file_that_is_silent_from_end_to_end_something_is_heard(self) -> None:
        got, facts = self.heard(self.QUIET)
        assert 0 < len(got) < 3000
        assert facts[-1] == Finished(1)

    def test_while_it_is_only_silent_so_far_nothing_is_made(self) -> None:
        mixer, buffer = Mixer(), Buffer(0)
        mixer.start(Source(1, buffer, skips_start=True))
        for number in range(5):
            buffer.write(self.QUIET, number * 3000 * 1_000_000 // RATE)
            assert not len(mixer.render(1000))
            assert buffer.held == 3000
        buffer.write(noise(3000), 15_000 * 1_000_000 // RATE)
        assert len(mixer.render(1000)) == 1000
