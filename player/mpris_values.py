"""Owns what the desktop is told of a track and of how it stands, in the words of MPRIS. Pure; knows no D-Bus."""

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote_to_bytes, urlsplit

from tunes.library.track import Track
from tunes.player.controls import Standing

NO_TRACK = "/org/mpris/MediaPlayer2/TrackList/NoTrack"
LONGEST = 1_000
"""Characters of one text: some tags hold a book, and a bus throws out who sends too much."""

Metadata = Mapping[str, tuple[str, Any]]
"""By name: the D-Bus signature and the value."""


def playback_status(standing: Standing) -> str:
    """Playing, Paused or Stopped."""
    if standing.track is None:
        return "Stopped"
    return "Playing" if standing.is_playing else "Paused"


def metadata(track: Track | None, duration: float | None, cover: Path | None) -> Metadata:
    """All that is known of a track; what is unknown is left out."""
    if track is None:
        return {"mpris:trackid": ("o", NO_TRACK)}
    known = {
        "mpris:trackid": ("o", track_path(track)),
        "mpris:length": ("x", microseconds(duration)),
        "mpris:artUrl": ("s", file_url(cover) if cover else ""),
        "xesam:url": ("s", file_url(track.path)),
        "xesam:title": ("s", text(track.title)),
        "xesam:artist": ("as", _texts(track.artist)),
        "xesam:album": ("s", text(track.album)),
        "xesam:albumArtist": ("as", _texts(track.album_artist)),
        "xesam:composer": ("as", _texts(track.composer)),
        "xesam:genre": ("as", _texts(*track.genres)),
        "xesam:trackNumber": ("i", _small(track.track_no)),
        "xesam:discNumber": ("i", _small(track.disc_no)),
        "xesam:contentCreated": ("s", f"{track.year:04}-01-01T00:00:00Z" if track.year else ""),
    }
    return {name: (kind, value) for name, (kind, value) in known.items() if value}


def track_path(track: Track) -> str:
    """The track's id as D-Bus wants names of things: of letters, digits and `_` only."""
    return "/net/tunes/track/" + re.sub("[^A-Za-z0-9]", lambda odd: f"_{ord(odd[0]):x}_", track.id)


def microseconds(seconds: float | None) -> int:
    """As MPRIS counts time; 0 where unknown, and never more than fits."""
    return min(round(max(0.0, seconds or 0.0) * 1_000_000), 2**62)


def file_url(path: Path) -> str:
    """The path as a URL, byte for byte."""
    return "file://" + quote(os.fsencode(path))


def path_of(url: str) -> Path | None:
    """The file that a URL names; None where it names none on this computer: tunes opens nothing from anywhere else."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    path = unquote_to_bytes(parts.path)
    if (
        parts.scheme != "file"
        or parts.netloc not in {"", "localhost"}
        or not path.startswith(b"/")
        or b"\0" in path
    ):
        return None
    return Path(os.fsdecode(path))


def text(value: str) -> str:
    """Text that D-Bus can carry: UTF-8 without NUL."""
    return value[:LONGEST].replace("\0", "").encode("utf-8", "replace").decode()


def _texts(*values: str) -> list[str]:
    return [text(value) for value in values if value]


def _small(number: int | None) -> int:
    return number if number is not None and 0 < number < 2**31 else 0
