"""Owns what the names of a file and its folders say of a track: the fallback where tags are missing. Pure."""

import re
from functools import lru_cache
from typing import NamedTuple

from tunes.library.formats import VIDEO, ending

_NUMBER = re.compile(
    r"^(?:(?:cd|disc)?\s*(\d{1,2})[-.](?=\d))?(\d{1,3})(?:\s*[-._)]\s*|\s+)(?=\S)", re.IGNORECASE
)
_EPISODE = re.compile(
    r"(?<![^\W_])(?:s(\d{1,2})[ ._-]*e(\d{1,3})(?:(?:[ ._]*-?[ ._]*e|-)\d{1,3}(?![^\W_]))*"
    r"|(\d{1,2})x(\d{2,3})(?:-(?:\d{1,2}x)?\d{2,3}(?![^\W_]))*)(?![^\W_])",
    re.IGNORECASE,
)
"""`S01E02`, `1x02`; of several in one file, `S01E02E03`, `S01E02-03`, the first counts."""
_DAY = re.compile(r"(?<!\d)((?:19|20)\d{2})[-. _](0[1-9]|1[0-2])[-. _](0[1-9]|[12]\d|3[01])(?!\d)")
_SEASON = re.compile(
    r"^(?:(?:season|series|staffel|saison|temporada)[ ._]*|s)(\d{1,2})$|^specials$", re.IGNORECASE
)
_FILM = re.compile(r"^(.*[^ ._(\[])[ ._]*[(\[]((?:19|20)\d{2})[)\]](.*)$")
_RELEASE = re.compile(
    r"[ ._([-]+(?:\d{3,4}[pi]|4k|uhd|blu-?ray|b[dr]-?rip|web(?:-?dl|-?rip)?|hdtv|dvd(?:-?rip)?|[xh][ .]?26[45]|hevc|xvid|remux)"
    r"(?![^\W_]).*$",
    re.IGNORECASE,
)
"""What those who share films write behind the title."""
_FILM_SHARED = re.compile(r"^(.*[^ ._])[ ._]((?:19|20)\d{2})()$")
_DISC = re.compile(r"^(?:cd|disc|disk)\s*(\d{1,2})$", re.IGNORECASE)
_YEAR_FIRST = re.compile(r"^[(\[]?(\d{4})[)\]]?\s*[-._ ]\s*(?=\S)")
_YEAR_LAST = re.compile(r"\s*[(\[](\d{4})[)\]]$")


class Named(NamedTuple):
    """What names alone tell; "" and None where they tell nothing. A tuple, since one is made of each file that is read."""

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
    """Reads a path *below* the scanned root: `Artist/Album/NN Title`, `Artist - Title`, `Show/Season 1/S01E02 Title`, `Film (1972)`."""
    *folders, name = below_root.split("/")
    stem = name.rpartition(".")[0] or name
    if ending(name) in VIDEO and (film := _film(stem, folders)):
        return film
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


def _film(stem: str, folders: list[str]) -> Named | None:
    """What the name of a film or an episode tells; None where it is like that of a song."""
    season, show = _season_and_show(folders)
    if episode := _EPISODE.search(stem):
        own, number = (int(part) for part in episode.groups() if part is not None)
        return _episode(stem, show, episode, own, number, is_sorted=season is not None)
    if season is not None and (numbered := _NUMBER.match(stem)):
        title = _bare(stem[numbered.end() :]) or stem
        return Named(title, show=show or None, season=season, episode=int(numbered[2]))
    if day := _DAY.search(stem):
        return _broadcast(stem, show, day)
    bare = _RELEASE.sub("", stem)
    found = _FILM.match(bare) or (_FILM_SHARED.match(bare) if bare != stem else None)
    if found is None:
        return None
    return Named(" ".join([_spaced(found[1]), _spaced(found[3])]).strip() or stem, year=int(found[2]))


def _season_and_show(folders: list[str]) -> tuple[int | None, str]:
    """The season that the folder names, 0 for specials, and the name of the show's folder."""
    found = _SEASON.match(folders[-1]) if folders else None
    if found is None:
        return None, _without_year(folders[-1])[0] if folders else ""
    return int(found[1] or 0), _without_year(folders[-2])[0] if len(folders) > 1 else ""


def _episode(
    stem: str, folder: str, found: re.Match[str], season: int, episode: int, *, is_sorted: bool
) -> Named:
    """The show is called after its folder where its seasons have folders too; else a folder may hold many shows."""
    before, after = _bare(stem[: found.start()]), _bare(stem[found.end() :])
    own = _without_year(before)[0]
    show = (folder or own) if is_sorted else (own or folder)
    return Named(after or before or stem, show=show or None, season=season, episode=episode)


def _broadcast(stem: str, folder: str, day: re.Match[str]) -> Named | None:
    """`Show 2024-05-01 Title`: the year is the season, as it is for others who sort such shows."""
    own, after = _without_year(_bare(stem[: day.start()]))[0], _bare(stem[day.end() :])
    date = "-".join(day.groups())
    if not (own or folder):
        return None
    title = f"{date} {after}".strip()
    return Named(title, show=own or folder, season=int(day[1]), year=int(day[1]))


def _bare(part: str) -> str:
    return _spaced(_RELEASE.sub("", part))


def _numbered(stem: str) -> tuple[int | None, int | None, str]:
    found = _NUMBER.match(stem)
    if found is None:
        return None, None, stem
    return int(found[1]) if found[1] else None, int(found[2]) or None, stem[found.end() :]


def _artist_and_title(rest: str) -> tuple[str, str]:
    artist, dash, title = rest.partition(" - ")
    return (artist.strip(), title.strip()) if dash and title.strip() else ("", rest.strip())


@lru_cache(maxsize=1024)  # a dozen files of an album are asked for one behind the other
def _without_year(folder: str) -> tuple[str, int | None]:
    for pattern in (_YEAR_FIRST, _YEAR_LAST):
        found = pattern.search(folder)
        if found and 1900 <= int(found[1]) <= 2100:
            return folder.replace(found[0], "", 1).strip(), int(found[1])
    return folder, None


def _spaced(part: str) -> str:
    return " ".join(re.sub(r"[._]+", " ", part).strip(" -[]()").split())
