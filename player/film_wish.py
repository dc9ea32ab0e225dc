"""Owns what can be asked of the film that plays, beyond what can be asked of any track."""

from enum import StrEnum


class FilmWish(StrEnum):
    """Each comes with a number that says how far, or which way."""

    SOUND = "sound"
    """The next sound track, or with -1 the one before."""
    SUBTITLES = "subtitles"
    """The next subtitles, or with -1 those before; none of them lies between the last and the first."""
    SUBTITLES_SEEN = "subtitles_seen"
    """Hides the subtitles, or shows them again."""
    SOUND_DELAY = "sound_delay"
    """So many seconds later than now."""
    SUBTITLE_DELAY = "subtitle_delay"
    """So many seconds later than now."""
    CHAPTER = "chapter"
    """So many chapters on."""
    ASPECT = "aspect"
    """The next shape of the picture."""
    WHOLE = "whole"
    """The whole screen for the film's window, or no longer."""
    STEP = "step"
    """So many pictures on; the film is to be still."""
