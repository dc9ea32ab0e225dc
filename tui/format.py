"""Owns how things are written on the screen: durations, and text cut to a width in terminal cells."""

from rich.cells import cell_len, set_cell_size
from tunes.library.text import clean


def duration(seconds: float | None) -> str:
    """`3:07`, long ones `1:02:07`; nothing where unknown."""
    if seconds is None:
        return ""
    whole = max(0, int(seconds))
    minutes, rest = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def fit(text: str, cells: int, *, right: bool = False) -> str:
    """Text from anywhere, made harmless, in exactly this many cells; an ellipsis shows a cut."""
    if cells <= 0:
        return ""
    safe = clean(text)
    width = cell_len(safe)
    if width > cells:
        return set_cell_size(set_cell_size(safe, cells - 1) + "…", cells)
    return " " * (cells - width) + safe if right else safe + " " * (cells - width)
