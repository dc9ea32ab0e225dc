"""Owns the reader processes of one scan: feeds them, waits only so long for each file, and replaces those that hang or die."""

import contextlib
import json
import os
import selectors
import subprocess
import sys
import time
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from typing import Any, Self

BATCH = 32
"""Files named to a reader at once: so many that pipes cost nothing, so few that a replaced reader loses nothing."""
LIMIT_S = 10.0
"""Seconds for one file; a slow network disk needs one or two, a fifo or a crafted file never ends."""
LOOK_EVERY_S = 0.25
"""Seconds between looks at whether the scan was cancelled or a reader hangs."""

Answer = dict[str, Any]


@dataclass(slots=True)
class _Reader:
    process: subprocess.Popen[bytes]
    asked: deque[Path] = field(default_factory=deque)
    """What it has yet to answer, in order."""
    since: float = 0.0
    """When it began with the first of them, on the monotonic clock."""
    rest: bytes = b""


class Readers:
    """A few reader processes; a context manager that ends them."""

    def __init__(self, log: Path | None = None, count: int = 2, limit_s: float = LIMIT_S) -> None:
        self._log = log
        self._limit_s = limit_s
        self._count = count
        self._selector = selectors.DefaultSelector()
        self._readers: list[_Reader] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for reader in list(self._readers):
            self._end(reader)
        self._selector.close()

    def read(self, paths: Iterable[Path], cancelled: Event) -> Iterator[tuple[Path, Answer]]:
        """Reads files, several at a time, in no certain order; each is answered once, with what is known or a "problem"."""
        waiting = deque(paths)
        wanted = min(self._count, len(waiting))
        while len(self._readers) < wanted:
            self._start()
        while (waiting or any(reader.asked for reader in self._readers)) and not cancelled.is_set():
            for reader in self._readers:
                if not reader.asked and waiting:
                    self._ask(reader, [waiting.popleft() for _ in range(min(BATCH, len(waiting)))])
            for key, _ in self._selector.select(LOOK_EVERY_S):
                yield from self._take(key.data, waiting)
            yield from self._overdue(waiting)

    def _start(self) -> None:
        stderr = self._log.open("ab") if self._log is not None else None
        try:
            process = subprocess.Popen(
                [sys.executable, "-m", "tunes.library.reader"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=stderr or subprocess.DEVNULL,
                start_new_session=True,  # Ctrl-C in the terminal is the program's business
            )
        finally:
            if stderr is not None:
                stderr.close()
        reader = _Reader(process)
        self._readers.append(reader)
        if process.stdout is not None:
            self._selector.register(process.stdout, selectors.EVENT_READ, reader)

    def _ask(self, reader: _Reader, paths: list[Path]) -> None:
        reader.asked.extend(paths)
        reader.since = time.monotonic()
        line = json.dumps([os.fspath(path) for path in paths]).encode() + b"\n"
        if reader.process.stdin is not None:
            try:
                reader.process.stdin.write(line)
                reader.process.stdin.flush()
            except BrokenPipeError:  # it died; its closed output tells, and it is replaced
                return

    def _take(self, reader: _Reader, waiting: deque[Path]) -> Iterator[tuple[Path, Answer]]:
        chunk = os.read(reader.process.stdout.fileno(), 1 << 20) if reader.process.stdout else b""
        if not chunk:
            yield from self._replace(reader, waiting, "reading it crashed the reader")
            return
        *lines, reader.rest = (reader.rest + chunk).split(b"\n")
        for line in lines:
            reader.since = time.monotonic()
            yield reader.asked.popleft(), json.loads(line)

    def _overdue(self, waiting: deque[Path]) -> Iterator[tuple[Path, Answer]]:
        now = time.monotonic()
        for reader in list(self._readers):
            if reader.asked and now - reader.since > self._limit_s:
                yield from self._replace(reader, waiting, f"reading it took more than {self._limit_s:.0f} s")

    def _replace(self, reader: _Reader, waiting: deque[Path], reason: str) -> Iterator[tuple[Path, Answer]]:
        """The file it was at is the one to blame; the others go to its successor."""
        self._end(reader)
        if reader.asked:
            yield reader.asked.popleft(), {"problem": reason}
        waiting.extendleft(reversed(reader.asked))
        self._start()

    def _end(self, reader: _Reader) -> None:
        self._readers.remove(reader)
        if reader.process.stdout is not None:
            self._selector.unregister(reader.process.stdout)
        reader.process.kill()
        reader.process.wait()
        for pipe in (reader.process.stdin, reader.process.stdout):
            if pipe is not None:
                with contextlib.suppress(BrokenPipeError):  # what it was still asked is asked of another
                    pipe.close()
