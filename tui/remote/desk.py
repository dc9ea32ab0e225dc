"""Owns where a running program is driven from outside: a door for callers, and the desktop's media keys where there is a desktop."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from tunes.tui.remote.controls import Find, SessionControls
from tunes.tui.remote.orders import Orders
from tunes.tui.remote.reception import Reception
from tunes.tui.session import Session


class Desk:
    """Opened when there is a session, on the session's own thread, and closed before it ends."""

    def __init__(self, profile: Path, find: Find) -> None:
        self._profile = profile
        self._find = find
        self._reception: Reception | None = None

    async def open(self, session: Session, leave: Callable[[], None]) -> None:
        """From now on the session can be driven; `leave` ends the program."""
        controls = SessionControls(session, self._find, leave)
        orders = Orders(controls)
        reception = self._reception = Reception(orders.follow, orders.status)
        session.subscribe(reception.changed)
        await reception.open(self._profile)

    def close(self) -> None:
        """Nobody drives it any more; does nothing the second time, nor when the loop has gone."""
        reception, self._reception = self._reception, None
        if reception is not None:
            with suppress(RuntimeError):
                reception.close()
