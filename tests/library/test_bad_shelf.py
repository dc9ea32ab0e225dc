"""A shelf of every sort of bad file: all of it is listed, told as a problem, or passed over as it should be, in little time and memory."""

import time
from pathlib import Path
from threading import Event

import pytest
from bad_shelf import CASES, IGNORED, LISTED, PROBLEM, Case, make_shelf, place_of
from peak import peak_of_readers
from tunes.library.catalog import Catalog
from tunes.library.scan import ScanReport, scan
from tunes.library.track import Track


class Shelf:
    def __init__(self, folder: Path) -> None:
        self.music = folder / "music"
        make_shelf(self.music)
        catalog = Catalog(folder / "library.db")
        began = time.monotonic()
        *_, last = scan(catalog, [self.music], cancelled=Event(), now=float)
        self.seconds = time.monotonic() - began
        assert last.report is not None
        self.report: ScanReport = last.report
        tracks = list(catalog.all_tracks())
        self.tracks: dict[Path, Track] = {path: one for one in tracks for path in catalog.paths(one.id)}
        self.problems = {problem.path: problem.reason for problem in catalog.problems()}
        catalog.close()


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    return Shelf(tmp_path_factory.mktemp("bad"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.sort}-{ascii(case.name)[2:-1]:.30}")
def test_its_fate(shelf: Shelf, case: Case) -> None:
    path = place_of(shelf.music, case)
    fate = LISTED if path in shelf.tracks else PROBLEM if path in shelf.problems else IGNORED
    assert fate == case.fate, shelf.problems.get(path)
    if case.title is not None:
        assert shelf.tracks[path].title == case.title
    if fate == LISTED:
        duration = shelf.tracks[path].duration
        assert duration is None or 0 < duration < 10
    if fate == PROBLEM:
        assert len(shelf.problems[path]) > 5


def test_everything_is_accounted_for(shelf: Shelf) -> None:
    assert set(shelf.tracks) | set(shelf.problems) <= {place_of(shelf.music, case) for case in CASES}
    assert shelf.report.unreadable == len(shelf.problems)


def test_it_takes_little(shelf: Shelf, tmp_path: Path) -> None:
    assert shelf.seconds < 30
    assert peak_of_readers(shelf.music, tmp_path / "library.db") < 300 << 20
