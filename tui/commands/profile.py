"""`tunes profile`: where the history lies, and whether it is sound."""

import argparse

from tunes.library.text import clean
from tunes.tui.edges import Edges, Sorry
from tunes.tui.printed import print_paths


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
    folder = edges.places.profile
    if options.what == "path":
        print_paths([folder])
        return 0
    if folder.exists() and not folder.is_dir():
        raise Sorry(f"{folder} is a file, and no history.")
    findings = edges.store().verify()
    for finding in findings:
        print(clean(finding))
    if not findings:
        listens = sum(1 for _ in edges.store().documents("listens"))
        print(f"Sound: {listens:,} {'listen' if listens == 1 else 'listens'} in {clean(str(folder))}")
    return 1 if findings else 0
