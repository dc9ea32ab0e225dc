"""Which files of a folder are covers, by their names."""

import pytest
from tunes.library.cover_names import is_only_discs, of_film, of_music, of_show, only_picture


@pytest.mark.parametrize(
    ("names", "covers"),
    [
        (["front.png", "folder.jpg", "cover.png", "cover.jpg"], ["cover.jpg", "cover.png", "folder.jpg", "front.png"]),
        (["Cover.JPEG", "FOLDER.WebP"], ["Cover.JPEG", "FOLDER.WebP"]),
        (["cover.gif", "cover.bmp"], ["cover.gif", "cover.bmp"]),
        (["cover.txt", "cover", "back.jpg", "cover.jpg.part", "covers.jpg"], []),
        ([], []),
    ],
)  # fmt: skip
def test_of_music(names: list[str], covers: list[str]) -> None:
    assert of_music(names) == covers


def test_of_a_film() -> None:
    names = ["folder.jpg", "poster.png", "Solaris.jpg", "Solaris-poster.jpg", "Stalker.jpg", "fanart.jpg"]
    assert of_film(names, "Solaris") == ["Solaris-poster.jpg", "Solaris.jpg", "poster.png", "folder.jpg"]
    assert of_film(["POSTER.JPG"], "Solaris") == ["POSTER.JPG"]
    assert of_film(["poster.jpg"], "poster") == ["poster.jpg"]


def test_of_an_episode() -> None:
    assert of_film(["S01E02-thumb.jpg", "poster.jpg"], "S01E02") == ["S01E02-thumb.jpg", "poster.jpg"]
    above = ["poster.jpg", "season01-poster.jpg", "season02-poster.jpg", "season-specials-poster.jpg"]
    assert of_show(above, 2) == ["season02-poster.jpg", "poster.jpg"]
    assert of_show(above, 0) == ["season-specials-poster.jpg", "poster.jpg"]
    assert of_show(above, None) == ["poster.jpg"]


def test_the_only_picture() -> None:
    assert only_picture(["a.flac", "scan0001.jpg", "notes.txt"]) == ["scan0001.jpg"]
    assert only_picture(["a.jpg", "b.png"]) == []
    assert only_picture([]) == []


@pytest.mark.parametrize(
    ("folders", "files", "is_so"),
    [
        (["CD1", "CD2"], ["cover.jpg"], True),
        (["Disc 1", "disk2 - Live"], [], True),
        (["CD1", "Scans"], ["album.nfo"], True),
        (["CD1"], [], True),
        (["CD1", "Another Album"], [], False),
        (["CD1"], ["01 Song.flac"], False),
        (["Scans"], [], False),
        (["CDs"], [], False),
        ([], [], False),
    ],
)
def test_an_album_disc_by_disc(folders: list[str], files: list[str], is_so: bool) -> None:
    assert is_only_discs(folders, files) == is_so
