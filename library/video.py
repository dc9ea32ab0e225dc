"""Owns MediaInfo: length and tags of the files that mutagen can't read, or misreads. Nothing else of tunes knows it."""

from itertools import islice
from typing import Any, BinaryIO

from pymediainfo import MediaInfo
from tunes.library.details import Stream
from tunes.library.errors import UnreadableError
from tunes.library.tagged import Tagged, believable, number, several, text, year

MOST_STREAMS = 100
"""Of each kind: a disc has a few dozen languages, a crafted file any number."""

_CALLED = {"UTF-8": "SubRip", "ASCII": "SubRip"}
"""What MediaInfo names by its letters."""


def read_video(file: BinaryIO, size: int) -> Tagged:
    """The tags and length of a film, or of sound in a film's container. Raises UnreadableError.

    MediaInfo is handed the opened file and no name: by a name it opens other files, those that a crafted film refers to or
    that are numbered alike, and it can't take undecodable ones.
    """
    try:
        found = MediaInfo.parse(file, parse_speed=0.3)
    except (OSError, RuntimeError, ValueError, SyntaxError) as error:  # SyntaxError: what it says is no XML
        raise UnreadableError(f"MediaInfo can't read it ({error})") from error
    kinds = {track.track_type for track in found.tracks}
    if not kinds & {"Video", "Audio"}:
        raise UnreadableError("it holds neither sound nor picture")
    general = next(track for track in found.tracks if track.track_type == "General")
    picture = next((track for track in found.tracks if track.track_type == "Video"), None)
    season = number(_first(general, "season"))
    return Tagged(
        title=_first(general, "title", "movie_name", "track_name"),
        artist=_first(general, "performer", "artist"),
        album=_first(general, "album"),
        album_artist=_first(general, "album_performer"),
        composer=_first(general, "composer"),
        genres=several(str(general.genre or "").split(" / ")),
        year=year(_first(general, "recorded_date", "released_date")),
        track_no=number(_first(general, "track_name_position", "part_position")),
        duration=believable(_seconds(found.tracks), size),
        show=_first(general, "collection") if season else "",
        season=season,
        episode=number(_first(general, "part")) if season else None,
        width=_whole(picture, "width"),
        height=_whole(picture, "height"),
        audio=_streams(found.tracks, "Audio") if picture else (),
        subtitles=_streams(found.tracks, "Text"),
        has_picture=picture is not None,
    )


def _streams(tracks: list[Any], kind: str) -> tuple[Stream, ...]:
    """Those of one kind, in the order in which a player counts them."""
    found = (track for track in tracks if track.track_type == kind)
    return tuple(
        Stream(
            _first(one, "language"),
            _first(one, "title"),
            _CALLED.get(one.format, _first(one, "format")),
            _whole(one, "channel_s"),
        )
        for one in islice(found, MOST_STREAMS)
    )


def _whole(track: Any, name: str) -> int | None:
    return number(str(getattr(track, name, None) or ""))


def _first(general: Any, *names: str) -> str:
    return text([next((value for name in names if (value := getattr(general, name, None))), "")])


def _seconds(tracks: list[Any]) -> float | None:
    """The longest length that any part tells, in seconds; MediaInfo tells milliseconds."""
    told = [
        float(track.duration) for track in tracks if str(track.duration or "").replace(".", "", 1).isdigit()
    ]
    return max(told) / 1000 if told else None
