"""Owns what a player reports: frozen facts, each with the id of the stay it belongs to."""

from dataclasses import dataclass
from enum import StrEnum


class Left(StrEnum):
    """Why the sound of one stay ended, as far as a player can know it; *who asked* is known by the session."""

    FINISHED = "finished"
    """The end of the track sounded."""
    ASKED = "asked"
    """Another `load`, or `stop`."""
    FAILED = "failed"
    """It could not be played, or not to its end."""


@dataclass(frozen=True, slots=True)
class Started:
    """The first sample of a stay sounded (for a paused load: it is ready to sound)."""

    stay: int
    track_id: str
    began: float
    """Seconds into the track."""
    duration: float | None
    """Seconds, as the decoder knows it once open; may correct the tags."""


@dataclass(frozen=True, slots=True)
class Progress:
    """Where the ear is, about four times a second while sounding, and once after each pause, resume and seek."""

    stay: int
    position: float
    """Seconds into the track, at the output."""
    heard: float
    """Seconds of the recording that sounded in this stay so far."""
    is_playing: bool


@dataclass(frozen=True, slots=True)
class Seeked:
    """The ear jumped within the track."""

    stay: int
    source: float
    """Seconds into the track where the ear was."""
    target: float
    """Seconds into the track where it goes on."""


@dataclass(frozen=True, slots=True)
class Ended:
    """A stay is over. Exactly one for every stay that `load` or `preload` returned and that sounded or failed."""

    stay: int
    track_id: str
    began: float
    """Seconds into the track at its first sample."""
    left: float
    """Seconds into the track where it was left."""
    heard: float
    """Seconds of the recording that really sounded, counted at the output."""
    reason: Left


@dataclass(frozen=True, slots=True)
class Failed:
    """A stay could not be played; an `Ended` with reason `failed` follows."""

    stay: int
    message: str
    """One sentence for the listener: what happened, to which file."""


@dataclass(frozen=True, slots=True)
class Adjusted:
    """What came of a wish about a film."""

    stay: int
    message: str
    """A few words for the listener, some of them from the file."""


@dataclass(frozen=True, slots=True)
class Captioned:
    """Other words of a film's subtitles are to be seen; only of a film in a terminal."""

    stay: int
    lines: tuple[str, ...]
    """From the file, not made harmless yet; () for none."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something about the player itself that the listener should know: no device, no libVLC, engine restarted."""

    message: str
    """One sentence for the listener: what happened and what to do. "" says that the trouble is over."""


PlayerEvent = Started | Progress | Seeked | Ended | Failed | Adjusted | Captioned | Trouble
