from typing import Any

import pytest
from tunes.library.formats import ending, kind_of
from tunes.library.track import Kind


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("a.MP3", "mp3"),
        ("/m/.mp3", ""),
        (".mp3", ""),
        ("a.b.flac", "flac"),
        ("none", ""),
        ("dot.", ""),
        ("/m.mp3/none", ""),
        ("..mp3", "mp3"),
    ],
)
def test_ending(name: str, found: Any) -> None:
    assert ending(name) == found


@pytest.mark.parametrize(
    ("file_ending", "genres", "has_picture", "kind"),
    [
        ("mp3", (), False, Kind.MUSIC),
        ("mp3", ("Podcast",), False, Kind.SPOKEN),
        ("m4b", (), False, Kind.SPOKEN),
        ("mkv", (), True, Kind.VIDEO),
        ("mkv", (), False, Kind.MUSIC),
        ("mp4", ("Audiobook",), False, Kind.SPOKEN),
        ("mp3", (), True, Kind.MUSIC),
    ],
)
def test_kind(file_ending: str, genres: tuple[str, ...], has_picture: bool, kind: Kind) -> None:
    assert kind_of(file_ending, genres, has_picture=has_picture) is kind
