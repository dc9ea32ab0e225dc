"""Owns the present moment as it is shown: what plays, where the ear is, how loud, and who is told when that changes."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from tunes.player.controls import Present
from tunes.player.sound import Sound


@dataclass(frozen=True, slots=True)
class Now(Present):
    """What a screen shows of the present moment."""

    source: str = ""
    volume: int = 100
    is_muted: bool = False
    sound: Sound = field(default_factory=Sound)
    """What is done to the sound."""
    is_incognito: bool = False
    starts_in: int | None = None
    """Seconds until the film that is shown begins by itself; None where it doesn't."""
    words: tuple[str, ...] = ()
    """Of the subtitles of a film in the terminal, what is to be seen, made harmless."""
    loop: tuple[float, float | None] | None = None
    """From where to where the track is repeated, in seconds; the end is not chosen yet where it is None."""
    trouble: str = ""
    """What is wrong with the player just now, "" if nothing."""
    notice: str = ""
    """The last thing worth a word: what was skipped as unplayable, what was liked."""

    @property
    def loudness(self) -> int:
        """What is to be heard: 0 while muted."""
        return 0 if self.is_muted else self.volume


class Showing:
    """The present moment, and those who look at it."""

    def __init__(self, now: Now) -> None:
        self.now = now
        self._listeners: list[Callable[[], None]] = []

    def subscribe(self, listener: Callable[[], None]) -> None:
        """Calls `listener` after every change."""
        self._listeners.append(listener)

    def show(self, **changes: object) -> None:
        """Something is different now."""
        self.now = replace(self.now, **changes)  # type: ignore[arg-type]  # checked by Now itself at run time
        self.tell()

    def silence(self, notice: str) -> None:
        """Nothing plays any more."""
        self.show(
            track=None,
            source="",
            position=0.0,
            duration=None,
            is_playing=False,
            loop=None,
            words=(),
            starts_in=None,
            notice=notice,
        )

    def tell(self) -> None:
        """Something that is shown beside the moment has changed: the queue."""
        for listener in self._listeners:
            listener()
