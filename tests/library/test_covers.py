"""Which cover a track has: real files beside it and inside it, and what only looks like one."""

import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from covered import BLUE, GREEN, RED, bomb, picture, put_picture
from media import make_sound
from PIL import Image
from tunes.library.cover_cache import CoverCache
from tunes.library.covers import Covers
from tunes.library.errors import UnreadableError
from tunes.library.pictures import is_beside
from tunes.library.track import Kind, Track
from tunes.library.unpacking import Unpacking


@pytest.fixture
def covers(tmp_path: Path) -> Covers:
    return Covers(CoverCache(tmp_path / "cache"), Unpacking())


@pytest.fixture
def song(tmp_path: Path) -> Track:
    return track(make_sound(tmp_path / "Album" / "a.flac", 0.3))


def track(path: Path, kind: Kind = Kind.MUSIC) -> Track:
    return Track("t1:1", path, kind, path.stem)


def put(path: Path, colour: tuple[int, int, int]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(picture(colour))


def colour_of(covers: Covers, one: Track) -> tuple[int, ...] | None:
    found = covers.pixels(one)
    return tuple(found.rgb[:3]) if found else None


def test_beside_then_inside_then_the_only_picture(covers: Covers, song: Track) -> None:
    folder = song.path.parent
    assert colour_of(covers, song) is None
    assert covers.cover_file(song) is None
    put(folder / "scan.png", GREEN)
    assert colour_of(covers, song) == GREEN
    put_picture(song.path, picture(BLUE))
    assert colour_of(covers, song) == BLUE
    put(folder / "Folder.PNG", RED)
    assert colour_of(covers, song) == RED
    assert covers.cover_file(song) == folder / "Folder.PNG"


def test_what_is_inside_can_be_opened_by_others(covers: Covers, song: Track) -> None:
    put_picture(song.path, picture(BLUE))
    copy = covers.cover_file(song)
    assert copy is not None
    assert Image.open(copy).format == "JPEG"
    assert covers.cover_file(song) == copy
    shutil.rmtree(copy.parent)
    assert covers.cover_file(song) == copy
    assert copy.exists()


def test_a_changed_picture_is_another(covers: Covers, song: Track) -> None:
    cover = song.path.parent / "cover.png"
    put(cover, RED)
    assert colour_of(covers, song) == RED
    put(cover, GREEN)
    os.utime(cover, (1, 1))
    assert colour_of(covers, song) == GREEN
    cover.unlink()
    assert colour_of(covers, song) is None


def test_what_was_made_once_is_kept(tmp_path: Path, covers: Covers, song: Track) -> None:
    class Idle(Unpacking):
        def pixels(self, *_: object, **__: object) -> bytes:
            raise UnreadableError("asked again")

    put(song.path.parent / "cover.png", RED)
    assert colour_of(covers, song) == RED
    assert colour_of(Covers(CoverCache(tmp_path / "cache"), Idle()), song) == RED
    assert colour_of(Covers(CoverCache(None), Idle()), song) is None
    for kept in (tmp_path / "cache").iterdir():
        kept.write_bytes(b"damaged")
    assert colour_of(covers, song) == RED


def test_a_cache_that_can_not_be_kept(song: Track) -> None:
    covers = Covers(CoverCache(Path("/dev/null/covers")), Unpacking())
    put_picture(song.path, picture(BLUE))
    assert colour_of(covers, song) == BLUE
    assert covers.cover_file(song) is None


def test_above_the_discs_of_an_album(tmp_path: Path, covers: Covers) -> None:
    one = track(make_sound(tmp_path / "Album" / "CD1" / "a.flac", 0.3))
    put(tmp_path / "Album" / "cover.png", RED)
    assert colour_of(covers, one) == RED
    assert is_beside(one.path.parent)
    put(one.path.parent / "front.png", GREEN)
    assert colour_of(covers, one) == GREEN
    (one.path.parent / "front.png").unlink()
    (tmp_path / "Album" / "Another").mkdir()
    assert colour_of(covers, one) is None
    assert not is_beside(one.path.parent)


def test_films(tmp_path: Path, covers: Covers) -> None:
    film = track(tmp_path / "Solaris (1972).mkv", Kind.VIDEO)
    film.path.touch()
    put(tmp_path / "holiday.png", GREEN)
    assert colour_of(covers, film) is None
    put(tmp_path / "poster.png", RED)
    assert colour_of(covers, film) == RED
    put(tmp_path / "Solaris (1972).png", BLUE)
    assert covers.cover_file(film) == tmp_path / "Solaris (1972).png"


def test_an_episode_has_the_poster_of_its_show(tmp_path: Path, covers: Covers) -> None:
    episode = replace(track(tmp_path / "Show" / "Season 1" / "S01E02.mkv", Kind.VIDEO), show="Show", season=1)
    put(tmp_path / "Show" / "poster.png", RED)
    episode.path.parent.mkdir()
    episode.path.touch()
    assert colour_of(covers, episode) == RED
    assert colour_of(covers, replace(episode, show=None)) is None
    put(tmp_path / "Show" / "season01-poster.png", GREEN)
    assert colour_of(covers, episode) == GREEN


def test_what_only_bears_the_name(covers: Covers, song: Track) -> None:
    folder = song.path.parent
    os.mkfifo(folder / "cover.jpg")
    (folder / "cover.png").mkdir()
    (folder / "cover.gif").symlink_to(folder / "nowhere")
    (folder / "cover.webp").symlink_to("/dev/zero")
    (folder / "folder.jpg").write_bytes(picture(form="JPEG")[:300])
    (folder / "folder.png").write_bytes(bomb())
    put(folder / "front.png", GREEN)
    assert colour_of(covers, song) == GREEN


def test_a_track_that_is_gone(tmp_path: Path, covers: Covers) -> None:
    gone = track(tmp_path / "nowhere" / "a.flac")
    assert covers.pixels(gone) is None
    assert covers.cover_file(track(tmp_path / "nowhere" / "a.mkv", Kind.VIDEO)) is None
