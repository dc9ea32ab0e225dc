"""`status --format`."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tunes.tui.remote.pattern import FIELDS, Pattern, PatternError, texts
from tunes.tui.remote.shown import OFF

STATUS: dict[str, Any] = {
    "state": "playing",
    "track": {
        "title": "Idio\x1b[31mteque",
        "artist": "Radiohead",
        "album": None,
        "genres": ["a", "b"],
        "year": 2000,
    },
    "position": 83.9,
    "duration": 309.0,
    "volume": 80,
    "muted": False,
    "liked": True,
    "queue": {"place": 3, "count": 12},
}


def filled(pattern: str, **changes: Any) -> str:
    return Pattern.of(pattern).filled(STATUS | changes)


def test_names_are_filled_in() -> None:
    assert (
        filled("{title} – {artist} {position}/{duration} {state}")
        == "Idio[31mteque – Radiohead 1:23/5:09 playing"
    )
    assert filled("{icon}{left} {percent}% {place}/{count} {volume} {liked} {genre} {year}") == (
        "▶3:45 27% 3/12 80 ♥ a, b 2000"
    )
    assert filled("{title:5}|{artist:20}|{artist:0}") == "Idio…|Radiohead|…"
    assert filled("{{{album}}}") == "{}"
    assert filled("{volume}", muted=True) == "0"
    assert filled("no names") == "no names"


def test_where_nothing_plays_the_names_are_empty() -> None:
    assert Pattern.of("{title}{position}{left}{percent}{icon}{volume}").filled(OFF) == ""
    assert Pattern.of("{state}").filled(OFF) == "off"


@pytest.mark.parametrize(
    "pattern", ["{titel}", "{", "}", "{title", "{title.__class__}", "{title!r}", "{title:>5}", "{}", "{0}"]
)
def test_what_makes_no_sense_gets_a_sentence(pattern: str) -> None:
    with pytest.raises(PatternError, match=r"format|braces|characters"):
        Pattern.of(pattern)


def test_every_name_has_a_text_and_no_other() -> None:
    assert tuple(texts(STATUS)) == tuple(sorted(FIELDS, key=tuple(texts(STATUS)).index))
    assert set(texts(OFF)) == set(FIELDS)


def test_time_is_known_to_pass() -> None:
    assert Pattern.of("{title} {position}").shows_time
    assert not Pattern.of("{title} {duration}").shows_time


@given(st.text(alphabet="{}:!.[]ab1%title"))
def test_no_pattern_breaks_it(pattern: str) -> None:
    try:
        line = Pattern.of(pattern).filled(STATUS)
    except PatternError:
        return
    assert "\x1b" not in line
