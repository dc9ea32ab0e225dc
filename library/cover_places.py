"""Owns where the cover of a track may be: which files beside it, the track itself, the only picture of its folder. Looks, and reads nothing."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tunes.library import cover_names
from tunes.library.beside import Folder, names_in, opened
from tunes.library.track import Kind, Track


@dataclass(frozen=True, slots=True)
class Candidate:
    """Where a cover may be."""

    path: Path
    is_inside: bool = False
    """The file is the track itself."""


def beside(folder: Path) -> list[Path]:
    """The covers that lie with music in a folder; above it, where an album lies there disc by disc. Raises OSError."""
    names = names_in(folder)
    found = _regular(folder, cover_names.of_music(names.files))
    if not found and cover_names.is_only_discs([folder.name], ()):
        above = _names_or_none(folder.parent)
        if cover_names.is_only_discs(above.folders, above.files):
            found = _regular(folder.parent, cover_names.of_music(above.files))
    return found


def only(folder: Path) -> list[Path]:
    """The one picture of a folder. Raises OSError."""
    return _regular(folder, cover_names.only_picture(names_in(folder).files))


def candidates(track: Track) -> Iterator[Candidate]:
    """Where the cover of a track may be, the likeliest first."""
    folder = track.path.parent
    if track.kind is Kind.VIDEO:
        names = _names_or_none(folder).files
        yield from map(Candidate, _regular(folder, cover_names.of_film(names, track.path.stem)))
        yield Candidate(track.path, is_inside=True)
        if track.show is not None:
            above = _names_or_none(folder.parent).files
            yield from map(Candidate, _regular(folder.parent, cover_names.of_show(above, track.season)))
        return
    try:
        yield from map(Candidate, beside(folder))
        yield Candidate(track.path, is_inside=True)
        yield from map(Candidate, only(folder))
    except OSError:  # the folder is not there, or not ours to look into: then nor is the track
        return


def _names_or_none(folder: Path) -> Folder:
    try:
        return names_in(folder)
    except OSError:
        return Folder()


def _regular(folder: Path, names: Iterable[str]) -> list[Path]:
    """Without what only bears the name of a picture: a fifo, or something that can't be opened."""
    found = []
    for name in names:
        try:
            opened(folder / name).close()
        except OSError:
            continue
        found.append(folder / name)
    return found
