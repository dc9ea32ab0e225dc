"""Owns the door of a running program: takes orders from callers, one after another, and lets no caller disturb anything."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tunes.tui.remote.doors import Door, open_door
from tunes.tui.remote.lines import MOST_BYTES, Document, GarbledError, decoded, encoded

MOST_CALLERS = 32
"""At once; those beyond it are turned away. Status lines and scripts need a handful."""
IDLE_S = 60.0
"""A caller that wants nothing for so long is sent away."""
PATIENCE_S = 10.0
"""A caller that takes no answer for so long is sent away."""
PAUSE_S = 0.005
"""Between two orders of anybody: a flood of them leaves the screen its time."""
FOLLOW_PAUSE_S = 0.1
"""Between two lines for a follower: what changes in between is told in one."""
TICK_S = 1.0
"""How often a follower that shows the position is told it."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a caller is told."""

    document: Document | bytes
    """Or a line of it, made beside the program because it is long."""
    then: Callable[[], object] | None = None
    """What is done when the caller knows it: the end of the program, for one."""


@dataclass(slots=True)
class _Follower:
    """A caller that is told of every change."""

    has_changed: asyncio.Event = field(default_factory=asyncio.Event)


def refusal(sentence: str, code: int = 1) -> Document:
    """The answer to an order that could not be followed: a sentence, and the exit code that says so."""
    return {"ok": False, "error": sentence, "code": code}


class Reception:
    """Callers come in, `answer` says what they are told; followers get what `status` tells after each change."""

    def __init__(
        self, answer: Callable[[dict[str, Any]], Awaitable[Answer]], status: Callable[[], Document]
    ) -> None:
        self._answer = answer
        self._status = status
        self._door: Door | None = None
        self._server: asyncio.Server | None = None
        self._callers: set[asyncio.Task[None]] = set()
        self._followers: list[_Follower] = []
        self._turn = asyncio.Lock()

    async def open(self, profile: Path) -> None:
        """Lets callers in from now on; without a place for a door, nobody comes."""
        self._door = open_door(profile)
        if self._door is not None:
            self._server = await asyncio.start_unix_server(
                self._came, sock=self._door.socket, limit=MOST_BYTES
            )

    def close(self) -> None:
        """Shuts the door; a caller that waits for an answer gets none."""
        if self._door is not None:
            self._door.path.unlink(missing_ok=True)
        if self._server is not None:
            self._server.close()
        for task in self._callers:
            task.cancel()
        self._door = self._server = None

    def changed(self) -> None:
        """Something is different now: followers are told."""
        for follower in self._followers:
            follower.has_changed.set()

    def _came(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if len(self._callers) >= MOST_CALLERS:
            writer.close()
            return
        task = asyncio.get_running_loop().create_task(self._receive(reader, writer))
        self._callers.add(task)
        task.add_done_callback(self._callers.discard)

    async def _receive(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError, TimeoutError, asyncio.IncompleteReadError, asyncio.CancelledError):
            try:
                while (order := await self._order(reader, writer)) is not None:
                    await self._follow_order(order, reader, writer)
            finally:
                writer.close()

    async def _order(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> dict[str, Any] | None:
        """The next order; None when what came makes no sense: who speaks like that is not listened to any further."""
        try:
            async with asyncio.timeout(IDLE_S):  # wait_for may swallow that it was cancelled
                return decoded(await reader.readuntil(b"\n"))
        except asyncio.LimitOverrunError:
            await self._say(writer, refusal("That is too long for an order.", 2))
        except GarbledError as error:
            await self._say(writer, refusal(str(error), 2))
        return None

    async def _follow_order(
        self, order: dict[str, Any], reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        if order.get("do") == "follow":
            await self._report(reader, writer, has_ticks=order.get("ticks") is True)
            raise ConnectionAbortedError
        answer = await self._answer(order)
        try:
            await self._say(writer, answer.document)
        finally:
            if answer.then is not None:
                answer.then()
        async with self._turn:
            await asyncio.sleep(PAUSE_S)

    async def _report(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, has_ticks: bool
    ) -> None:
        """Tells a follower how it stands after each change, until it goes away. Of a slow one nothing piles up."""
        follower = _Follower()
        self._followers.append(follower)
        gone = asyncio.ensure_future(reader.read(1))
        try:
            while not gone.done():
                follower.has_changed.clear()
                await self._say(writer, self._status())
                await asyncio.wait({gone}, timeout=FOLLOW_PAUSE_S)
                change = asyncio.ensure_future(follower.has_changed.wait())
                await asyncio.wait(
                    {gone, change},
                    timeout=TICK_S - FOLLOW_PAUSE_S if has_ticks else None,
                    return_when=asyncio.FIRST_COMPLETED,
                )
                change.cancel()
        finally:
            gone.cancel()
            self._followers.remove(follower)

    async def _say(self, writer: asyncio.StreamWriter, document: Document | bytes) -> None:
        writer.write(document if isinstance(document, bytes) else encoded(document))
        async with asyncio.timeout(PATIENCE_S):
            await writer.drain()
