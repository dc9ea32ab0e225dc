"""Owns what is not to be suggested at a moment: what is banned, and what rests because the listener said “not now”. Pure.

A filter that runs last, wherever something is suggested: it changes nothing of the taste, and whoever asks for a track gets it.
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from tunes.profile.columns import Columns, Flags
from tunes.profile.history import History
from tunes.profile.marks import rests
from tunes.profile.things import Things


def unwanted(history: History, at: float, roots: Sequence[Path] = ()) -> Things:
    """What is banned by all that was said, and what rests at unix time `at`; the library lies below `roots`."""
    whats = [
        mark.what
        for mark in history.standing
        if mark.kind == "ban" or (mark.kind == "not now" and rests(mark, at))
    ]
    things = Things.of(whats, roots)
    # A track may be known here by any of the ids it had.
    places = {history.index[name] for name in things.tracks if name in history.index}
    every_id = {name for name, place in history.index.items() if place in places} if places else set()
    return replace(things, tracks=things.tracks | every_id)


def unwanted_rows(table: Columns, things: Things) -> Flags:
    """Rows of what is not to be suggested: of a track every copy of its recording."""
    rows = np.array([track.id in things.tracks for track in table.rows], dtype=bool)
    rows = np.isin(table.recording, table.recording[rows])
    if things.has_names:
        rows |= [things.covers(track) for track in table.rows]
    return rows
