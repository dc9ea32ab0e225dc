"""Owns being found by the desktop: the connection to the session's D-Bus and our name on it. Without one, tunes plays on and says nothing."""

import asyncio
import importlib
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import ModuleType
from typing import Any

from tunes.library.track import Track
from tunes.player.aside import aside
from tunes.player.controls import Controls

NAME = "org.mpris.MediaPlayer2.tunes"
PLACE = "/org/mpris/MediaPlayer2"
PATIENCE_S = 5.0
"""A bus that says nothing for so long is none."""
RETRY_S = 10.0
"""After this a bus that was not there, has gone, or hung so long that it took no more, is tried again."""


def local_bus() -> str | None:
    """The address of the session's bus, where it is a Unix socket: to no other is ever spoken."""
    given = os.environ.get("DBUS_SESSION_BUS_ADDRESS")
    usual = Path(os.environ.get("XDG_RUNTIME_DIR") or f"/run/user/{os.getuid()}") / "bus"
    if not given:
        return f"unix:path={usual}" if usual.is_absolute() and usual.exists() else None
    local = [one for one in given.split(";") if one.startswith(("unix:path=", "unix:abstract="))]
    return ";".join(local) or None


class Desktop:
    """Our place on the bus, for as long as it is open."""

    def __init__(self, controls: Controls, find_cover: Callable[[Track], Path | None]) -> None:
        self._controls = controls
        self._find_cover = find_cover
        self._staying: asyncio.Task[None] | None = None

    def open(self) -> None:
        """Looks for a bus, beside everything else; must be called on the loop."""
        if local_bus() is not None:
            self._staying = asyncio.get_running_loop().create_task(self._stay())

    def close(self) -> None:
        """Leaves the bus."""
        if self._staying is not None:
            self._staying.cancel()

    async def _stay(self) -> None:
        # It brings dbus-fast, and the screen is to be there before that.
        module = await aside(lambda: importlib.import_module("tunes.player.mpris"))
        objects = module.Program(self._controls), module.Playback(self._controls, self._find_cover)
        while True:
            with suppress(
                Exception
            ):  # whatever is wrong with the desktop's bus, the listener has no part in it
                await _be_there(module, objects)
            await asyncio.sleep(RETRY_S)


async def _be_there(module: ModuleType, objects: tuple[Any, ...]) -> None:
    """Until the bus goes away."""
    bus = module.Bus(bus_address=local_bus())
    try:
        async with asyncio.timeout(PATIENCE_S):
            await bus.connect()
            for one in objects:
                bus.export(PLACE, one)
            if not await bus.take_name(NAME):
                await bus.take_name(f"{NAME}.instance{os.getpid()}")
        await bus.wait_for_disconnect()
    finally:
        bus.disconnect()
