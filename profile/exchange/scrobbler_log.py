"""Owns `.scrobbler.log`, as Rockbox and others write it: the one common format that keeps skips."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, BinaryIO

from tunes.profile.exchange.documents import rows
from tunes.profile.exchange.told import NAMELESS, BadFileError, Passed, Told
from tunes.profile.notes import TrackNote

_MARK = b"#AUDIOSCROBBLER/"
SKIPPED_S = 10.0
"""Seconds taken as heard of what is marked as skipped: it is told that it began, and that less than half of it was heard."""
_ARTIST, _ALBUM, _TITLE, _, _LENGTH, _RATING, _AT, _MBID = range(8)


def is_scrobbler_log(head: bytes) -> bool:
    """Whether a file that begins so is one."""
    return head.lstrip(b"\xef\xbb\xbf").startswith(_MARK)


def read_scrobbler_log(
    stream: BinaryIO, file: str, utc_of: Callable[[float], float]
) -> Iterator[Told | Passed]:
    """Each track. `utc_of` makes unix seconds of what a clock without a time zone showed. Raises BadFileError, OSError."""
    is_utc = False
    for place, row in rows(stream, file, "\t"):
        if row[0].startswith("#") and len(row) == 1:  # there are artists whose names begin so
            is_utc = is_utc or row[0].strip().upper() == "#TZ/UTC"
            continue
        if len(row) <= _AT or not row[_AT].strip().isdecimal() or row[_RATING].strip() not in {"L", "S"}:
            raise BadFileError(
                file, place, "artist, album, title, number, length, L or S and a time, with tabs between"
            )
        yield _told(row, float(row[_AT][:12]) if is_utc else utc_of(float(row[_AT][:12])))


def scrobbler_head() -> str:
    """How such a file begins."""
    return "#AUDIOSCROBBLER/1.1\n#TZ/UTC\n#CLIENT/tunes\n"


def scrobbler_line(listen: Mapping[str, Any], note: TrackNote, *, is_skip: bool) -> str:
    """A stored listen as a line; tabs and line ends in names would be others' fields."""
    fields = (
        note.artist,
        note.album,
        note.title,
        "",
        str(round(note.duration or 0)),
        "S" if is_skip else "L",
        str(round(listen["at"])),
        note.mbid or "",
    )
    return "\t".join(" ".join(field.split()) for field in fields) + "\n"


def _told(row: list[str], at: float) -> Told | Passed:
    title = row[_TITLE].strip()
    if not title:
        return NAMELESS
    length = float(row[_LENGTH]) if row[_LENGTH].strip().isdecimal() and len(row[_LENGTH]) < 7 else None
    is_skipped = row[_RATING].strip() == "S"
    return Told(
        at,
        title,
        row[_ARTIST].strip(),
        row[_ALBUM].strip(),
        heard=SKIPPED_S if is_skipped else None,
        end="next" if is_skipped else "finished",
        duration=length or None,
        mbid=(row[_MBID].strip() or None) if len(row) > _MBID else None,
    )
