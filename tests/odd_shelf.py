"""A home with music of every awkward kind, and listens to it."""

import os
import shutil

from media import make_sound
from shell import Shell
from tunes.library.track import Track
from tunes.profile.device import this_device
from tunes.profile.listens import End, Listen, listen_document
from tunes.profile.store import Store

ODD_NAME = b"caf\xe9 \x1b[31m red.wav"
"""Not UTF-8, and it would colour a careless terminal."""
BEGAN = 1_795_000_000.0
"""2026-11-18 11:06:40 UTC, 12:06 in Berlin."""


def fill(shell: Shell) -> None:
    """Twelve tagged tracks, one of them twice, one named oddly, and one file that is no music, in ~/Music."""
    music = shell.home / "Music"
    for number in range(12):
        artist, album, place = number // 6 + 1, number // 3 % 2 + 1, number % 3 + 1
        title = f"Track {artist}{album}{place}"
        folder = music / f"Artist {artist}" / f"Album {artist}{album}"
        make_sound(
            folder / f"{place:02} {title}.flac",
            1.0,
            200.0 + 10 * number,
            title=title,
            artist=f"Artist {artist}",
            album=f"Album {artist}{album}",
            tracknumber=str(place),
            genre=f"Genre {artist}",
            date=str(2000 + album),
        )
    shutil.copy(music / "Artist 1" / "Album 11" / "01 Track 111.flac", music / "a copy.flac")
    sound = make_sound(shell.home / "odd.wav", 1.0)
    sound.rename(music / os.fsdecode(ODD_NAME))
    (music / "broken.flac").write_bytes(b"this is no sound")


def remember(shell: Shell, track: Track, *ends: End) -> None:
    """Listens to this track, twenty minutes apart, that ended so."""
    shell.data.mkdir(parents=True, exist_ok=True)
    store = Store(shell.data / "profile", this_device(shell.data / "device.json").word)
    for number, end in enumerate(ends):
        heard = 200.0 if end == "finished" else 3.0
        listen = Listen(
            track.id, BEGAN + 1200 * number, 60, heard, 200.0, 0.0, heard, end=end, source="queue"
        )
        store.append("listens", listen_document(listen), [track])
