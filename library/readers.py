"""Owns the reader processes of one scan: feeds them, waits only so long for each file, and replaces those that hang or die."""

import contextlib
import fcntl
import os
import selectors
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from typing import IO, Any, NamedTuple, Self

import orjson
from tunes.library.errors import LibraryError
from tunes.library.log import opened_log
from tunes.library.requests import END, READY

READERS = max(2, min(4, os.cpu_count() or 2))
"""Two keep a slow disk busy even on one processor; with more than four, putting away what they say is what takes the time."""
WORTH_A_READER = 64
"""Files for which another reader pays: starting one costs as much as reading a few hundred."""
PIPE_BYTES = 512 << 10
"""Room in each pipe, where the system gives it: readers go on while a batch is kept."""
AHEAD_BYTES, AHEAD_BYTES_AT_LEAST = 400_000, 12_000
"""Names that a reader is sent ahead, so that it never waits for us; the lesser where pipes are as they come. Less than a pipe
holds (macOS: 16 KiB), or we could wait for it to take names, and it for us to take answers."""
AHEAD_AT_LEAST, AHEAD_ROUNDS = 8, 8
"""Files that a reader is sent ahead where some may be wanted before the others: so many, or as many as it reads in so many rounds.
On a slow disk it is few, since what is wanted must wait for them."""
LIMIT_S = 10.0
"""Seconds for one file; a slow network disk needs one or two, a crafted file never ends."""
START_LIMIT_S = 30.0
"""Seconds for a reader to start, on a cold disk and a busy computer."""
MOST_FAILED_STARTS = 3
"""Readers that may die one after another before they are ready: one may be killed by a computer that is out of memory."""
LOOK_EVERY_S = 0.25
"""Seconds between looks at whether the scan was cancelled or a reader hangs."""
GATHER_S, MANY = 0.01, 100
"""Seconds in which answers gather before they are taken, where they were fewer: waking up for each of thousands would cost a
reader's time."""

Answer = dict[str, Any]


class _Asked(NamedTuple):
    """A file that a reader was asked for."""

    path: str
    size: int
    """Bytes of its name, and of those of its cue sheets."""


@dataclass(slots=True)
class _Reader:
    process: subprocess.Popen[bytes]
    stdin: IO[bytes]
    stdout: IO[bytes]
    since: float
    """When it began with the first of what it was asked, on the monotonic clock."""
    asked: "deque[_Asked]" = field(default_factory=deque)
    """What it has yet to answer, in order."""
    ahead: int = 0
    """Bytes of their names."""
    most_ahead: int = AHEAD_BYTES_AT_LEAST
    pace: int = AHEAD_AT_LEAST
    """Files that it answered in the last round in which it answered any."""
    rest: bytes = b""
    is_ready: bool = False


class Readers:
    """A few reader processes; a context manager that ends them."""

    def __init__(self, log: Path | None = None, count: int = READERS, limit_s: float = LIMIT_S) -> None:
        self._log = log
        self._limit_s = limit_s
        self._count = count
        self._selector = selectors.DefaultSelector()
        self._readers: list[_Reader] = []
        self._waiting: deque[str] = deque()
        """What is to be read, in order, and what was wanted before its turn and has been sent."""
        self._unsent: set[str] = set()
        self._cues: Mapping[str, Sequence[str]] = {}
        self._first: Callable[[], Iterable[str]] | None = None
        self._failed_starts = 0
        self._crashed: set[str] = set()
        """What a reader died of; each is tried once more, since readers are also killed for what others ate."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for reader in list(self._readers):
            self._end(reader)
        self._selector.close()

    def begin(
        self,
        paths: Iterable[str],
        *,
        cues: Mapping[str, Sequence[str]],
        first: Callable[[], Iterable[str]] | None,
    ) -> None:
        """Starts them all, and asks them for as many of these files as they take ahead; `read` answers those too."""
        self._want(paths, cues, first)
        while len(self._readers) < self._count:
            self._start()
        for reader in self._readers:
            self._ask(reader)

    def read(
        self,
        paths: Iterable[str],
        cancelled: Event,
        *,
        cues: Mapping[str, Sequence[str]] | None = None,
        first: Callable[[], Iterable[str]] | None = None,
    ) -> Iterator[tuple[str, Answer]]:
        """Reads files, several at a time, in no certain order; each is answered once, with what is known or a "problem".

        `cues` are the names of the cue sheets that lie beside a file; `first` tells again and again which files are wanted
        before the others. Raises LibraryError where no reader can be started.
        """
        self._want(paths, cues or {}, first)
        while len(self._readers) < min(self._count, -(-len(self._unsent) // WORTH_A_READER)):
            self._start()
        while (self._unsent or any(reader.asked for reader in self._readers)) and not cancelled.is_set():
            for reader in self._readers:
                self._ask(reader)
            taken = 0
            for key, _ in self._selector.select(LOOK_EVERY_S):
                for answer in self._take(key.data):
                    taken += 1
                    yield answer
            yield from self._overdue()
            if taken < MANY:
                cancelled.wait(GATHER_S)

    def _want(
        self,
        paths: Iterable[str],
        cues: Mapping[str, Sequence[str]],
        first: Callable[[], Iterable[str]] | None,
    ) -> None:
        asked = {one.path for reader in self._readers for one in reader.asked}
        self._waiting = deque(path for path in dict.fromkeys(paths) if path not in asked)
        self._unsent = set(self._waiting)
        self._cues, self._first = cues, first

    def _start(self) -> None:
        stderr = opened_log(self._log)
        try:
            process = subprocess.Popen(
                # -P: started from a folder that holds a `profile.py` or `json.py`, it must not import those
                [sys.executable, "-P", "-m", "tunes.library.reader"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=stderr,
                start_new_session=True,  # Ctrl-C in the terminal is the program's business
            )
        finally:
            os.close(stderr)
        if process.stdin is None or process.stdout is None:
            raise AssertionError("both are pipes")
        reader = _Reader(process, process.stdin, process.stdout, time.monotonic())
        with contextlib.suppress(OSError, AttributeError):  # Linux alone can, and may be out of room
            for pipe in (process.stdin, process.stdout):
                fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, PIPE_BYTES)
            reader.most_ahead = AHEAD_BYTES
        self._readers.append(reader)
        self._selector.register(reader.stdout, selectors.EVENT_READ, reader)

    def _ask(self, reader: _Reader) -> None:
        if not reader.asked:
            reader.since = time.monotonic()
        names = []
        most = max(AHEAD_AT_LEAST, reader.pace * AHEAD_ROUNDS) if self._first else sys.maxsize
        for path in self._next():
            if reader.asked and (reader.ahead >= reader.most_ahead or len(reader.asked) >= most):
                break
            self._unsent.discard(path)
            names.append(self._named(path))
            reader.ahead += len(names[-1])
            reader.asked.append(_Asked(path, len(names[-1])))
        with contextlib.suppress(BrokenPipeError):  # it died; its closed output tells, and it is replaced
            reader.stdin.write(b"".join(names))
            reader.stdin.flush()

    def _next(self) -> Iterator[str]:
        """What waits, in the order in which it is wanted; each is to be taken out before the next is asked for."""
        if self._first:
            yield from (path for path in self._first() if path in self._unsent)
        while self._waiting:
            if self._waiting[0] in self._unsent:
                yield self._waiting[0]
            else:
                self._waiting.popleft()

    def _take(self, reader: _Reader) -> Iterator[tuple[str, Answer]]:
        chunk = os.read(reader.stdout.fileno(), 1 << 20)
        if not chunk:
            yield from self._replace(reader, "reading it crashed the reader", has_died=True)
            return
        reader.since = time.monotonic()
        *lines, reader.rest = (reader.rest + chunk).split(b"\n")
        if lines and not reader.is_ready:
            reader.is_ready = lines.pop(0) + b"\n" == READY
            self._failed_starts = 0
        reader.pace = len(lines) or reader.pace
        for line in lines:
            path, size = reader.asked.popleft()
            reader.ahead -= size
            yield path, orjson.loads(line)

    def _overdue(self) -> Iterator[tuple[str, Answer]]:
        now = time.monotonic()
        for reader in list(self._readers):
            limit = self._limit_s if reader.is_ready else START_LIMIT_S
            if reader.asked and now - reader.since > limit:
                yield from self._replace(reader, f"reading it took more than {limit:g} s", has_died=False)

    def _replace(self, reader: _Reader, reason: str, *, has_died: bool) -> Iterator[tuple[str, Answer]]:
        """The file it was at is the one to blame; the others go to its successor."""
        self._end(reader)
        if not reader.is_ready:
            self._failed_starts += 1
            if self._failed_starts == MOST_FAILED_STARTS:
                where = f"; {self._log} says why" if self._log is not None else ""
                raise LibraryError(f"Files can't be read, because the reader process does not start{where}.")
            self._put_back(reader)
        if reader.asked:
            blamed = reader.asked.popleft().path
            self._put_back(reader)
            if has_died and blamed not in self._crashed:
                self._crashed.add(blamed)
                self._unsent.add(blamed)
                self._waiting.append(blamed)
            else:
                yield blamed, {"problem": reason, "passing": not has_died}
        if self._unsent:
            self._start()

    def _put_back(self, reader: _Reader) -> None:
        """What it was asked for is asked of another."""
        paths = [one.path for one in reader.asked]
        reader.asked.clear()
        self._unsent.update(paths)
        self._waiting.extendleft(reversed(paths))

    def _named(self, path: str) -> bytes:
        """A file as the reader takes it: the names of the cue sheets beside it, and its path."""
        cues = [os.fsencode(name) + END for name in self._cues[path]] if path in self._cues else []
        return b"".join([*cues, os.fsencode(path), END])

    def _end(self, reader: _Reader) -> None:
        self._readers.remove(reader)
        self._selector.unregister(reader.stdout)
        reader.process.kill()
        reader.process.wait()
        for pipe in (reader.stdin, reader.stdout):
            with contextlib.suppress(BrokenPipeError):  # what it was still asked is asked of another
                pipe.close()
