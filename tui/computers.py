"""Owns what is told of the computers that share a history: `tunes profile computers`."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from tunes.library.text import clean
from tunes.tui.edges import Edges
from tunes.tui.printed import counted
from tunes.tui.said import day_of
from tunes.tui.shapes import as_json

if TYPE_CHECKING:
    from tunes.profile.history import History


@dataclass(frozen=True, slots=True)
class Computer:
    """What one of them brought to the history."""

    word: str
    """Its folder in the profile."""
    label: str
    """What this computer is called; "" of the others, of which only the word travels."""
    listens: int
    first: float | None
    """Unix time of its first listen."""
    last: float | None


def list_computers(edges: Edges, *, as_document: bool) -> int:
    """Prints the computers, this one first."""
    from tunes.profile.device import this_device

    here = this_device(edges.places.device)
    computers = computers_of(edges.store().history(), here.word, here.label)
    if as_document:
        print(as_json([_shape(one) for one in computers]))
    else:
        print("\n".join(clean(_line(one)) for one in computers))
    return 0


def computers_of(history: "History", word: str, label: str) -> list[Computer]:
    """The computers that a history comes from: this one, then the others by their words."""
    others = sorted(set(history.devices) - {word})
    return [_computer(history, word, label), *(_computer(history, one, "") for one in others)]


def _computer(history: "History", word: str, label: str) -> Computer:
    codes = [code for code, one in enumerate(history.devices) if one == word]
    at = history.at[np.isin(history.device, codes)]
    first, last = (float(at[0]), float(at[-1])) if at.size else (None, None)
    return Computer(word, label, int(at.size), first, last)


def _line(one: Computer) -> str:
    name = f"this computer ({one.label})" if one.label else "another computer"
    span = "" if one.first is None or one.last is None else f", {day_of(one.first)} – {day_of(one.last)}"
    return f"{one.word}  {name}: {counted(one.listens, 'listen')}{span}"


def _shape(one: Computer) -> dict[str, Any]:
    return {
        "device": one.word,
        "label": one.label or None,
        "listens": one.listens,
        "first": one.first,
        "last": one.last,
    }
