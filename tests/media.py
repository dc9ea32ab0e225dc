"""Made media files for tests and benches: real, small, tagged, of every format that soundfile writes, and of some made by hand."""

from collections.abc import Callable
from pathlib import Path

import mutagen
import numpy as np
import soundfile
from made_containers import avi_bytes, m4a_bytes, matroska_bytes, wma_bytes
from mutagen.id3 import TALB, TCON, TDRC, TIT2, TPE1, TPE2, TRCK

RATE = 44_100

_FORMATS = {
    "wav": ("WAV", "PCM_16"),
    "aiff": ("AIFF", "PCM_16"),
    "flac": ("FLAC", "PCM_16"),
    "ogg": ("OGG", "VORBIS"),
    "oga": ("OGG", "VORBIS"),
    "opus": ("OGG", "OPUS"),
    "mp3": ("MP3", "MPEG_LAYER_III"),
}
_BY_HAND: dict[str, Callable[[float, int], bytes]] = {
    "m4a": m4a_bytes,
    "m4b": m4a_bytes,
    "wma": wma_bytes,
    "mkv": matroska_bytes,
    "webm": matroska_bytes,
    "avi": avi_bytes,
}
_FRAMES = {
    "title": TIT2,
    "artist": TPE1,
    "album": TALB,
    "albumartist": TPE2,
    "tracknumber": TRCK,
    "genre": TCON,
    "date": TDRC,
}
_WMA = {
    "title": "Title",
    "artist": "Author",
    "album": "WM/AlbumTitle",
    "albumartist": "WM/AlbumArtist",
    "tracknumber": "WM/TrackNumber",
    "genre": "WM/Genre",
    "date": "WM/Year",
}


def make_sound(path: Path, seconds: float = 2.0, hz: float = 440.0, **tags: str) -> Path:
    """A tone in the format of the file's ending. Tags by mutagen's easy names: title, artist, album, tracknumber, genre, date.

    Formats made by hand are silent; their `hz` makes them different from each other all the same.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    ending = path.suffix[1:]
    if ending in _BY_HAND:
        path.write_bytes(_BY_HAND[ending](seconds, round(hz)))
    else:
        kind, subtype = _FORMATS[ending]
        rate = 48_000 if subtype == "OPUS" else RATE
        time = np.arange(round(seconds * rate)) / rate
        wave = 0.3 * np.sin(2 * np.pi * hz * time)
        soundfile.write(path, np.column_stack([wave, wave]), rate, format=kind, subtype=subtype)
    if tags:
        tag(path, **tags)
    return path


def tag(path: Path, **tags: str) -> None:
    """Writes tags into a file, as a tagger would."""
    opened = mutagen.File(path, easy=True)
    if opened.tags is None:
        opened.add_tags()
    for name, value in tags.items():  # mutagen knows easy names for most formats
        if path.suffix in {".wav", ".aiff"}:
            opened.tags.add(_FRAMES[name](encoding=3, text=[value]))
        else:
            opened[_WMA[name] if path.suffix == ".wma" else name] = value
    opened.save()


def make_wav(path: Path, seconds: float = 2.0, hz: float = 440.0) -> Path:
    """An untagged WAVE."""
    return make_sound(path, seconds, hz)


def make_flac(path: Path, seconds: float = 2.0, hz: float = 440.0, **tags: str) -> Path:
    """A FLAC."""
    return make_sound(path, seconds, hz, **tags)


def make_library(
    root: Path, artists: int = 2, albums: int = 2, tracks: int = 3, seconds: float = 1.0
) -> list[Path]:
    """A small tagged tree: `Artist 1/Album 1/01 Track 1.flac`."""
    made: list[Path] = []
    for artist in range(1, artists + 1):
        for album in range(1, albums + 1):
            for number in range(1, tracks + 1):
                name = f"Track {artist}{album}{number}"
                path = root / f"Artist {artist}" / f"Album {artist}{album}" / f"{number:02} {name}.flac"
                made.append(
                    make_flac(
                        path,
                        seconds,
                        200.0 + 10 * len(made),
                        title=name,
                        artist=f"Artist {artist}",
                        album=f"Album {artist}{album}",
                        tracknumber=str(number),
                        genre=f"Genre {artist}",
                        date=str(2000 + album),
                    )
                )
    return made
