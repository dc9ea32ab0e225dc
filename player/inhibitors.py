"""Owns what the desktop and the system are told so that they don't fall asleep. It lasts as long as the connections do: whoever is killed keeps nothing awake."""

import asyncio
import os
from contextlib import AsyncExitStack, suppress
from types import TracebackType
from typing import Any, Self

from dbus_fast import Message, MessageType
from dbus_fast.aio import MessageBus

SAVER = "org.freedesktop.ScreenSaver"
LOGIN = "org.freedesktop.login1"
WHO, WHY = "tunes", "A film is playing"
PATIENCE_S = 5.0
"""For an answer, in the background."""
PARTING_S = 0.5
"""For an answer when the program may be ending: the connection's end says the same."""


class Inhibited:
    """From entering to leaving, screen saver and idle suspend wait. A bus that is None, or knows nobody who could wait, is passed over."""

    def __init__(self, session: str | None, system: str | None) -> None:
        """Addresses of the two buses."""
        self._session, self._system = session, system
        self._held = AsyncExitStack()
        self._gone: list[asyncio.Future[Any]] = []

    async def __aenter__(self) -> Self:
        """Asks both."""
        for ask, address in ((self._ask_saver, self._session), (self._ask_login, self._system)):
            if address is not None:
                # No such bus, nobody there, or not allowed: then the other one must do.
                with suppress(OSError, EOFError, TimeoutError, _RefusedError, ValueError):
                    async with asyncio.timeout(PATIENCE_S):
                        await ask(address)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Lets both go on."""
        await self._held.aclose()

    async def _ask_saver(self, address: str) -> None:
        bus = await self._connected(address)
        (cookie,) = await _ask(bus, SAVER, "/org/freedesktop/ScreenSaver", SAVER, "Inhibit", "ss", [WHO, WHY])

        async def release() -> None:
            with suppress(OSError, EOFError, TimeoutError, _RefusedError):
                async with asyncio.timeout(PARTING_S):
                    await _ask(bus, SAVER, "/org/freedesktop/ScreenSaver", SAVER, "UnInhibit", "u", [cookie])

        self._held.push_async_callback(release)

    async def _ask_login(self, address: str) -> None:
        bus = await self._connected(address)
        what = ["idle", WHO, WHY, "block"]
        manager = f"{LOGIN}.Manager"
        reply = await _reply(bus, LOGIN, "/org/freedesktop/login1", manager, "Inhibit", "ssss", what)
        for handle in reply.unix_fds:
            self._held.callback(os.close, handle)

    async def _connected(self, address: str) -> MessageBus:
        bus = MessageBus(bus_address=address, negotiate_unix_fd=True)
        self._held.callback(bus.disconnect)
        await bus.connect()
        # Should it go away: what nobody asks for is printed over the screen.
        self._gone.append(asyncio.ensure_future(bus.wait_for_disconnect()))  # type: ignore[no-untyped-call]  # dbus-fast says nothing
        self._gone[-1].add_done_callback(lambda gone: gone.cancelled() or gone.exception())
        return bus


class _RefusedError(Exception):
    """Whoever was asked said no, or isn't there."""


async def _ask(bus: MessageBus, *call: Any) -> list[Any]:
    return list((await _reply(bus, *call)).body)


async def _reply(
    bus: MessageBus, name: str, path: str, interface: str, member: str, signature: str, body: list[Any]
) -> Message:
    asked = Message(
        destination=name, path=path, interface=interface, member=member, signature=signature, body=body
    )
    reply = await bus.call(asked)
    if reply is None or reply.message_type is MessageType.ERROR:
        raise _RefusedError(member)
    return reply
