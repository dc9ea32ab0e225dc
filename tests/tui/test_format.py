"""How things are written on the screen: durations, and text in an exact number of cells."""

import pytest
from rich.cells import cell_len
from tunes.tui.format import duration, fit
from tunes.tui.widgets.virtual_list import wrapped


@pytest.mark.parametrize(
    ("seconds", "written"),
    [
        (None, ""),
        (0, "0:00"),
        (-3, "0:00"),
        (59.9, "0:59"),
        (187, "3:07"),
        (3727, "1:02:07"),
        (360_000, "100:00:00"),
    ],
)
def test_duration(seconds: float | None, written: str) -> None:
    assert duration(seconds) == written


@pytest.mark.parametrize(
    "text", ["", "Teardrop", "名前のない歌", "👨‍👩‍👧‍👦 family", "❤️", "e\u0301" * 9, "\x1b[31mred\x07", "ｱｲｳ"]
)
@pytest.mark.parametrize("cells", [-1, 0, 1, 2, 3, 7, 30])
def test_fit_is_exactly_as_wide_as_asked(text: str, cells: int) -> None:
    for right in (False, True):
        fitted = fit(text, cells, right=right)
        assert cell_len(fitted) == max(0, cells)
        assert "\x1b" not in fitted
        assert "\x07" not in fitted


def test_a_cut_shows() -> None:
    assert fit("Unfinished Sympathy", 12) == "Unfinished …"
    assert fit("5:02", 6, right=True) == "  5:02"


def test_sentences_are_broken_between_words() -> None:
    assert wrapped("one two three", 7) == ["one two", "three"]
    assert wrapped("", 7) == [""]
    assert wrapped("unbreakable", 4) == ["unbreakable"]
