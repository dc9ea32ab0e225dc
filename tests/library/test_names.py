import pytest
from hypothesis import given
from hypothesis import strategies as st
from tunes.library.names import Named, named


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("Song.mp3", Named("Song")),
        ("Artist/Song.mp3", Named("Song", artist="Artist")),
        ("Artist/Album/03 Song.mp3", Named("Song", "Artist", "Album", track_no=3)),
        ("Artist/1999 - Album/1-03 - Song.flac", Named("Song", "Artist", "Album", 3, 1, 1999)),
        ("Artist/Album (1999)/CD 2/03. Song.ogg", Named("Song", "Artist", "Album", 3, 2, 1999)),
        ("Somebody - Song.mp3", Named("Song", artist="Somebody")),
        ("Artist/Album/05 - Guest - Song.mp3", Named("Song", "Guest", "Album", track_no=5)),
        ("Deep/Artist/Album/Song.mp3", Named("Song", "Artist", "Album")),
        ("1999.mp3", Named("1999")),
        ("00 Intro.mp3", Named("Intro")),
        ("...mp3", Named("..")),
        ("song.flac.mp3", Named("song.flac")),
        ("Show/Season 1/S01E02 Title.mkv", Named("Title", show="Show", season=1, episode=2)),
        ("Show (2004)/Show.1x02.Some.Title.avi", Named("Some Title", show="Show", season=1, episode=2)),
        ("Show.S10E110.mkv", Named("Show", show="Show", season=10, episode=110)),
        ("Show/Season 1/S01E02E03 Two at Once.mkv", Named("Two at Once", show="Show", season=1, episode=2)),
        ("Show/Season 1/Show.S01E02-E03.mkv", Named("Show", show="Show", season=1, episode=2)),
        ("Show S01E02-03 Both.mkv", Named("Both", show="Show", season=1, episode=2)),
        ("Show 1x02-1x03 Both.mkv", Named("Both", show="Show", season=1, episode=2)),
        ("Show_S01E02_Title.mkv", Named("Title", show="Show", season=1, episode=2)),
        (
            "Series/Show.S01E02.Title.1080p.WEB-DL.x264-GRP.mkv",
            Named("Title", show="Show", season=1, episode=2),
        ),
        ("Show/S02/03 - Title.mkv", Named("Title", show="Show", season=2, episode=3)),
        ("Show/Specials/S00E01 Title.mkv", Named("Title", show="Show", season=0, episode=1)),
        ("Show/Specials/01 Title.mkv", Named("Title", show="Show", season=0, episode=1)),
        (
            "Show/Show 2024-05-01 Guest.mkv",
            Named("2024-05-01 Guest", show="Show", season=2024, year=2024),
        ),
        ("News.2024.05.01.mkv", Named("2024-05-01", show="News", season=2024, year=2024)),
        ("2024-05-01.mkv", Named("2024-05-01")),
        ("Films/Solaris (1972).mkv", Named("Solaris", year=1972)),
        ("Solaris [1972] 720p.mkv", Named("Solaris", year=1972)),
        ("Solaris.1972.1080p.BluRay.x264-GRP.mkv", Named("Solaris", year=1972)),
        ("Blade.Runner.2049.2017.2160p.mkv", Named("Blade Runner 2049", year=2017)),
        ("12 Monkeys (1995).mkv", Named("12 Monkeys", year=1995)),
        ("2012 (2009).avi", Named("2012", year=2009)),
        ("Alien - Director's Cut (1979).mkv", Named("Alien - Director's Cut", year=1979)),
        ("Solaris (1972) Part 2.mkv", Named("Solaris Part 2", year=1972)),
        ("Artist/Album/03 Clip.mp4", Named("Clip", "Artist", "Album", track_no=3)),
        ("Artist - Clip.webm", Named("Clip", artist="Artist")),
        ("Clip 1984.mp4", Named("Clip 1984")),
        ("Solaris (1972).mp3", Named("Solaris (1972)")),
        ("Artist/Album/01 2x02 Blues.mp3", Named("2x02 Blues", "Artist", "Album", track_no=1)),
        ("clip 1920x1080.mp4", Named("clip 1920x1080")),
    ],
)
def test_named(path: str, said: Named) -> None:
    assert named(path) == said


@given(
    st.lists(st.text(st.characters(exclude_characters="/\0"), min_size=1), min_size=1, max_size=5),
    st.sampled_from([".mp3", ".mkv"]),
)
def test_any_name_gives_a_title(parts: list[str], ending: str) -> None:
    said = named("/".join(parts) + ending)
    assert said.title
    assert said.track_no is None or said.track_no > 0
