"""Owns whether this computer lives on its battery, as Linux tells it; elsewhere nobody is asked."""

from contextlib import suppress
from pathlib import Path

SUPPLIES = Path("/sys/class/power_supply")


def is_on_battery(supplies: Path = SUPPLIES) -> bool:
    """Whether a battery of the computer itself is being emptied, and no cable feeds it."""
    is_emptied = False
    for supply in _in(supplies):
        kind, scope = _said(supply / "type"), _said(supply / "scope")
        if scope == "Device":  # a mouse, a headset
            continue
        if kind in {"Mains", "USB"} and _said(supply / "online") == "1":
            return False
        is_emptied |= kind == "Battery" and _said(supply / "status") == "Discharging"
    return is_emptied


def _in(folder: Path) -> list[Path]:
    with suppress(OSError):
        return sorted(folder.iterdir())
    return []


def _said(file: Path) -> str:
    with suppress(OSError, UnicodeDecodeError):
        return file.read_text().strip()
    return ""
