"""Owns which listens the listener left out of taste and statistics, without deleting them. Pure."""

import numpy as np
from tunes.profile.columns import Flags
from tunes.profile.history import History
from tunes.profile.marks import Mark, standing


def excluded(history: History) -> Flags:
    """One flag a listen: whether a mark that holds leaves it out, by when it began, by its source, or both."""
    left_out = np.zeros(len(history), dtype=np.bool_)
    for mark in exclusions(history):
        rows = np.ones(len(history), dtype=np.bool_)
        what = mark.what
        if "from" in what:
            rows &= history.at >= float(what["from"])
        if "to" in what:
            rows &= history.at < float(what["to"])
        if "source" in what:
            named = [
                str(source).split(":")[0] == what["source"] or source == what["source"]
                for source in history.sources
            ]
            rows &= np.array([*named, False], dtype=np.bool_)[history.source]
        left_out |= rows
    return left_out


def exclusions(history: History) -> list[Mark]:
    """The marks that hold, oldest first; one about nothing would be about all, and is left alone."""
    return [
        mark
        for mark in standing(mark for mark in history.marks if mark.kind == "exclude")
        if mark.what and set(mark.what) <= {"from", "to", "source"} and _has_numbers(mark)
    ]


def _has_numbers(mark: Mark) -> bool:
    return all(isinstance(mark.what[name], int | float) for name in ("from", "to") if name in mark.what)
