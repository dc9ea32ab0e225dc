"""While the screen is open, what changes in the folders comes onto it by itself, and the listener keeps their place."""

import time
from collections.abc import Iterator
from pathlib import Path
from threading import Event
from typing import Any

from media import make_flac, make_library
from screen import Stage, made_track
from tunes.library.scan import ScanProgress
from tunes.library.watch import Pace, changes

QUICK = Pace(ask=0.01, quiet=0.05, most=0.5, roots=0.02, look=0.02)
PATIENCE_S = 20


async def until(stage: Stage, words: str) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while words not in stage.text():
        assert time.monotonic() < deadline, f"{words} never came:\n{stage.text()}"
        await stage.pilot.pause(0.02)


def watched(folder: Path) -> Stage:
    stage = Stage(folder)
    stage.catalog.set_roots([folder / "music"])
    stage.app._scan = stage.scan_roots
    stage.app._watch = lambda stop: changes(
        [folder / "music"], stop, tell=stage.app.tell, pace=QUICK, shared=lambda _: False
    )
    return stage


async def test_what_is_added_and_removed_comes_and_goes_and_the_selection_stays(tmp_path: Path) -> None:
    files = make_library(tmp_path / "music")
    async with watched(tmp_path).open() as stage:
        await stage.press("2", "j", "j", "j")
        rows = stage.app.frame.places.tracks.list
        selected = rows.selected
        assert selected is not None
        make_flac(tmp_path / "music/A/0.flac", 0.5, 900.0, title="Brand new", artist="A", album="A")
        await until(stage, "Brand new")
        assert rows.selected == selected
        assert "unreadable" not in stage.text()
        files[-1].unlink()
        deadline = time.monotonic() + PATIENCE_S
        while "Track 223" in stage.text() and time.monotonic() < deadline:
            await stage.pilot.pause(0.02)
        assert "Track 223" not in stage.text()
        assert rows.selected == selected


async def test_a_change_while_a_scan_is_under_way_makes_one_more(tmp_path: Path) -> None:
    scans: list[int] = []
    first, told = Event(), Event()

    def scan(_cancelled: Event) -> Iterator[ScanProgress]:
        scans.append(1)
        yield ScanProgress(1, 2)
        if len(scans) == 1:
            first.wait(PATIENCE_S)
        yield ScanProgress(2, 2)

    def watch(stop: Event) -> Iterator[None]:
        for _ in range(3):
            yield
        told.set()
        stop.wait(PATIENCE_S)

    stage = Stage(tmp_path, [made_track(number) for number in range(3)], scan=scan, watch=watch)
    async with stage.app.run_test(size=(100, 30)) as stage.pilot:
        while not (told.is_set() and stage.app._has_changed_since):
            await stage.pilot.pause()
        assert len(scans) == 1, "never two at once"
        first.set()
        while len(scans) == 1 or stage.app._is_scanning:
            await stage.pilot.pause()
        await stage.settle()
        assert len(scans) == 2
        stage.app.close()


async def test_a_watch_that_fails_says_so(tmp_path: Path) -> None:
    def failing(_stop: Event) -> Any:
        raise OSError("no more eyes")

    async with Stage(tmp_path, [made_track(1)], watch=failing).open() as stage:
        assert "Changes in your folders are not noticed, u looks for them: no more eyes" in stage.text()
