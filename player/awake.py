"""Owns keeping the computer awake while a film plays. Music lets it sleep: nobody looks at it."""

import asyncio
import importlib
import os

from tunes.library.track import Kind
from tunes.player.aside import aside
from tunes.player.controls import Controls
from tunes.player.desktop import local_bus

SYSTEM_BUS = "/run/dbus/system_bus_socket"


class Awake:
    """Watches what plays, from `open` to `close`."""

    def __init__(self, controls: Controls) -> None:
        self._controls = controls
        self._changed = asyncio.Event()
        self._is_film = False
        self._watching: asyncio.Task[None] | None = None

    def open(self) -> None:
        """Must be called on the loop."""
        self._controls.subscribe(self._look)
        self._watching = asyncio.get_running_loop().create_task(self._watch())
        self._look()

    def close(self) -> None:
        """The computer may sleep."""
        if self._watching is not None:
            self._watching.cancel()

    def _look(self) -> None:
        standing = self._controls.standing()
        track = standing.track
        is_film = standing.is_playing and track is not None and track.kind is Kind.VIDEO
        if is_film != self._is_film:
            self._is_film = is_film
            self._changed.set()

    async def _watch(self) -> None:
        while True:
            await self._until(is_film=True)
            # It brings dbus-fast, which only films need.
            inhibitors = await aside(lambda: importlib.import_module("tunes.player.inhibitors"))
            async with inhibitors.Inhibited(local_bus(), system_bus()):
                await self._until(is_film=False)

    async def _until(self, *, is_film: bool) -> None:
        while self._is_film is not is_film:
            self._changed.clear()
            await self._changed.wait()


def system_bus() -> str | None:
    """The address of the system's bus, where it is a Unix socket: to no other is ever spoken."""
    given = os.environ.get("DBUS_SYSTEM_BUS_ADDRESS")
    if given is None:
        return f"unix:path={SYSTEM_BUS}" if os.path.exists(SYSTEM_BUS) else None  # noqa: PTH110  # never raises
    local = [one for one in given.split(";") if one.startswith(("unix:path=", "unix:abstract="))]
    return ";".join(local) or None
