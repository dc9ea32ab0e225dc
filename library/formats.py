"""Owns which files are listed: the endings of their names, and what each is likely to hold."""

from pathlib import PurePath

from tunes.library.track import Kind

SOUND = frozenset(
    [
        "mp3",
        "flac",
        "ogg",
        "oga",
        "opus",
        "m4a",
        "m4b",
        "aac",
        "wav",
        "aiff",
        "aif",
        "wv",
        "ape",
        "mpc",
        "wma",
        "mka",
        "spx",
    ]
)
VIDEO = frozenset(["mp4", "m4v", "mkv", "webm", "avi", "mov", "mpg", "mpeg", "ts", "ogv"])
LISTED = SOUND | VIDEO
MEDIAINFO = VIDEO | {"mka"} - {"mp4", "m4v"}
"""What mutagen can't read or misreads: it takes an AVI for a WAVE and an MPEG film for an MP3."""
SPOKEN_GENRES = frozenset(
    {"audiobook", "audio book", "podcast", "speech", "spoken", "spoken word", "hörbuch"}
)


def ending(path: PurePath) -> str:
    """The ending of a file's name, in small letters and without the dot."""
    return path.suffix[1:].lower()


def kind_of(file_ending: str, genres: tuple[str, ...], *, has_picture: bool) -> Kind:
    """What sort of thing a file holds, from its ending, its genres, and whether a moving picture was found in it."""
    if file_ending in VIDEO and has_picture:
        return Kind.VIDEO
    if file_ending == "m4b" or any(genre.casefold() in SPOKEN_GENRES for genre in genres):
        return Kind.SPOKEN
    return Kind.MUSIC
