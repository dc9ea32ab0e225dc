"""`tunes doctor`: what is missing on this computer and how to get it."""

import argparse

from tunes.player.check import findings
from tunes.tui.edges import Edges


def add(parser: argparse.ArgumentParser) -> None:
    """`tunes doctor` takes no words of its own."""


def run(options: argparse.Namespace, edges: Edges) -> int:  # noqa: ARG001  # every command is called alike
    """Prints one line a finding; exits with 1 where something is missing."""
    found = findings()
    for finding in found:
        print(f"{'✓' if finding.ok else '!'} {finding.name}: {finding.message}")
        if not finding.ok and finding.remedy:
            print(f"    {finding.remedy}")
    print(f"  your history: {edges.places.profile}")
    print(f"  the library:  {edges.places.library}")
    return 0 if all(finding.ok for finding in found) else 1
