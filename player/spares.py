"""Owns libVLC's players that wait to be used again. To stop one takes as long as its disk takes to answer, so nobody waits for it."""

import threading
from collections.abc import Callable
from typing import Generic, Protocol, TypeVar


class Stoppable(Protocol):
    """A player, or what holds one."""

    def stop(self) -> object:
        """Returns when its threads have ended, which may be never."""
        ...


S = TypeVar("S", bound=Stoppable)


def is_stopped(player: Stoppable, within_s: float) -> bool:
    """Stops it, and waits so many seconds for that; whether it was long enough."""
    stopping = threading.Thread(target=player.stop, name="left player", daemon=True)
    stopping.start()
    stopping.join(within_s)
    return not stopping.is_alive()


class Spares(Generic[S]):
    """Players of one kind. Those that a dead disk holds up are left behind, and come back when it answers after all."""

    def __init__(self, make: Callable[[], S]) -> None:
        self._make = make
        self._lock = threading.Lock()
        self._stopped: list[S] = []

    def take(self) -> S:
        """One that does nothing."""
        with self._lock:
            if self._stopped:
                return self._stopped.pop()
        return self._make()

    def leave(self, player: S) -> None:
        """Stops it, whenever that is."""
        threading.Thread(target=self._stop, args=(player,), name="left player", daemon=True).start()

    def _stop(self, player: S) -> None:
        player.stop()
        with self._lock:
            self._stopped.append(player)
