"""Owns what a file says of itself: tags and length, before names fill the gaps. Parses the numbers that tags hold as text. Pure."""

import math
import re
from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from typing import Any, NamedTuple

from tunes.library.details import Stream
from tunes.library.tag_names import Values

SEVERAL = "Various Artists"
"""The album artist of a compilation that names none, as taggers write it."""
LONGEST_TEXT = 2_000
"""Characters kept of one tag: a crafted title can hold 200 million."""
LONGEST_CUESHEET = 100_000
"""Characters kept of a cue sheet: 99 tracks with long names take 20,000."""
MOST_VALUES = 20
"""Values kept of a tag that may have several."""
_LOOKED_AT = LONGEST_TEXT * MOST_VALUES
LEAST_BITRATE = 500
"""Bits a second: a length that would need fewer is not believed."""

_YEAR = re.compile(r"(?<!\d)([12]\d{3})(?:[01]\d[0-3]\d)?(?!\d)", re.ASCII)
_NUMBER = re.compile(r"\s*(\d{1,6})(?!\d)")
_WHOLE = re.compile(r"[+-]?\d{1,5}", re.ASCII)
_DECIBEL = re.compile(r"\s*([+-]?\d+(?:[.,]\d+)?)")


class Tagged(NamedTuple):
    """The tags of one file; "" and None where it tells nothing. A tuple, since one is made of each file and taken apart at once."""

    title: str = ""
    artist: str = ""
    """All of them, as one text."""
    artists: tuple[str, ...] = ()
    """Each of several; empty where `artist` says the same."""
    album: str = ""
    album_artist: str = ""
    composer: str = ""
    work: str = ""
    """A symphony, say, of which this is a movement."""
    movement: str = ""
    genres: tuple[str, ...] = ()
    year: int | None = None
    track_no: int | None = None
    disc_no: int | None = None
    duration: float | None = None
    """Seconds."""
    mbid: str | None = None
    gain_track: float | None = None
    gain_album: float | None = None
    show: str = ""
    season: int | None = None
    episode: int | None = None
    cuesheet: str = ""
    """Where the tracks of a whole album in one file begin, in the words of a `.cue`."""
    width: int | None = None
    """Of the picture, in pixels."""
    height: int | None = None
    audio: tuple[Stream, ...] = ()
    subtitles: tuple[Stream, ...] = ()
    has_picture: bool = False
    """A moving picture, not a cover."""

    def known(self) -> dict[str, Any]:
        """What it tells, by name; what it doesn't is left out."""
        return {name: value for name, value in zip(self._fields, self, strict=True) if value}


def tagged_from(said: Values, seconds: object, size: int) -> Tagged:
    """What the values that a file tells mean."""
    told = {name: text(values) for name, values in said.items()}
    find = told.get
    artist = find("artist", "")
    artists: tuple[str, ...] = ()
    if "artists" in said or "; " in artist:
        artists = several(said.get("artists", ())) or several(said.get("artist", ()))
    genres: tuple[str, ...] = ()
    if "genre" in said:
        genres = several(part for value in said["genre"] for part in str(value).split(";"))
    is_of_several = find("compilation", "").lower() in {"1", "true", "yes"}
    return Tagged(
        title=find("title", ""),
        artist=artist,
        artists=() if artists == (artist,) else artists,
        album=find("album", ""),
        album_artist=find("album_artist") or (SEVERAL if is_of_several else ""),
        composer=find("composer", ""),
        work=find("work") or find("group", ""),
        movement=find("movement", ""),
        genres=genres,
        year=_parsed(year, find("original_date")) or _parsed(year, find("date")),
        track_no=_parsed(number, find("track")),
        disc_no=_parsed(number, find("disc")),
        duration=believable(seconds, size),
        mbid=find("mbid", "")[:36] or None,
        gain_track=_gain(find("gain_track"), find("r128_track")),
        gain_album=_gain(find("gain_album"), find("r128_album")),
        show=find("show", ""),
        season=_parsed(number, find("season")),
        episode=_parsed(number, find("episode")),
        cuesheet=cuesheet(said.get("cuesheet", ())),
    )


def _parsed(parse: Callable[[str], int | None], told: str | None) -> int | None:
    return parse(told) if told else None


def _gain(told: str | None, of_opus: str | None) -> float | None:
    gain = decibel(told) if told else None
    return loudness(of_opus) if gain is None and of_opus else gain


def text(values: Sequence[object]) -> str:
    """Several values as one text; empty ones and doubles left out."""
    if len(values) == 1:  # nearly always, and this is called for each tag of each file
        only = str(values[0])
        if len(only) <= LONGEST_TEXT and "\0" not in only:
            only = only.strip()
            return only if only.isascii() else _whole(only)
    return "; ".join(several(values))[:LONGEST_TEXT]


def several(values: Iterable[object]) -> tuple[str, ...]:
    """The different values that say something, in their order. A NUL inside a value separates two."""
    found: dict[str, None] = {}
    for value in values:
        for part in str(value)[:_LOOKED_AT].split("\0"):
            if bare := part.strip()[:LONGEST_TEXT]:
                found[_whole(bare)] = None
    return tuple(islice(found, MOST_VALUES))


def cuesheet(values: Iterable[object]) -> str:
    """The first that says something, with its lines."""
    told = (str(value)[:LONGEST_CUESHEET].partition("\0")[0].strip() for value in values)
    return _whole(next(filter(None, told), ""))


def _whole(part: str) -> str:
    """Without lone surrogates, which some taggers write and no document may hold."""
    return part if part.isascii() else part.encode("utf-8", "replace").decode()


def year(value: str) -> int | None:
    """The year in a date: `2012-12-15`, `15.12.2012`, `20121215`, `2012`."""
    found = _YEAR.search(value)
    return int(found[1]) if found else None


def number(value: str) -> int | None:
    """The first of `3/12`, `03`, `3`; 0 is no number."""
    found = _NUMBER.match(value)
    return (int(found[1]) or None) if found else None


def decibel(value: str) -> float | None:
    """`-6.20 dB` as a number; nonsense is None."""
    found = _DECIBEL.match(value)
    gain = float(found[1].replace(",", ".")) if found else math.nan
    return gain if -60 <= gain <= 60 else None


def loudness(value: str) -> float | None:
    """`-1530`, the gain that Opus files tell, as ReplayGain: in 256ths of a dB, and 5 dB below what the others aim at."""
    found = _WHOLE.fullmatch(value.strip())
    return decibel(f"{int(found[0]) / 256 + 5:.2f}") if found else None


def believable(seconds: object, size: int) -> float | None:
    """A length that the file's size allows; None where nothing believable is known."""
    if not isinstance(seconds, int | float) or not math.isfinite(seconds) or seconds <= 0:
        return None
    return float(seconds) if seconds * LEAST_BITRATE <= size * 8 else None
