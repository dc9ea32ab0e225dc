"""What the library's tests share: a folder of music, a catalog, and a scan of the one into the other by real readers."""

from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event

import pytest
from tunes.library.catalog import Catalog
from tunes.library.scan import ScanReport, scan

NOW = 1_795_000_000.0

Rescan = Callable[..., ScanReport]


@pytest.fixture
def music(tmp_path: Path) -> Path:
    folder = tmp_path / "music"
    folder.mkdir()
    return folder


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[Catalog]:
    opened = Catalog(tmp_path / "library.db")
    yield opened
    opened.close()


@pytest.fixture
def rescan(catalog: Catalog, music: Path) -> Rescan:
    def run(*roots: Path, now: float = NOW) -> ScanReport:
        *_, last = scan(catalog, roots or [music], cancelled=Event(), now=lambda: now)
        assert last.report is not None
        assert last.read == last.total
        return last.report

    return run
