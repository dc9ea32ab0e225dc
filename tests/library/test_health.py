"""What could be better about the files."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from media import make_sound, tag
from mutagen.flac import FLAC, Picture
from mutagen.id3 import APIC, ID3
from tunes.library.catalog import Catalog
from tunes.library.pictures import is_beside, is_inside
from tunes.library.scan import ScanReport
from tunes.library.twice import Held, Same, twice

A, B, C = (Path(f"/{name}") for name in "abc")


@pytest.mark.parametrize(
    ("files", "found"),
    [
        pytest.param([Held(A, b"p"), Held(B, b"p"), Held(C, b"q")], [(Same.SOUND, (A, B))], id="sound"),
        pytest.param([Held(A, b"p", "m"), Held(B, b"q", "m")], [(Same.RECORDING, (A, B))], id="recording"),
        pytest.param([Held(A, b"p", None, "n", 9.0), Held(B, b"q", None, "n", 12.0)], [(Same.NAMES, (A, B))], id="names"),
        pytest.param([Held(A, b"p", None, "n", 9.0), Held(B, b"q", None, "n", 12.1)], [], id="names, longer"),
        pytest.param([Held(A, b"p", None, "n"), Held(B, b"q", None, "n")], [], id="names, length unknown"),
        pytest.param([Held(A, b"p", "m", "n", 1.0), Held(B, b"p", "m", "n", 1.0)], [(Same.SOUND, (A, B))], id="told once"),
        pytest.param(
            [Held(A, b"p", "m"), Held(B, b"p", "m"), Held(C, b"q", "m")],
            [(Same.SOUND, (A, B)), (Same.RECORDING, (A, B, C))],
            id="more of it by a weaker sign",
        ),
        pytest.param([Held(A, b"p"), Held(B, b"q")], [], id="nothing in common"),
    ],
)  # fmt: skip
def test_twice(files: list[Held], found: list[tuple[Same, tuple[Path, ...]]]) -> None:
    assert [(one.why, one.paths) for one in twice(files)] == found


@pytest.mark.parametrize(
    ("name", "counts"),
    [
        ("cover.jpg", True),
        ("Folder.PNG", True),
        ("front.webp", True),
        ("back.jpg", True),  # the only picture there
        ("cover.avif", False),
        ("cover.txt", False),
    ],
)
def test_a_cover_beside(tmp_path: Path, name: str, counts: bool) -> None:
    (tmp_path / name).touch()
    assert is_beside(tmp_path) == counts


def test_of_two_other_pictures_neither_is_the_cover(tmp_path: Path) -> None:
    (tmp_path / "back.jpg").touch()
    (tmp_path / "band.jpg").touch()
    assert not is_beside(tmp_path)


@pytest.mark.parametrize("ending", ["flac", "mp3", "ogg", "m4a"])
def test_a_picture_inside(tmp_path: Path, ending: str) -> None:
    path = make_sound(tmp_path / f"a.{ending}", 0.5, title="A")
    assert not is_inside([path])
    if ending == "flac":
        opened, picture = FLAC(path), Picture()
        picture.data = b"\xff\xd8"
        opened.add_picture(picture)
        opened.save()
        assert is_inside([path])
    elif ending == "mp3":
        frames = ID3(path)
        frames.add(APIC(data=b"\xff\xd8"))
        frames.save(path)
        assert is_inside([path])


def test_what_is_gone_meanwhile_is_not_complained_about(tmp_path: Path) -> None:
    assert is_inside([tmp_path / "a.mp3"])
    assert is_beside(tmp_path / "nowhere")
    assert not is_inside([])


def test_of_a_library(catalog: Catalog, music: Path, rescan: Callable[..., ScanReport]) -> None:
    full = make_sound(music / "1.flac", 1.0, 300, title="T", artist="A", album="L")
    shutil.copyfile(full, music / "2.flac")
    tag(music / "2.flac", title="Other")
    make_sound(music / "3.ogg", 1.0, 400, artist="A", album="L")
    make_sound(music / "x" / "y" / "4 Song.wav", 1.0, 500)
    make_sound(music / "5.mp3", 1.0, 600, title="T5", artist="B")
    (music / "covered").mkdir()
    (music / "covered" / "cover.jpg").touch()
    make_sound(music / "covered" / "6.flac", 1.0, 700, title="T6", artist="C", album="Covered")
    (music / "bad.mp3").write_text("x")
    rescan()
    found = catalog.health()
    assert [(one.why, [path.name for path in one.paths]) for one in found.twice] == [
        (Same.SOUND, ["1.flac", "2.flac"])
    ]
    assert [(one.path.name, one.missing) for one in found.untagged] == [
        ("3.ogg", ("title",)),
        ("5.mp3", ("album",)),
        ("4 Song.wav", ("title", "artist", "album")),
    ]
    assert [one.path.name for one in found.broken] == ["bad.mp3"]
    assert ("A", "L", music) in [(one.artist, one.album, one.folder) for one in found.coverless]
    assert "Covered" not in [one.album for one in found.coverless]
