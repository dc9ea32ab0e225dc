"""`tunes demo`: opens the player on a small made library with a made history, in a place of its own."""

import argparse

from tunes.tui.commands.open import open_folders
from tunes.tui.commands.scan import scan_through
from tunes.tui.edges import Edges
from tunes.tui.places import private_folder


def add(parser: argparse.ArgumentParser) -> None:
    """The words after `tunes demo`."""
    parser.add_argument("--seed", type=int, default=1, help="another number makes other music")


def run(options: argparse.Namespace, edges: Edges) -> int:
    """Makes the demo where it is not there yet, and opens on it."""
    return open_demo(edges, options.seed)


def open_demo(edges: Edges, seed: int = 1) -> int:
    """Opens the demo; nothing of it touches the listener's own library or history."""
    from tunes.tui.demo import made_history, make_demo

    folder = private_folder(edges.places.library.parent / f"demo-{seed}")
    demo = edges.elsewhere(folder)
    try:
        music = folder / "music"
        make_demo(music, seed=seed, progress=edges.tell)
        demo.catalog().set_roots([music])
        if not any(True for _ in demo.store().documents("listens")):
            scan_through(demo)
            made_history(demo.catalog(), demo.store(), demo.clock.now(), seed)
        return open_folders([], demo)
    finally:
        demo.close()
