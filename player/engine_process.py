"""Owns the engine's process as seen from tunes: starts it, writes commands, reads words, and knows when it has died or hangs."""

import contextlib
import os
import selectors
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from tunes.player.wire import Close, Command, Word, line_of, word_of

HUNG_S = 8.0
"""An engine says something every second; one that has been silent this long is stuck, mostly in a disk that doesn't answer."""
BEGIN_S = 30.0
"""For its first word: a sleeping disk has to bring Python, libVLC and all its plugins."""
BURIED_S = 0.5
"""For a killed engine to be gone; one that waits for a dead disk can't even be killed, and is left behind."""
THRIFTY = {"MALLOC_ARENA_MAX": "2", "MALLOC_TRIM_THRESHOLD_": "131072", "OPENBLAS_NUM_THREADS": "1"}
"""Sound that is resampled never waits for a second thread of numpy's: libVLC throws away what comes late. For the C library of Linux, which else keeps what libVLC's many short threads gave back: 30 MB after a thousand seeks."""
MOST_LOG_BYTES = 1 << 20
"""A log larger than this is begun anew."""


class EngineProcess:
    """One engine at a time. `next_word` belongs to one thread; the other calls may come from another."""

    def __init__(self, log: Path, handles: Sequence[int]) -> None:
        """`handles` are passed on to each engine: where the pictures of films go."""
        self._log = log
        self._handles = handles
        self._process = self._started()
        self._rest = b""
        self._has_spoken = False

    def start(self) -> None:
        """Starts an engine, in place of one that has died. Not while another thread speaks to that one."""
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()
        self._process, self._rest, self._has_spoken = self._started(), b"", False

    def say(self, command: Command) -> None:
        """Hands a command down, at once. One said to a dead engine is lost; whoever replaces it says again what still holds.

        An engine that lets a pipe full of them lie is stuck, and nobody waits for it.
        """
        line = line_of(command)
        try:
            taken = self._process.stdin.write(line) if self._process.stdin is not None else None
        except BrokenPipeError:
            return
        if taken != len(line):
            self._process.kill()

    def next_word(self) -> Word | None:
        """Waits for the next word; None when the engine has died or was killed because it hung."""
        while b"\n" not in self._rest:
            chunk = self._chunk()
            if not chunk:
                self.kill()
                return None
            self._rest += chunk
        line, _, self._rest = self._rest.partition(b"\n")
        self._has_spoken = True
        return word_of(line)

    def ask_to_close(self) -> None:
        """Lets it say its last words and end."""
        self.say(Close())

    def kill(self) -> None:
        """Ends it now, whatever it is doing."""
        self._process.kill()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(BURIED_S)

    def _started(self) -> subprocess.Popen[bytes]:
        with self._opened_log() as log:
            process = subprocess.Popen(
                # -P: a folder of the listener's that is named like a library must not be taken for it.
                [sys.executable, "-P", "-m", "tunes.player.engine_start", *map(str, self._handles)],
                pass_fds=self._handles,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                env=os.environ | THRIFTY,
                bufsize=0,
                start_new_session=True,  # Ctrl-C and Ctrl-Z in the terminal are not meant for it
            )
        if process.stdin is not None:
            os.set_blocking(process.stdin.fileno(), False)
        return process

    def _chunk(self) -> bytes:
        if self._process.stdout is None:
            return b""
        patience = HUNG_S if self._has_spoken else BEGIN_S
        with selectors.DefaultSelector() as selector:
            selector.register(self._process.stdout, selectors.EVENT_READ)
            # Twice, since the first wait is over at once after tunes itself was stopped for long (Ctrl-Z).
            if not any(selector.select(patience / 2) for _ in range(2)):
                return b""
        return os.read(self._process.stdout.fileno(), 1 << 16)

    @contextlib.contextmanager
    def _opened_log(self) -> Iterator[int]:
        """Where the engine's libraries print to; nowhere, when the log can't be written."""
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC
        with contextlib.suppress(OSError):
            if self._log.stat().st_size > MOST_LOG_BYTES:
                self._log.unlink()
        try:
            handle = os.open(self._log, flags, 0o600)
        except OSError:
            handle = os.open(os.devnull, os.O_WRONLY | os.O_CLOEXEC)
        try:
            yield handle
        finally:
            os.close(handle)
