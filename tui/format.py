"""Owns how things are written on the screen: text cut to a width in terminal cells."""

from rich.cells import cell_len, set_cell_size
from tunes.library.text import clean
from tunes.tui.duration import duration

__all__ = ["duration", "fit"]


def fit(text: str, cells: int, *, right: bool = False) -> str:
    """Text from anywhere, made harmless, in exactly this many cells; an ellipsis shows a cut."""
    if cells <= 0:
        return ""
    safe = clean(text)
    width = cell_len(safe)
    if width > cells:
        return set_cell_size(set_cell_size(safe, cells - 1) + "…", cells)
    return " " * (cells - width) + safe if right else safe + " " * (cells - width)
