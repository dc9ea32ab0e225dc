"""Owns what the listener has chosen for one film, as a value: it passes between the processes, and outlasts an engine."""

from dataclasses import dataclass

SHAPES = (("as the film has it", None), ("16:9", 16 / 9), ("4:3", 4 / 3), ("235:100", 2.35))
"""The shapes of a picture that can be chosen: name, as libVLC is told, and width by height."""


@dataclass(frozen=True, slots=True)
class FilmChoice:
    """What differs from how the film would be shown by itself."""

    sound: int | None = None
    """The id of the sound track; None while it is libVLC's choice."""
    subtitles: int | None = None
    """The id of the subtitles, -1 for none; None while it is libVLC's choice."""
    hidden: int | None = None
    """The id of the subtitles that come back."""
    sound_delay_s: float = 0.0
    subtitle_delay_s: float = 0.0
    is_whole: bool = False
    """Its window takes the whole screen."""
    shape: int = 0
    """Which of `SHAPES`."""

    @property
    def aspect(self) -> float | None:
        """Width by height; None as the film has it."""
        return SHAPES[self.shape][1]
