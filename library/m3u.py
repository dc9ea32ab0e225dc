"""Owns writing a playlist that other players read: M3U8, paths relative to the playlist."""

import os
from collections.abc import Sequence
from pathlib import Path

from tunes.library.text import clean
from tunes.library.track import Track


def write_m3u(target: Path, tracks: Sequence[Track]) -> None:
    """Writes the tracks in their order; replaces the file at once or not at all. Raises OSError."""
    lines = [b"#EXTM3U"]
    for track in tracks:
        path = os.fsencode(os.path.relpath(track.path, target.absolute().parent))
        if b"\n" in path or b"\r" in path:  # a playlist has no way to say it
            continue
        name = " - ".join(clean(text) for text in (track.artist, track.title) if text)
        lines.append(f"#EXTINF:{round(track.duration) if track.duration else -1},{name}".encode())
        lines.append(b"./" + path if path.startswith(b"#") else path)
    fresh = target.with_name(f".{target.name}.part")
    fresh.write_bytes(b"\n".join(lines) + b"\n")
    fresh.replace(target)
