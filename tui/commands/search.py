"""`tunes search`: finds tracks, best first, typing mistakes and all."""

import argparse

from tunes.library.text import clean
from tunes.tui.edges import Edges
from tunes.tui.shapes import as_json, track_shape


def add(parser: argparse.ArgumentParser) -> None:
    """The words after `tunes search`."""
    parser.add_argument("words", nargs="+", metavar="WORD")
    parser.add_argument("--limit", type=int, default=20, metavar="N", help="at most this many (20)")
    parser.add_argument("--json", action="store_true", help="an array of tracks")


def run(options: argparse.Namespace, edges: Edges) -> int:
    """Prints what was found, best first; finding nothing is fine."""
    catalog = edges.catalog()
    found = catalog.search(" ".join(options.words), max(0, options.limit))
    if options.json:
        print(as_json([track_shape(track, catalog.paths(track.id)) for track in found]))
        return 0
    for track in found:
        print("  ".join(clean(text) for text in (track.title, track.artist, track.album) if text))
    return 0
