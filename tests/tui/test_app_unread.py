"""While a scan is under way: files are shown by their names, and can be played before the scan has come to them."""

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from threading import Event

import pytest
from media import make_sound
from screen import Stage
from tunes.library.outside import read_now
from tunes.library.scan import ScanProgress, scan
from tunes.library.track import Track


class Scanning:
    """A scan that waits, when all files are listed by their names, until it is let go on."""

    def __init__(self, folder: Path, count: int = 40) -> None:
        self.music = folder / "music"
        for number in range(count):
            make_sound(
                self.music / "Named" / f"{number:02} Called {number:02}.m4a",
                2.0,
                number,
                title=f"Tagged {number:02}",
                artist="Tagged",
            )
        (self.music / "Named" / "99 Broken.m4a").write_bytes(b"no sound")
        self.go_on = Event()
        self.stage = Stage(folder, scan=self.scan, read=self.read)
        self.stage.catalog.set_roots([self.music])

    def scan(self, cancelled: Event) -> Iterator[ScanProgress]:
        app, catalog = self.stage.app, self.stage.catalog
        steps = scan(
            catalog,
            [self.music],
            cancelled=cancelled,
            now=self.stage.clock.now,
            wanted=lambda: app.shown_unread,
        )
        yield next(steps)
        yield next(steps)
        self.go_on.wait(20)
        yield from steps

    def read(self, tracks: Sequence[Track]) -> list[Track]:
        return read_now(tracks, self.stage.catalog, 1.0)

    async def until(self, is_so: Callable[[], bool]) -> None:
        for _ in range(400):
            if is_so():
                return
            await self.stage.pilot.pause(0.02)
        pytest.fail(self.stage.text())

    def queued(self) -> list[str]:
        return [entry.track.title for entry in self.stage.session.queue.entries]


@pytest.fixture
def scanning(tmp_path: Path) -> Iterator[Scanning]:
    made = Scanning(tmp_path)
    yield made
    made.go_on.set()


async def test_names_are_shown_and_become_titles(scanning: Scanning) -> None:
    stage = scanning.stage
    async with stage.app.run_test(size=(100, 30)) as stage.pilot:
        await scanning.until(lambda: "Called 00" in stage.text())
        await stage.pilot.press("2", "j", "j", "j")
        await scanning.until(lambda: "Called 03" in stage.text())
        selected = stage.app.frame.places.tracks.list.selected
        assert selected is not None
        assert selected.is_unread
        await scanning.until(lambda: os.fspath(selected.path) in stage.app.shown_unread)
        assert len(stage.app.shown_unread) < 40
        scanning.go_on.set()
        await scanning.until(lambda: not stage.app.frame.is_scanning)
        await scanning.until(lambda: "Tagged 03" in stage.text())
        again = stage.app.frame.places.tracks.list.selected
        assert again is not None
        assert (again.path, again.title) == (selected.path, "Tagged 03")
        assert "Called" not in stage.text()
        stage.app.close()
    stage.recorder.close()


async def test_a_file_plays_before_the_scan_has_come_to_it(scanning: Scanning) -> None:
    stage = scanning.stage
    async with stage.app.run_test(size=(100, 30)) as stage.pilot:
        await stage.pilot.press("2")
        await scanning.until(lambda: "Called 05" in stage.text())
        await stage.pilot.press(*"jjjjj", "enter")
        await scanning.until(lambda: stage.app._session is not None and stage.session.now.track is not None)
        playing = stage.session.now.track
        assert playing is not None
        assert (playing.title, playing.artist, playing.is_unread) == ("Tagged 05", "Tagged", False)
        await scanning.until(lambda: len(scanning.queued()) == 35)  # without the broken one
        assert scanning.queued() == [f"Tagged {n:02}" for n in range(5, 40)]
        await stage.pilot.press("g", "e")
        await scanning.until(lambda: len(scanning.queued()) == 36)
        assert scanning.queued()[-1] == "Tagged 00"
        await stage.pilot.press("*")
        await scanning.until(lambda: len(stage.session.marking.said.liked.tracks) == 1)
        await stage.pilot.press("G", "e")
        await scanning.until(lambda: "can't be read" in stage.text())
        scanning.go_on.set()
        await scanning.until(lambda: not stage.app.frame.is_scanning)
        assert stage.catalog.track(playing.id) is not None
        assert stage.session.marking.said.liked.tracks == {scanning.stage.session.queue.entries[-1].track.id}
        stage.app.close()
    stage.recorder.close()


async def test_a_file_that_can_not_be_read_does_not_play(scanning: Scanning) -> None:
    stage = scanning.stage
    async with stage.app.run_test(size=(100, 50)) as stage.pilot:
        await stage.pilot.press("2")
        await scanning.until(lambda: "Broken" in stage.text())
        await stage.pilot.press("G", "enter")
        await scanning.until(lambda: "can't be read" in stage.text())
        assert stage.session.now.track is None
        scanning.go_on.set()
        stage.app.close()
    stage.recorder.close()
