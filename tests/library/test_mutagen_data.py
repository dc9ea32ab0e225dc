"""Every file of mutagen's own test data is scanned without a crash or a hang. Its source distribution is fetched once, by pip."""

import os
import subprocess
import sys
import tarfile
from importlib.metadata import version
from pathlib import Path
from threading import Event

import pytest
from tunes.library.catalog import Catalog
from tunes.library.formats import LISTED, ending
from tunes.library.listing import list_files
from tunes.library.readers import Readers
from tunes.library.scan import scan

VERSION = version("mutagen")
KEPT = Path(__file__).parents[2] / ".work" / "mutagen"
NO_SOUND = {
    "106-invalid-streaminfo.flac",
    "64bit.mp4",
    "almostempty.mpc",
    "emptyfile.mp3",
    "ooming-header.flac",
    "too-short.mp3",
}
"""Those made to be bad: no sound can be found in them."""


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    archive = KEPT / f"mutagen-{VERSION}.tar.gz"
    if not archive.exists():
        fetch()
    if not archive.exists():
        reason = f"the source distribution of mutagen {VERSION} could not be downloaded"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    folder = tmp_path_factory.mktemp("mutagen")
    with tarfile.open(archive) as opened:
        inside = f"mutagen-{VERSION}/tests/data/"
        opened.extractall(folder, [one for one in opened if one.name.startswith(inside)])
    return folder / inside


def fetch() -> None:
    command = [sys.executable, "-P", "-m", "pip", "download", "--quiet", "--no-deps", "--no-binary", ":all:"]
    command += ["--disable-pip-version-check", "--dest", os.fspath(KEPT), f"mutagen=={VERSION}"]
    KEPT.mkdir(parents=True, exist_ok=True)
    subprocess.run(command, check=False, timeout=100, capture_output=True)


def test_every_file_is_listed_or_told(catalog: Catalog, data: Path) -> None:
    files = [path for path in data.iterdir() if ending(path.name) in LISTED]
    assert len(files) > 60
    *_, last = scan(catalog, [data], cancelled=Event(), now=float)
    assert last.report is not None
    assert last.report.files + last.report.unreadable == len(files)
    problems = {problem.path.name: problem.reason for problem in catalog.problems()}
    assert problems.keys() == NO_SOUND
    assert not [reason for reason in problems.values() if "crashed" in reason or "took more" in reason]


def test_every_file_under_every_ending(data: Path, tmp_path: Path) -> None:
    """Each file is read as if it were of each format: none crashes a reader, or holds it up."""
    wrong = []
    for path in data.iterdir():
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
