"""`tunes profile`: where the history lies, whether it is sound, forgetting and leaving out parts of it."""

import argparse

from tunes.library.text import clean
from tunes.tui.edges import Edges, Sorry
from tunes.tui.printed import print_paths


def add(parser: argparse.ArgumentParser) -> None:
    """The words after `tunes profile`."""
    parser.add_argument(
        "what",
        nargs="?",
        choices=["path", "verify", "forget", "exclude"],
        default="path",
        help="path: where it lies; verify: check it all; forget: remove listens for good; "
        "exclude: leave listens out of taste and numbers, or list what is left out",
    )
    parser.add_argument(
        "--repair",
        action="store_true",
        help="with verify: mend from good copies, take in what synchronisers left",
    )
    what = parser.add_argument_group("what to forget or exclude")
    what.add_argument("--track", metavar="FILE or ID", help="forget all about a track")
    what.add_argument("--artist", metavar="NAME", help="forget all about an artist")
    what.add_argument(
        "--from", dest="since", metavar="DAY", help="what was heard from this day on, as in 2026-11-01"
    )
    what.add_argument("--to", dest="until", metavar="DAY", help="up to this day, which counts")
    what.add_argument("--all", dest="everything", action="store_true", help="forget everything")
    what.add_argument("--yes", action="store_true", help="forget without asking")
    what.add_argument(
        "--source", metavar="NAME", help="exclude what came from there, as in import:lastfm, or autoplay"
    )
    what.add_argument("--undo", action="store_true", help="take in again what was excluded so")


def run(options: argparse.Namespace, edges: Edges) -> int:
    """Prints the folder, or what is wrong with it; exits with 1 where something is."""
    folder = edges.places.profile
    if options.what == "path":
        print_paths([folder])
        return 0
    if options.what in {"forget", "exclude"}:
        from tunes.tui.forgetting import exclude_what, forget_what

        return (forget_what if options.what == "forget" else exclude_what)(options, edges)
    if folder.exists() and not folder.is_dir():
        raise Sorry(f"{folder} is a file, and no history.")
    if options.repair:
        from tunes.tui.forgetting import repair_it

        repair_it(edges)
    findings = edges.store().verify()
    for finding in findings:
        print(clean(finding))
    if not findings:
        listens = sum(1 for _ in edges.store().documents("listens"))
        print(f"Sound: {listens:,} {'listen' if listens == 1 else 'listens'} in {clean(str(folder))}")
    return 1 if findings else 0
