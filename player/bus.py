"""Owns a connection to a D-Bus that complains to nobody: a bus that hangs or has gone is no error of the listener's."""

import asyncio
import logging
from contextlib import suppress
from typing import Any

from dbus_fast import Message, NameFlag, RequestNameReply
from dbus_fast.aio import MessageBus

logging.getLogger("dbus_fast").addHandler(logging.NullHandler())
logging.getLogger("dbus_fast").propagate = False  # standard error is the listener's


class Bus(MessageBus):
    """One connection."""

    def send(self, msg: Message) -> "asyncio.Future[Any]":  # type: ignore[override]  # so says dbus-fast itself
        """Sends a message, but not at once: where the bus has just gone or takes no more, dbus-fast fails in whoever moved the player.

        Its own `send` can't be used: where that fails, the future that it made is lost with the failure in it, and asyncio prints about it.
        """
        loop = asyncio.get_running_loop()
        sent: asyncio.Future[Any] = loop.create_future()
        sent.add_done_callback(lambda done: done.cancelled() or done.exception())
        msg.serial = msg.serial or self.next_serial()

        def write() -> None:
            if self.connected and self._writer is not None:
                with suppress(OSError, ValueError, KeyError):
                    self._writer.schedule_write(msg, sent)

        loop.call_soon(write)
        return sent

    async def take_name(self, name: str) -> bool:
        """Takes a name on the bus, if nobody has it."""
        return await self.request_name(name, NameFlag.DO_NOT_QUEUE) is RequestNameReply.PRIMARY_OWNER
