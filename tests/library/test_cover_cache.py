"""The cache of small pictures: private, bounded, and nothing is lost with it."""

import os
import stat
from pathlib import Path

import pytest
from tunes.library.cover_cache import CoverCache


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "cover.jpg"
    path.write_bytes(b"picture")
    return path


def test_what_was_kept_is_found_and_private(tmp_path: Path, source: Path) -> None:
    cache = CoverCache(tmp_path / "cache" / "covers")
    assert cache.get(source, "ppm") is None
    kept = cache.put(source, "ppm", b"small")
    assert kept is not None
    assert cache.get(source, "ppm") == b"small"
    assert cache.get(source, "jpg") is None
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert stat.S_IMODE(kept.parent.stat().st_mode) == 0o700
    assert list(kept.parent.iterdir()) == [kept]


def test_of_a_changed_file_it_is_another(tmp_path: Path, source: Path) -> None:
    cache = CoverCache(tmp_path / "covers")
    cache.put(source, "ppm", b"small")
    source.write_bytes(b"another picture")
    assert cache.get(source, "ppm") is None
    cache.put(source, "ppm", b"smaller")
    os.utime(source, (1, 1))
    assert cache.get(source, "ppm") is None
    source.unlink()
    assert cache.get(source, "ppm") is None
    assert cache.put(source, "ppm", b"small") is None


def test_the_longest_unused_go_first(tmp_path: Path) -> None:
    cache = CoverCache(tmp_path / "covers", most_bytes=250)
    sources = [tmp_path / f"{number}.jpg" for number in range(4)]
    for number, source in enumerate(sources):
        source.touch()
        kept = cache.put(source, "ppm", bytes(100))
        assert kept is not None
        os.utime(kept, (number, number))
        if number == 1:
            assert cache.get(sources[0], "ppm")  # used just now
    assert [cache.get(source, "ppm") is not None for source in sources] == [True, False, False, True]


def test_without_a_folder_nothing_is_kept(source: Path) -> None:
    cache = CoverCache(None)
    assert cache.put(source, "ppm", b"small") is None
    assert cache.get(source, "ppm") is None


def test_a_folder_that_can_not_be_written(tmp_path: Path, source: Path) -> None:
    (tmp_path / "taken").write_text("a file")
    cache = CoverCache(tmp_path / "taken" / "covers")
    assert cache.put(source, "ppm", b"small") is None
    assert cache.get(source, "ppm") is None
    full = CoverCache(Path("/dev/full/covers"))
    assert full.put(source, "ppm", b"small") is None
