"""Owns writing the demo's sound files with their tags; the only place that knows the soundfile package."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile
from tunes.tui.demo.voices import RATE, Sound

_STEPS = 2**10
"""Loudness steps on each side of silence: 11 bits, a quiet cassette, which FLAC packs into half the bytes of 16."""


@dataclass(frozen=True, slots=True)
class Tags:
    """What is written into a file about it; for an MP3 plain ASCII only, as libsndfile mislabels the rest."""

    title: str
    artist: str
    album: str
    genre: str
    year: int
    track_no: int


def write(path: Path, sound: Sound, tags: Tags) -> None:
    """Writes a sound as FLAC or, where the name ends so, MP3."""
    as_mp3 = path.suffix == ".mp3"
    samples = sound if as_mp3 else np.round(sound * _STEPS) / np.float32(_STEPS)
    form = (
        {"format": "MP3", "subtype": "MPEG_LAYER_III"} if as_mp3 else {"format": "FLAC", "subtype": "PCM_16"}
    )
    with soundfile.SoundFile(path, "w", samplerate=RATE, channels=1, **form) as file:
        file.title = tags.title
        file.artist = tags.artist
        file.album = tags.album
        file.genre = tags.genre
        file.date = str(tags.year)
        file.tracknumber = str(tags.track_no)
        file.write(samples)
