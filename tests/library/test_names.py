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
        ("Artist/Album/01 2x02 Blues.mp3", Named("2x02 Blues", "Artist", "Album", track_no=1)),
        ("clip 1920x1080.mp4", Named("clip 1920x1080")),
    ],
)
def test_named(path: str, said: Named) -> None:
    assert named(path) == said


@given(st.lists(st.text(st.characters(exclude_characters="/\0"), min_size=1), min_size=1, max_size=5))
def test_any_name_gives_a_title(parts: list[str]) -> None:
    said = named("/".join(parts) + ".mp3")
    assert said.title
    assert said.track_no is None or said.track_no > 0
