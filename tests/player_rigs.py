"""Two ways to drive a player in tests: the silent twin by turning its clock, the real one by waiting for its sound."""

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import TypeVar

import pytest
from media import make_sound
from pulse import PulseAudio
from tunes.library.track import Kind, Track
from tunes.player.api import Player
from tunes.player.engine_player import EnginePlayer
from tunes.player.events import Ended, PlayerEvent, Progress, Started
from tunes.player.silent import SilentPlayer

E = TypeVar("E", bound=PlayerEvent)

SECONDS = 3.0
"""How long the tracks of the contract are."""


class Rig:
    """A player and all it has reported."""

    player: Player
    late: float
    """Seconds by which a wish may come too late: a computer that is busy lets a test wait."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.events: list[PlayerEvent] = []

    def of(self, kind: type[E], stay: int | None = None) -> list[E]:
        """What was reported of one kind, of one stay."""
        return [e for e in self.events if isinstance(e, kind) and stay in {None, getattr(e, "stay", None)}]

    def until(self, happened: Callable[[], object], seconds: float = 60.0) -> None:
        """Lets time pass until something has happened."""
        raise NotImplementedError(type(self).__name__)

    def until_heard(self, stay: int, seconds: float) -> None:
        """Lets time pass until so much of a stay has been heard."""
        self.until(lambda: any(e.heard >= seconds for e in self.of(Progress, stay)))

    def until_started(self, stay: int) -> None:
        """Lets time pass until a stay sounds."""
        self.until(lambda: self.of(Started, stay))

    def until_ended(self, stay: int, seconds: float = 60.0) -> Ended:
        """Lets time pass until a stay is over; its end."""
        self.until(lambda: self.of(Ended, stay), seconds)
        return self.of(Ended, stay)[0]

    def track(self, name: str, seconds: float = SECONDS, ending: str = "flac") -> Track:
        """A track that is there."""
        path = self.folder / f"{name}.{ending}"
        if not path.exists():
            make_sound(path, seconds, 300.0)
        return Track(f"t1:{name}", path, Kind.MUSIC, name, duration=seconds)

    def broken(self, name: str) -> Track:
        """A track that can't be played."""
        path = self.folder / f"{name}.flac"
        path.write_bytes(b"no sound at all " * 1000)
        return Track(f"t1:{name}", path, Kind.MUSIC, name, duration=SECONDS)

    def at_once(self) -> AbstractContextManager[None]:
        """Wishes made within reach the player together."""
        return nullcontext()

    def close(self) -> None:
        """Ends the player and whatever it needed."""
        self.player.close()


class SilentRig(Rig):
    """The twin."""

    late = 0.35

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.twin = SilentPlayer(self.events.append)
        self.player = self.twin

    def until(self, happened: Callable[[], object], seconds: float = 60.0) -> None:
        for _ in range(round(seconds / 0.05)):
            if happened():
                return
            self.twin.advance(0.05)
        assert happened(), self.events

    def broken(self, name: str) -> Track:
        track = super().broken(name)
        self.twin.break_track(track.id)
        return track


class RealRig(Rig):
    """The engine with a real libVLC and a real PulseAudio whose sink drinks sound at the right speed."""

    late = 1.5

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        super().__init__(folder)
        self.sound = PulseAudio()
        for name, value in self.sound.environment.items():
            monkeypatch.setenv(name, value)
        self._news = threading.Condition()
        self.log = folder / "engine.log"
        self.real = EnginePlayer(self._take, self.log)
        self.player = self.real

    def until(self, happened: Callable[[], object], seconds: float = 60.0, *, polls: bool = False) -> None:
        """`polls` looks again and again, for what no event tells."""
        deadline = time.monotonic() + seconds
        with self._news:
            while not happened():
                assert time.monotonic() < deadline, (self.events, self.log.read_text())
                self._news.wait(0.05 if polls else deadline - time.monotonic())

    @contextmanager
    def at_once(self) -> Iterator[None]:
        engine = self.real._engine._process.pid
        os.kill(engine, signal.SIGSTOP)
        yield
        os.kill(engine, signal.SIGCONT)

    def close(self) -> None:
        super().close()
        self.sound.close()

    def _take(self, event: PlayerEvent) -> None:
        with self._news:
            self.events.append(event)
            self._news.notify_all()


def assert_bracketed(events: list[PlayerEvent]) -> None:
    """Each stay that started has ended once, and nothing is told of it before or after."""
    started, ended = set(), set()
    for event in events:
        stay = getattr(event, "stay", None)
        assert stay is None or stay not in ended, f"{event} after the end"
        if isinstance(event, Started):
            assert stay not in started, f"{event} twice"
            started.add(stay)
        elif isinstance(event, Ended):
            ended.add(stay)
    assert started <= ended, events


def rigs(kind: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Rig]:
    """One rig; afterwards closed, and its events looked through."""
    rig = SilentRig(folder) if kind == "silent" else RealRig(folder, monkeypatch)
    try:
        yield rig
    finally:
        rig.close()
    assert_bracketed(rig.events)
