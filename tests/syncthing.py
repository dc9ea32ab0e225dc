"""Two real Syncthing daemons for tests, which know of each other and of nobody else, over loopback alone."""

import json
import shutil
import socket
import subprocess
import time
import urllib.request
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

LIMIT_S = 90.0
DIRECTLY = urllib.request.build_opener(urllib.request.ProxyHandler({}))
"""Whatever proxy this computer has for others."""
_OFF = (
    "globalAnnounceEnabled", "localAnnounceEnabled", "relaysEnabled", "natEnabled", "startBrowser", "crashReportingEnabled",
)  # fmt: skip


def is_there() -> bool:
    """Whether this computer has Syncthing."""
    return shutil.which("syncthing") is not None


class Daemon:
    """One daemon with one folder; `start` and `stop` as a computer that is on, and off."""

    def __init__(self, home: Path, folder: Path) -> None:
        self.home, self.folder = home, folder
        folder.mkdir(parents=True, exist_ok=True)
        subprocess.run(
            ["syncthing", "generate", f"--home={home}", "--no-default-folder", "--skip-port-probing"],
            check=True,
            capture_output=True,
            env=self._environment(),
            timeout=LIMIT_S,
        )
        self._config = ET.parse(home / "config.xml").getroot()
        device = self._config.find("device")
        key = self._config.findtext("gui/apikey")
        if device is None or key is None:
            raise AssertionError("Syncthing made no device")
        self.id, self._key = device.attrib["id"], key
        self.port, self._gui = _free_port(), _free_port()
        self._process: subprocess.Popen[bytes] | None = None

    def meet(self, other: "Daemon") -> None:
        """Makes the other known, and the folder shared with it."""
        config = self._config
        config.findall("gui/address")[0].text = f"127.0.0.1:{self._gui}"
        options = config.find("options")
        if options is None:
            raise AssertionError("Syncthing made no options")
        for name in _OFF:
            options.findall(name)[0].text = "false"
        for name, value in (
            ("listenAddress", f"tcp://127.0.0.1:{self.port}"),
            ("reconnectionIntervalS", "1"),
            ("urAccepted", "-1"),
            ("autoUpgradeIntervalH", "0"),
            ("stunServer", ""),
        ):
            options.findall(name)[0].text = value
        them = ET.SubElement(config, "device", id=other.id, name="other", compression="never")
        ET.SubElement(them, "address").text = f"tcp://127.0.0.1:{other.port}"
        shared = ET.SubElement(
            config,
            "folder",
            id="profile",
            path=str(self.folder),
            type="sendreceive",
            rescanIntervalS="1",
            fsWatcherEnabled="true",
            fsWatcherDelayS="1",
        )
        for one in (self.id, other.id):
            ET.SubElement(shared, "device", id=one)
        ET.ElementTree(config).write(self.home / "config.xml")

    def start(self) -> None:
        """Switches it on, and waits until it answers."""
        self._process = subprocess.Popen(
            ["syncthing", "serve", f"--home={self.home}", "--no-browser", "--no-restart", "--no-upgrade"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=self._environment(),
        )
        self._until(lambda: self._asked("/rest/system/ping")["ping"] == "pong")

    def stop(self) -> None:
        """Switches it off."""
        if self._process is not None:
            self._process.terminate()
            try:
                self._process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
            self._process = None

    def _asked(self, path: str) -> Any:
        request = urllib.request.Request(
            f"http://127.0.0.1:{self._gui}{path}", headers={"X-API-Key": self._key}
        )
        with DIRECTLY.open(request, timeout=5) as answer:
            return json.load(answer)

    def _until(self, holds: Any) -> None:
        deadline = time.monotonic() + LIMIT_S
        while True:
            try:
                if holds():
                    return
            except (OSError, KeyError, ValueError):
                if self._process is not None and self._process.poll() is not None:
                    raise AssertionError("Syncthing ended") from None
            if time.monotonic() > deadline:
                raise AssertionError("Syncthing did not get ready")
            time.sleep(0.1)

    def _environment(self) -> dict[str, str]:
        return {
            "HOME": str(self.home.parent),
            "PATH": "/usr/bin:/bin",
            "STNOUPGRADE": "1",
            "STNODEFAULTFOLDER": "1",
        }


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
