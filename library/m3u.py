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
        name = " - ".join(clean(text) for text in (track.artist, track.title) if text)
        lines.append(f"#EXTINF:{round(track.duration) if track.duration else -1},{name}".encode())
        lines.append(os.fsencode(os.path.relpath(track.path, target.absolute().parent)))
    fresh = target.with_name(f".{target.name}.part")
    fresh.write_bytes(b"\n".join(lines) + b"\n")
    fresh.replace(target)
