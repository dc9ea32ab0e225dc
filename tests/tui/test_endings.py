"""A terminal that goes takes the program along, also where no signal tells."""

import os
import pty
import select
import subprocess
import sys
from pathlib import Path


def test_a_terminal_that_goes_without_a_signal(tmp_path: Path) -> None:
    """It is not the program's controlling one, as behind some wrappers, so that nobody is sent SIGHUP."""
    (tmp_path / "music").mkdir()
    ours, theirs = pty.openpty()
    own = {"HOME": os.fspath(tmp_path), "XDG_RUNTIME_DIR": os.fspath(tmp_path)}
    program = subprocess.Popen(
        [sys.executable, "-P", "-m", "tunes.tui", os.fspath(tmp_path / "music")],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env=os.environ | own | {"TERM": "xterm-256color"},
        start_new_session=True,
    )
    os.close(theirs)
    seen = b""
    while b"tunes" not in seen:
        assert select.select([ours], [], [], 30)[0], "nothing was painted"
        seen += os.read(ours, 1 << 16)
    os.close(ours)
    try:
        program.wait(timeout=30)
    finally:
        program.kill()
