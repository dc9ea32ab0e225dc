"""What `tunes play` is asked for."""

import time
from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest
from media import make_sound
from tunes.library.catalog import Catalog
from tunes.library.scan import scan
from tunes.tui.wanted import of_words, wanted

SHELF = (
    ("Radiohead", "Kid A", "Everything in Its Right Place"),
    ("Radiohead", "Kid A", "Kid A"),
    ("Radiohead", "OK Computer", "Airbag"),
    ("Radiohead", "OK Computer", "Karma Police"),
    ("The Police", "Synchronicity", "Tea in the Sahara"),
    ("The Police", "Synchronicity", "Synchronicity I"),
    ("Portishead", "Dummy", "Roads"),
    ("Metallica", "Metallica", "Sad but True"),
    ("Metallica", "Load", "Until It Sleeps"),
    ("Björk", "Debut", "Human Behaviour"),
)


@pytest.fixture(scope="module")
def music(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("music")
    for number, (artist, album, title) in enumerate(SHELF):
        path = folder / artist / album / f"{number:02} {title}.flac"
        make_sound(
            path, 0.1, 100.0 + number, title=title, artist=artist, album=album, tracknumber=str(number)
        )
    return folder


@pytest.fixture(scope="module")
def catalog(music: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalog]:
    made = Catalog(tmp_path_factory.mktemp("data") / "library.db")
    made.set_roots([music])
    list(scan(made, [music], cancelled=Event(), now=time.time))
    yield made
    made.close()


@pytest.mark.parametrize(
    ("words", "titles", "source"),
    [
        ("karma police", ["Karma Police"], "search"),
        ("karma", ["Karma Police"], "search"),
        ("artist:radiohead -kid", ["Airbag", "Karma Police"], "search"),
        ("title:karma", ["Karma Police"], "search"),
        ("karma radiohead", ["Karma Police"], "search"),
        ("kid a", ["Everything in Its Right Place", "Kid A"], "album:Kid A"),
        ("radiohead kid a", ["Everything in Its Right Place", "Kid A"], "album:Kid A"),
        ("kid a radiohead", ["Everything in Its Right Place", "Kid A"], "album:Kid A"),
        ("everything in its right place", ["Everything in Its Right Place"], "search"),
        ("ok computr", ["Airbag", "Karma Police"], "album:OK Computer"),
        ("police", ["Tea in the Sahara", "Synchronicity I"], "artist:The Police"),
        ("portishaed", ["Roads"], "artist:Portishead"),
        ("metallica", ["Until It Sleeps", "Sad but True"], "artist:Metallica"),
        ("metallica metallica", ["Sad but True"], "album:Metallica"),
        ("bjork", ["Human Behaviour"], "artist:Björk"),
        ("qqqqq", [], "search"),
        ("", [], "search"),
    ],
)
def test_words(catalog: Catalog, words: str, titles: list[str], source: str) -> None:
    tracks, found = of_words(words, catalog)
    assert ([track.title for track in tracks], found) == (titles, source)


class TestFilesAndWords:
    def test_what_exists_is_a_file_and_keeps_its_place(self, catalog: Catalog, music: Path) -> None:
        roads = music / "Portishead" / "Dummy" / "06 Roads.flac"
        airbag = music / "Radiohead" / "OK Computer" / "02 Airbag.flac"
        arguments = [str(roads), "human", str(airbag), "behaviour"]
        (tracks, source), problems = wanted(arguments, catalog, 0.0)
        assert [track.title for track in tracks] == ["Roads", "Human Behaviour", "Airbag"]
        assert (source, problems) == ("files", [])

    def test_a_name_in_the_folder_is_a_file(
        self, catalog: Catalog, music: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(music / "Portishead")
        (tracks, source), _ = wanted(["Dummy"], catalog, 0.0)
        assert ([track.title for track in tracks], source) == (["Roads"], "files")

    def test_what_can_not_be_played_is_named(self, catalog: Catalog, tmp_path: Path) -> None:
        (tmp_path / "letter.txt").write_text("Dear Ann")
        (tracks, _), problems = wanted([str(tmp_path / "letter.txt")], catalog, 0.0)
        assert tracks == []
        assert len(problems) == 1
