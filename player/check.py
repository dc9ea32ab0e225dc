"""Owns what playing needs of this computer: looks whether it is there, and says how to get it."""

import json
import subprocess
import sys
from dataclasses import dataclass

from tunes.player.devices import SoundDevice
from tunes.player.libvlc import remedy

PATIENCE_S = 20.0
"""For a process that only loads libVLC."""

_LIBVLC = """
from tunes.player.libvlc import LibVlc, LibVlcMissingError
try: print("ok", LibVlc().version)
except LibVlcMissingError as missing: print("missing", missing)
"""
_DEVICE = """
from tunes.player.output import NoDeviceError, open_device
from tunes.player.pulse import Connection, PulseError
try: Connection().close(); print("ok", "PulseAudio")
except PulseError as pulse:
    try: device, name = open_device()
    except NoDeviceError as reason: print("missing", f"none can be opened (PulseAudio: {pulse}; {reason})")
    else: device.close(); print("ok", name)
"""
_SONIC = """
import av
print("ok", "PyAV", av.__version__)
"""
_DEVICES = """
import json, sys
from tunes.player.devices import present
json.dump([[one.name, one.description] for one in present()], sys.stdout)
"""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that playing needs."""

    name: str
    ok: bool
    message: str
    """One sentence, or a version."""
    remedy: str = ""
    """How to get it."""


def findings() -> list[Finding]:
    """What playing needs, and whether it is there."""
    device = "Start your sound server (PulseAudio or PipeWire), or plug in a device; until then tracks run on in silence."
    return [_finding("libVLC", _LIBVLC, remedy()), _finding("sound device", _DEVICE, device)]


def sonic_finding() -> Finding:
    """Whether what listens to the sound of tracks works, where it is installed."""
    return _finding("PyAV", _SONIC, f"{sys.executable} -m pip install --force-reinstall av")


def devices() -> list[SoundDevice]:
    """The sound devices that can be chosen; none where nobody can tell."""
    try:
        done = _asked(_DEVICES)
        return [SoundDevice(*told) for told in json.loads(done.stdout or "[]")]
    except (OSError, subprocess.TimeoutExpired, ValueError):
        return []


def _finding(name: str, look: str, how: str) -> Finding:
    try:
        done = _asked(look)
    except (OSError, subprocess.TimeoutExpired):
        return Finding(name, ok=False, message="it does not answer", remedy=how)
    state, _, said = done.stdout.strip().partition(" ")
    if state == "ok":
        return Finding(name, ok=True, message=said)
    return Finding(name, ok=False, message=said or "it crashes when it is loaded", remedy=how)


def _asked(look: str) -> subprocess.CompletedProcess[str]:
    """In a process of its own: these libraries print, and a broken one may crash or hang."""
    command = [sys.executable, "-P", "-c", look]
    return subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE_S, check=False)
