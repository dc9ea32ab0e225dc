"""`tunes list`: every track in library order, or those that a query finds."""

import argparse

from tunes.tui.asking import or_wrong_use
from tunes.tui.edges import Edges
from tunes.tui.printed import print_paths
from tunes.tui.shapes import as_json, track_shapes


def add(parser: argparse.ArgumentParser) -> None:
    """The words after `tunes list`."""
    parser.add_argument(
        "query",
        nargs="*",
        metavar="WORD",
        help="only tracks that these words, or a query, find: docs/search.md",
    )
    parser.set_defaults(has_query=True)
    parser.add_argument("--json", action="store_true", help="an array of tracks")
    parser.add_argument(
        "-0", dest="nul", action="store_true", help="end each path with NUL instead of a new line"
    )


def run(options: argparse.Namespace, edges: Edges) -> int:
    """Prints the tracks; finding none is fine."""
    catalog = edges.catalog()
    words = " ".join(options.query)
    with or_wrong_use():
        tracks = edges.asking().matching(words) if words else catalog.shelf()
    if not tracks:
        edges.tell_if_empty()
    if options.json:
        print(as_json(track_shapes(tracks, catalog)))
    else:
        print_paths((track.path for track in tracks), end=b"\0" if options.nul else b"\n")
    return 0
