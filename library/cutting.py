"""Owns cutting a file into the tracks of a cue sheet, which lies beside it or in its tags: what a reader answers of it."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from tunes.library.beside import read_beside
from tunes.library.cue import MOST_BYTES, CueSheet, CueTrack, read_cue
from tunes.library.decoding import decoded
from tunes.library.identity import track_id
from tunes.library.text import fold

_OF_THE_WHOLE = (
    "id",
    "payload",
    "described",
    "title",
    "mbid",
    "gain_track",
    "track_no",
    "artists",
    "duration",
)
"""What a file says of itself and not of the tracks in it."""


def cut(answer: dict[str, Any], path: str, cues: Sequence[str]) -> dict[str, Any]:
    """What was read of a file, cut into the "parts" that the first cue sheet names which cuts it; else as it is.

    Sheets beside the file go before the one in its tags. Those that can't be read, or are of other files, cut nothing.
    """
    embedded = answer.pop("cuesheet", "")
    for sheet, tracks in _cuts(Path(path), cues, embedded):
        parts = [_part(answer, sheet, track) for track in tracks if _sounds(track, answer)]
        if len(parts) > 1:
            return {"parts": parts}
    return answer


def _cuts(file: Path, cues: Sequence[str], embedded: str) -> Iterator[tuple[CueSheet, Sequence[CueTrack]]]:
    """The sheets that may cut the file, and into what."""
    for name in cues:
        sheet = _sheet(file.parent / name)
        yield sheet, sheet.cut(file.name, lambda other: (file.parent / other).exists())
    if embedded:
        sheet = read_cue(embedded)
        if len({track.file for track in sheet.tracks}) == 1:
            yield sheet, sheet.tracks


@lru_cache(
    maxsize=16
)  # each file of a folder may be asked about each of its sheets, and a reader lives for one scan
def _sheet(path: Path) -> CueSheet:
    try:
        return read_cue(decoded(read_beside(path, MOST_BYTES)))
    except (
        OSError
    ):  # gone, no file or not ours to read: what it would cut stays whole, and the next scan looks again
        return CueSheet(())


def _sounds(track: CueTrack, answer: Mapping[str, Any]) -> bool:
    """Whether the file is long enough for the track to begin in it."""
    duration = answer.get("duration")
    return duration is None or track.start < duration


def _part(answer: Mapping[str, Any], sheet: CueSheet, track: CueTrack) -> dict[str, Any]:
    """What is known of one track: as the sheet says, else as the file does."""
    payload = bytes.fromhex(answer["payload"])
    album = sheet.album or answer.get("album", "")
    artist = track.artist or answer.get("artist", "")
    names = artist, track.title, album
    said = {
        "id": track_id(payload, *names, track.start),
        "payload": (payload + f"@{track.start:.3f}".encode()).hex(),
        "described": "\n".join(map(fold, names)) if artist and track.title else "",
        "title": track.title or f"Track {track.track_no or ''}".strip(),
        "artist": artist,
        "album": album,
        "album_artist": _album_artist(sheet, artist) or answer.get("album_artist", ""),
        "composer": track.composer or answer.get("composer", ""),
        "genres": answer.get("genres") or ([sheet.genre] if sheet.genre else []),
        "year": sheet.year or answer.get("year"),
        "track_no": track.track_no,
        "disc_no": sheet.disc_no or answer.get("disc_no"),
        "start": track.start,
        "end": track.end,
        "duration": _duration(track, answer.get("duration")),
        "gain_track": track.gain_track,
        "gain_album": sheet.gain_album if sheet.gain_album is not None else answer.get("gain_album"),
    }
    of_file = {name: value for name, value in answer.items() if name not in _OF_THE_WHOLE}
    return of_file | {name: value for name, value in said.items() if value not in (None, "", [])}


def _album_artist(sheet: CueSheet, artist: str) -> str:
    """The sheet's own artist, where the track has another."""
    return sheet.album_artist if sheet.album_artist != artist else ""


def _duration(track: CueTrack, whole: float | None) -> float | None:
    """Seconds from its begin to its end, or to that of the file; None where that is not known."""
    end = whole if track.end is None else track.end if whole is None else min(track.end, whole)
    return None if end is None else end - track.start
