"""Owns how the events of one stay become one listen: what is noted while it lasts, and what is written at its end. Pure."""

from dataclasses import dataclass, replace

from tunes.library.track import Track
from tunes.player.events import Ended, Left, Progress, Seeked, Started
from tunes.profile.listens import MOST_SEEKS, End, Listen

BROWSING_S = 2.0
"""Left by next, previous or a jump with less than this heard, a track was only passed by: no listen."""
RESTART_S = 3.0
"""A seek into the first seconds is a way back to the start; `previous` later than this restarts the track."""
SITTING_S = 30 * 60.0
"""A pause longer than this ends the listen: what goes on afterwards is another one."""


@dataclass(frozen=True, slots=True)
class Stay:
    """What is known of one continuous presence of one track while it lasts."""

    id: int
    track: Track
    source: str
    offset: int
    """Minutes that local time is ahead of UTC."""
    is_private: bool = False
    """Some of it sounded for a guest (incognito): nothing of it is kept."""
    at: float | None = None
    """Unix time of its first sample; None until it sounds."""
    began: float = 0.0
    position: float = 0.0
    heard: float = 0.0
    duration: float | None = None
    seeks: tuple[tuple[float, float], ...] = ()
    restarts: int = 0
    asked: End | None = None
    """Why the listener left it, if they did."""
    paused_at: float | None = None
    """Unix time since when it has been silent."""

    def started(self, event: Started, at: float) -> "Stay":
        """Its first sample sounded at unix time `at`."""
        known = event.duration or self.track.duration
        return replace(self, at=at, began=event.began, position=event.began, duration=known)

    def progressed(self, event: Progress, at: float) -> "Stay":
        """The ear went on, or a pause began."""
        silent_since = None if event.is_playing else self.paused_at or at
        # One that was paused from its very start begins when it sounds.
        is_first = self.heard <= 0 and event.is_playing and self.paused_at is not None
        began_at = at - event.heard if is_first else self.at
        return replace(self, at=began_at, position=event.position, heard=event.heard, paused_at=silent_since)

    def seeked(self, event: Seeked) -> "Stay":
        """The ear jumped; back to the start after half of it is a restart, which counts as a replay."""
        half = self.duration is not None and event.source >= self.duration / 2
        restart = half and event.target < RESTART_S
        return replace(
            self,
            position=event.target,
            seeks=(*self.seeks, (round(event.source, 2), round(event.target, 2)))[-MOST_SEEKS:],
            restarts=self.restarts + restart,
        )

    def outlasted_sitting(self, now: float) -> bool:
        """Whether its pause is so long that going on would be another listen."""
        return self.paused_at is not None and now - self.paused_at > SITTING_S

    def so_far(self, last_key: float | None, volume: int) -> Listen | None:
        """The listen as it would read if the program died now; None before anything sounded."""
        return _listen(self, "lost", self.heard, self.position, last_key, volume) if self.at else None

    def ended(self, event: Ended, now: float, last_key: float | None, volume: int) -> Listen | None:
        """The listen to keep; None for browsing, for silence and for a guest."""
        end = self._end(event, now)
        passed_by = end in {"next", "previous", "jumped"} and event.heard < BROWSING_S
        silent = event.heard <= 0 and end != "error"
        if self.is_private or passed_by or silent:
            return None
        left = self.began if self.at is None else event.left
        stay = self if self.at is not None else replace(self, at=now)
        return _listen(stay, end, event.heard, left, last_key, volume)

    def _end(self, event: Ended, now: float) -> End:
        if event.reason is Left.FINISHED:
            return "finished"
        if event.reason is Left.FAILED:
            return "error"
        return "stopped" if self.outlasted_sitting(now) else self.asked or "stopped"


def _listen(stay: Stay, end: End, heard: float, left: float, last_key: float | None, volume: int) -> Listen:
    return Listen(
        track=stay.track.id,
        at=stay.at or 0.0,
        offset=stay.offset,
        heard=round(heard, 2),
        duration=stay.duration or stay.track.duration,
        began=round(stay.began, 2),
        left=round(left, 2),
        seeks=stay.seeks,
        restarts=stay.restarts,
        end=end,
        source=stay.source,
        last_key=last_key,
        volume=volume,
    )
