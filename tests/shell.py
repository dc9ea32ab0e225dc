"""A home folder in a sandbox, and the installed `tunes` started in it as a script would."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

TUNES = Path(sys.executable).with_name("tunes")
KEPT = ("PATH", "PYTHONPATH", "TMPDIR", "LD_LIBRARY_PATH", "SYSTEMROOT")
"""What a program needs of the surrounding environment; nothing else of it reaches the sandbox."""


@dataclass(frozen=True, slots=True)
class Done:
    """How a command ended."""

    code: int
    raw: bytes
    """Standard output."""
    err: str

    @property
    def out(self) -> str:
        return self.raw.decode()

    @property
    def lines(self) -> list[str]:
        return self.out.splitlines()

    @property
    def json(self) -> Any:
        """The one document on standard output, which is plain ASCII on one line."""
        assert self.raw.isascii(), self.raw
        assert self.raw.count(b"\n") == 1, self.raw
        return json.loads(self.raw)


class Shell:
    """A home folder, made when it is missing, and commands run in it without a terminal."""

    def __init__(self, home: Path, **environment: str) -> None:
        self.home = home
        home.mkdir(parents=True, exist_ok=True)
        kept = {name: os.environ[name] for name in KEPT if name in os.environ}
        own = {"HOME": str(home), "LANG": "C.UTF-8", "PYTHONSAFEPATH": "1", "TZ": "Europe/Berlin"}
        self.environment = kept | own | environment

    @property
    def data(self) -> Path:
        return self.home / ".local" / "share" / "tunes"

    def start(
        self,
        *words: str | bytes | Path,
        without: Sequence[str] = (),
        stdout: int = subprocess.PIPE,
        **environment: str,
    ) -> "subprocess.Popen[bytes]":
        """Starts `tunes` with these words."""
        chosen = {key: value for key, value in self.environment.items() if key not in without}
        return subprocess.Popen(
            [TUNES, *words],
            stdin=subprocess.DEVNULL,
            stdout=stdout,
            stderr=subprocess.PIPE,
            cwd=self.home,
            env=chosen | environment,
        )

    def tunes(self, *words: str | bytes | Path, without: Sequence[str] = (), **environment: str) -> Done:
        """Runs `tunes` to its end. No command ever shows a traceback, or an escape character on standard error."""
        return self.ended(self.start(*words, without=without, stdout=subprocess.PIPE, **environment))

    def line(self, line: str, **environment: str) -> Done:
        """Runs a line of a shell."""
        return self.ended(
            subprocess.Popen(
                ["sh", "-c", line],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                cwd=self.home,
                env=self.environment | environment,
            )
        )

    def ended(self, process: "subprocess.Popen[bytes]", seconds: float = 60) -> Done:
        """Waits for a command."""
        out, err = process.communicate(timeout=seconds)
        assert b"Traceback" not in err, err.decode(errors="replace")
        assert b"\x1b" not in err, err
        return Done(process.returncode, out or b"", err.decode())
