"""What is read out of lyrics, from whatever hand they come."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tunes.library.lyrics import (
    LONGEST_LINE,
    MOST_BYTES,
    MOST_LETTERS,
    MOST_LINES,
    Line,
    Lyrics,
    best,
    lyrics_of,
    of_lines,
)


def read(text: str) -> list[tuple[float | None, str]]:
    found = lyrics_of(text, "x.lrc")
    return [(line.at, line.text) for line in found.lines] if found else []


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        pytest.param("[00:01.50]one\n[01:02.00]two", [(1.5, "one"), (62.0, "two")], id="plain"),
        pytest.param("[0:01.5]one\n[0:01.500] two", [(1.5, "one"), (1.5, "two")], id="other digits"),
        pytest.param("[00:01]one\n[00:02:50]two", [(1.0, "one"), (2.5, "two")], id="other forms"),
        pytest.param("[00:09.00][00:01.00]again\n[00:05.00]between", [(1.0, "again"), (5.0, "between"), (9.0, "again")], id="several stamps"),
        pytest.param("[offset:+500]\n[00:01.00]early", [(0.5, "early")], id="offset is earlier"),
        pytest.param("[offset:-500]\n[00:01.00]late", [(1.5, "late")], id="negative offset is later"),
        pytest.param("[offset:+5000]\n[00:01.00]x", [(0.0, "x")], id="never before the start"),
        pytest.param("[ar:A]\n[ti:T]\n[by:me]\n[length:3:07]\n[00:01.00]x", [(1.0, "x")], id="about itself"),
        pytest.param("[00:01.00]<00:01.00>word <00:01.50> by <00:02.00>word", [(1.0, "word by word")], id="word stamps"),
        pytest.param("[00:01.00]one\n[00:03.00]\n[00:05.00]two", [(1.0, "one"), (3.0, ""), (5.0, "two")], id="a pause"),
        pytest.param("Title\n[00:01.00]one", [(1.0, "one")], id="what has no time is no line among timed ones"),
        pytest.param("\n\none\n\ntwo\n\n", [(None, "one"), (None, ""), (None, "two")], id="no times"),
        pytest.param("[Chorus]\nla [la] la", [(None, "[Chorus]"), (None, "la [la] la")], id="brackets that are words"),
        pytest.param("[00:01.00]a\r\n[00:02.00]b\r[00:03.00]c", [(1.0, "a"), (2.0, "b"), (3.0, "c")], id="breaks of other systems"),
        pytest.param("[999:59.99]x", [(59999.99, "x")], id="a long way"),
        pytest.param("[ar:A]\n", [], id="nothing but about itself"),
        pytest.param("[00:01.00]\n[00:02.00]  ", [], id="times without words"),
        pytest.param("", [], id="nothing"),
    ],
)  # fmt: skip
def test_reading(text: str, lines: list[tuple[float | None, str]]) -> None:
    assert read(text) == lines


def test_what_is_no_text_holds_no_words() -> None:
    assert read(bytes(range(256)).decode("cp1252", "replace") * 10) == []
    assert read("\x1b[2Jone\nand a line that is long enough") != []


def test_the_line_that_is_sung() -> None:
    found = lyrics_of("[00:01.00]one\n[00:02.00]two\n[00:02.00]also two", "x")
    assert found is not None
    assert found.is_timed
    assert [found.line_at(at) for at in (0, 0.99, 1, 1.5, 2, 99)] == [None, None, 0, 0, 2, 2]
    plain = lyrics_of("one", "x")
    assert plain is not None
    assert not plain.is_timed
    assert plain.line_at(5) is None


def test_the_words_of_one_track_of_several() -> None:
    whole = lyrics_of("[00:01.00]one\n[00:10.00]two\n[00:11.50]three\n[00:20.00]four", "x")
    assert whole is not None
    part = whole.part(10.0, 20.0)
    assert part is not None
    assert [(line.at, line.text) for line in part.lines] == [(0.0, "two"), (1.5, "three")]
    last = whole.part(20.0, None)
    assert last is not None
    assert [line.text for line in last.lines] == ["four"]
    assert whole.part(30.0, None) is None
    plain = lyrics_of("one", "x")
    assert plain is not None
    assert plain.part(10.0, 20.0) is plain


def test_times_go_before_none_and_near_before_far() -> None:
    plain, timed, later = (Lyrics((Line(at, "x"),), "") for at in (None, 1.0, 2.0))
    assert best([plain, None, timed, later]) is timed
    assert best([None, plain]) is plain
    assert best([]) is None


def test_bounds() -> None:
    began = time.process_time()
    assert len(read("[00:01.00]x\n" * 50_000)) == MOST_LINES
    assert len(read("[00:01.00]" * 100_000 + "x")) <= MOST_LINES
    assert len(read("x" * 10_000)[0][1]) == LONGEST_LINE
    assert read("[" * MOST_BYTES) == [(None, "[" * LONGEST_LINE)]
    assert read("<00:00" * 200_000)
    assert read("[00:01.00]" + " " * 900_000 + "x") == [(1.0, "x")]
    opera = of_lines((Line(None, "x" * 500) for _ in range(10**9)), "x")
    assert opera is not None
    assert len(opera.lines) == MOST_LETTERS // 500
    assert of_lines((Line(float(at), "x") for at in range(10**9)), "x")
    assert time.process_time() - began < 3


@given(st.text(st.sampled_from("[]:.<>0123 ar\n\r\x1bé"), max_size=60))
def test_any_text_is_read(text: str) -> None:
    for at, line in read(text):
        assert "\n" not in line
        assert at is None or at >= 0
