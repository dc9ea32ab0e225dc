"""Owns the words of the rows: when something was played, how often, by whom; each with numbers that the listens bear out. Pure."""

from datetime import UTC, datetime, timedelta

import numpy as np
from tunes.library.text import clean
from tunes.library.track import Track
from tunes.profile.overview import Overview
from tunes.profile.reasons import times


def quoted(track: Track) -> str:
    """Its title between quotation marks."""
    return f"“{clean(track.title)}”"


def by(track: Track) -> str:
    """By whom it is; where that is not known, from which folder."""
    folder = clean(track.path.parent.name)
    return f"by {clean(track.artist)}" if track.artist else f"from the folder “{folder}”"


def named(track: Track) -> str:
    """Title and artist."""
    return f"{quoted(track)} {by(track)}"


def day(at: float, offset: int) -> str:
    """A day by the listener's clock: "3 November 2026"."""
    then = datetime.fromtimestamp(at, UTC) + timedelta(minutes=offset)
    return f"{then.day} {then:%B %Y}"


def plays(seen: Overview, recording: int) -> str:
    """How often it was played, and when last."""
    places = seen.plays_of(recording)
    if not places.size:
        skips = int(seen.liking.skips[recording])
        return f"skipped {times(skips)} and never played" if skips else "never played"
    last = int(places[-1])
    date = day(float(seen.heard.at[last]), int(seen.heard.offset[last]))
    return f"played once, on {date}" if places.size == 1 else f"played {times(places.size)}, last on {date}"


def since(seen: Overview, recording: int, days: float) -> int:
    """Plays in the last so many days."""
    return int(np.sum(seen.heard.at[seen.plays_of(recording)] >= seen.as_of - days * 86_400))


def listed(words: list[str]) -> str:
    """Words as one says them: dub and jazz; dub, jazz and folk."""
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
