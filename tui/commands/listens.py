"""`tunes listens`: the history as it was logged, oldest first."""

import argparse
from datetime import UTC, datetime, timedelta
from typing import Any

from tunes.library.text import clean
from tunes.tui.edges import Edges
from tunes.tui.shapes import as_json


def add(parser: argparse.ArgumentParser) -> None:
    """The words after `tunes listens`."""
    parser.add_argument("--json", action="store_true", help="an array of the stored documents")


def run(options: argparse.Namespace, edges: Edges) -> int:
    """Prints every listen, with what it counts as."""
    from tunes.profile.logged import logged_listens

    kinds = {track.id: track.kind for track in edges.catalog().all_tracks()}
    listens = logged_listens(edges.store(), kinds)
    if options.json:
        print(as_json(listens))
        return 0
    names = {note["id"]: note for note in edges.store().documents("tracks")}
    for listen in listens:
        print(_line(listen, names.get(listen["track"], {})))
    return 0


def _line(listen: dict[str, Any], note: dict[str, Any]) -> str:
    when = datetime.fromtimestamp(listen["at"], UTC) + timedelta(minutes=listen["offset"])
    counts = " ".join(word for word in ("play", "skip", "replay") if listen[word]) or "-"
    name = (
        " – ".join(clean(text) for text in (note.get("artist"), note.get("title")) if text) or listen["track"]
    )
    return f"{when:%Y-%m-%d %H:%M}  {listen['heard']:6.0f} s  {listen['end']:<9} {counts:<11} {name}"
