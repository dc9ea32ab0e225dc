"""Owns where the time comes from: what a clock tells, and the real one, the only place of tunes that asks what time it is."""

import time
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Where the time comes from."""

    def now(self) -> float:
        """Unix seconds."""
        ...

    def offset(self, at: float) -> int:
        """Minutes that local time is ahead of UTC at unix time `at`."""
        ...


class WallClock:
    """The computer's clock and time zone."""

    def now(self) -> float:
        """Unix seconds."""
        return time.time()

    def offset(self, at: float) -> int:
        """Minutes that local time is ahead of UTC at unix time `at`."""
        ahead = datetime.fromtimestamp(at, UTC).astimezone().utcoffset()
        return round(ahead.total_seconds() / 60) if ahead else 0
