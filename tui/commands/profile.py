"""`tunes profile`: where the history lies, and whether it is sound."""

import argparse

from tunes.library.text import clean
from tunes.tui.edges import Edges


def add(parser: argparse.ArgumentParser) -> None:
    """The words after `tunes profile`."""
    parser.add_argument(
        "what",
        nargs="?",
        choices=["path", "verify"],
        default="path",
        help="path: where it lies; verify: check it all",
    )


def run(options: argparse.Namespace, edges: Edges) -> int:
    """Prints the folder, or what is wrong with it; exits with 1 where something is."""
    if options.what == "path":
        print(edges.places.profile)
        return 0
    findings = edges.store().verify()
    for finding in findings:
        print(clean(finding))
    if not findings:
        print(
            f"Sound: {sum(1 for _ in edges.store().documents('listens')):,} listens in {edges.places.profile}"
        )
    return 1 if findings else 0
