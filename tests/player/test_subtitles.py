"""Subtitles as text: what files beside a film and streams inside it say, and when it is seen in a terminal."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from cinema import Terminal
from hypothesis import given
from hypothesis import strategies as st
from tunes.library.track import Kind, Track
from tunes.player.captions import Caption, captions_of, said_at
from tunes.player.events import Adjusted, Captioned, Progress
from tunes.player.film_wish import FilmWish
from tunes.player.matroska import MatroskaCaptions, NoTextError
from tunes.player.subtitles import readable

DATA = Path(__file__).parents[1] / "data"
RICH = Track("t1:rich", DATA / "rich.mkv", Kind.VIDEO, "Rich", duration=9.0)

SUBRIP = """1
00:00:01,000 --> 00:00:02,500
<i>Who</i> is {\\an8}there?
Me &amp; <b>you</b>.

junk
2
00:01:02,000 --> 01:00:04,000 X1:1
Bye.
"""
VTT = "WEBVTT\n\nintro\n00:01.000 --> 00:02.500 align:start\nHello\n"
ASS = """[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
Dialogue: 0,0:00:01.00,0:00:02.50,Default,,0,0,0,,{\\i1}Yes, well,\\Nno.
Dialogue: broken
"""


def test_subrip() -> None:
    assert captions_of(SUBRIP.encode()) == [
        Caption(1.0, 2.5, ("Who is there?", "Me & you.")),
        Caption(62.0, 3604.0, ("Bye.",)),
    ]


@pytest.mark.parametrize(("text", "lines"), [(VTT, ("Hello",)), (ASS, ("Yes, well,", "no."))])
def test_other_kinds(text: str, lines: tuple[str, ...]) -> None:
    assert captions_of(text.encode()) == [Caption(1.0, 2.5, lines)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_any_encoding_and_line_end(encoding: str, newline: str) -> None:
    text = "1\n00:00:01,000 --> 00:00:02,000\nCafé, naïve\n".replace("\n", newline)
    assert [one.lines for one in captions_of(text.encode(encoding))] == [("Café, naïve",)]


@given(st.binary(max_size=300) | st.text(max_size=200).map(lambda text: (SUBRIP + text).encode()))
def test_nothing_in_a_file_is_an_error(raw: bytes) -> None:
    for caption in captions_of(raw):
        assert caption.start < caption.end
        assert caption.lines


def test_what_is_said_at_once_is_shown_together_and_never_too_much() -> None:
    said = [Caption(1, 3, ("a",)), Caption(2, 4, ("b", "c"))]
    assert [said_at(said, at) for at in (0, 1, 2, 3, 4)] == [(), ("a",), ("a", "b", "c"), ("b", "c"), ()]
    assert len(said_at([Caption(0, 1, tuple("abcdefgh"))], 0)) == 4


@pytest.mark.parametrize(("ordinal", "line"), [(0, "Who is there?"), (1, "Wer ist da?")])
def test_a_stream_of_matroska_is_read_near_a_second(ordinal: int, line: str) -> None:
    captions = MatroskaCaptions(bytes(RICH.path), ordinal)
    for at_s in (0.0, 8.0, 0.5):
        (first, second) = captions.near(at_s)
        assert first == Caption(pytest.approx(1.0, abs=0.02), pytest.approx(2.5, abs=0.02), (line,))  # type: ignore[arg-type]
        assert len(second.lines) == 2
    assert captions.near(100.0) == []
    captions.close()


def test_there_are_no_more_than_there_are() -> None:
    with pytest.raises(NoTextError):
        MatroskaCaptions(bytes(RICH.path), 2)


@pytest.mark.parametrize("step", [29])
def test_a_damaged_file_has_fewer_words_and_nothing_worse(tmp_path: Path, step: int) -> None:
    whole = RICH.path.read_bytes()
    broken = tmp_path / "broken.mkv"
    for start in range(0, 3000, step):
        broken.write_bytes(whole[:start] + b"\xff\x00\x7f" + whole[start + 3 : 20_000])
        try:
            captions = MatroskaCaptions(bytes(broken), 0)
        except NoTextError:
            continue
        for at_s in (0.0, 50.0, 3.0):
            assert all(said.start <= said.end and said.lines for said in captions.near(at_s))
        captions.close()


def test_what_only_libvlc_can_show_is_left_to_it() -> None:
    codecs = ["subt", "bd-p", "subt", "subt"]
    beside = [b"/x/film.srt", b"/x/film.sub"]
    known = [readable(b"/x/film.mkv", codecs, beside, ordinal) is not None for ordinal in range(-1, 5)]
    assert known == [False, True, False, True, False, False]
    assert readable(b"/x/film.mp4", ["tx3g"], [], 0) is None


@pytest.fixture
def film(terminal: Terminal, tmp_path: Path) -> Callable[[float], int]:
    """Plays a film that has a file of subtitles beside it; returns its stay."""
    shutil.copy(RICH.path, tmp_path / "own.mkv")
    (tmp_path / "own.srt").write_text("1\n00:00:00,000 --> 00:00:09,000\nBeside <b>it</b>\x1b[2J\n")
    track = Track("t1:own", tmp_path / "own.mkv", Kind.VIDEO, "Own", duration=9.0)
    return lambda at: terminal.rig.player.load(track, at=at)


@pytest.mark.libvlc
@pytest.mark.sound
def test_words_are_seen_in_their_time_and_others_may_be_chosen(
    terminal: Terminal, film: Callable[[float], int]
) -> None:
    rig = terminal.rig
    stay = film(0.0)

    def until(said: tuple[str, ...]) -> None:
        rig.until(lambda: bool(rig.of(Captioned)) and rig.of(Captioned)[-1].lines == said)

    until(("Beside it\x1b[2J",))
    while rig.of(Adjusted)[-1:] == [] or "English" not in rig.of(Adjusted)[-1].message:
        before = len(rig.of(Adjusted))
        rig.player.adjust_film(FilmWish.SUBTITLES, 1)
        rig.until(lambda before=before: len(rig.of(Adjusted)) > before)  # type: ignore[misc]
    rig.player.seek(1.5)
    until(("Who is there?",))
    rig.player.seek(3.8)
    until(())
    until(("Nobody.", "Only me."))
    assert rig.of(Progress, stay)[-1].position == pytest.approx(4.0, abs=0.6)
    rig.player.adjust_film(FilmWish.SUBTITLES_SEEN, 1)
    until(())
