"""Owns what a track is: one playable thing on disk, as every other part sees it."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path


class Kind(StrEnum):
    """What sort of thing a track is; the rule for a *play* depends on it."""

    MUSIC = "music"
    VIDEO = "video"
    SPOKEN = "spoken"


UNREAD = "unread:"
"""How the id of a track begins of which only the name of its file is known, while a scan is under way; never kept, never played."""


@dataclass(frozen=True, slots=True)
class Track:
    """One playable thing. Text is as tagged, not yet cleaned for a screen; unknown text is "" and an unknown number None.

    `id` lasts through moves and retags of what surrounds the sound (see `library.identity`).
    """

    id: str
    path: Path
    """Undecodable bytes are surrogate escapes, as `os.fsdecode` makes them; `os.fsencode` gives them back."""
    kind: Kind
    title: str
    artist: str = ""
    album: str = ""
    album_artist: str = ""
    composer: str = ""
    genres: tuple[str, ...] = ()
    year: int | None = None
    track_no: int | None = None
    disc_no: int | None = None
    duration: float | None = None
    """Seconds; None where nothing believable is known."""
    start: float | None = None
    """Seconds into the file, for tracks of a cue sheet."""
    end: float | None = None
    """Seconds into the file, for tracks of a cue sheet."""
    added: float = 0.0
    """Unix time at which the library first saw it."""
    size: int = 0
    """Bytes of the file."""
    mtime: float = 0.0
    """Unix time of the file's last change."""
    mbid: str | None = None
    """MusicBrainz recording id."""
    gain_track: float | None = None
    """ReplayGain, dB."""
    gain_album: float | None = None
    """ReplayGain, dB."""
    show: str | None = None
    season: int | None = None
    episode: int | None = None

    @property
    def is_unread(self) -> bool:
        """Whether only the name of its file is known as yet: what it is, and its id, a reader has to say first."""
        return self.id.startswith(UNREAD)
