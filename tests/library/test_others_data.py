"""Every file of the test data of mutagen and mediafile is scanned without a crash, a hang or much memory."""

from pathlib import Path
from threading import Event

import pytest
from others_data import MEDIAFILE, MUTAGEN, Data
from peak import peak_of_readers
from tunes.library.catalog import Catalog
from tunes.library.formats import LISTED, ending
from tunes.library.listing import list_files
from tunes.library.readers import Readers
from tunes.library.scan import scan


@pytest.fixture(scope="module", params=[MUTAGEN, MEDIAFILE], ids=lambda data: data.name)
def data(request: pytest.FixtureRequest) -> Data:
    made: Data = request.param
    return made


@pytest.fixture(scope="module")
def folder(data: Data, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return data.unpacked(tmp_path_factory.mktemp(data.name))


def test_every_file_is_listed_or_told(catalog: Catalog, data: Data, folder: Path) -> None:
    files = [path for path in folder.iterdir() if ending(path.name) in LISTED]
    assert len(files) > data.files
    *_, last = scan(catalog, [folder], cancelled=Event(), now=float)
    assert last.report is not None
    assert last.report.files + last.report.unreadable == len(files)
    problems = {problem.path.name: problem.reason for problem in catalog.problems()}
    assert problems.keys() == data.no_sound
    assert not [reason for reason in problems.values() if "crashed" in reason or "took more" in reason]


def test_it_takes_little_memory(folder: Path, tmp_path: Path) -> None:
    assert peak_of_readers(folder, tmp_path / "library.db") < 300 << 20


def test_every_file_under_every_ending(folder: Path, tmp_path: Path) -> None:
    """Each file is read as if it were of each format: none crashes a reader, or holds it up."""
    wrong = []
    for path in folder.iterdir():
        for one in sorted(LISTED):
            wrong.append(tmp_path / f"{path.name}.{one}")
            wrong[-1].symlink_to(path)
    found = [one.path for one in list_files([tmp_path], Event()).files]
    assert len(found) == len(wrong)
    with Readers(limit_s=20) as readers:
        answers = dict(readers.read(found, Event()))
    assert answers.keys() == set(found)
    reasons = [answer["problem"] for answer in answers.values() if "problem" in answer]
    assert not [reason for reason in reasons if "crashed" in reason or "took more" in reason]
