"""Owns what the places of the screen have in common: something is selected there, and can be played."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual.containers import Vertical
from textual.widget import Widget
from tunes.library.track import Track


@dataclass(frozen=True, slots=True)
class Choice:
    """What the listener has under the keyboard, and the list around it."""

    tracks: Sequence[Track]
    at: int
    source: str
    """As a listen keeps it."""

    @property
    def track(self) -> Track:
        """The selected track."""
        return self.tracks[self.at]


class Place(Vertical):
    """One of the places: library, tracks, Discover, queue, find."""

    def choice(self) -> Choice | None:
        """What is selected; None where nothing is."""
        raise NotImplementedError(f"{type(self).__name__} must say what is selected")

    def target(self) -> Widget:
        """The widget that takes the keyboard."""
        raise NotImplementedError(f"{type(self).__name__} must name its list")

    def show_playing(self, track_id: str) -> None:
        """Marks the track that plays."""
        raise NotImplementedError(f"{type(self).__name__} must mark what plays")
