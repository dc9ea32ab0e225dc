"""Owns a process that works through files for tunes, seen from outside: starting it, a job and its answer, ending it.

A file that crashes a native library, or takes all memory, costs that process and nothing else.
"""

import os
import selectors
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import orjson
from tunes.library.log import opened_log

LOOK_EVERY_S = 0.25
"""How long whoever no longer wants an answer goes on waiting for it."""

GOING_S = 5.0
"""Between a process' last word and its end."""


def never() -> bool:
    """The answer is wanted, however long it takes."""
    return False


class Helper:
    """One process, started when it is first asked for something. For one thread; `kill` may be called on any."""

    def __init__(self, module: str, log: Path | None, surroundings: Mapping[str, str] | None = None) -> None:
        """`module` is what it runs (see `helping`); `log` takes what libraries print there."""
        self._module, self._log = module, log
        self._surroundings = dict(surroundings or {})
        self._process: subprocess.Popen[bytes] | None = None
        self._half = b""
        self._is_gone = False
        """It said nothing more, and is about to end."""

    @property
    def is_running(self) -> bool:
        """Whether there is a process, busy or not."""
        return self._process is not None

    def ask(
        self, job: Mapping[str, Any], patience_s: float, is_unwanted: Callable[[], bool] = never
    ) -> dict[str, Any] | None:
        """What it answers to a job; None where it died, took longer than that, or the answer is no longer wanted."""
        if self._process is None:
            self._process, self._half, self._is_gone = self._started(), b"", False
        try:
            if self._process.stdin is not None:
                self._process.stdin.write(orjson.dumps(job) + b"\n")
        except OSError:
            self._is_gone = True
            return None
        line = self._line(self._process, time.monotonic() + patience_s, is_unwanted)
        return None if line is None else dict(orjson.loads(line))

    def _line(
        self, process: subprocess.Popen[bytes], until: float, is_unwanted: Callable[[], bool]
    ) -> bytes | None:
        if process.stdout is None:
            return None
        with selectors.DefaultSelector() as selector:
            selector.register(process.stdout, selectors.EVENT_READ)
            while time.monotonic() < until and not is_unwanted():
                if not selector.select(LOOK_EVERY_S):
                    continue
                told = os.read(process.stdout.fileno(), 1 << 16)
                if not told:
                    self._is_gone = True
                    return None
                self._half += told
                if self._half.endswith(b"\n"):
                    line, self._half = self._half, b""
                    return line
        return None

    def _started(self) -> subprocess.Popen[bytes]:
        log = opened_log(self._log)
        try:
            return subprocess.Popen(
                [sys.executable, "-P", "-m", self._module],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                bufsize=0,
                start_new_session=True,  # Ctrl-C in the terminal is not meant for it
                env=os.environ | self._surroundings,
            )
        finally:
            os.close(log)

    def kill(self) -> None:
        """Takes its work away; whoever waits for an answer gets None."""
        process = self._process
        if process is not None:
            process.kill()

    def end(self) -> int:
        """Ends it, and tells how it had ended by itself: its exit code, less than 0 for a signal; 0 where it ran still."""
        process, self._process = self._process, None
        if process is None:
            return 0
        code = _ended(process) if self._is_gone else process.poll()
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                pipe.close()
        return code or 0


def _ended(process: subprocess.Popen[bytes]) -> int | None:
    try:
        return process.wait(GOING_S)
    except subprocess.TimeoutExpired:
        return None
