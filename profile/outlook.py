"""Owns how much each track is wanted next, as of one moment: read once from library and history, for Discover and all rows.

What is chosen from it is decided elsewhere.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from tunes.library.track import Track
from tunes.profile.columns import Columns, Flags, Floats, Ints
from tunes.profile.doubt import doubt
from tunes.profile.evidence import Evidence, evidence
from tunes.profile.history import History
from tunes.profile.hours import hours_of_queue
from tunes.profile.past import past
from tunes.profile.signals import SHIPPED, Features, Model, signals
from tunes.profile.sound import Sounds, sounds
from tunes.profile.taste import Heard, Taste, taste
from tunes.profile.things import Things

SOUND_LINK = 0.24
"""Points for the sound from which on it links a track to the favourites: one in ten has so many."""


@dataclass(frozen=True, slots=True, eq=False)
class Outlook:
    """What is known of library and listener, and what each track of the library scores. Rows are those of `columns`."""

    known: Evidence
    taste: Taste
    doubt: Floats
    """Log-odds of a skip beyond the usual, by row of the library; below 0 for what is kept more than usual."""
    parts: dict[str, Floats]
    """What each signal adds, by row of the library, rounded to 1e-6; they sum to the score."""
    sounds: Sounds | None = None
    """How tracks sound; None where too few are known."""

    @property
    def columns(self) -> Columns:
        """The library, and behind it what only the profile remembers."""
        return self.known.columns

    @property
    def heard(self) -> Heard:
        """The listens that say something."""
        return self.known.heard

    @property
    def score(self) -> Floats:
        """How much each track of the library is wanted in the next weeks, by row; higher is more, rounded to 1e-6."""
        return np.round(sum(self.parts.values(), np.zeros(self.columns.here)), 6)

    @property
    def fresh(self) -> Flags:
        """Tracks of the library that were never played, by row."""
        return np.asarray(self.taste.plays[self.columns.recording[: self.columns.here]] == 0)

    @property
    def stranger(self) -> Flags:
        """Tracks of artists of whom nothing was ever played, but whom a guest, a genre or the sound links to what was."""
        columns = self.columns
        heard = np.zeros(len(columns.artist_names), dtype=bool)
        heard[columns.artist[self.heard.row]] = True
        is_linked = self.parts["guest"] + self.parts["genre"] > 0
        if "sound" in self.parts:
            is_linked |= self.parts["sound"] >= SOUND_LINK
        return np.asarray(self.fresh & ~heard[columns.artist[: columns.here]] & is_linked)

    @property
    def evening(self) -> Ints:
        """By row of the library the number of the one sitting in which its artist was played; -1 for several and for none."""
        columns, heard = self.columns, self.heard
        artist, sitting = columns.artist[heard.row[heard.play]], heard.sitting[heard.play]
        last = np.full(len(columns.artist_names), -1)
        last[artist] = sitting
        first = np.full(len(columns.artist_names), -1)
        first[artist[::-1]] = sitting[::-1]
        return np.where(first == last, last, -1)[columns.artist[: columns.here]]

    @property
    def allowed(self) -> Flags:
        """Tracks of the library that may be suggested: neither banned nor resting, by row."""
        return ~self.known.banned[: self.columns.here]


def outlook(
    tracks: Sequence[Track],
    history: History,
    as_of: float,
    *,
    features: Features | None = None,
    model: Model = SHIPPED,
    avoided: Things | None = None,
) -> Outlook:
    """Everything that Discover and the rows choose from; only what lies before `as_of` (unix seconds) counts.

    `avoided` is what is not to be suggested, left out what was banned or put off by then.
    """
    known = evidence(tracks, history, as_of, avoided)
    liking = taste(known.columns, known.heard, as_of)
    recording = known.columns.recording[: known.columns.here]
    heard = sounds(known.columns, features)
    parts = signals(past(known.columns, known.heard, as_of), liking, model, heard)
    parts["at the hours of Discover"] = model.hours * hours_of_queue(
        known.columns, known.heard, known.queued, as_of
    )
    parts["shown and passed by"] = -model.passed_by * known.passed_by[recording].astype(np.float64)
    parts |= known.opinion.parts(np.arange(known.columns.here), model.liked_around, model.stars)
    doubtful = doubt(known.columns, liking)
    rounded = {name: np.round(values, 6) for name, values in parts.items()}
    return Outlook(known, liking, doubtful, rounded, heard)
