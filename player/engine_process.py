"""Owns the engine's process as seen from tunes: starts it, writes commands, reads words, and knows when it has died or hangs."""

import contextlib
import os
import selectors
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tunes.player.wire import Close, Command, Word, line_of, word_of

HUNG_S = 8.0
"""An engine says something every second; one that has been silent this long is stuck, mostly in a disk that doesn't answer."""
MOST_LOG_BYTES = 1 << 20
"""A log larger than this is begun anew."""


class EngineProcess:
    """One engine at a time. `next_word` belongs to one thread; the other calls may come from another."""

    def __init__(self, log: Path) -> None:
        self._log = log
        self._rest = b""
        self.start()

    def start(self) -> None:
        """Starts an engine, in place of one that has died."""
        with self._opened_log() as log:
            self._process = subprocess.Popen(
                # -P: a folder of the listener's that is named like a library must not be taken for it.
                [sys.executable, "-P", "-m", "tunes.player.engine"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                bufsize=0,
                start_new_session=True,  # Ctrl-C and Ctrl-Z in the terminal are not meant for it
            )
        self._rest = b""

    def say(self, command: Command) -> None:
        """Hands a command down. One said to a dead engine is lost; whoever replaces it says again what still holds."""
        if self._process.stdin is not None and not self._process.stdin.closed:
            with contextlib.suppress(BrokenPipeError):
                self._process.stdin.write(line_of(command))

    def next_word(self) -> Word | None:
        """Waits for the next word; None when the engine has died or was killed because it hung."""
        while b"\n" not in self._rest:
            chunk = self._chunk()
            if not chunk:
                self.kill()
                return None
            self._rest += chunk
        line, _, self._rest = self._rest.partition(b"\n")
        return word_of(line)

    def ask_to_close(self) -> None:
        """Lets it say its last words and end."""
        self.say(Close())

    def kill(self) -> None:
        """Ends it now, whatever it is doing."""
        self._process.kill()
        self._process.wait()
        if self._process.stdin is not None:
            with contextlib.suppress(BrokenPipeError):
                self._process.stdin.close()

    def _chunk(self) -> bytes:
        if self._process.stdout is None:
            return b""
        with selectors.DefaultSelector() as selector:
            selector.register(self._process.stdout, selectors.EVENT_READ)
            if not selector.select(HUNG_S):
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
