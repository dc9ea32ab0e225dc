"""`tunes listens`: the history as it was logged, oldest first."""

import argparse
from collections.abc import Mapping
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

    store = edges.store()
    kinds = {track.id: track.kind for track in edges.catalog().all_tracks()}
    listens = logged_listens(store, kinds)
    names = {} if options.json else {note.get("id"): note for note in store.documents("tracks")}
    for notice in store.take_notices():
        edges.tell(notice)
    if options.json:
        print(as_json(listens))
    for listen in () if options.json else listens:
        print(_line(listen, names.get(listen["track"], {})))
    return 0


def _line(listen: Mapping[str, Any], note: Mapping[str, Any]) -> str:
    counts = " ".join(word for word in ("play", "skip", "replay") if listen[word]) or "-"
    end = clean(str(listen.get("end", "")))
    return f"{_when(listen)}  {listen['heard']:6.0f} s  {end:<9} {counts:<11} {_name(listen, note)}"


def _when(listen: Mapping[str, Any]) -> str:
    """As the listener's own clock showed it."""
    try:
        local = datetime.fromtimestamp(listen["at"], UTC) + timedelta(minutes=listen.get("offset", 0))
    except (OverflowError, ValueError, OSError):  # a time that no calendar knows
        return "????-??-?? ??:??"
    return f"{local:%Y-%m-%d %H:%M}"


def _name(listen: Mapping[str, Any], note: Mapping[str, Any]) -> str:
    known = " – ".join(
        clean(text) for text in (note.get("artist"), note.get("title")) if isinstance(text, str) and text
    )
    return known or clean(listen["track"])
