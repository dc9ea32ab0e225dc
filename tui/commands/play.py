"""`tunes play`: plays words or files at once; with no terminal, to the end of the list."""

import argparse
import os
import sys
from pathlib import Path

from tunes.library.text import clean
from tunes.library.track import Track
from tunes.tui.edges import Edges, Sorry


def add(parser: argparse.ArgumentParser) -> None:
    """The words after `tunes play`."""
    parser.add_argument(
        "words", nargs="+", metavar="WORDS or FILES", help="what exists is a file or folder, else a word"
    )


def run(options: argparse.Namespace, edges: Edges) -> int:
    """Opens the player on what was found, or without a terminal plays it to its end."""
    tracks, source = wanted(options.words, edges)
    if sys.stdin.isatty() and sys.stdout.isatty():
        from tunes.tui.commands.open import open_screen

        return open_screen(edges, play=(tracks, source))
    from tunes.tui.headless import play_to_the_end

    if not play_to_the_end(tracks, source, edges.player, edges.recorder(), edges.clock, edges.tell):
        raise Sorry("Nothing could be played. What is missing: tunes doctor")
    return 0


def wanted(words: list[str], edges: Edges) -> tuple[list[Track], str]:
    """The tracks meant by words and files, in their order, and where they come from."""
    files = [Path(os.path.abspath(word)) for word in words if os.path.exists(word)]  # noqa: PTH100, PTH110  # links stay
    if files:
        from tunes.library.outside import tracks_of_files

        tracks, problems = tracks_of_files(files, edges.catalog())
        for problem in problems:
            edges.tell(f"{os.fspath(problem.path)}: {problem.reason}")
        source = "files"
    else:
        found = edges.catalog().search(" ".join(words), 1)
        tracks, source = list(found[:1]), "search"
    if not tracks:
        raise Sorry(f"Nothing was found for: {clean(' '.join(words))}")
    return tracks, source
