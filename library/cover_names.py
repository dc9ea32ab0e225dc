"""Owns which files of a folder are the cover of what lies there, going by their names alone. Pure."""

import re
from collections.abc import Iterable, Sequence

from tunes.library.formats import LISTED, ending

ENDINGS = ("jpg", "jpeg", "png", "webp", "gif", "bmp")
"""Of the pictures that are shown; of equals the first is taken."""
OF_MUSIC = ("cover", "folder", "front")
"""In the order of other players, so that a folder looks the same everywhere."""
OF_FILM = ("poster", "folder", "cover")

_DISC = re.compile(r"^(?:cd|disc|disk|side|vinyl|lp)[ ._-]*[\da-f]{1,2}\b", re.IGNORECASE)
_OF_PICTURES = frozenset({"artwork", "art", "covers", "scans", "booklet"})


def is_picture(name: str) -> bool:
    """Whether a file is a picture that can be shown."""
    return ending(name) in ENDINGS


def of_music(names: Iterable[str]) -> list[str]:
    """The covers among the names of a folder's files, the best first."""
    return _called(OF_MUSIC, names)


def of_film(names: Iterable[str], stem: str) -> list[str]:
    """The posters of one film: what bears its own name goes before what the folder has for all in it."""
    return _called((f"{stem}-poster", stem, f"{stem}-thumb", *OF_FILM), names)


def of_show(names: Iterable[str], season: int | None) -> list[str]:
    """The posters in the folder of a show, above those of its seasons: that of the season goes before that of them all."""
    own = "season-specials-poster" if season == 0 else f"season{season or 0:02}-poster"
    return _called((own, *OF_FILM), names)


def only_picture(names: Iterable[str]) -> list[str]:
    """The one picture of a folder that has no other."""
    pictures = [name for name in names if is_picture(name)]
    return pictures if len(pictures) == 1 else []


def is_only_discs(folders: Sequence[str], files: Iterable[str]) -> bool:
    """Whether a folder is an album that lies there disc by disc: its own pictures are then those of each disc."""
    discs = [name for name in folders if name.casefold() not in _OF_PICTURES]
    return (
        bool(discs)
        and all(_DISC.match(name) for name in discs)
        and not any(ending(name) in LISTED for name in files)
    )


def _called(stems: Sequence[str], names: Iterable[str]) -> list[str]:
    wanted = {stem.casefold(): rank for rank, stem in reversed(list(enumerate(stems)))}
    found = []
    for name in names:
        stem = name.casefold().rpartition(".")[0]
        if stem in wanted and is_picture(name):
            found.append((wanted[stem], ENDINGS.index(ending(name)), name))
    return [name for *_, name in sorted(found)]
