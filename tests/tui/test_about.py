"""What is told about a track, and covers made of half blocks: pure."""

import pytest
from rich.cells import cell_len
from screen import made_track
from tunes.library.details import Details, Stream
from tunes.library.lyrics import Line, Lyrics
from tunes.library.pixels import Pixels
from tunes.library.track import Kind
from tunes.tui.about import Fact, Past, facts, missing_lyrics
from tunes.tui.widgets.cover import half_blocks, scaled
from tunes.tui.widgets.sheet import Said, wrapped

RED, BLUE = bytes((200, 0, 0)), bytes((0, 0, 200))


def told(**fields: object) -> dict[str, str]:
    return {fact.label: fact.value for fact in facts(made_track(1, **fields))}


def test_what_is_not_known_is_left_out() -> None:
    bare = made_track(1, artist="", album="", year=None, track_no=None, genres=(), duration=None, size=0)
    assert facts(bare) == (Fact("Kind", "music · FLAC"), Fact("File", "/music/0/0/1.flac"))


def test_everything() -> None:
    whole = made_track(
        1,
        album_artist="Several",
        composer="C",
        genres=("a", "b"),
        track_no=3,
        disc_no=2,
        duration=3700.0,
        gain_track=-7.34,
        gain_album=1.0,
        added=1_795_000_000.0,
        size=31_234_567,
    )
    rows = facts(whole, Past(12, 1, is_liked=True), [whole.path, whole.path.with_name("copy.flac")])
    assert [(row.label, row.value) for row in rows] == [
        ("Artist", "Artist 00000"),
        ("Album", "Album 00000"),
        ("Album artist", "Several"),
        ("Composer", "C"),
        ("Year", "1990"),
        ("Genre", "a, b"),
        ("Track", "3 · disc 2"),
        ("Length", "1:01:40"),
        ("Played", "12 times · skipped once"),
        ("Marked", "♥ liked"),
        ("Loudness", "−7.3 dB · +1.0 dB for the album"),
        ("Added", "18 November 2026"),
        ("Kind", "music · FLAC · 31.2 MB"),
        ("File", "/music/0/0/1.flac"),
        ("Copy", "/music/0/0/copy.flac"),
    ]


def test_an_episode() -> None:
    rows = told(kind=Kind.VIDEO, show="The Wire", season=0, episode=4)
    assert (rows["Show"], rows["Episode"]) == ("The Wire", "season 0 · episode 4")
    assert rows["Kind"].startswith("video")


def test_details() -> None:
    film = Details(
        ("A", "B"),
        "W",
        "M",
        1920,
        1080,
        (Stream("en", "", "AC-3", 6), Stream("de", "Commentary")),
        (Stream("fr"),),
        "It ends.",
    )
    rows = {fact.label: fact.value for fact in facts(made_track(1), details=film)}
    assert (rows["Artist"], rows["Work"], rows["Movement"]) == ("A · B", "W", "M")
    assert (rows["Picture"], rows["Plot"]) == ("1920 × 1080", "It ends.")
    assert rows["Sound"] == "en AC-3 5.1 · de Commentary"
    assert rows["Subtitles"] == "fr"


@pytest.mark.parametrize(
    ("past", "words"),
    [
        (Past(), "never"),
        (Past(1), "once"),
        (Past(2, 3), "2 times · skipped 3 times"),
        (Past(0, 1), "never · skipped once"),
    ],
)
def test_what_was_done_with_it(past: Past, words: str) -> None:
    assert Fact("Played", words) in facts(made_track(1), past)


def test_how_to_fill_what_is_empty() -> None:
    assert "1.lrc" in missing_lyrics(made_track(1))
    assert missing_lyrics(made_track(1, kind=Kind.VIDEO)) == ""


@pytest.mark.parametrize(("size", "bytes_"), [("999 kB", 999_000), ("1 kB", 3), ("1.5 GB", 1_500_000_000)])
def test_sizes(size: str, bytes_: int) -> None:
    assert told(size=bytes_)["Kind"].endswith(size)


class TestHalfBlocks:
    def test_two_points_to_a_cell(self) -> None:
        (strip,) = half_blocks(Pixels(2, 2, RED + BLUE + BLUE + RED), 2, 1)
        assert strip.text == "▀▀"
        colours = [
            (s.style.color.name, s.style.bgcolor.name)
            for s in strip
            if s.style and s.style.color and s.style.bgcolor
        ]
        assert colours == [("#c80000", "#0000c8"), ("#0000c8", "#c80000")]

    @pytest.mark.parametrize(
        ("picture", "room", "cells"),
        [
            ((100, 100), (40, 20), (40, 20)),
            ((100, 100), (80, 20), (40, 20)),
            ((100, 100), (20, 20), (20, 10)),
            ((200, 100), (40, 20), (40, 10)),
            ((100, 300), (40, 20), (13, 20)),
            ((1, 1000), (40, 20), (1, 20)),
            ((1000, 1), (40, 20), (40, 1)),
            ((3, 3), (3, 2), (3, 2)),
            ((2, 2), (60, 30), (60, 30)),
        ],
    )
    def test_proportions_are_kept(
        self, picture: tuple[int, int], room: tuple[int, int], cells: tuple[int, int]
    ) -> None:
        strips = half_blocks(Pixels(*picture, RED * (picture[0] * picture[1])), *room)
        assert (strips[0].cell_length, len(strips)) == cells
        assert {strip.cell_length for strip in strips} == {cells[0]}

    def test_points_are_means(self) -> None:
        assert scaled(Pixels(2, 2, RED + BLUE + RED + BLUE), 1, 1) == [[(100, 0, 100)]]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("one two three", ["one two", "three"]),
        ("a" * 20, ["a" * 8, "a" * 8, "aaaa"]),
        ("to aaaaaaaaaa go", ["to", "aaaaaaaa", "aa go"]),
        ("日本語日本語", ["日本語日", "本語"]),
        ("\x1b[2Jevil\u202e", ["[2Jevil"]),
        ("", [""]),
        ("e" * 10_000, None),
    ],
)
def test_wrapping(text: str, lines: list[str] | None) -> None:
    found = wrapped(text, 8)
    assert lines is None or found == lines
    assert all(cell_len(line) <= 8 for line in found)
    assert len(found) < 80


def test_values_of_a_sheet_compare() -> None:
    lyrics = Lyrics((Line(1.0, "x"),), "a.lrc")
    assert Said("T", (), lyrics) == Said("T", (), Lyrics((Line(1.0, "x"),), "a.lrc"))
