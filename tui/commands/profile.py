"""`tunes profile`: where the history lies, whether it is sound, forgetting and leaving out parts of it, whose it is, what was marked."""

import argparse

from tunes.library.text import clean
from tunes.tui.edges import Edges, Sorry
from tunes.tui.printed import counted, print_paths

OPINIONS = ("like", "ban", "not-now", "rate")


def add(parser: argparse.ArgumentParser) -> None:
    """The words after `tunes profile`."""
    parser.add_argument(
        "what",
        nargs="?",
        choices=["path", "verify", "forget", "exclude", "computers", "marks", *OPINIONS],
        default="path",
        help="path: where it lies; verify: check it all; forget: remove listens for good; "
        "exclude: leave listens out of taste and numbers, or list what is left out; "
        "computers: which ones it comes from; "
        "like, ban, not-now, rate: what you think of a track or of what it belongs to; marks: list all that",
    )
    parser.add_argument(
        "--repair",
        action="store_true",
        help="with verify: mend from good copies, take in what synchronisers left",
    )
    what = parser.add_argument_group("what to forget or exclude")
    what.add_argument("--track", metavar="FILE or ID", help="a track, and all about it")
    what.add_argument("--artist", metavar="NAME", help="an artist, and all about one")
    said = parser.add_argument_group("what you think of (or --track, --artist, and --undo)")
    said.add_argument("--album", metavar="NAME", help="an album; with --artist whose it is")
    said.add_argument("--genre", metavar="NAME", help="all of a genre")
    said.add_argument("--folder", metavar="FOLDER", help="all below a folder of your library")
    said.add_argument("--stars", type=int, metavar="N", help="rate: 1 to 5; 0 takes them away")
    said.add_argument("--days", type=int, metavar="N", help="not-now: for so long, 30 by default")
    said.add_argument("--json", action="store_true", help="marks, computers: one JSON document")
    what.add_argument(
        "--from", dest="since", metavar="DAY", help="what was heard from this day on, as in 2026-11-01"
    )
    what.add_argument("--to", dest="until", metavar="DAY", help="up to this day, which counts")
    what.add_argument("--all", dest="everything", action="store_true", help="forget everything")
    what.add_argument("--yes", action="store_true", help="forget without asking")
    what.add_argument(
        "--source", metavar="NAME", help="exclude what came from there, as in import:lastfm, or autoplay"
    )
    what.add_argument("--undo", action="store_true", help="take back what was excluded, liked or banned so")


def run(options: argparse.Namespace, edges: Edges) -> int:
    """Prints the folder, or what is wrong with it; exits with 1 where something is."""
    folder = edges.places.profile
    if options.what == "path":
        print_paths([folder])
        return 0
    if options.what in {"marks", *OPINIONS}:
        from tunes.tui.saying import list_all, say

        return list_all(options, edges) if options.what == "marks" else say(options, edges)
    if options.what == "computers":
        from tunes.tui.computers import list_computers

        return list_computers(edges, as_document=options.json)
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
        print(f"Sound: {counted(listens, 'listen')} in {clean(str(folder))}")
    return 1 if findings else 0
