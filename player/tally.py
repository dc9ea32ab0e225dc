"""Owns how much of a film was seen: as far as its own time went on, and never more than the clock's. Pure."""

MOST_S = 1.0
"""What one may be ahead of the other: libVLC's time goes on in leaps of a third of a second, and sometimes begins with one."""


class Tally:
    """Seconds of film time and of the clock, as long as they have not met."""

    def __init__(self) -> None:
        self._of_film = self._of_clock = 0.0

    def clock(self, seconds: float) -> None:
        """So much time has passed while the film played."""
        self._of_clock = min(self._of_clock + seconds, MOST_S)

    def film(self, seconds: float) -> float:
        """The film has gone on by so much; returns how much more of it was seen."""
        self._of_film += max(0.0, seconds)
        seen = min(self._of_film, self._of_clock)
        self._of_clock -= seen
        self._of_film = min(self._of_film - seen, MOST_S)
        return seen
