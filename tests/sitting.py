"""A sitting for tests: a session with the silent player, a real store, and time that passes only when told to."""

from pathlib import Path
from typing import Any

from tunes.library.track import Kind, Track
from tunes.player.silent import SilentPlayer
from tunes.profile.recorder import Recorder
from tunes.profile.store import Store
from tunes.tui.session import Session


class HandClock:
    """Turned by hand; two hours ahead of UTC."""

    def __init__(self) -> None:
        self.time = 1_795_000_000.0
        self.ahead = 120

    def now(self) -> float:
        return self.time

    def offset(self, _at: float) -> int:
        return self.ahead


class Sitting:
    """A session whose player and clock go on only when told to."""

    def __init__(self, folder: Path, clock: HandClock | None = None, **options: Any) -> None:
        self.clock = clock or HandClock()
        self.store = Store(folder, "testing")
        self.complaints: list[str] = []
        self.recorder = Recorder(self.store, self.complaints.append)
        self.session = Session(self._make_player, self.recorder, self.clock, self.wake, **options)

    def wake(self) -> None:
        """The player has reported something: it is taken in by `wait`."""

    def _make_player(self, sink: Any) -> SilentPlayer:
        self.player = SilentPlayer(sink)
        return self.player

    def wait(self, seconds: float) -> None:
        """Lets time pass in steps of half a second, as events come in."""
        for _ in range(round(seconds * 2)):
            self.clock.time += 0.5
            self.player.advance(0.5)
            self.session.pump()

    def listens(self) -> list[dict[str, Any]]:
        self.session.pump()
        self.recorder.flush()
        return list(self.store.documents("listens"))

    def ends(self) -> list[tuple[str, str]]:
        return [(listen["track"], listen["end"]) for listen in self.listens()]


def tracks(count: int, seconds: float = 100.0) -> list[Track]:
    letters = "abcdefghijklmnopqrstuvwxyz"[:count]
    return [
        Track(letter, Path(f"/m/{letter}.flac"), Kind.MUSIC, letter.upper(), duration=seconds)
        for letter in letters
    ]
