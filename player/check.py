"""Owns what playing needs of this computer: looks whether it is there, and says how to get it."""

import subprocess
import sys
from dataclasses import dataclass

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
try: device, name = open_device()
except NoDeviceError as reason: print("missing", f"none can be opened ({reason})")
else: device.close(); print("ok", name)
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


def _finding(name: str, look: str, how: str) -> Finding:
    """Asked in a process of its own: these libraries print, and a broken one may crash or hang."""
    command = [sys.executable, "-P", "-c", look]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE_S, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return Finding(name, ok=False, message="it does not answer", remedy=how)
    state, _, said = done.stdout.strip().partition(" ")
    if state == "ok":
        return Finding(name, ok=True, message=said)
    return Finding(name, ok=False, message=said or "it crashes when it is loaded", remedy=how)
