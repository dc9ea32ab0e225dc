"""A real terminal for tests: tmux on a private socket, keys in, the screen out."""

import contextlib
import os
import shlex
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path


class Terminal:
    """One tmux session of its own. `close` ends it and whatever runs in it."""

    def __init__(self, folder: Path, columns: int = 100, rows: int = 30) -> None:
        # The socket's path must be short (108 bytes), so it lies in the server's own folder, named after this one.
        self._name = f"tunes-{os.getpid()}-{abs(hash(folder)) % 10**8}"
        self._environment = {key: value for key, value in os.environ.items() if not key.startswith("TMUX")}
        # An idle first session keeps the server alive when the tested program ends.
        self._tmux("new-session", "-d", "-s", "idle", "-x", "80", "-y", "24", "sleep 3600")
        self._size = (columns, rows)

    def start(self, command: Sequence[str], environment: Mapping[str, str]) -> None:
        """Runs a command on a fresh screen; its exit code appears as "exit N" when it ends."""
        self._tmux("kill-session", "-t", "tested", check=False)
        variables = " ".join(f"{key}={shlex.quote(value)}" for key, value in environment.items())
        line = f"env {variables} {shlex.join(command)}; echo exit $?; exec sleep 3600"
        columns, rows = self._size
        self._tmux("new-session", "-d", "-s", "tested", "-x", str(columns), "-y", str(rows), line)

    def keys(self, *keys: str) -> None:
        """Presses keys by tmux's names: "Enter", "Space", "Right", "/"."""
        self._tmux("send-keys", "-t", "tested", *keys)

    def type(self, text: str) -> None:
        """Types letters as they are."""
        self._tmux("send-keys", "-t", "tested", "-l", text)

    def resize(self, columns: int, rows: int) -> None:
        """Makes the window larger or smaller under the program."""
        self._tmux("resize-window", "-t", "tested", "-x", str(columns), "-y", str(rows))

    def screen(self) -> str:
        """What is on the screen now."""
        return self._tmux("capture-pane", "-p", "-t", "tested")

    def wait_for(self, wanted: str | Callable[[str], bool], seconds: float = 60.0) -> str:
        """The screen, as soon as it shows what is wanted; fails with the screen when it never does."""
        holds = wanted if callable(wanted) else lambda screen: wanted in screen
        deadline = time.monotonic() + seconds
        while not holds(screen := self.screen()):
            if time.monotonic() > deadline:
                raise AssertionError(
                    f"waited {seconds} s in vain for {wanted!r}; the screen shows:\n{screen}"
                )
            time.sleep(0.05)
        return screen

    def kill(self) -> None:
        """SIGKILL for the program, as when the computer runs out of memory."""
        shell = int(self._tmux("display-message", "-p", "-t", "tested", "#{pane_pid}"))
        for status in Path("/proc").glob("[0-9]*/stat"):
            with contextlib.suppress(
                FileNotFoundError, ProcessLookupError
            ):  # some other process, gone meanwhile
                if int(status.read_text().rpartition(")")[2].split()[1]) == shell:
                    os.kill(int(status.parent.name), signal.SIGKILL)

    def close(self) -> None:
        """Ends the server and everything in it."""
        self._tmux("kill-server", check=False)

    def _tmux(self, *words: str, check: bool = True) -> str:
        done = subprocess.run(
            ["tmux", "-L", self._name, "-f", "/dev/null", *words],
            capture_output=True,
            text=True,
            check=False,
            env=self._environment,
        )
        if check and done.returncode:
            raise AssertionError(f"tmux {' '.join(words)}: {done.stderr}")
        return done.stdout
