from collections.abc import Callable
from pathlib import Path

import mutagen
from hypothesis import given
from hypothesis import strategies as st
from media import make_sound
from tunes.library.catalog import Catalog
from tunes.library.details import Details, Stream, details_of, kept
from tunes.library.scan import ScanReport

Rescan = Callable[..., ScanReport]
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
STREAMS = st.lists(st.builds(Stream, TEXT, TEXT, TEXT, st.none() | st.integers(1, 32)), max_size=3).map(tuple)


@given(
    st.builds(
        Details,
        artists=st.lists(TEXT, max_size=3).map(tuple),
        work=TEXT,
        movement=TEXT,
        width=st.none() | st.integers(1, 99_999),
        height=st.none() | st.integers(1, 99_999),
        audio=STREAMS,
        subtitles=STREAMS,
        plot=TEXT,
    )
)
def test_what_is_kept_is_what_was_known(details: Details) -> None:
    assert details_of(kept(details)) == details


def test_nothing_known_takes_no_room() -> None:
    assert kept(Details()) == ""
    assert details_of("") == Details()


def test_details_of_a_film(music: Path, catalog: Catalog, rescan: Rescan) -> None:
    data = Path(__file__).parents[1] / "data" / "films" / "film.mkv"
    film = music / "A Film (1999).mkv"
    film.write_bytes(data.read_bytes())
    film.with_suffix(".nfo").write_text(
        "<movie><title>Another</title><plot>Somebody\\nleaves.</plot></movie>"
    )
    rescan()
    (track,) = catalog.at_path(film)
    details = catalog.details(track.id)
    assert (track.title, details.plot) == ("Another", "Somebody\\nleaves.")
    assert (details.width, details.height) == (64, 48)
    assert [(sound.language, sound.title) for sound in details.audio] == [("fr", ""), ("en", "Commentary")]
    assert [text.language for text in details.subtitles] == ["de"]


def test_details_of_music(music: Path, catalog: Catalog, rescan: Rescan) -> None:
    path = make_sound(music / "a.flac", 0.2, title="Allegro", composer="C")
    opened = mutagen.File(path)
    opened["artist"] = ["First", "Second"]
    opened["work"] = "Sonata in G"
    opened["movementname"] = "Allegro"
    opened.save()
    rescan()
    (track,) = catalog.at_path(path)
    assert track.artist == "First; Second"
    details = catalog.details(track.id)
    assert details == Details(artists=("First", "Second"), work="Sonata in G", movement="Allegro")
    assert list(catalog.search("sonata", 5)) == [track]
    assert catalog.details("t1:unknown") == Details()
