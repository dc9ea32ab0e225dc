"""Owns what an engine knows of one stay while it lasts: where the ear is, and how much of it sounded."""

from dataclasses import dataclass, field

from tunes.player.buffer import seconds
from tunes.player.events import Ended, Left, Progress, Started
from tunes.player.meter import Sounded
from tunes.player.waiting import Waiting
from tunes.player.wire import Item

EARLY = 0.9
"""Of its length: what ends before this has not been played to its end."""
LANDS_S = 0.25
"""How far beside the place asked for a decoder may land."""
LAST_S = 0.5
"""Seconds at the end of a file in which, for a decoder that is sent there, there may be nothing left."""
REPORT_EVERY_S = 0.2
"""Four or five times a second is as often as a bar can usefully move. Less than lies between two looks while all is steady, so that each of them reports."""


@dataclass(slots=True)
class Presence:
    """One stay. Positions are seconds into the track, not into a file that holds several."""

    item: Item
    began: float
    """Where its first sample comes from."""
    position: float = 0.0
    heard: float = 0.0
    """Seconds of the recording that sounded."""
    has_started: bool = False
    gain_db: float = 0.0
    """What is put on top of it so that it is as loud as the others."""
    goal_db: float | None = None
    """Where that is on its way to, slowly, since it was measured only while it sounded."""
    waiting: Waiting = field(init=False)
    """For its sound."""
    between: tuple[float, float] | None = None
    """The part of it that is played again and again."""
    words: tuple[str, ...] | None = None
    """Of the subtitles, what is seen; None before anything was said of them."""
    _reported: float = field(default=0.0)

    def __post_init__(self) -> None:
        self.waiting = Waiting(self.item)

    @property
    def stay(self) -> int:
        """Its number."""
        return self.item.stay

    def within(self, position: float, length: float | None) -> float:
        """The position, kept within the track."""
        return max(0.0, position if length is None else min(position, length))

    def starts_at(self, position: float) -> None:
        """Nothing of it has sounded yet, and the first sample will come from here."""
        self.began = self.position = position

    @property
    def is_to_turn_back(self) -> bool:
        """Whether the ear is at the end of the part that is played again and again."""
        return self.between is not None and self.has_started and self.position >= self.between[1]

    def started(self, duration: float | None) -> Started:
        """Its first sample sounds, or is ready to."""
        self.has_started = True
        return Started(self.stay, self.item.track_id, self.began, duration)

    def took_in(self, sounded: Sounded) -> None:
        """Some of it reached the ear."""
        self.heard += seconds(sounded.count)
        if sounded.place is not None:
            self.position = seconds(sounded.place) - self.item.start

    def is_report_due(self) -> bool:
        """Whether enough has sounded since the last report."""
        return self.heard - self._reported >= REPORT_EVERY_S

    def report(self, *, is_playing: bool) -> Progress:
        """Where the ear is."""
        self._reported = self.heard
        return Progress(self.stay, self.position, self.heard, is_playing)

    def ended(self, reason: Left) -> Ended:
        """It is over."""
        return Ended(self.stay, self.item.track_id, self.began, self.position, self.heard, reason)

    # How it ended

    def ended_early(self, length: float | None) -> bool:
        """Whether it did long before its length was reached: its disk may have gone."""
        return length is not None and self.position < EARLY * length

    def began_at_its_end(self, length: float | None) -> bool:
        """Whether the listener went so near to its end that there may be nothing left to hear."""
        return length is not None and self.began > 0 and length - self.began < LAST_S

    def end(self, length: float | None) -> float:
        """Where it ended: a decoder that was sent elsewhere lands some hundredths of a second beside the place asked for."""
        return length if length is not None and abs(length - self.position) < LANDS_S else self.position
