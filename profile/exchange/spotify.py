"""Owns reading what Spotify sends those who ask for their data: the whole ("extended") history, and that of the last year."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, BinaryIO

from tunes.library.track import Kind
from tunes.profile.exchange.documents import objects, text_in
from tunes.profile.exchange.told import (
    BROWSED_S,
    NAMELESS,
    PASSED_BY,
    PRIVATE,
    UNHEARD,
    BadFileError,
    Passed,
    Told,
)
from tunes.profile.listens import End

_ENDS: dict[str, End] = {
    "trackdone": "finished",
    "fwdbtn": "next",
    "backbtn": "previous",
    "clickrow": "jumped",
    "playbtn": "jumped",
    "trackerror": "error",
    "unexpected-exit": "quit",
    "unexpected-exit-while-paused": "quit",
}
"""What Spotify calls the ends that tell something; all others ("endplay", "logout", "remote" …) are a stop."""
_MINUTE_S = 60.0
Reading = Iterator[Told | Passed]


def is_extended(head: bytes) -> bool:
    """Whether a file that begins so is of the extended history (`Streaming_History_Audio_*.json`, `endsong_*.json`)."""
    return b'"ms_played"' in head and b'"ts"' in head


def is_account_data(head: bytes) -> bool:
    """Whether a file that begins so is of the last year (`StreamingHistory*.json`)."""
    return b'"msPlayed"' in head and b'"endTime"' in head


def read_extended(stream: BinaryIO, file: str) -> Reading:
    """Each stream of the extended history; times are those at which they ended. Raises BadFileError, OSError."""
    for place, said in objects(stream, file):
        heard = _seconds(said, "ms_played", file, place)
        ended = _time(said.get("ts"), "%Y-%m-%dT%H:%M:%SZ", file, place)
        end = _ENDS.get(str(said.get("reason_end")), "stopped")
        told = _extended(said, ended - heard, heard, end)
        yield told if isinstance(told, Passed) else _kept(told, is_private=said.get("incognito_mode") is True)


def read_account_data(stream: BinaryIO, file: str) -> Reading:
    """Each stream of the last year, told in minutes and without how it ended. Raises BadFileError, OSError."""
    for place, said in objects(stream, file):
        heard = _seconds(said, "msPlayed", file, place)
        at = _time(said.get("endTime"), "%Y-%m-%d %H:%M", file, place) - heard
        title, artist = text_in(said, "trackName"), text_in(said, "artistName")
        kind = Kind.MUSIC
        if "podcastName" in said or "episodeName" in said:
            title, artist, kind = text_in(said, "episodeName"), text_in(said, "podcastName"), Kind.SPOKEN
        if not title:
            yield NAMELESS
        else:
            yield _kept(Told(at, title, artist, heard=heard, end="stopped", kind=kind, rounded=_MINUTE_S))


def _extended(said: Mapping[str, Any], at: float, heard: float, end: End) -> Told | Passed:
    if title := text_in(said, "master_metadata_track_name"):
        artist = text_in(said, "master_metadata_album_artist_name")
        album = text_in(said, "master_metadata_album_album_name")
        return Told(at, title, artist, album, heard, end)
    if title := text_in(said, "episode_name") or text_in(said, "audiobook_chapter_title"):
        by = text_in(said, "episode_show_name") or text_in(said, "audiobook_title")
        return Told(at, title, by, heard=heard, end=end, kind=Kind.SPOKEN)
    return NAMELESS


def _kept(told: Told, *, is_private: bool = False) -> Told | Passed:
    if is_private:
        return PRIVATE
    if not told.heard:
        return UNHEARD
    return PASSED_BY if told.heard < BROWSED_S and told.end in {"next", "previous", "jumped"} else told


def _seconds(said: Mapping[str, Any], name: str, file: str, place: str) -> float:
    value = said.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 1e12:
        raise BadFileError(file, place, f"“{name}” with milliseconds")
    return value / 1000


def _time(value: object, form: str, file: str, place: str) -> float:
    try:  # both forms are ISO's, which is read a dozen times as fast
        return datetime.fromisoformat(str(value)).replace(tzinfo=UTC).timestamp()
    except (ValueError, OverflowError):
        raise BadFileError(
            file, place, f"a time like {datetime(2026, 1, 31, 13, 5, tzinfo=UTC):{form}}"
        ) from None
