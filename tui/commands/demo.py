"""`tunes demo`: opens the player on a small made library with a made history, in a place of its own."""

import argparse
import os
import shutil
import sys
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from tunes.tui.commands.open import open_folders
from tunes.tui.commands.scan import scan_through
from tunes.tui.edges import Edges
from tunes.tui.places import private_folder

PATIENCE_S = 120.0
"""Whoever opens the demo while another tunes makes it waits for that; it takes seconds."""
FRESH_S = 28 * 86_400.0
"""The made listener stopped so long ago at most; later the queue would speak of loves of another season."""


def add(parser: argparse.ArgumentParser) -> None:
    """The words after `tunes demo`."""
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="another number makes other music")


def run(options: argparse.Namespace, edges: Edges) -> int:
    """Makes the demo where it is not there yet, and opens on it."""
    return open_demo(edges, options.seed)


def open_demo(edges: Edges, seed: int = 1) -> int:
    """Opens the demo; nothing of it touches the listener's own library or history."""
    from tunes.profile.lock import locked

    folder = private_folder(edges.places.library.parent / f"demo-{seed}")
    demo = edges.elsewhere(folder)
    try:
        with locked(folder / ".making.lock", PATIENCE_S):
            _make(demo, folder / "music", seed)
        return open_folders([], demo)
    finally:
        demo.close()


def _make(demo: Edges, music: Path, seed: int) -> None:
    """Makes what is missing."""
    from tunes.tui.demo import make_demo

    make_demo(music, seed=seed, progress=_say_progress)
    demo.catalog().set_roots([music])
    if not _is_fresh(demo):
        scan_through(demo)
        _remember(demo, seed)


def _say_progress(sentence: str) -> None:
    """On standard error alone: once the screen is open, it is no news."""
    print(f"tunes: {sentence}", file=sys.stderr, flush=True)


def _is_fresh(demo: Edges) -> bool:
    """Whether the history ends about now; one cut short by a kill is not there at all."""
    history = demo.store().history()
    now = demo.clock.now()
    return len(history) > 0 and -86_400.0 < now - float(history.at[-1]) < FRESH_S


def _remember(demo: Edges, seed: int) -> None:
    """Makes the history as of now, beside its place, and puts it there when it is whole; an old one is kept aside."""
    from tunes.profile.store import Store
    from tunes.tui.demo import made_history

    place = demo.places.profile
    draft = place.with_name(f"{place.name}.{os.getpid()}.draft")
    try:
        made_history(demo.catalog(), Store(draft, demo.store().device), demo.clock.now(), seed)
        if place.exists():
            place.rename(_aside(place, demo.clock.now()))
        draft.rename(place)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _aside(place: Path, now: float) -> Path:
    """A name that is not taken: what the listener did in the demo is no one's to delete."""
    day = datetime.fromtimestamp(now, UTC).date()
    names = (place.with_name(f"{place.name}-until-{day}{f'-{n}' if n else ''}") for n in count())
    return next(name for name in names if not name.exists())
