"""Programs that play files, started as a listener would: in a terminal of their own, without one, or as a server."""

import fcntl
import os
import pty
import select
import signal
import socket
import struct
import subprocess
import sys
import termios
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

TUNES = (sys.executable, "-P", "-m", "tunes.tui")
MPV = ("mpv", "--no-config", "--no-video", "--ao=pulse", "--gapless-audio=yes")
BEGUN_S = 30.0
"""For a server to answer."""


def places(folder: Path) -> dict[str, str]:
    """Home folder, library and profile of a run of tunes, all in this folder."""
    own = {"HOME": folder, "XDG_CONFIG_HOME": folder, "XDG_CACHE_HOME": folder, "XDG_DATA_HOME": folder}
    files = {"LIBRARY": "library.db", "PROFILE": "profile", "SETTINGS": "config.toml"}
    tunes = {f"TUNES_{name}": folder / file for name, file in files.items()}
    return {name: str(path) for name, path in (own | tunes).items()}


class InTerminal:
    """A program in a terminal of its own, driven by keys."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str]) -> None:
        """Starts it."""
        surrounding = {**os.environ, **environment, "TERM": "xterm-256color"}
        self.process, self._leader = pty.fork()  # it is to be the terminal's foreground, or mpv heeds no key
        if not self.process:
            os.execvpe(command[0], list(command), surrounding)
        fcntl.ioctl(self._leader, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
        self._is_over = False
        self._reader = threading.Thread(target=self._drain, daemon=True)
        self._reader.start()

    def press(self, keys: bytes) -> None:
        """Keys, as a terminal sends them."""
        os.write(self._leader, keys)

    def close(self) -> None:
        """Ends it."""
        os.kill(self.process, signal.SIGTERM)
        os.waitpid(self.process, 0)
        self._is_over = True
        self._reader.join()
        os.close(self._leader)

    def _drain(self) -> None:
        """A terminal takes what is written to it."""
        while not self._is_over:
            if select.select([self._leader], [], [], 0.1)[0]:
                try:
                    os.read(self._leader, 1 << 16)
                except OSError:  # the program has ended
                    return


class WithoutTerminal:
    """A program that plays its list and ends."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str]) -> None:
        """Starts it."""
        self._process = subprocess.Popen(
            command,
            env={**os.environ, **environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self.process = self._process.pid

    def close(self) -> None:
        """Ends it, where it has not by itself."""
        self._process.terminate()
        self._process.wait()


class Mpd:
    """A Music Player Daemon with a configuration of its own, and no network."""

    def __init__(self, files: Sequence[Path], folder: Path) -> None:
        """Starts it on these files."""
        folder.mkdir()
        door = folder / "door"
        (folder / "conf").write_text(
            f'bind_to_address "{door}"\nmusic_directory "{files[0].parent}"\ndb_file "{folder}/db"\n'
            f'log_file "{folder}/log"\naudio_output {{\ntype "pulse"\nname "pulse"\nmixer_type "none"\n}}\n'
        )
        self._process = subprocess.Popen(
            ["mpd", "--no-daemon", os.fspath(folder / "conf")], stderr=subprocess.DEVNULL
        )
        self.process = self._process.pid
        self._socket = socket.socket(socket.AF_UNIX)
        deadline = time.monotonic() + BEGUN_S
        while self._socket.connect_ex(os.fspath(door)) and time.monotonic() < deadline:
            time.sleep(0.05)
        self._answers = self._socket.makefile("rb")
        self._answers.readline()
        try:
            for file in files:
                self._say(f'add "file://{file}"')
            self._say("play")
        except AssertionError:  # it can't play such files
            self.close()
            raise

    def close(self) -> None:
        """Ends it."""
        self._socket.close()
        self._process.terminate()
        self._process.wait()

    def _say(self, line: str) -> None:
        self._socket.sendall(f"{line}\n".encode())
        answer = self._answers.readline()
        assert answer.startswith(b"OK"), answer
