"""Owns where a running program is driven from outside: a door for callers, and the desktop's media keys where there is a desktop."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from tunes.library.track import Track
from tunes.player.awake import Awake
from tunes.player.desktop import Desktop
from tunes.tui.remote.controls import Find, SessionControls
from tunes.tui.remote.orders import Orders
from tunes.tui.remote.reception import Reception
from tunes.tui.session import Session

FindCover = Callable[[Track], Path | None]
"""The picture of a track, a file that others can open. Slow."""


class Desk:
    """Opened when there is a session, on the session's own thread, and closed before it ends."""

    def __init__(
        self, profile: Path, find: Find, tell: Callable[[str], None], find_cover: FindCover | None = None
    ) -> None:
        """`tell` takes what is to be said when the screen has gone."""
        self._profile = profile
        self._find = find
        self._tell = tell
        self._find_cover = find_cover
        self._desktop: Desktop | None = None
        self._reception: Reception | None = None
        self._awake: Awake | None = None

    async def open(self, session: Session, leave: Callable[[], None]) -> None:
        """From now on the session can be driven; `leave` ends the program."""
        controls = SessionControls(session, self._find, leave)
        orders = Orders(controls, self._tell)
        reception = self._reception = Reception(orders.follow, orders.status)
        session.subscribe(reception.changed)
        await reception.open(self._profile)
        self._awake = Awake(controls)
        self._awake.open()
        if self._find_cover is not None:
            self._desktop = Desktop(controls, self._find_cover)
            self._desktop.open()

    def close(self) -> None:
        """Nobody drives it any more; does nothing the second time, nor when the loop has gone."""
        reception, self._reception = self._reception, None
        desktop, self._desktop = self._desktop, None
        awake, self._awake = self._awake, None
        for one in (reception, desktop, awake):
            if one is not None:
                with suppress(RuntimeError):
                    one.close()
