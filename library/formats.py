"""Owns which files are listed: the endings of their names, and what each is likely to hold."""

from tunes.library.track import Kind

SOUND = frozenset(
    "mp3 flac ogg oga opus spx m4a m4b aac wav aiff aif wv ape mpc wma mka".split()  # noqa: SIM905  # read as one line
)
VIDEO = frozenset("mp4 m4v mkv webm avi mov mpg mpeg ts ogv".split())  # noqa: SIM905
LISTED = SOUND | VIDEO
MEDIAINFO = VIDEO | {"mka"}
"""What mutagen can't read or misreads: it takes an AVI for a WAVE and an MPEG film for an MP3, and no MP4 without sound."""
OGG = frozenset({"ogg", "oga"})
"""Sound by now, but films in them are as old as the format."""
STREAMED = OGG | {"mp3", "flac", "opus"}
"""Whose sound is found frame by frame, so that a part of the file plays although another is damaged."""
NFO, CUE = "nfo", "cue"
BESIDE = frozenset({NFO, CUE})
"""What lies beside a file and says something of it: the former of films, the latter of sound."""
SPOKEN_GENRES = frozenset(
    {"audiobook", "audio book", "podcast", "speech", "spoken", "spoken word", "hörbuch"}
)


def ending(name: str) -> str:
    """The ending of a file's name or path, in small letters and without the dot; "" where it has none."""
    stem, dot, last = name.rpartition(".")
    return last.lower() if dot and stem and not stem.endswith("/") and "/" not in last else ""


def kind_of(file_ending: str, genres: tuple[str, ...], *, has_picture: bool) -> Kind:
    """What sort of thing a file holds, from its ending, its genres, and whether a moving picture was found in it."""
    if has_picture and file_ending in VIDEO | OGG:
        return Kind.VIDEO
    if file_ending == "m4b" or not SPOKEN_GENRES.isdisjoint(map(str.casefold, genres)):
        return Kind.SPOKEN
    return Kind.MUSIC
