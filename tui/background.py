"""Owns what the screen knows of listening in the background: whether it is wanted, whether it runs, and how that is said."""

from dataclasses import dataclass

from tunes.player.sonic.standing import Standing

RESTS = "Listening to what your tracks sound like rests. B goes on with it."
GOES_ON = "Listening to what your tracks sound like goes on, in the time that nothing else needs."
MISSING = "What your tracks sound like can't be listened to: PyAV is not installed (tunes sonic says how to get it)."


@dataclass(slots=True)
class Background:
    """Changed by what the listener wants and by what is reported."""

    is_wanted: bool
    is_running: bool = False
    is_due: bool = False
    """New tracks have come while it ran."""
    now: Standing | None = None

    def starts(self) -> bool:
        """Something may be new: whether it is to be started."""
        self.is_due = self.is_running
        is_to_start = self.is_wanted and not self.is_running
        self.is_running |= is_to_start
        return is_to_start

    def ended(self) -> bool:
        """It has ended: whether it is to be started again."""
        self.is_running, self.now = False, None
        return self.is_due and self.starts()

    def words(self) -> str:
        """For a quiet line; "" where nothing goes on."""
        now = self.now
        if now is None or not self.is_running or now.is_over or not (now.title or now.rests):
            return ""
        if now.rests:
            return f"listening rests: {now.rests}"
        return f"listening {now.known + now.silent:,} of {now.total:,}"
