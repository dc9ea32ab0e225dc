"""Owns how far listening through a library is: a value that a screen can take without what listening needs."""

from dataclasses import dataclass


class ListeningError(Exception):
    """Nothing can be listened to; the message says why, for the listener."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How far it is."""

    known: int
    """Tracks whose features are known."""
    silent: int
    """Tracks that tell nothing, each with its reason."""
    total: int
    """Tracks that there are to listen to."""
    title: str = ""
    """What it listens to."""
    rests: str = ""
    """Why it rests; "" while it does not."""

    @property
    def is_over(self) -> bool:
        """Whether nothing is left to be done."""
        return self.known + self.silent >= self.total
