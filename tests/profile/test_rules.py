"""When a listen is a play, a skip, a replay: a row for each sentence of the rule, and a plain model beside it."""

import math
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tunes.library.track import Kind, Track
from tunes.profile.history import History
from tunes.profile.listens import ENDS, End, Listen
from tunes.profile.rules import RULES, Derived, derive, grouped

KINDS = {"film": Kind.VIDEO, "talk": Kind.SPOKEN}


def listen(
    heard: float,
    duration: float | None = 200.0,
    end: End = "stopped",
    *,
    at: float = 0.0,
    track: str = "song",
    source: str = "search",
    began: float = 0.0,
    restarts: int = 0,
    last_key: float | None = None,
    device: str = "",
) -> Listen:
    return Listen(
        track,
        at,
        0,
        heard,
        duration,
        began,
        began + heard,
        end=end,
        source=source,
        restarts=restarts,
        last_key=last_key,
        device=device,
    )


def derived(*listens: Listen) -> Derived:
    return derive(History.of(listens), kinds=KINDS)


@pytest.mark.parametrize(
    ("heard", "duration", "end", "is_play"),
    [
        pytest.param(100.0, 200.0, "next", True, id="half of it"),
        pytest.param(99.99, 200.0, "finished", False, id="less than half, though its end sounded"),
        pytest.param(240.0, 600.0, "next", True, id="four minutes, less than half"),
        pytest.param(239.9, 600.0, "next", False, id="not quite four minutes"),
        pytest.param(240.0, 1200.0, "next", True, id="exactly 20 minutes long: four minutes are enough"),
        pytest.param(240.0, 1201.0, "next", False, id="longer than 20 minutes: four minutes are not"),
        pytest.param(600.5, 1201.0, "next", True, id="longer than 20 minutes: half"),
        pytest.param(29.0, 29.9, "next", False, id="shorter than 30 s and left before its end"),
        pytest.param(5.0, 29.9, "finished", True, id="shorter than 30 s, its end was reached"),
        pytest.param(15.0, 30.0, "next", True, id="exactly 30 s: half"),
        pytest.param(240.0, None, "next", True, id="length unknown: four minutes"),
        pytest.param(239.0, None, "next", False, id="length unknown: less than four minutes"),
        pytest.param(9.0, None, "finished", True, id="length unknown: the end"),
        pytest.param(9.0, 0.0, "finished", True, id="no length is 0: unknown"),
        pytest.param(150.0, 200.0, "error", True, id="broke off after half of it"),
        pytest.param(0.0, 20.0, "error", False, id="an error before the first sample counts as nothing"),
    ],
)
def test_a_play_of_music(heard: float, duration: float | None, end: End, is_play: bool) -> None:
    assert derived(listen(heard, duration, end)).play.tolist() == [is_play]


@pytest.mark.parametrize("end", ENDS)
def test_only_asking_for_another_track_is_a_skip(end: End) -> None:
    assert derived(listen(50.0, end=end)).skip.tolist() == [end in {"next", "jumped"}]
    assert derived(listen(150.0, end=end)).skip.tolist() == [False], "after it became a play"


@pytest.mark.parametrize("end", ["next", "jumped", "previous"])
def test_what_was_only_passed_by_is_neither_played_nor_skipped_nor_played_again(end: End) -> None:
    counts = derived(listen(1.9, end=end), listen(60.0, at=3.0))
    assert counts.browsing.tolist() == [True, False]
    assert not counts.skip.any()
    assert not counts.replay.any()
    assert derived(listen(1.9, end="stopped")).browsing.tolist() == [False], "stopped, not passed by"


@pytest.mark.parametrize("track", ["film", "talk"])
def test_a_film_is_played_when_80_percent_were_heard_over_its_listens(track: str) -> None:
    parts = [(3000.0, False), (2000.0, False), (760.0, True), (5759.0, False), (1.0, True)]
    day = 86_400.0
    listens = [listen(part, 7200.0, "quit", at=n * day, track=track) for n, (part, _) in enumerate(parts)]
    assert derived(*listens).play.tolist() == [watched for _, watched in parts]


def test_a_film_of_unknown_length_is_played_at_its_end() -> None:
    listens = [
        listen(9000.0, None, "quit", track="film"),
        listen(60.0, None, "finished", at=9e4, track="film"),
    ]
    assert derived(*listens).play.tolist() == [False, True]


def test_a_film_left_for_another_before_it_was_watched_is_a_skip() -> None:
    assert derived(listen(60.0, 7200.0, "next", track="film")).skip.tolist() == [True]


def test_the_notes_tell_the_kind_where_the_library_does_not() -> None:
    film = Track("gone", Path("/gone.mkv"), Kind.VIDEO, "Gone", duration=7200.0)
    history = History.of([listen(300.0, 7200.0, track="gone")], tracks=[film])
    assert derive(history).play.tolist() == [False]
    assert derive(history, kinds={"gone": Kind.MUSIC}).play.tolist() == [False], "half of a long one"
    short = History.of([listen(300.0, 1000.0, track="gone")], tracks=[film])
    assert derive(short, kinds={"gone": Kind.MUSIC}).play.tolist() == [True]


@pytest.mark.parametrize(
    ("second", "is_replay"),
    [
        pytest.param(listen(50, at=800.0), True, id="started again 10 minutes after its end"),
        pytest.param(listen(50, at=800.1), False, id="later than that"),
        pytest.param(listen(50, at=300.0, track="other"), False, id="another track"),
        pytest.param(listen(50, at=300.0, began=90.0), False, id="gone on with, not started"),
        pytest.param(listen(50, at=300.0, source="autoplay"), False, id="not the listener started it"),
        pytest.param(listen(0, at=300.0, end="error"), False, id="nothing sounded"),
        pytest.param(listen(50, at=1e6, restarts=1), True, id="sent back after half of it, years later"),
    ],
)
def test_a_replay(second: Listen, is_replay: bool) -> None:
    assert derived(listen(200.0, end="finished"), second).replay.tolist() == [False, is_replay]


def test_a_replay_after_other_tracks_in_between() -> None:
    between = listen(100.0, at=200.0, track="other")
    assert derived(listen(200.0), between, listen(50.0, at=310.0)).replay.tolist() == [False, False, True]


def test_a_paused_track_ended_no_earlier_than_the_last_key_before_its_end() -> None:
    first = listen(200.0, last_key=1500.0)
    assert derived(first, listen(50.0, at=2000.0)).replay.tolist() == [False, True]


def test_an_error_between_does_not_hide_a_replay() -> None:
    error = listen(0.0, at=210.0, end="error")
    assert derived(listen(200.0), error, listen(50.0, at=220.0)).replay.tolist() == [False, False, True]


def test_loops_of_repeat_one_are_plays_and_one_replay_a_sitting() -> None:
    evening = [
        listen(200.0, end="finished", at=n * 200.0, source="repeat" if n else "search") for n in range(5)
    ]
    next_day = [replace(each, at=each.at + 86_400.0) for each in evening]
    counts = derived(*evening, *next_day)
    assert counts.play.all()
    assert counts.replay.tolist() == [False, True, False, False, False] * 2


def test_each_looped_track_has_its_replay() -> None:
    loops = [listen(200.0, at=n * 200.0, source="repeat", track="ab"[n // 3]) for n in range(6)]
    assert derived(*loops).replay.tolist() == [False, True, False, False, True, False]


@pytest.mark.parametrize(
    ("before", "after", "length", "counts"),
    [
        pytest.param(120.0, 120.0, 250.0, [(False, False), (True, False)], id="half of it in both together"),
        pytest.param(200.0, 20.0, 250.0, [(False, False), (True, False)], id="half of it in the first"),
        pytest.param(300.0, 600.0, 1000.0, [(False, False), (True, False)], id="enough in each is one play"),
        pytest.param(20.0, 20.0, 250.0, [(False, False), (False, True)], id="skipped afterwards"),
        pytest.param(1.0, 30.0, 250.0, [(False, False), (False, True)], id="near its start it is no replay"),
    ],
)
def test_a_take_over_is_one_going(
    before: float, after: float, length: float, counts: list[tuple[bool, bool]]
) -> None:
    there = listen(before, length, "handed-over")
    here = listen(after, length, "next", at=before + 5, began=before + 0.2)
    found = derived(there, here)
    assert list(zip(found.play, found.skip, strict=True)) == counts
    assert not found.replay.any()
    again = derived(there, here, listen(200.0, length, "finished", at=before + after + 10))
    assert again.replay.tolist() == [False, False, True]


def test_what_nobody_went_on_with_counts_for_itself() -> None:
    assert derived(listen(200.0, end="handed-over")).play.tolist() == [True]
    elsewhere = derived(listen(200.0, end="handed-over"), listen(150.0, at=210, began=50.0))
    assert elsewhere.play.tolist() == [True, True]
    tomorrow = derived(listen(200.0, end="handed-over"), listen(150.0, at=9000, began=200.0))
    assert tomorrow.play.tolist() == [True, True]


def test_half_an_hour_of_silence_ends_a_sitting() -> None:
    listens = [listen(100.0), listen(100.0, at=1899.0, track="b"), listen(100.0, at=3799.0, track="c")]
    assert derived(*listens).sitting.tolist() == [0, 0, 1]
    assert derive(History.of()).sitting.tolist() == []


def test_other_thresholds_count_the_past_anew() -> None:
    history = History.of([listen(60.0, end="next")])
    strict, lax = derive(history), derive(history, replace(RULES, play_share=0.3))
    assert (strict.play.tolist(), strict.skip.tolist()) == ([False], [True])
    assert (lax.play.tolist(), lax.skip.tolist()) == ([True], [False])


# A plain model


def end_of(one: Listen) -> float:
    return max(one.at + one.heard, one.last_key or -math.inf)


def gone_on_with(listens: Sequence[Listen]) -> dict[int, int]:
    """Which listen goes on with which handed-over one."""
    found = {}
    for number, one in enumerate(listens):
        again = [later for later in range(number + 1, len(listens)) if listens[later].track == one.track]
        if one.end == "handed-over" and again:
            later = listens[again[0]]
            if later.at <= end_of(one) + 600 and abs(later.began - one.left) <= 1:
                found[again[0]] = number
    return found


def model(listens: Sequence[Listen]) -> list[tuple[bool, bool, bool]]:
    """The words of docs/words.md, one listen after the other: play, skip, replay."""
    counts, looped = [], set()
    parts = gone_on_with(listens)
    whole: dict[int, float] = {}
    ended: dict[str, float] = {}
    watched: dict[str, float] = {}
    latest_end, sitting = -math.inf, 0
    for number, one in enumerate(listens):
        end = end_of(one)
        whole[number] = heard = one.heard + (whole[parts[number]] if number in parts else 0.0)
        if one.at - latest_end >= 1800:
            sitting += 1
        latest_end = max(latest_end, end)
        if one.heard <= 0 or (one.end in {"next", "jumped", "previous"} and heard < 2):
            counts.append((False, False, False))
            continue
        if one.track in KINDS:
            watched[one.track] = watched.get(one.track, 0.0) + one.heard
            enough = one.duration and watched[one.track] >= 0.8 * one.duration
            play = bool(enough) if one.duration else one.end == "finished"
            if play:
                watched[one.track] = 0.0
        elif not one.duration:
            play = heard >= 240 or one.end == "finished"
        elif one.duration < 30:
            play = one.end == "finished"
        elif one.duration > 1200:
            play = heard >= one.duration / 2
        else:
            play = heard >= min(one.duration / 2, 240)
        if number in parts.values() and one.track not in KINDS:
            play = False
        again = one.track in ended and one.at - ended[one.track] <= 600
        again = again and number not in parts and one.began < 3 and one.source != "autoplay"
        if again and one.source == "repeat":
            again = (sitting, one.track) not in looped
            looped.add((sitting, one.track))
        ended[one.track] = end
        counts.append((play, one.end in {"next", "jumped"} and not play, again or one.restarts > 0))
    return counts


made_listens = st.builds(
    listen,
    st.sampled_from([0.0, 1.0, 2.0, 10.0, 29.0, 100.0, 240.0, 600.0, 4000.0]),
    st.sampled_from([None, 0.0, 10.0, 29.5, 30.0, 200.0, 480.0, 1200.0, 1300.0, 5000.0]),
    st.sampled_from(ENDS),
    at=st.integers(0, 400).map(lambda n: n * 50.0),
    track=st.sampled_from(["song", "other", "film", "talk"]),
    source=st.sampled_from(["search", "repeat", "autoplay", "album:x"]),
    began=st.sampled_from([0.0, 0.0, 2.9, 3.0, 60.0, 100.0, 240.0]),
    restarts=st.sampled_from([0, 0, 0, 1]),
    last_key=st.sampled_from([None, None, 500.0, 5000.0]),
    device=st.sampled_from(["a", "b"]),
)


@given(st.lists(made_listens, max_size=30, unique_by=lambda one: (one.at, one.device, one.track)))
def test_the_columns_say_what_the_plain_words_say(listens: list[Listen]) -> None:
    counts = derive(History.of(listens), kinds=KINDS)
    ordered = sorted(listens, key=lambda one: (one.at, one.device, one.track))
    assert list(zip(counts.play, counts.skip, counts.replay, strict=True)) == model(ordered)


@given(st.lists(st.integers(0, 5), max_size=40))
def test_equal_codes_come_one_behind_the_other_in_their_order(codes: list[int]) -> None:
    column = np.array(codes, dtype=np.int32)
    assert grouped(column).tolist() == np.argsort(column, kind="stable").tolist()
