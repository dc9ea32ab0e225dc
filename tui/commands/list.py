"""`tunes list`: every track in library order, or those that a query finds."""

import argparse
import os
import sys

from tunes.tui.edges import Edges
from tunes.tui.shapes import as_json, track_shape


def add(parser: argparse.ArgumentParser) -> None:
    """The words after `tunes list`."""
    parser.add_argument("query", nargs="*", metavar="WORD", help="only tracks that have all of these words")
    parser.add_argument("--json", action="store_true", help="an array of tracks")
    parser.add_argument(
        "-0", dest="nul", action="store_true", help="end each path with NUL instead of a new line"
    )


def run(options: argparse.Namespace, edges: Edges) -> int:
    """Prints the tracks; finding none is fine."""
    catalog = edges.catalog()
    words = " ".join(options.query)
    tracks = catalog.matching(words) if words else catalog.shelf()
    if options.json:
        print(as_json([track_shape(track, catalog.paths(track.id)) for track in tracks]))
        return 0
    end = b"\0" if options.nul else b"\n"
    for track in tracks:  # bytes as they are on disk, so that a pipe gets names that exist
        sys.stdout.buffer.write(os.fsencode(track.path) + end)
    sys.stdout.buffer.flush()
    return 0
