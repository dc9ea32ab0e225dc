"""The next episode begins by itself after a countdown, which any key stops."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from screen import Stage, made_track
from sitting import Sitting
from tunes.library.track import Kind, Track
from tunes.player.queue import Repeat


def episode(number: int, **fields: object) -> Track:
    made = replace(made_track(number), kind=Kind.VIDEO, title=f"Part {number}", duration=100.0, show="A Show")
    return replace(made, **fields)  # type: ignore[arg-type]


FIRST, SECOND, THIRD = (episode(number) for number in range(3))


@pytest.fixture
def sitting(tmp_path: Path) -> Iterator[Sitting]:
    one = Sitting(tmp_path / "profile", between_films_s=10.0)
    yield one
    one.session.close()


def wait(sitting: Sitting, seconds: int) -> None:
    for _ in range(seconds):
        sitting.wait(1)
        sitting.session.count_down()


def test_it_begins_after_ten_seconds_and_nobody_is_taken_for_there(sitting: Sitting) -> None:
    sitting.session.play([FIRST, SECOND])
    wait(sitting, 101)
    now = sitting.session.now
    assert (now.track, now.is_playing, now.position) == (SECOND, False, 0.0)
    assert now.starts_in in {9, 10}
    wait(sitting, 11)
    assert sitting.session.now.is_playing
    assert sitting.session.now.starts_in is None
    wait(sitting, 110)
    assert sitting.ends() == [(FIRST.id, "finished"), (SECOND.id, "finished")]
    assert sitting.listens()[1]["last_key"] == sitting.listens()[0]["last_key"]


def test_stopped_it_waits_for_ever_and_space_begins(sitting: Sitting) -> None:
    sitting.session.play([FIRST, SECOND])
    wait(sitting, 104)
    sitting.session.stay_put()
    wait(sitting, 60)
    assert sitting.session.is_paused
    assert sitting.session.now.starts_in is None
    sitting.session.toggle()
    wait(sitting, 5)
    assert sitting.session.now.position == pytest.approx(5, abs=0.6)


@pytest.mark.parametrize("wish", ["stop", "next", "toggle"])
def test_any_wish_ends_the_countdown(sitting: Sitting, wish: str) -> None:
    sitting.session.play([FIRST, SECOND, THIRD])
    wait(sitting, 104)
    getattr(sitting.session, wish)()
    assert sitting.session.now.starts_in is None
    wait(sitting, 20)
    assert sitting.session.now.track == {"stop": None, "next": THIRD, "toggle": SECOND}[wish]


@pytest.mark.parametrize(
    ("before", "after", "is_paused"),
    [
        (FIRST, SECOND, True),
        (episode(0, show=None), SECOND, False),
        (episode(0, show=None, duration=700.0), SECOND, True),
        (FIRST, made_track(5), False),
        (made_track(5), SECOND, False),
    ],
)
def test_only_long_films_and_episodes_are_not_just_followed(
    sitting: Sitting, before: Track, after: Track, is_paused: bool
) -> None:
    sitting.session.play([before, after])
    wait(sitting, int(before.duration or 0) + 1)
    assert sitting.session.now.track == after
    assert (sitting.session.now.starts_in is not None) is is_paused


def test_one_that_is_repeated_goes_on(sitting: Sitting) -> None:
    sitting.session.play([FIRST])
    sitting.session.set_repeat(Repeat.ONE)
    wait(sitting, 103)
    assert sitting.session.now.is_playing


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with Stage(tmp_path, [FIRST, SECOND]).open() as one:
        await one.press("2", "enter")
        await one.wait(101)
        yield one


async def test_any_key_stops_it_and_does_nothing_else(stage: Stage) -> None:
    assert "Next, in " in stage.text()
    assert "Part 1" in stage.text()
    await stage.press("greater_than_sign")
    assert stage.session.now.starts_in is None
    assert stage.session.now.track == SECOND
    assert "Space plays it" in stage.text()
    await stage.press("space")
    await stage.wait(1)
    assert stage.session.now.is_playing


async def test_the_screen_counts_down_by_itself(stage: Stage) -> None:
    stage.clock.time += 20
    while not stage.session.now.is_playing:
        await stage.pilot.pause(0.05)
    assert stage.session.now.track == SECOND
