"""`tunes search`: finds tracks, best first, typing mistakes and all."""

import argparse

from tunes.library.text import clean
from tunes.tui.asking import or_wrong_use
from tunes.tui.edges import Edges
from tunes.tui.shapes import as_json, track_shapes


def add(parser: argparse.ArgumentParser) -> None:
    """The words after `tunes search`."""
    parser.add_argument("words", nargs="+", metavar="WORD", help="words, or a query: docs/search.md")
    parser.set_defaults(has_query=True)
    parser.add_argument("--limit", type=_count, default=20, metavar="N", help="at most this many (20)")
    parser.add_argument("--json", action="store_true", help="an array of tracks")


def run(options: argparse.Namespace, edges: Edges) -> int:
    """Prints what was found, best first; finding nothing is fine."""
    catalog = edges.catalog()
    with or_wrong_use():
        found = edges.asking().search(" ".join(options.words), options.limit)
    if not found:
        edges.tell_if_empty()
    if options.json:
        print(as_json(track_shapes(found, catalog)))
        return 0
    for track in found:
        print(" – ".join(clean(text) for text in (track.title, track.artist, track.album) if text))
    return 0


def _count(word: str) -> int:
    """A number of tracks."""
    if not word.isdecimal():
        raise argparse.ArgumentTypeError("it takes a number of tracks, as in --limit 5")
    return int(word)
