"""Owns reading what others export from Last.fm, which itself exports nothing: three kinds of CSV in common use."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import BinaryIO

from tunes.profile.exchange.documents import rows
from tunes.profile.exchange.told import NAMELESS, BadFileError, Passed, Told

_NAMES = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"
_MONTHS = {name: number for number, name in enumerate(_NAMES.split(), 1)}
_MINUTE_S = 60.0


def is_with_seconds(head: bytes) -> bool:
    """Whether it begins like an export with `uts` among its columns."""
    columns = _first_line(head).lower().replace('"', "").split(",")
    return {"uts", "artist", "track"} <= set(columns)


def is_of_lastfmstats(head: bytes) -> bool:
    """Whether it begins like an export of lastfmstats.com."""
    return _first_line(head).replace('"', "").startswith("Artist;Album;AlbumId;Track;Date")


def is_without_head(head: bytes) -> bool:
    """Whether its first row is artist, album, title and a time like `02 Jan 2023 12:34`."""
    fields = _first_line(head).rsplit(",", 1)
    return len(fields) == 2 and _minute(fields[1].strip().strip('"')) is not None


def read_with_seconds(stream: BinaryIO, file: str) -> Iterator[Told | Passed]:
    """`uts,utc_time,artist,artist_mbid,album,album_mbid,track,track_mbid`. Raises BadFileError, OSError."""
    found = rows(stream, file)
    _, head = next(found)
    columns = {name.strip().lower().lstrip("\ufeff"): number for number, name in enumerate(head)}

    for place, row in found:

        def field(name: str, row: Sequence[str] = row) -> str:
            number = columns.get(name, len(row))
            return row[number].strip() if number < len(row) else ""

        yield _told(_number(field("uts"), file, place), field("track"), field("artist"), field("album"), 0.0)


def read_lastfmstats(stream: BinaryIO, file: str) -> Iterator[Told | Passed]:
    """`Artist;Album;AlbumId;Track;Date#NAME`, the date in milliseconds. Raises BadFileError, OSError."""
    found = rows(stream, file, ";")
    next(found)
    for place, row in found:
        if len(row) < 5:
            raise BadFileError(file, place, "artist, album, its id, title and time")
        yield _told(_number(row[4], file, place) / 1000, row[3], row[0], row[1], 0.0)


def read_without_head(stream: BinaryIO, file: str) -> Iterator[Told | Passed]:
    """`artist,album,title,02 Jan 2023 12:34`, in UTC. Raises BadFileError, OSError."""
    for place, row in rows(stream, file):
        at = _minute(row[3].strip()) if len(row) > 3 else None
        if at is None:
            raise BadFileError(file, place, "artist, album, title and a time like 02 Jan 2023 12:34")
        yield _told(at, row[2], row[0], row[1], _MINUTE_S)


def _told(at: float, title: str, artist: str, album: str, rounded: float) -> Told | Passed:
    return (
        Told(at, title.strip(), artist.strip(), album.strip(), rounded=rounded) if title.strip() else NAMELESS
    )


def _number(text: str, file: str, place: str) -> float:
    if not text.strip().isdecimal() or len(text) > 15:
        raise BadFileError(file, place, "a time as a number")
    return float(text)


def _minute(text: str) -> float | None:
    """Unix seconds of `02 Jan 2023 12:34`; read by hand, since what months are called depends on the computer's language."""
    parts = text.replace(",", "").replace(":", " ").split()
    if (
        len(parts) != 5
        or parts[1] not in _MONTHS
        or not all(part.isdecimal() for part in (parts[0], *parts[2:]))
    ):
        return None
    day, year, hour, minute = (int(part) for part in (parts[0], *parts[2:]))
    try:
        return datetime(year, _MONTHS[parts[1]], day, hour, minute, tzinfo=UTC).timestamp()
    except (ValueError, OverflowError):
        return None


def _first_line(head: bytes) -> str:
    lines = head.decode("utf-8-sig", "replace").splitlines()
    return lines[0] if lines else ""
