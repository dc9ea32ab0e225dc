"""The test data of other projects: their source distributions, fetched once, by pip."""

import os
import subprocess
import sys
import tarfile
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import pytest

KEPT = Path(__file__).parents[1] / ".work"


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
