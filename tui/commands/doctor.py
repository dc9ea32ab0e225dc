"""`tunes doctor`: what is missing on this computer and how to get it."""

import argparse
import os

from tunes.library.text import clean
from tunes.tui.edges import Edges


def add(parser: argparse.ArgumentParser) -> None:
    """`tunes doctor` takes no words of its own."""


def run(options: argparse.Namespace, edges: Edges) -> int:  # noqa: ARG001  # every command is called alike
    """Prints one line a finding; exits with 1 where something is missing."""
    from tunes.player.check import devices, findings, sonic_finding
    from tunes.tui.sonic import is_installed

    is_well = True
    for finding in findings():
        _print(finding.name, finding.message, finding.remedy, ok=finding.ok)
        is_well = is_well and finding.ok
    sounds = sonic_finding() if is_installed() else None
    if sounds is not None and not sounds.ok:
        _print(sounds.name, sounds.message, sounds.remedy, ok=False)
        is_well = False
    if edges.places.notice:
        _print("keeping", edges.places.notice, "", ok=False)
        is_well = False
    for problem in _wrong_settings(edges):
        _print("settings", problem, "", ok=False)
        is_well = False
    print(f"  your history: {clean(os.fspath(edges.places.profile))}")
    print(f"  the library:  {clean(os.fspath(edges.places.library))}")
    known = "" if edges.places.settings.exists() else " (not there: nothing is settled)"
    print(f"  settings:     {clean(os.fspath(edges.places.settings))}{known}")
    print(f"  sounds:       {'not installed: see tunes sonic' if sounds is None else clean(sounds.message)}")
    for number, device in enumerate(devices()):
        print(f"  {'devices:' if not number else '':<14}{clean(device.shown)}")
    return 0 if is_well else 1


def _wrong_settings(edges: Edges) -> tuple[str, ...]:
    from tunes.tui.settings import read_settings

    return read_settings(edges.places.settings)[1]


def _print(name: str, message: str, remedy: str, *, ok: bool) -> None:
    print(f"{'✓' if ok else '!'} {clean(name)}: {clean(message)}")
    if not ok and remedy:
        print(f"    {clean(remedy)}")
