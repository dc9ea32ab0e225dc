import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tunes.library.tagged import (
    LONGEST_TEXT,
    MOST_VALUES,
    Tagged,
    believable,
    decibel,
    number,
    several,
    text,
    year,
)


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("2012-12-15", 2012),
        ("15.12.2012", 2012),
        ("20121215", 2012),
        ("2012", 2012),
        ("(p) 1984 EMI", 1984),
        ("0000", None),
        ("99999", None),
        ("nineties", None),
        ("", None),
        ("-44-03-15", None),
    ],
)
def test_year(value: str, found: Any) -> None:
    assert year(value) == found


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("3/12", 3),
        ("03", 3),
        (" 007 ", 7),
        ("0/0", None),
        ("abc", None),
        ("-1", None),
        ("9" * 5000, None),
        ("²", None),
    ],
)
def test_number(value: str, found: Any) -> None:
    assert number(value) == found


def test_arabic_digits_are_digits() -> None:
    assert number("\u0663") == 3


@pytest.mark.parametrize(
    ("value", "found"),
    [("-6.20 dB", -6.2), ("+3,5", 3.5), ("nan dB", None), ("inf", None), ("-999 dB", None), ("loud", None)],
)
def test_decibel(value: str, found: Any) -> None:
    assert decibel(value) == found


@pytest.mark.parametrize(
    ("seconds", "size", "found"),
    [
        (2.0, 30_000, 2.0),
        (0, 30_000, None),
        (-1.35, 30_000, None),
        (math.inf, 30_000, None),
        (math.nan, 30_000, None),
        (2e14, 30_000, None),
        (None, 30_000, None),
        ("2", 30_000, None),
    ],
)
def test_believable(seconds: Any, size: int, found: Any) -> None:
    assert believable(seconds, size) == found


def test_several_values() -> None:
    assert several(["Rock\0Pop\0\0Jazz", " Rock ", ""]) == ("Rock", "Pop", "Jazz")
    assert text(["One", "Two", "One"]) == "One; Two"
    assert len(several(map(str, range(500)))) == MOST_VALUES
    assert several(["\ud800x"]) == ("?x",)


@given(st.lists(st.text(st.characters())))
def test_any_text_is_cut_and_can_be_stored(values: list[str]) -> None:
    found = text(values)
    assert len(found) <= LONGEST_TEXT
    found.encode()


def test_known_leaves_out_what_is_not_told() -> None:
    assert Tagged(title="T", duration=2.0).known() == {"title": "T", "duration": 2.0}
