"""Owns what the names of a file and its folders say of a track: the fallback where tags are missing. Pure."""

import re
from dataclasses import dataclass

from tunes.library.formats import VIDEO, ending

_NUMBER = re.compile(
    r"^(?:(?:cd|disc)?\s*(\d{1,2})[-.](?=\d))?(\d{1,3})(?:\s*[-._)]\s*|\s+)(?=\S)", re.IGNORECASE
)
_EPISODE = re.compile(r"\bs(\d{1,2})[ ._-]*e(\d{1,3})\b|\b(\d{1,2})x(\d{2,3})\b", re.IGNORECASE)
_SEASON = re.compile(r"^(?:season|series|staffel|saison|temporada)\s*(\d{1,2})$", re.IGNORECASE)
_DISC = re.compile(r"^(?:cd|disc|disk)\s*(\d{1,2})$", re.IGNORECASE)
_YEAR_FIRST = re.compile(r"^[(\[]?(\d{4})[)\]]?\s*[-._ ]\s*(?=\S)")
_YEAR_LAST = re.compile(r"\s*[(\[](\d{4})[)\]]$")


@dataclass(frozen=True, slots=True)
class Named:
    """What names alone tell; "" and None where they tell nothing."""

    title: str
    artist: str = ""
    album: str = ""
    track_no: int | None = None
    disc_no: int | None = None
    year: int | None = None
    show: str | None = None
    season: int | None = None
    episode: int | None = None


def named(below_root: str) -> Named:
    """Reads a path *below* the scanned root: `Artist/Album/NN Title`, `Artist - Title`, `Show/Season 1/S01E02 Title`."""
    *folders, name = below_root.split("/")
    stem = name.rpartition(".")[0] or name
    if ending(name) in VIDEO and (episode := _EPISODE.search(stem)):
        return _episode(stem, folders, episode)
    disc = _DISC.match(folders[-1]) if folders else None
    if disc:
        folders.pop()
    disc_no, track_no, rest = _numbered(stem)
    artist, title = _artist_and_title(rest)
    album, year = _without_year(folders[-1]) if len(folders) > 1 else ("", None)
    by_folder = folders[-2] if len(folders) > 1 else folders[0] if folders else ""
    return Named(
        title=title or stem,
        artist=artist or by_folder,
        album=album,
        track_no=track_no,
        disc_no=int(disc[1]) if disc else disc_no,
        year=year,
    )


def _episode(stem: str, folders: list[str], found: re.Match[str]) -> Named:
    season, episode = (int(part) for part in found.groups() if part is not None)
    if folders and _SEASON.match(folders[-1]):
        folders = folders[:-1]
    before, after = _spaced(stem[: found.start()]), _spaced(stem[found.end() :])
    show = folders[-1] if folders else before
    return Named(after or before or stem, show=_without_year(show)[0] or None, season=season, episode=episode)


def _numbered(stem: str) -> tuple[int | None, int | None, str]:
    found = _NUMBER.match(stem)
    if found is None:
        return None, None, stem
    return int(found[1]) if found[1] else None, int(found[2]) or None, stem[found.end() :]


def _artist_and_title(rest: str) -> tuple[str, str]:
    artist, dash, title = rest.partition(" - ")
    return (artist.strip(), title.strip()) if dash and title.strip() else ("", rest.strip())


def _without_year(folder: str) -> tuple[str, int | None]:
    for pattern in (_YEAR_FIRST, _YEAR_LAST):
        found = pattern.search(folder)
        if found and 1900 <= int(found[1]) <= 2100:
            return folder.replace(found[0], "", 1).strip(), int(found[1])
    return folder, None


def _spaced(part: str) -> str:
    return " ".join(re.sub(r"[._]+", " ", part).strip(" -[]()").split())
