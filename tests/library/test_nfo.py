import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from media import make_sound
from tunes.library.catalog import Catalog
from tunes.library.nfo import MOST_BYTES, read_nfo
from tunes.library.scan import ScanReport

FILM = """<?xml version="1.0" encoding="UTF-8" standalone="yes" ?>
<movie><title>Солярис &amp; more</title><year>1972</year><genre>Drama</genre><genre>Science Fiction / Drama</genre>
<actor><name>Somebody</name><title>Not this</title></actor><plot>long</plot></movie>"""
EPISODE = "<episodedetails><title>Pilot</title><showtitle>Show</showtitle><season>{}</season><episode>2</episode><aired>2001-02-03</aired></episodedetails>"
BOMB = '<!DOCTYPE m [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><movie><title>&b;</title></movie>'
FETCH = '<!DOCTYPE m [<!ENTITY x SYSTEM "file:///etc/passwd">]><movie><title>&x;</title></movie>'


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (
            FILM,
            {
                "title": "Солярис & more",
                "year": 1972,
                "genres": ("Drama", "Science Fiction"),
                "plot": "long",
            },
        ),
        (EPISODE.format(1), {"title": "Pilot", "show": "Show", "season": 1, "episode": 2, "year": 2001}),
        (EPISODE.format(0), {"title": "Pilot", "show": "Show", "season": 0, "episode": 2, "year": 2001}),
        (
            EPISODE.format(1) + EPISODE.format(7),
            {"title": "Pilot", "show": "Show", "season": 1, "episode": 2, "year": 2001},
        ),
        ("\n<movie><title>T</title></movie>\nhttps://example.org/tt1", {"title": "T"}),
        ("<movie><title>  </title><year>soon</year><season>-1</season></movie>", {}),
        ("<movie/>", {}),
        ("<movie><title>cut off</title>", {}),
        ("<tvshow><title>Another kind</title></tvshow>", {}),
        ("https://example.org/tt1", {}),
        ("", {}),
        (BOMB, {}),
        (FETCH, {}),
        ("<!DOCTYPE movie><movie><title>T</title></movie>", {}),
        ('<?xml version="1.0" encoding="nonsense"?><movie><title>T</title></movie>', {}),
        ("<movie>" * 100_000, {}),
        (f"<movie><title>{'x' * MOST_BYTES}</title></movie>", {}),
        (f"<movie><title>{'x' * 500_000}</title></movie>", {"title": "x" * 2000}),
    ],
    ids=[
        *(
            "film",
            "episode",
            "special",
            "two episodes",
            "address behind",
            "says nothing",
            "bare",
            "cut",
            "other kind",
        ),
        *("address", "empty", "bomb", "fetching", "doctype", "encoding", "deep", "large", "long"),
    ],
)
def test_read_nfo(content: str, said: dict[str, Any]) -> None:
    assert read_nfo(content.encode()) == said


def test_other_encodings() -> None:
    xml = '<?xml version="1.0" encoding="{}"?><movie><title>Amélie</title></movie>'
    for encoding in ("iso-8859-1", "utf-16"):
        assert read_nfo(xml.format(encoding).encode(encoding)) == {"title": "Amélie"}
    assert read_nfo(b"\xef\xbb\xbf" + xml.format("utf-8").encode()) == {"title": "Amélie"}


@pytest.mark.parametrize(
    "noise", [b"\0" * 500, bytes(range(256)) * 9, b"<movie>\xff\xfe</movie>", b"<!", b"<movie a="]
)
def test_noise_is_nothing(noise: bytes) -> None:
    assert read_nfo(noise) == {}


def test_what_lies_beside_a_film_names_it(
    catalog: Catalog, music: Path, rescan: Callable[..., ScanReport]
) -> None:
    film = make_sound(music / "Films" / "Solaris.mkv", 1.0)
    rescan()
    (before,) = catalog.all_tracks()
    assert (before.title, before.year) == ("Solaris", None)
    beside = film.with_suffix(".nfo")
    beside.write_text(FILM)
    later = time.time() + 10
    os.utime(beside, (later, later))
    assert rescan().changed == 1
    (after,) = catalog.all_tracks()
    assert (after.title, after.year, after.genres) == ("Солярис & more", 1972, ("Drama", "Science Fiction"))
    assert after.id == before.id, "what is said beside it says nothing of what it is"
    assert rescan().changed == 0
    beside.unlink()
    assert rescan().changed == 1
    (last,) = catalog.all_tracks()
    assert last.title == "Solaris"


def test_what_is_no_file_is_not_read(
    catalog: Catalog, music: Path, rescan: Callable[..., ScanReport]
) -> None:
    make_sound(music / "a.mkv", 1.0)
    os.mkfifo(music / "a.nfo")
    make_sound(music / "b.mkv", 2.0)
    (music / "b.nfo").symlink_to("/dev/zero")
    assert rescan().files == 2
    assert {track.title for track in catalog.all_tracks()} == {"a", "b"}
