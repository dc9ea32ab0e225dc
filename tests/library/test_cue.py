import pytest
from hypothesis import given
from hypothesis import strategies as st
from tunes.library.cue import MOST_TRACKS, CueSheet, read_cue

SHEET = """\
REM GENRE "Folk Rock"
REM DATE 1998-05-01
REM DISCNUMBER 2
REM REPLAYGAIN_ALBUM_GAIN -7.10 dB
PERFORMER "The Band"
TITLE "An \u201cAlbum\u201d"
FILE "An Album.wav" WAVE
  TRACK 01 AUDIO
    TITLE "First"
    INDEX 01 00:00:00
    REM REPLAYGAIN_TRACK_GAIN -6.50 dB
  TRACK 02 AUDIO
    TITLE "Second"
    PERFORMER "A Guest"
    SONGWRITER "Somebody"
    INDEX 00 03:00:10
    INDEX 01 03:02:15
  TRACK 03 MODE1/2352
    TITLE "Data"
    INDEX 01 09:00:00
"""


def test_what_a_sheet_says() -> None:
    sheet = read_cue(SHEET)
    assert (sheet.album, sheet.album_artist, sheet.genre) == ("An \u201cAlbum\u201d", "The Band", "Folk Rock")
    assert (sheet.year, sheet.disc_no, sheet.gain_album) == (1998, 2, -7.1)
    first, second = sheet.tracks
    assert (first.track_no, first.title, first.artist, first.composer) == (1, "First", "The Band", "")
    assert (first.start, first.gain_track) == (0.0, -6.5)
    assert first.end == second.start == pytest.approx(182.2)
    assert (second.artist, second.composer, second.end) == ("A Guest", "Somebody", None)


@pytest.mark.parametrize(
    ("line", "file"),
    [
        ('FILE "a b.flac" WAVE', "a b.flac"),
        ("FILE a.flac WAVE", "a.flac"),
        ("FILE a b.flac WAVE", "a b.flac"),
        ('file "a "quoted" b.ape" wave', 'a "quoted" b.ape'),
        ('FILE "C:\\Music\\a.wav" WAVE', "C:\\Music\\a.wav"),
    ],
)
def test_how_a_file_is_named(line: str, file: str) -> None:
    sheet = read_cue(f"{line}\nTRACK 01 AUDIO\nINDEX 01 00:00:00\n")
    assert [track.file for track in sheet.tracks] == [file]


def two(file: str) -> CueSheet:
    return read_cue(
        f'FILE "{file}" WAVE\nTRACK 01 AUDIO\nINDEX 01 00:00:00\nTRACK 02 AUDIO\nINDEX 01 01:00:00\n'
    )


@pytest.mark.parametrize(
    ("named", "name", "others", "count"),
    [
        ("Album.flac", "Album.flac", [], 2),
        ("album.FLAC", "Album.flac", [], 2),
        ("Album.wav", "Album.flac", [], 2),
        ("Album.wav", "Album.flac", ["Album.wav"], 0),
        ("D:\\rips\\Album.wav", "Album.ape", [], 2),
        ("sub/Album.wav", "Album.ape", [], 2),
        ("Another.wav", "Album.ape", [], 0),
    ],
)
def test_which_file_is_meant(named: str, name: str, others: list[str], count: int) -> None:
    assert len(two(named).cut(name, others.__contains__)) == count


def test_a_file_a_track_cuts_nothing() -> None:
    sheet = read_cue(
        'FILE "1.flac" WAVE\nTRACK 01 AUDIO\nINDEX 01 00:00:00\nTRACK 02 AUDIO\nINDEX 00 04:00:00\n'
        'FILE "2.flac" WAVE\nINDEX 01 00:00:00\n'
    )
    assert [(track.file, track.track_no, track.start) for track in sheet.tracks] == [
        ("1.flac", 1, 0.0),
        ("2.flac", 2, 0.0),
    ]
    assert sheet.cut("1.flac", lambda _: True) == ()


@given(st.text())
def test_any_text_is_a_sheet_of_something(text: str) -> None:
    assert len(read_cue(text).tracks) <= text.upper().count("TRACK")


@given(
    st.lists(
        st.sampled_from(
            [*SHEET.splitlines(), "INDEX 01", "TRACK", 'FILE "', "INDEX 01 99999:99:99", "TRACK x AUDIO"]
        )
    )
)
def test_lines_in_any_order(lines: list[str]) -> None:
    for track in read_cue("\n".join(lines)).tracks:
        assert track.start >= 0
        assert track.end is None or track.end > track.start


def test_a_sheet_without_end() -> None:
    lines = "".join(
        f"TRACK {n} AUDIO\nINDEX 01 {n // 60}:{n % 60:02}:00\n" for n in range(1, 3 * MOST_TRACKS)
    )
    assert len(read_cue('FILE "a.wav" WAVE\n' + lines).tracks) == MOST_TRACKS
