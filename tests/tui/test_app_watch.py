"""The place of this week's films: reached with a key, played from, and back to the songs."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from made_listens import film
from screen import Stage, made_track
from tunes.library.track import Track
from tunes.tui.screens.watch import WatchPlace

SHOW = [
    replace(
        film(f"Episode {n}", duration=600.0),
        id=f"t1:e{n}",
        path=Path(f"/music/Show/{n}.mkv"),
        show="Show",
        season=1,
        episode=n,
    )
    for n in (1, 2, 3)
]
FILMS = [
    replace(film(f"Film {n:02}", duration=1500.0), id=f"t1:f{n}", path=Path(f"/music/{n}.mkv"))
    for n in range(15)
]
TRACKS: list[Track] = [*(made_track(number) for number in range(100)), *SHOW, *FILMS]


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with Stage(tmp_path, TRACKS).open() as one:
        yield one


def place(stage: Stage) -> WatchPlace:
    return stage.app.frame.places.films


def picks(stage: Stage) -> list[str]:
    return [pick.track.id for pick in place(stage).list.rows]


async def test_is_chosen_when_the_listener_first_comes(stage: Stage) -> None:
    assert stage.documents("queues")[-1]["week"] == "2026-W47"
    assert len(stage.documents("queues")) == 1
    await stage.press("W")
    assert stage.documents("queues")[-1]["week"] == "watch:2026-W47"
    assert len(picks(stage)) == 10
    assert "Week 47 · 0 of 10 begun" in stage.text()
    assert "nothing watched yet" in stage.text()
    assert {document["place"] for document in stage.documents("shown")} == {"watch:2026-W47"}


async def test_again_leads_back_to_the_songs_and_so_does_escape(stage: Stage) -> None:
    for key in ("W", "escape"):
        await stage.press("W")
        assert stage.app.frame.places.current is place(stage)
        await stage.press(key)
        assert stage.app.frame.places.current is stage.app.frame.places.discover
    await stage.press("W", "tab")
    assert stage.app.frame.places.current is stage.app.frame.places.queue


def queued(stage: Stage) -> list[str]:
    return [entry.track.id for entry in stage.session.queue.entries]


async def test_a_film_is_played_alone(stage: Stage) -> None:
    await stage.press("W")
    row, wanted = next((row, name) for row, name in enumerate(picks(stage)) if name != SHOW[0].id)
    await stage.press(*["j"] * row, "enter")
    assert queued(stage) == [wanted]


async def test_an_episode_is_played_with_the_rest_of_its_show(tmp_path: Path) -> None:
    async with Stage(tmp_path, SHOW).open() as stage:
        await stage.press("W")
        assert "Show 1×01" in stage.text()
        await stage.press("enter")
        assert queued(stage) == [one.id for one in SHOW]
        await stage.wait(5)
        await stage.press("S")
        (listen,) = stage.listens()
        assert (listen["track"], listen["source"]) == (SHOW[0].id, "watch:2026-W47")


async def test_a_ban_brings_in_the_next(stage: Stage) -> None:
    await stage.press("W")
    before = picks(stage)
    await stage.press("exclamation_mark")
    assert picks(stage)[:9] == before[1:]
    assert len(picks(stage)) == 10


async def test_what_is_banned_elsewhere_is_gone_when_the_listener_comes_back(stage: Stage) -> None:
    await stage.press("W")
    first = place(stage).list.rows[0].track
    await stage.press("2")
    assert stage.app.frame.places.current.go_to(first)
    await stage.press("exclamation_mark", "W")
    assert first.id not in picks(stage)


async def test_without_films_it_says_what_it_is_for(tmp_path: Path) -> None:
    async with Stage(tmp_path, TRACKS[:20]).open() as stage:
        await stage.press("W")
        assert "No films here yet" in stage.text()
