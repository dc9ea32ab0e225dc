"""How much memory a scan takes, measured in a process of its own: other tests' children eat more, on purpose."""

import os
import subprocess
import sys
from pathlib import Path

UNIT = 1 if sys.platform == "darwin" else 1024
"""Bytes in which the system counts memory."""

_SCAN = """
import resource, sys
from pathlib import Path
from threading import Event
from tunes.library.catalog import Catalog
from tunes.library.scan import scan
for progress in scan(Catalog(Path(sys.argv[1])), [Path(sys.argv[2])], cancelled=Event(), now=float):
    pass
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


def peak_of_readers(folder: Path, library: Path) -> int:
    """The most bytes that any of a scan's readers had."""
    command = [sys.executable, "-P", "-c", _SCAN, os.fspath(library), os.fspath(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=100)
    return int(done.stdout) * UNIT
