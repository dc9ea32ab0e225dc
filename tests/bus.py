"""A D-Bus of its own for tests, and the desktop's own programs to speak through it."""

import os
import signal
import subprocess
from pathlib import Path
from typing import Any

CONFIG = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:path={socket}</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy>
</busconfig>"""


class PrivateBus:
    """A daemon that knows nobody else. `close` ends it."""

    def __init__(self, folder: Path) -> None:
        self.socket = folder / "bus"
        self.address = f"unix:path={self.socket}"
        (folder / "bus.conf").write_text(CONFIG.format(socket=self.socket))
        self._daemon = subprocess.Popen(
            ["dbus-daemon", f"--config-file={folder / 'bus.conf'}", "--nofork", "--print-address=1"],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        assert self._daemon.stdout is not None
        assert self._daemon.stdout.readline()

    @property
    def environment(self) -> dict[str, str]:
        return os.environ | {"DBUS_SESSION_BUS_ADDRESS": self.address, "LANG": "C.UTF-8"}

    def run(self, *words: str, check: bool = True) -> str:
        """A program of the desktop, to its end."""
        done = subprocess.run(
            words, env=self.environment, capture_output=True, text=True, timeout=60, check=False
        )
        assert not check or done.returncode == 0, (words, done.stderr)
        return done.stdout.rstrip("\n")

    def start(self, *words: str) -> "subprocess.Popen[str]":
        """A program of the desktop that goes on."""
        return subprocess.Popen(words, env=self.environment, stdout=subprocess.PIPE, text=True)

    def playerctl(self, *words: str) -> str:
        return self.run("playerctl", *words)

    def get(self, name: str, interface: str = ".Player") -> str:
        """A property, as busctl prints it."""
        return self.run(*self._busctl("get-property", f"org.mpris.MediaPlayer2{interface}", name))

    def call(self, name: str, *arguments: Any, check: bool = True) -> str:
        words = map(str, arguments)
        return self.run(*self._busctl("call", "org.mpris.MediaPlayer2.Player", name, *words), check=check)

    def settle(self, name: str, kind: str, value: str) -> None:
        """Sets a property of the player."""
        self.run(*self._busctl("set-property", "org.mpris.MediaPlayer2.Player", name, kind, value))

    def names(self) -> set[str]:
        """Of the players on it."""
        return set(self.run("playerctl", "--list-all", check=False).split())

    def _busctl(self, what: str, interface: str, *more: str) -> list[str]:
        bus = f"--address={self.address}"
        return [
            "busctl",
            bus,
            what,
            "org.mpris.MediaPlayer2.tunes",
            "/org/mpris/MediaPlayer2",
            interface,
            *more,
        ]

    def stop(self) -> None:
        """It hangs from now on."""
        self._daemon.send_signal(signal.SIGSTOP)

    def go_on(self) -> None:
        """It hangs no longer."""
        self._daemon.send_signal(signal.SIGCONT)

    def close(self) -> None:
        self._daemon.kill()
        self._daemon.wait(10)
