"""A sitting that is driven from outside: a session with the silent player behind a real door, and callers who knock."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any, TypeVar

from sitting import Sitting, tracks
from tunes.library.track import Track
from tunes.tui.remote.caller import Caller
from tunes.tui.remote.desk import Desk
from tunes.tui.remote.doors import doors

T = TypeVar("T")


async def aside(work: Callable[..., T], *arguments: Any) -> T:
    """What blocks, on another thread, as another program would."""
    return await asyncio.to_thread(work, *arguments)


async def until(holds: Callable[[], bool], seconds: float = 20) -> None:
    """Waits for something to be so."""
    async with asyncio.timeout(seconds):
        while not holds():  # noqa: ASYNC110  # what is waited for tells nobody
            await asyncio.sleep(0.01)


class Driven(Sitting):
    """A sitting with an open door."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder / "profile")
        self.profile = folder / "profile"
        self.asked: list[list[str]] = []
        self.found: dict[str, list[Track]] = {}
        self.left = 0
        self.told: list[str] = []
        self.desk = Desk(self.profile, self.find, self.told.append)

    def wake(self) -> None:
        with suppress(RuntimeError):  # outside of a loop
            asyncio.get_running_loop().call_soon(self.session.pump)

    def find(self, words: Sequence[str]) -> tuple[tuple[list[Track], str], list[str]]:
        self.asked.append(list(words))
        return (self.found.get(" ".join(words), []), "search"), []

    def leave(self) -> None:
        self.left += 1

    @asynccontextmanager
    async def open(self) -> AsyncIterator["Driven"]:
        await self.desk.open(self.session, self.leave)
        try:
            yield self
        finally:
            self.desk.close()
            self.session.close()

    def call(self) -> Caller:
        """Knocks, from another thread."""
        (path,) = doors(self.profile)
        return Caller(path)

    async def ask(self, **order: Any) -> dict[str, Any]:
        """One caller, one order."""

        def once() -> dict[str, Any]:
            with self.call() as caller:
                return caller.ask(order)

        return await aside(once)


__all__ = ["Driven", "aside", "tracks", "until"]
