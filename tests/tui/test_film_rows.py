"""Pictures as half blocks: a terminal that is sent them shows their colours; every size is filled exactly."""

import numpy as np
import pyte
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tunes.tui.widgets.film_rows import Row, film_rows, sized
from tunes.tui.widgets.half_blocks import Colours, Points, lines_of, segments_of


def noise(width: int, height: int, seed: int = 1) -> Points:
    return np.random.default_rng(seed).integers(0, 256, (height, width, 3), dtype=np.uint8)


def seen(points: Points, colours: Colours) -> pyte.Screen:
    """The screen of a terminal that was sent this."""
    screen = pyte.Screen(points.shape[1], points.shape[0] // 2)
    pyte.Stream(screen).feed("\r\n".join(lines_of(points, colours)))
    return screen


def rgb(colour: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(colour))


@pytest.mark.parametrize("colours", [Colours.ALL, Colours.CUBE])
@pytest.mark.parametrize("seed", range(3))
def test_a_terminal_shows_the_colours_of_the_points(colours: Colours, seed: int) -> None:
    points = noise(30, 20, seed)
    points[4:8, 5:20] = points[4, 5]  # a colour that holds on is not said again
    screen = seen(points, colours)
    most = 3 if colours is Colours.ALL else 60
    for y in range(10):
        for x in range(30):
            cell = screen.buffer[y][x]
            assert cell.data == "▀"
            for shown, point in ((cell.fg, points[2 * y, x]), (cell.bg, points[2 * y + 1, x])):
                assert np.abs(np.array(rgb(shown)) - point.astype(int)).max() <= most, (x, y)


def test_greys_of_256_colours_stay_grey() -> None:
    points = np.repeat(np.arange(0, 256, 5, dtype=np.uint8)[None, :, None], 3, axis=2).repeat(2, axis=0)
    screen = seen(points, Colours.CUBE)
    for x in range(points.shape[1]):
        red, green, blue = rgb(screen.buffer[0][x].fg)
        assert red == green == blue
        assert abs(red - int(points[0, x, 0])) <= 8


def test_without_colours_more_light_is_more_ink_and_nothing_but_letters_is_sent() -> None:
    ramp = np.repeat(np.linspace(0, 255, 50).astype(np.uint8)[None, :, None], 3, axis=2).repeat(2, axis=0)
    (line,) = lines_of(ramp, Colours.NONE)
    assert line.isascii()
    assert line.isprintable()
    assert (line[0], line[-1]) == (" ", "@")


def test_a_colour_that_holds_on_is_said_once() -> None:
    plain = np.full((2, 100, 3), 77, dtype=np.uint8)
    (line,) = lines_of(plain, Colours.ALL)
    assert line.count("\x1b") == 3


sizes = st.integers(0, 60)


@given(width=sizes, height=sizes, wide=st.integers(1, 50), high=st.integers(1, 50), words=st.integers(0, 4))
def test_every_size_is_filled_exactly(width: int, height: int, wide: int, high: int, words: int) -> None:
    rows = film_rows(noise(wide, high), ("what is 日本 said",) * words, width, height, Colours.ALL)
    assert len(rows) == (height if width else 0)
    for row in rows:
        assert row.cell_length == width
        assert sum(segment.cell_length for segment in row) == width
        if isinstance(row, Row):
            screen = pyte.Screen(width + 1, 2)
            pyte.Stream(screen).feed(row.render(None))  # type: ignore[arg-type]  # not needed
            assert (screen.cursor.x, screen.cursor.y) == (width, 0)


@given(width=st.integers(1, 400), height=st.integers(1, 240), shape=st.sampled_from([0.5, 1.5, 2.4]))
def test_the_shape_is_kept(width: int, height: int, shape: float) -> None:
    points = sized(noise(round(60 * shape), 60), width, height)
    high, wide = points.shape[:2]
    assert high % 2 == 0
    assert wide <= width
    assert high <= max(2, height)
    if min(wide, high) > 20:
        assert wide / high == pytest.approx(shape, rel=0.12)


def test_words_lie_over_the_foot_of_the_picture_and_leave_the_rest() -> None:
    points = np.full((40, 60, 3), 200, dtype=np.uint8)
    rows = film_rows(points, ("Who is there?",), 60, 20, Colours.ALL)
    line = rows[18].text
    assert " Who is there? " in line
    assert line.startswith("▀" * 20)
    assert line.endswith("▀" * 20)
    assert "Who" not in rows[19].text


def test_words_go_below_the_picture_where_there_is_room() -> None:
    rows = film_rows(noise(60, 20), ("Who is there?",), 60, 20, Colours.ALL)
    assert rows[15].text.strip() == "Who is there?"


def test_a_row_that_is_cut_is_made_of_textuals_own_segments() -> None:
    (row,) = film_rows(noise(20, 2), (), 20, 1, Colours.ALL)
    part = row.crop(5, 9)
    assert part.text == "▀▀▀▀"
    assert [segment.style is not None for segment in part] == [True] * len(list(part))
    assert row.divide([20]) == [row]


def test_segments_of_letters_have_no_style() -> None:
    (segment,) = segments_of(noise(20, 2), Colours.NONE)
    assert segment.style is None
