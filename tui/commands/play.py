"""`tunes play`: plays words or files at once; with no terminal, to the end of the list."""

import argparse
import os

from tunes.library.text import clean
from tunes.tui.asking import or_wrong_use
from tunes.tui.edges import Edges, Sorry
from tunes.tui.printed import is_at_terminal


def add(parser: argparse.ArgumentParser) -> None:
    """The words after `tunes play`."""
    parser.add_argument(
        "words",
        nargs="+",
        metavar="WORDS or FILES",
        help="an artist, an album or a song, or a query: docs/search.md; the name of a playlist; what exists is a file or folder",
    )
    parser.set_defaults(has_query=True)


def run(options: argparse.Namespace, edges: Edges) -> int:
    """Opens the player on what was found, or without a terminal plays it to its end."""
    from tunes.tui.wanted import wanted

    with or_wrong_use():
        (tracks, source), problems = wanted(
            options.words, edges.catalog(), edges.clock.now(), edges.asking(), edges.playlists()
        )
    for problem in problems:
        edges.tell(f"{os.fspath(problem.path)}: {problem.reason}")
    if not tracks:
        raise Sorry(f"Nothing was found for: {clean(' '.join(options.words))}")
    if is_at_terminal():
        from tunes.tui.commands.open import open_screen

        return open_screen(edges, play=(tracks, source))
    from tunes.tui.headless import play_to_the_end

    desk = edges.desk()
    if not play_to_the_end(tracks, source, edges.player, edges.recorder(), edges.clock, edges.tell, desk):
        raise Sorry("Nothing could be played. What is missing: tunes doctor")
    return 0
