"""About a track, driven through the screen: cover, facts, lyrics, and what becomes of answers that come too late."""

import os
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest
from screen import Stage, made_track
from tunes.library.details import Details
from tunes.library.lyrics import Line, Lyrics
from tunes.library.pixels import Pixels
from tunes.library.track import UNREAD, Track
from tunes.tui.about import Lookup
from tunes.tui.look import read_library
from tunes.tui.screens.place import Choice

TRACKS = [made_track(number, gain_track=-3.0) for number in range(20)]
RED = Pixels(8, 8, bytes((200, 30, 30)) * 64)
EVIL = "\x1b]0;evil\x07\x1b[2J\x9b5m\u202e[bold]x[/nope]"


class Beside:
    """What is found beside tracks; it can be made to wait."""

    def __init__(self) -> None:
        self.lyrics: dict[str, Lyrics] = {}
        self.pixels: dict[str, Pixels] = {}
        self.counts = {TRACKS[0].id: (7, 2)}
        self.gates: dict[str, Event] = {}
        self.asked: list[str] = []
        self.details = Details(work="The Work")
        self.fresh: dict[str, Track] = {}
        self.lookup = Lookup(
            lambda track: self.fresh.get(track.id, track),
            self._paths,
            lambda: self.counts,
            lambda _: self.details,
            self._pixels,
            self._lyrics,
        )

    def _paths(self, track_id: str) -> list[Path]:
        self._wait(track_id)
        return [Path("/music/0/0/0.flac"), Path("/elsewhere/0.flac")]

    def _pixels(self, track: Track, _cancelled: Event) -> Pixels | None:
        self.asked.append(track.id)
        return self.pixels.get(track.id)

    def _lyrics(self, track: Track, _cancelled: Event) -> Lyrics | None:
        self._wait(track.id)
        return self.lyrics.get(track.id)

    def _wait(self, track_id: str) -> None:
        if track_id in self.gates:
            assert self.gates[track_id].wait(10)


def words(*lines: tuple[float | None, str]) -> Lyrics:
    return Lyrics(tuple(Line(at, text) for at, text in lines), "0.lrc")


@pytest.fixture
def beside(monkeypatch: pytest.MonkeyPatch) -> Beside:
    monkeypatch.setenv("COLORTERM", "truecolor")
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    return Beside()


@pytest.fixture
async def stage(tmp_path: Path, beside: Beside) -> AsyncIterator[Stage]:
    async with Stage(tmp_path, TRACKS, lookup=beside.lookup).open() as one:
        await one.press("2")
        yield one


def place(stage: Stage) -> str:
    return str(stage.app.frame.places.current.id)


async def test_facts_of_what_is_selected(stage: Stage) -> None:
    await stage.press("i")
    text = stage.text()
    for shown in (
        "Song 000000",
        "Artist 00000",
        "genre 0",
        "7 times · skipped 2 times",
        "−3.0 dB",
        "The Work",
        "/elsewhere/0.flac",
    ):
        assert shown in text
    assert "0.lrc beside the file" in text


async def test_it_tells_what_a_scan_has_learned_meanwhile(stage: Stage, beside: Beside) -> None:
    await stage.press("i")
    beside.fresh = {TRACKS[0].id: replace(TRACKS[0], title="Read Meanwhile", composer="Composer")}
    beside.lyrics = {TRACKS[0].id: words((None, "written meanwhile"))}
    stage.app.post_message(read_library(stage.catalog))
    await stage.settle()
    text = stage.text()
    assert place(stage) == "about"
    for shown in ("Read Meanwhile", "Composer", "written meanwhile"):
        assert shown in text


async def test_nothing_is_said_of_the_past_of_a_file_that_is_not_read_yet(stage: Stage) -> None:
    unread = replace(TRACKS[0], id=f"{UNREAD}/music/0/0/0.flac")
    stage.app.frame.places.tell_about(Choice([unread], 0, "library"), of_playing=False)
    await stage.settle()
    assert "Artist 00000" in stage.text()
    assert "Played" not in stage.text()


@pytest.mark.parametrize("key", ["i", "escape"])
@pytest.mark.parametrize("start", ["1", "2", "3", "4"])
async def test_it_closes_where_it_was_opened(stage: Stage, key: str, start: str) -> None:
    await stage.press("e", start)
    before = place(stage)
    await stage.press("i")
    assert place(stage) == "about"
    await stage.press(key)
    assert place(stage) == before


async def test_it_closes_to_what_was_found(stage: Stage) -> None:
    await stage.press("slash", *"song", "down", "i")
    assert place(stage) == "about"
    await stage.press("escape")
    assert place(stage) == "find"
    await stage.press("escape")
    assert place(stage) == "tracks"


async def test_nothing_selected_nothing_told(tmp_path: Path) -> None:
    async with Stage(tmp_path).open() as stage:
        await stage.press("2", "i")
        assert place(stage) == "tracks"
        await stage.press("L")
        assert "Nothing plays" in stage.text()


async def test_keys_of_a_track_work_there(stage: Stage) -> None:
    await stage.press("j", "i", "asterisk", "e")
    assert "♥ liked" in stage.text()
    assert [entry.track.id for entry in stage.session.queue.entries] == [TRACKS[1].id]
    await stage.press("enter")
    await stage.wait(1)
    assert stage.session.now.track == TRACKS[1]
    assert len(stage.session.queue) == 20


async def test_a_late_answer_is_dropped(stage: Stage, beside: Beside) -> None:
    beside.lyrics = {
        TRACKS[0].id: words((None, "of the first")),
        TRACKS[1].id: words((None, "of the second")),
    }
    gate = beside.gates[TRACKS[0].id] = Event()
    await stage.pilot.press("i")
    await stage.pilot.pause()
    assert "Looking for lyrics" in stage.text()
    await stage.pilot.press("i", "j", "i")
    gate.set()
    await stage.settle()
    assert "of the second" in stage.text()
    assert "of the first" not in stage.text()


async def test_what_can_not_be_looked_up_is_said(stage: Stage, beside: Beside) -> None:
    beside.counts = None  # type: ignore[assignment]  # as a broken store
    await stage.press("i")
    assert "can't be looked up" in stage.text()
    assert "Artist 00000" in stage.text()


class TestLyrics:
    async def test_timed_ones_go_along(self, stage: Stage, beside: Beside) -> None:
        beside.lyrics = {TRACKS[0].id: words(*((float(at), f"line {at}") for at in range(2, 90, 2)))}
        await stage.press("enter", "L")
        await stage.wait(1)
        assert "▶ line" not in stage.text()
        await stage.wait(4)
        assert "▶ line 4" in stage.text()
        await stage.wait(50)
        assert "▶ line 54" in stage.text()
        await stage.press("g")
        await stage.wait(2)
        assert "▶ line 5" not in stage.text(), "the listener reads elsewhere"
        await stage.press("L")
        assert "▶ line 56" in stage.text()

    async def test_they_follow_to_the_next_track(self, stage: Stage, beside: Beside) -> None:
        beside.lyrics = {TRACKS[1].id: words((None, "of the second"))}
        await stage.press("enter", "L", "greater_than_sign")
        await stage.wait(1)
        assert "of the second" in stage.text()
        await stage.press("enter")
        assert len(stage.session.queue) == 20

    async def test_of_what_is_selected_stays(self, stage: Stage) -> None:
        await stage.press("enter", "i", "greater_than_sign")
        await stage.wait(1)
        assert stage.app.frame.places.about.track == TRACKS[0]

    async def test_plain_ones_are_scrolled(self, stage: Stage, beside: Beside) -> None:
        beside.lyrics = {TRACKS[0].id: words(*((None, f"line {number}") for number in range(100)))}
        await stage.press("i", "G")
        assert "line 99" in stage.text()
        await stage.press("k", "pageup", "pageup", "pageup", "pageup", "pageup", "g")
        assert "line 99" not in stage.text()
        assert "Artist 00000" in stage.text()
        await stage.press("j", "pagedown")
        assert "Artist 00000" not in stage.text()

    async def test_hostile_ones(self, stage: Stage, beside: Beside) -> None:
        beside.lyrics = {TRACKS[0].id: words((None, EVIL), *((None, "x" * 500) for _ in range(5_000)))}
        await stage.press("i")
        raw = "\n".join(stage.lines())
        assert "[bold]x[/nope]" in raw
        assert not any(
            ord(char) < 32 or 0x7F <= ord(char) < 0xA0 or char == "\u202e" for char in raw if char != "\n"
        )


class TestCover:
    def red_cells(self, stage: Stage) -> int:
        strips = stage.app.screen._compositor.render_strips()
        return sum(
            len(segment.text)
            for strip in strips
            for segment in strip
            if "▀" in segment.text and segment.style and segment.style.color
        )

    async def test_is_shown_where_there_is_room(self, stage: Stage, beside: Beside) -> None:
        beside.pixels = {TRACKS[0].id: RED}
        await stage.press("i")
        assert self.red_cells(stage) >= 12 * 24
        await stage.pilot.resize_terminal(40, 12)
        await stage.settle()
        assert self.red_cells(stage) == 0
        assert "Song 000000" in stage.text()
        await stage.pilot.resize_terminal(100, 30)
        await stage.settle()
        assert self.red_cells(stage) >= 12 * 24

    async def test_a_poster_is_higher_than_wide(self, stage: Stage, beside: Beside) -> None:
        beside.pixels = {TRACKS[0].id: Pixels(8, 12, bytes((200, 30, 30)) * 96)}
        await stage.press("i")
        size = stage.app.frame.places.about.cover.size
        assert size.height == stage.app.frame.places.about.size.height - 2
        assert abs(size.width * 3 / 2 - 2 * size.height) <= 2
        assert self.red_cells(stage) == size.width * size.height

    async def test_goes_with_its_track(self, stage: Stage, beside: Beside) -> None:
        beside.pixels = {TRACKS[0].id: RED}
        await stage.press("i", "i", "j", "i")
        assert self.red_cells(stage) == 0

    async def test_stands_beside_the_queue(self, stage: Stage, beside: Beside) -> None:
        beside.pixels = {TRACKS[0].id: RED}
        await stage.press("enter")
        assert beside.asked == [], "nobody would see it"
        await stage.press("4")
        assert self.red_cells(stage) > 100
        await stage.wait(3)
        assert beside.asked == [TRACKS[0].id]
        await stage.press("greater_than_sign")
        await stage.wait(1)
        assert self.red_cells(stage) == 0
        await stage.pilot.resize_terminal(80, 24)
        await stage.settle()
        assert "Song 000001" in stage.text()


async def test_without_colours_there_is_no_cover(
    tmp_path: Path, beside: Beside, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    beside.pixels = {TRACKS[0].id: RED}
    async with Stage(tmp_path, TRACKS, lookup=beside.lookup).open() as stage:
        await stage.press("2", "i")
        assert "▀" not in stage.text()
        assert "Song 000000" in stage.text()
    os.environ.pop("NO_COLOR", None)


@pytest.mark.parametrize("size", [(40, 12), (20, 5), (10, 3), (100, 30), (400, 120)])
async def test_any_size(tmp_path: Path, beside: Beside, size: tuple[int, int]) -> None:
    beside.pixels = {TRACKS[0].id: RED}
    beside.lyrics = {TRACKS[0].id: words((1.0, "some words that are sung"), (2.0, "日本語の歌詞"))}
    async with Stage(tmp_path, TRACKS, lookup=beside.lookup).open(size) as stage:
        await stage.press("2", "enter", "i", "L")
        await stage.wait(3)
        assert place(stage) == "about"
        await stage.press("j", "G", "escape")
