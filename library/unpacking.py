"""Owns asking the unpacker process: starts one for each question, waits only so long, and ends it when nobody wants the answer any more."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from threading import Event
from typing import Any

from tunes.library.errors import UnreadableError
from tunes.library.log import opened_log

LIMIT_S = 10.0
"""Seconds for one file, the start of the process with it: a slow network disk needs two or three, a crafted file never ends."""
LOOK_EVERY_S = 0.1
"""Seconds between looks at whether the answer is still wanted."""
SCREEN_SIDE = 120
"""Points a side of what is shown in half blocks: the largest has 60 columns, and twice that still looks smooth."""
FILE_SIDE = 640
"""Points a side of what other programs are given: as large as a desktop shows a cover."""


class Unpacking:
    """Asks about one file at a time; may be used from any thread."""

    def __init__(self, log: Path | None = None, limit_s: float = LIMIT_S) -> None:
        self._log = log
        self._limit_s = limit_s

    def pixels(self, path: Path, *, is_inside: bool, cancelled: Event | None = None) -> bytes:
        """A small PPM of a picture, or of that inside a track. Raises UnreadableError."""
        return self._ask(cancelled, what="pixels", path=path, is_inside=is_inside, side=SCREEN_SIDE)[1]

    def jpeg(self, path: Path, *, cancelled: Event | None = None) -> bytes:
        """The picture inside a track, as a JPEG for other programs. Raises UnreadableError."""
        return self._ask(cancelled, what="jpeg", path=path, is_inside=True, side=FILE_SIDE)[1]

    def lyrics(self, path: Path, cancelled: Event | None = None) -> tuple[list[tuple[float, str]], list[str]]:
        """The timed words inside a track, and those that are text. Raises UnreadableError."""
        said, _ = self._ask(cancelled, what="lyrics", path=path)
        return [(float(at), str(words)) for at, words in said["timed"]], [str(text) for text in said["texts"]]

    def _ask(self, cancelled: Event | None, path: Path, **wanted: object) -> tuple[dict[str, Any], bytes]:
        question = json.dumps(wanted | {"path": os.fspath(path)}).encode() + b"\n"
        output = self._run(question, cancelled or Event())
        head, _, picture = output.partition(b"\n")
        try:
            said: dict[str, Any] = json.loads(head)
        except ValueError as error:
            raise UnreadableError("reading it crashed the unpacker") from error
        if "problem" in said:
            raise UnreadableError(str(said["problem"]))
        return said, picture

    def _run(self, question: bytes, cancelled: Event) -> bytes:
        deadline = time.monotonic() + self._limit_s
        input_once: bytes | None = question
        with self._started() as process:
            try:
                while True:
                    try:
                        return process.communicate(input_once, LOOK_EVERY_S)[0]
                    except subprocess.TimeoutExpired:
                        input_once = None  # it goes on where it was
                        if cancelled.is_set():
                            raise UnreadableError("nobody wants to know any more") from None
                        if time.monotonic() > deadline:
                            raise UnreadableError(f"reading it took more than {self._limit_s:g} s") from None
            finally:
                process.kill()

    def _started(self) -> "subprocess.Popen[bytes]":
        stderr = opened_log(self._log)
        try:
            return subprocess.Popen(
                # -P: started from a folder that holds a `profile.py` or `json.py`, it must not import those
                [sys.executable, "-P", "-m", "tunes.library.unpacker"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=stderr,
                start_new_session=True,  # Ctrl-C in the terminal is the program's business
            )
        except OSError as error:  # no more processes, or no memory for one
            raise UnreadableError(f"the unpacker does not start ({error.strerror})") from error
        finally:
            os.close(stderr)
