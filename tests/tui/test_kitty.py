"""Real pictures in terminals that speak kitty's protocol: what is sent means the picture, and nothing else is covered by it."""

import re
import zlib
from base64 import b64decode
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from painted import show
from screen import Stage, made_track
from tunes.library.track import Kind
from tunes.player.surface import Surface, Where
from tunes.tui.widgets.film_rows import kitty_rows
from tunes.tui.widgets.kitty import (
    MOST_POINTS,
    USUAL_CELL,
    cell_size,
    fitted,
    is_spoken,
    points_for,
    shown,
    taken_away,
)

FILM = replace(made_track(0), kind=Kind.VIDEO, title="Solaris", duration=100.0)
COMMAND = re.compile(r"\x1b_G([^;\x1b]*);([^\x1b]*)\x1b\\")


def test_what_is_sent_is_the_picture_in_chunks() -> None:
    points = np.random.default_rng(1).integers(0, 256, (90, 160, 3), dtype=np.uint8)
    sent = shown(points, 40, 10)
    commands = COMMAND.findall(sent)
    assert COMMAND.sub("", sent) == ""
    assert all(len(payload) <= 4096 for _, payload in commands)
    assert [keys.rpartition("m=")[2] for keys, _ in commands] == ["1"] * (len(commands) - 1) + ["0"]
    keys = dict(pair.split("=") for pair in commands[0][0].split(","))
    assert (keys["f"], keys["o"], keys["s"], keys["v"], keys["c"], keys["r"]) == (
        "24",
        "z",
        "160",
        "90",
        "40",
        "10",
    )
    raw = zlib.decompress(b64decode("".join(payload for _, payload in commands)))
    assert np.array_equal(np.frombuffer(raw, np.uint8).reshape(90, 160, 3), points)
    assert keys["i"] in taken_away()


def test_only_where_it_is_spoken_for_sure() -> None:
    assert is_spoken({"TERM": "xterm-kitty"})
    assert is_spoken({"TERM": "xterm-ghostty"})
    assert not is_spoken({"TERM": "tmux-256color", "KITTY_WINDOW_ID": "1"})
    assert not is_spoken({"TERM": "xterm-kitty", "TMUX": "/tmp/tmux"})
    assert not is_spoken({})


def test_who_is_no_terminal_has_cells_of_the_usual_size(tmp_path: Path) -> None:
    with (tmp_path / "file").open("w") as file:
        assert cell_size(file.fileno()) == USUAL_CELL


sizes = st.integers(1, 500)
cells = st.tuples(st.integers(1, 40), st.integers(1, 60))


@given(points=st.tuples(sizes, sizes), room=st.tuples(sizes, sizes), cell=cells)
def test_it_fits_and_is_never_too_much(
    points: tuple[int, int], room: tuple[int, int], cell: tuple[int, int]
) -> None:
    columns, rows = fitted(points, room, cell)
    assert 1 <= columns <= room[0]
    assert 1 <= rows <= room[1]
    width, height = points_for(room, cell)
    assert 1 <= width * height <= max(MOST_POINTS, width, height)


@given(width=st.integers(0, 60), height=st.integers(0, 40), words=st.integers(0, 3))
def test_every_row_is_filled_and_a_part_of_one_sends_no_picture(width: int, height: int, words: int) -> None:
    points = np.zeros((9, 16, 3), dtype=np.uint8)
    rows = kitty_rows(points, ("what is said",) * words, width, height, (8, 16))
    assert len(rows) == (height if width else 0)
    sent = [row.render(None) for row in rows]  # type: ignore[arg-type]  # not needed
    assert sum("\x1b_G" in line for line in sent) == bool(rows)
    for row, line in zip(rows, sent, strict=True):
        plain = re.sub(r"\x1b\[[0-9;]*m", "", COMMAND.sub("", line))
        assert len(plain) == row.cell_length == width
        if width > 1:
            assert "\x1b_G" not in "".join(segment.text for segment in row.crop(0, width - 1))


@pytest.fixture
async def stage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Stage]:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "NO_COLOR", "TMUX"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-kitty")
    async with Stage(tmp_path, [FILM]).open() as one:
        await one.press("2", "enter")
        await one.wait(1)
        yield one


def pictures(stage: Stage) -> int:
    picture = stage.app.frame.places.film.picture
    return sum(
        "\x1b_G" in strip.render(stage.app.console) for strip in picture.render_lines(picture.size.region)
    )


async def test_it_is_shown_and_taken_away_from_what_lies_over_it(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert stage.player is not None
    assert stage.player.surface == Surface(Where.TERMINAL, *points_for((100, 30), cell_size(2)))
    written: list[str] = []
    monkeypatch.setattr(stage.app._driver, "write", written.append)
    await show(stage, 200)
    assert pictures(stage) == 1
    await stage.press("question_mark")
    await show(stage, 200)
    assert taken_away() in written
    await stage.press("escape")
    await show(stage, 200)
    assert pictures(stage) == 1
    written.clear()
    await stage.press("1")
    assert taken_away() in written
    written.clear()
    await show(stage, 100)
    assert not written, "it is away"
    await stage.press("F")
    assert pictures(stage) == 1
    await stage.wait(100)
    assert taken_away() in written
