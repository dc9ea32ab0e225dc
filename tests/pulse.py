"""A real PulseAudio for tests: private, with a null sink that drinks sound at the right speed."""

import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path


class PulseAudio:
    """A sound server of its own; `environment` leads programs to it. `close` ends it."""

    def __init__(self) -> None:
        # A short path: the socket's name must fit into 108 bytes.
        self._folder = Path(tempfile.mkdtemp(prefix="pulse-"))
        self.environment = {
            "PULSE_SERVER": f"unix:{self._folder / 'sock'}",
            "PULSE_RUNTIME_PATH": str(self._folder),
            "XDG_RUNTIME_DIR": str(self._folder),
        }
        self.start()

    def start(self) -> None:
        """Starts the server, again after `stop`."""
        socket = self._folder / "sock"
        self._server = subprocess.Popen(
            [
                "pulseaudio",
                "-n",
                "--daemonize=no",
                "--exit-idle-time=-1",
                "--disallow-exit",
                "--realtime=no",
                "--high-priority=no",
                f"--log-target=file:{self._folder / 'log'}",
                f"--load=module-native-protocol-unix auth-anonymous=1 socket={socket}",
                "--load=module-null-sink sink_name=silent",
            ],
            env=os.environ | self.environment | {"HOME": str(self._folder)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        deadline = time.monotonic() + 10
        while subprocess.run(
            ["pactl", "info"], env=os.environ | self.environment, capture_output=True, check=False
        ).returncode:
            if time.monotonic() > deadline:
                raise AssertionError("PulseAudio did not start: " + (self._folder / "log").read_text())
            time.sleep(0.05)

        # With nobody listening the sink dozes for two seconds before it asks for the first sound.
        self._listener = subprocess.Popen(
            ["parec", "--device=silent.monitor", "--latency-msec=20", "--raw"],
            env=os.environ | self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def pactl(self, *words: str) -> str:
        """Tells the server something, and what it answers."""
        asked = ["pactl", *words]
        return subprocess.run(
            asked, env=os.environ | self.environment, capture_output=True, text=True, check=True
        ).stdout

    def plug_in(self, sink: str) -> None:
        """Another device is there, which drinks sound at the right speed."""
        self.pactl("load-module", "module-null-sink", f"sink_name={sink}")

    def pull_out(self, sink: str) -> None:
        """A device is gone."""
        listed = self.pactl("list", "short", "modules").splitlines()
        (number,) = (line.split()[0] for line in listed if f"sink_name={sink}" in line)
        self.pactl("unload-module", number)

    def device_of_music(self) -> str:
        """The name of the device that tunes plays on; "" while it plays on none."""
        inputs = self.pactl("list", "short", "sink-inputs").splitlines()
        sinks = dict(line.split()[:2] for line in self.pactl("list", "short", "sinks").splitlines())
        return sinks.get(inputs[0].split()[1], "") if inputs else ""

    def close(self) -> None:
        """Ends the server."""
        self.stop()
        shutil.rmtree(self._folder, ignore_errors=True)

    def stop(self) -> None:
        """Ends the server, as when it has crashed."""
        self._server.terminate()
        self._server.wait(10)
        self._listener.kill()
        self._listener.wait(10)
