"""The screen from its opening to its end: what it shows, what it keeps, and that nothing a file says can hurt it."""

import asyncio
import os
import signal
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from media import make_library
from screen import Stage, made_track, put
from textual import events
from textual.events import Key
from tunes.library.scan import ScanProgress
from tunes.library.track import Track
from tunes.tui.look import read_library
from tunes.tui.widgets.virtual_list import VirtualList

SIZES = [(10, 3), (20, 5), (40, 12), (58, 15), (59, 16), (79, 24), (80, 24), (100, 30), (160, 45), (400, 120)]


def tracks(count: int = 60) -> list[Track]:
    return [made_track(number) for number in range(count)]


async def test_opens_with_the_library(tmp_path: Path) -> None:
    async with Stage(tmp_path, tracks()).open() as stage:
        screen = stage.text()
        assert "Artist 00000" in screen
        assert "Album 00001" in screen
        assert "Song 000000" in screen
        assert "nothing plays" in screen


async def test_a_first_scan_fills_the_library_and_discover(tmp_path: Path) -> None:
    make_library(tmp_path / "music")
    stage = Stage(tmp_path)
    stage.catalog.set_roots([tmp_path / "music"])
    stage.app._scan = stage.scan_roots
    async with stage.open():
        assert "Artist 1" in stage.text()
        await stage.press("2")
        assert "Track 222" in stage.text()
        await stage.press("3")
        assert "Week 47 · 0 of 8 heard" in stage.text()


async def test_an_empty_library_says_what_to_do(tmp_path: Path) -> None:
    async with Stage(tmp_path).open() as stage:
        assert "Nothing that can be played was found" in stage.text()
        await stage.press("3")
        assert "Nothing to discover yet" in stage.text()
        await stage.press("4")
        assert "The queue is empty" in stage.text()


async def test_what_was_heard_stands_in_the_shards(tmp_path: Path) -> None:
    async with Stage(tmp_path, tracks()).open() as stage:
        await stage.press("2", "j", "enter")
        await stage.wait(5)
        await stage.press("greater_than_sign")
        await stage.wait(60)
        await stage.press("I", "greater_than_sign")
        await stage.wait(7)
        await stage.press("I", "greater_than_sign")
        await stage.wait(3)
        await stage.press("q")
    assert [(one["track"], one["end"], round(one["heard"]), one["source"]) for one in stage.listens()] == [
        ("t1:000001", "next", 5, "library"),
        ("t1:000004", "quit", 3, "library"),
    ]
    assert [one["last_key"] - one["at"] for one in stage.listens()] == pytest.approx([5, 3], abs=0.6)


async def test_plays_at_once_what_it_was_opened_with(tmp_path: Path) -> None:
    async with Stage(tmp_path, play=(tracks(3), "files")).open() as stage:
        await stage.wait(1)
        assert "▶ Song 000000" in stage.text()
        assert [entry.source for entry in stage.session.queue.entries] == ["files"] * 3


async def test_a_key_pressed_before_the_session_is_there_counts(tmp_path: Path) -> None:
    stage = Stage(tmp_path, tracks())
    gate, make = Event(), stage.make_session

    def late(wake: Any) -> Any:
        gate.wait(10)
        return make(wake)

    stage.app._handover._make_session = late
    async with stage.app.run_test(size=(100, 30)) as stage.pilot:
        await stage.pilot.press("2")
        while not stage.app.frame.places.tracks.list.rows:
            await stage.pilot.pause()
        await stage.pilot.press("enter")
        assert stage.app._session is None
        gate.set()
        await stage.settle()
        await stage.wait(1)
        assert "▶ Song 000000" in stage.text()
        stage.app.close()


async def test_keys_that_come_at_once_go_where_they_belong(tmp_path: Path) -> None:
    async with Stage(tmp_path, tracks()).open() as stage:
        for key in ("2", "G", "enter"):
            stage.app.post_message(Key(key, key if len(key) == 1 else None))
        await stage.settle()
        track = stage.session.now.track
        assert track is not None
        assert track.id == "t1:000059"


async def test_escape_and_a_key_sent_as_one_are_both_meant(tmp_path: Path) -> None:
    async with Stage(tmp_path, tracks()).open() as stage:
        await stage.press("slash", "s", "o")
        stage.app.post_message(Key("alt+j", "j"))
        await stage.settle()
        assert stage.app.frame.places.current is stage.app.frame.places.library
        assert stage.app.frame.places.library.artists.cursor == 1


@pytest.mark.parametrize("size", SIZES, ids=lambda size: "x".join(map(str, size)))
async def test_every_place_at_every_size(tmp_path: Path, size: tuple[int, int]) -> None:
    async with Stage(tmp_path, tracks()).open(size) as stage:
        for key in ("enter", "2", "3", "w", "4", "slash", "s", "escape", "question_mark", "escape", "1", "l"):
            await stage.press(key)
            assert all(len(line) >= size[0] for line in stage.lines())
        await stage.wait(2)
        assert any("▶" in line for line in stage.lines())


async def test_another_size_while_it_runs(tmp_path: Path) -> None:
    async with Stage(tmp_path, tracks()).open() as stage:
        await stage.press("2", "G", "enter")
        for size in (*SIZES, *reversed(SIZES)):
            await stage.pilot.resize_terminal(*size)
            await stage.settle()
            at = stage.app.frame.places.tracks.list
            assert not at.size.height or 0 <= at.cursor - at.scroll_offset.y < at.size.height


HOSTILE = [
    "[/nope] [@click=app.quit]quit[/] [bold]",
    "\x1b]0;evil\x07\x1b[2J\x9b5m\0",
    "\u202eesrever\u2066 hidden\u200b",
    "名前のない歌 👨‍👩‍👧‍👦 ❤️ ｱｲｳ 🇩🇪",
    "a\nb\rc\td\x85e\u2028f",
    "\ufffd broken bytes",
    "Z̷̢a̵l̸g̶o̷" * 40,
    "$accent {curly} %s \\ 'quotes\"",
]


async def test_no_title_can_hurt_the_terminal(tmp_path: Path) -> None:
    made = [
        made_track(number, title=text, artist=text, album=text, genres=())
        for number, text in enumerate(HOSTILE)
    ]
    async with Stage(tmp_path, made, notices=HOSTILE[:2]).open((160, 30)) as stage:
        for key in ("enter", "2", "e", "asterisk", "3", "w", "4", "slash", "b", "escape", "1", "l", "l"):
            await stage.press(key)
            shown = "".join(stage.lines())
            assert not [char for char in shown if ord(char) < 32 or 0x7F <= ord(char) < 0xA0]
            assert not set(shown) & set("\u202e\u2066\u200b\u2028")
        for _ in HOSTILE:
            await stage.press("greater_than_sign")
            await stage.wait(3)
        await stage.press("2", "g")
        assert any("[/nope] [@click=app.quit]quit[/] [bold]" in line for line in stage.lines())


async def test_told_sentences_reach_the_bar_from_any_thread(tmp_path: Path) -> None:
    async with Stage(tmp_path, tracks()).open() as stage:
        await asyncio.to_thread(
            stage.app.tell,
            "The disk is full, and this is said at such a length that one row would not do: it is full.",
        )
        await stage.settle()
        assert "it is full." in stage.text()
        await stage.press("asterisk")
        assert "Liked: all by Artist 00000" in stage.text(), "an artist was selected"
        await stage.press("2", "asterisk")
        assert "Liked: Song 000000" in stage.text()
        assert "it is full." not in stage.text()


async def test_a_scan_that_fails_says_so(tmp_path: Path) -> None:
    def failing(_cancelled: Event) -> Any:
        raise OSError("the disk is on fire")

    async with Stage(tmp_path, tracks(), scan=failing).open() as stage:
        assert "could not be looked through: the disk is on fire" in stage.text()


async def test_discover_that_fails_says_so(tmp_path: Path) -> None:
    def failing() -> Any:
        raise OSError("no numbers today")

    async with Stage(tmp_path, tracks(), this_week=failing).open() as stage:
        await stage.press("3")
        assert "This week's queue can't be made: no numbers today" in stage.text()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
async def test_a_signal_ends_it_with_nothing_lost(tmp_path: Path, number: signal.Signals) -> None:
    async with Stage(tmp_path, tracks()).open() as stage:
        await stage.press("2", "enter")
        await stage.wait(5)
        os.kill(os.getpid(), number)
        await stage.pilot.pause()
        assert stage.app._exit
    assert [(one["end"], round(one["heard"])) for one in stage.listens()] == [("quit", 5)]


async def test_the_list_keeps_the_selected_track_in_its_place_while_tracks_are_found(tmp_path: Path) -> None:
    stage = Stage(tmp_path, [made_track(number) for number in range(0, 400, 2)])
    async with stage.open():
        await stage.press("2", *["pagedown"] * 3, "k", "k")
        rows = stage.app.frame.places.tracks.list
        before, row = rows.selected, rows.cursor - rows.scroll_offset.y
        put(stage.catalog, [made_track(number) for number in range(1, 400, 2)])
        stage.app.post_message(read_library(stage.catalog))
        await stage.settle()
        assert len(rows.rows) == 400
        assert rows.selected == before
        assert rows.cursor - rows.scroll_offset.y == row


async def test_what_is_found_grows_with_the_library(tmp_path: Path) -> None:
    stage = Stage(tmp_path, [made_track(number) for number in range(0, 40, 2)])
    async with stage.open():
        await stage.press("slash", *"song", "down", "j", "j")
        rows = stage.app.frame.places.find.list
        before = rows.selected
        assert len(rows.rows) == 20
        put(stage.catalog, [made_track(number) for number in range(1, 40, 2)])
        stage.app.post_message(read_library(stage.catalog))
        await stage.settle()
        assert len(rows.rows) == 40
        assert rows.selected == before


async def test_an_older_look_at_the_library_that_comes_late_is_not_shown(tmp_path: Path) -> None:
    async with Stage(tmp_path).open() as stage:
        older = read_library(stage.catalog)
        put(stage.catalog, [made_track(number) for number in range(5)])
        stage.app.post_message(read_library(stage.catalog))
        stage.app.post_message(older)
        await stage.settle()
        assert len(stage.app.frame.places.tracks.list.rows) == 5


def test_lists_have_no_keys_of_their_own() -> None:
    assert {binding.action for binding in VirtualList.BINDINGS} == {  # type: ignore[union-attr]
        "down",
        "up",
        "page_down",
        "page_up",
        "first",
        "last",
    }


async def test_what_moved_since_yesterday_plays_from_where_it_lies_now(tmp_path: Path) -> None:
    files = make_library(tmp_path / "music", artists=1, albums=1, seconds=5.0)
    stage = Stage(tmp_path)
    stage.catalog.set_roots([tmp_path / "music"])
    list(stage.scan_roots(Event()))
    (tmp_path / "music/Artist 1").rename(tmp_path / "music/Elsewhere")
    gate = Event()

    def held(cancelled: Event) -> Any:
        gate.wait(10)
        return stage.scan_roots(cancelled)

    stage.app._scan = held
    async with stage.app.run_test(size=(100, 30)) as stage.pilot:
        while not stage.app.frame.places.tracks.list.rows:
            await stage.pilot.pause()
        await stage.pilot.press("2", "enter")
        while not stage.app.frame.bar.said:
            await stage.pilot.pause()
        assert "looking where it is now" in stage.text()
        gate.set()
        await stage.settle()
        await stage.wait(1)
        track = stage.session.now.track
        assert track is not None
        assert track.path == tmp_path / "music/Elsewhere" / files[0].relative_to(tmp_path / "music/Artist 1")
        stage.app.close()
    assert all(listen["end"] == "quit" for listen in stage.listens())


async def test_quitting_lets_a_scan_keep_what_it_has_read(tmp_path: Path) -> None:
    kept: list[str] = []

    def slow(cancelled: Event) -> Any:
        yield ScanProgress(0, 2)
        cancelled.wait(10)
        kept.append("what was read")
        yield ScanProgress(1, 2)

    stage = Stage(tmp_path, tracks(), scan=slow)
    async with stage.app.run_test(size=(100, 30)) as stage.pilot:
        while "scanning 0 of 2" not in stage.text():
            await stage.pilot.pause()
        await stage.pilot.press("q")
        while not stage.app._exit:
            await stage.pilot.pause()
    assert kept == ["what was read"]


async def test_a_click_moves_the_keyboard_and_a_double_click_plays(tmp_path: Path) -> None:
    async with Stage(tmp_path, tracks()).open() as stage:
        await stage.press("2")
        await stage.pilot.click("#playing-bar")
        await stage.press("j")
        assert stage.app.frame.places.tracks.list.cursor == 1
        await stage.pilot.click("#tracks-list", offset=(10, 5), times=2)
        await stage.settle()
        await stage.wait(1)
        assert "▶ Song 000005" in stage.text()


async def test_without_colour_every_state_still_shows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with Stage(tmp_path, tracks()).open() as stage:
        await stage.press("2", "enter", "j")
        await stage.wait(1)
        assert "▶ Song 000000" in stage.text()
        assert "▸ Song 000001" in stage.text()
        segments = [segment for strip in stage.app.screen._compositor.render_strips() for segment in strip]
        assert not any(
            segment.style and segment.style.color and not segment.style.color.is_default
            for segment in segments
        )


async def test_letters_typed_faster_than_the_line_opens_are_kept(tmp_path: Path) -> None:
    async with Stage(tmp_path, tracks()).open() as stage:
        for letter in "/abc":
            stage.app.post_message(events.Key("slash" if letter == "/" else letter, letter))
        await stage.settle()
        await stage.press("d")
        assert stage.app.frame.places.find.words.value == "abcd"


async def test_keys_reach_the_place_that_is_shown_though_its_focus_was_lost(tmp_path: Path) -> None:
    async with Stage(tmp_path, tracks()).open() as stage:
        await stage.press("slash")
        stage.app.screen.set_focus(None)
        await stage.press("a", "b")
        assert stage.app.frame.places.find.words.value == "ab"
