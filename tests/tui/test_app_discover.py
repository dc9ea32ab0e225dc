"""Discover on the screen: picks with reasons, what became of them, what was shown, and the next in rank after a ban."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from screen import Stage, made_track
from tunes.tui.screens.discover import DiscoverPlace


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with Stage(tmp_path, [made_track(number) for number in range(1000)]).open() as one:
        await one.press("3")
        yield one


def place(stage: Stage) -> DiscoverPlace:
    return stage.app.frame.places.discover


def picks(stage: Stage) -> list[str]:
    return [pick.track.id for pick in place(stage).list.rows]


async def test_a_full_queue_with_a_reason(stage: Stage) -> None:
    assert len(picks(stage)) == 30
    assert "Week 47 · 0 of 30 heard" in stage.text()
    assert stage.text().count("nothing learned yet") > 10


async def test_enter_plays_from_discover(stage: Stage) -> None:
    await stage.press("j", "enter")
    await stage.wait(60)
    await stage.press("S")
    (listen,) = stage.listens()
    assert (listen["track"], listen["source"]) == (picks(stage)[1], "discover:2026-W47")


async def test_only_what_was_in_view_was_shown_and_each_once(stage: Stage) -> None:
    shown = [one for document in stage.documents("shown") for one in document["tracks"]]
    in_view = place(stage).list.size.height
    assert 0 < in_view < 30
    assert shown == picks(stage)[:in_view]
    await stage.press("G", "g", "1", "3", "G")
    documents = stage.documents("shown")
    assert sorted(one for document in documents for one in document["tracks"]) == sorted(picks(stage))
    assert {document["place"] for document in documents} == {"discover:2026-W47"}


async def test_nothing_is_shown_before_the_place_is_opened(tmp_path: Path) -> None:
    async with Stage(tmp_path, [made_track(number) for number in range(100)]).open() as stage:
        await stage.press("2")
        assert stage.documents("shown") == []


async def test_kept_and_skipped_are_marked(stage: Stage) -> None:
    await stage.press("enter")
    await stage.wait(60)
    await stage.press("greater_than_sign")
    await stage.wait(10)
    await stage.press("greater_than_sign")
    await stage.wait(2)
    stage.listens()  # on disk by now
    place(stage).look_back()
    await stage.settle()
    first, second, third = place(stage).list.rows[:3]
    assert "2 of 30 heard, 1 kept" in stage.text()
    assert any(line.startswith(" ✓  1  " + first.track.title) for line in stage.lines())
    assert any(line.startswith(" ↷  2  " + second.track.title) for line in stage.lines())
    assert any(line.startswith(" ▶  3  " + third.track.title) for line in stage.lines())


async def test_a_ban_brings_in_the_next_in_rank(stage: Stage) -> None:
    before = picks(stage)
    await stage.press("j", "exclamation_mark")
    after = picks(stage)
    assert len(after) == 30
    assert after[:29] == [one for one in before if one != before[1]]
    assert after[29] not in before
    assert place(stage).list.cursor == 1


async def test_why_shows_the_numbers_under_the_pick(stage: Stage) -> None:
    await stage.press("j", "w")
    lines = stage.lines()
    row = next(row for row, line in enumerate(lines) if line.startswith(" ▸  2  "))
    assert place(stage).list.rows[1].reason in lines[row + 1]
    assert "score" in lines[row + 2]
    await stage.press("j")
    assert place(stage).list.cursor == 2


async def test_a_new_library_gets_its_queue_after_the_scan(tmp_path: Path) -> None:
    from media import make_library

    make_library(tmp_path / "music")
    stage = Stage(tmp_path)
    stage.catalog.set_roots([tmp_path / "music"])
    stage.app._scan = stage.scan_roots
    async with stage.open():
        assert len(picks(stage)) == 8
        frozen = stage.documents("queues")
        assert frozen[-1]["week"] == "2026-W47"
        json.dumps(frozen)


async def test_who_comes_back_after_a_while_sees_the_queue_of_the_new_week(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = picks(stage)
    await stage.press("1")
    stage.clock.time += 7 * 86_400
    await stage.press("3")
    assert picks(stage) == before, "a moment ago it was asked for"
    await stage.press("1")
    monkeypatch.setattr("tunes.tui.screens.discover.STALE_S", 0.0)
    await stage.press("3")
    assert "Week 48" in stage.text()
    assert picks(stage) != before
