"""Every file of the test data of mutagen and mediafile is scanned without a crash, a hang or much memory.

Their source distributions are fetched once, by pip.
"""

import os
import subprocess
import sys
import tarfile
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from threading import Event

import pytest
from peak import peak_of_readers
from tunes.library.catalog import Catalog
from tunes.library.formats import LISTED, ending
from tunes.library.listing import list_files
from tunes.library.readers import Readers
from tunes.library.scan import scan

KEPT = Path(__file__).parents[2] / ".work"


@dataclass(frozen=True, slots=True)
class Data:
    """The test data of another project."""

    name: str
    version: str
    inside: str
    files: int
    """At least so many are listed by their endings."""
    no_sound: frozenset[str]
    """Those made to be bad: no sound can be found in them."""

    def unpacked(self, folder: Path) -> Path:
        archive = KEPT / self.name / f"{self.name}-{self.version}.tar.gz"
        if not archive.exists():
            self.fetch()
        if not archive.exists():
            reason = f"the source distribution of {self.name} {self.version} could not be downloaded"
            pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
        inside = f"{self.name}-{self.version}/{self.inside}/"
        with tarfile.open(archive) as opened:
            opened.extractall(folder, [one for one in opened if one.name.startswith(inside)])
        return folder / inside

    def fetch(self) -> None:
        command = [sys.executable, "-P", "-m", "pip", "download", "--quiet", "--no-deps"]
        command += ["--no-binary", ":all:", "--disable-pip-version-check"]
        command += ["--dest", os.fspath(KEPT / self.name), f"{self.name}=={self.version}"]
        (KEPT / self.name).mkdir(parents=True, exist_ok=True)
        subprocess.run(command, check=False, timeout=100, capture_output=True)


MUTAGEN = Data(
    "mutagen",
    version("mutagen"),
    "tests/data",
    60,
    frozenset(
        {
            *("106-invalid-streaminfo.flac", "64bit.mp4", "almostempty.mpc", "emptyfile.mp3"),
            "ooming-header.flac",
        }
    ),
)
MEDIAFILE = Data("mediafile", "0.13.0", "test/rsrc", 30, frozenset())
"""The last version that brings its data."""


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
