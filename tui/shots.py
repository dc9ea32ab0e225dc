"""Owns the names of pictures kept from films."""

import re
from pathlib import Path

MOST_LETTERS = 80
"""Of a film's title in a file's name."""
_UNFIT = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|]+')


def free_name(folder: Path, title: str, position: float) -> Path:
    """A file of that folder, which is made, that is not there yet: “Solaris 1.02.33.png”. Raises `OSError`."""
    folder.mkdir(parents=True, exist_ok=True)
    minutes, seconds = divmod(int(position), 60)
    hours, minutes = divmod(minutes, 60)
    stem = f"{_fit_for_file(title)} {hours}.{minutes:02}.{seconds:02}"
    names = (f"{stem}{number}.png" for number in ("", *(f" ({again})" for again in range(2, 10_000))))
    return next(file for file in map(folder.joinpath, names) if not file.exists())


def _fit_for_file(title: str) -> str:
    """Without what some disk can't take in a name."""
    safe = _UNFIT.sub(" ", title.encode(errors="replace").decode())[:MOST_LETTERS]
    return " ".join(safe.split()).strip(". ") or "Film"
