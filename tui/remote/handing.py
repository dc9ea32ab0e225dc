"""Owns the handing over to another tunes: the queue in parts, then the place; and going on where the other never says that it has it.

The other asks for the queue while this one plays on. Then this one falls silent and tells the place, and only when the
other says that it has taken over, the listen in progress ends and the program with it. So whoever dies on the way,
one of the two plays on, and no second is heard twice.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Self

from tunes.player.aside import aside
from tunes.player.queue import Entry, Queue
from tunes.tui.remote.controls import SessionControls
from tunes.tui.remote.lines import Document, encoded
from tunes.tui.remote.passing import (
    PART,
    cell_document,
    entry_document,
    is_same,
    queue_document,
    straight_places,
)
from tunes.tui.remote.reception import Answer, refusal

TAKEN_WITHIN_S = 10.0
"""When the other has not said for so long that it plays, this one goes on."""
SILENT_WITHIN_S = 2.0
"""A player that does not say for so long that it has fallen silent is asked no further."""

_ANOTHER = "Another tunes is taking over already."


@dataclass(frozen=True, slots=True)
class _Offered:
    """A queue that is passed on."""

    queue: Queue
    places: dict[int, int] = field(default_factory=dict)
    """Where each entry stood before it was shuffled."""

    @classmethod
    def of(cls, queue: Queue) -> Self:
        """Slow for a long one."""
        return cls(queue, straight_places(queue))

    def part(self, start: int) -> list[dict[str, Any]]:
        """Its entries from `start` on."""
        return [cell_document(cell, self.places) for cell in self.queue.cells[start : start + PART]]


class HandingOver:
    """What one program does when another one wants to go on with its queue. Everything is called on the session's own thread."""

    def __init__(self, controls: SessionControls, tell: Callable[[str], None]) -> None:
        self._controls = controls
        self._session = controls.session
        self._tell = tell
        self._queue = _Offered(Queue())
        """As it was when it was first asked for; it is passed on in parts."""
        self._own: _Offered | None = None
        """The listener's, where a guest plays from that one."""
        self._number = 0
        """Of the latest offer: of two who ask, the later one gets it."""
        self._is_let_go = False
        self._has_changed = asyncio.Event()
        self._going_on: asyncio.TimerHandle | None = None
        """While the place is told and nobody has said that it is taken."""
        self._session.subscribe(self._has_changed.set)

    async def offer(self) -> Answer:
        """How long the queue is, and the listener's own where a guest plays; and the number of this offer."""
        queue, own = self._session.queue, self._session.own_queue
        offered = await aside(lambda: (_Offered.of(queue), None if own is None else _Offered.of(own)))
        self._number += 1
        self._queue, self._own = offered
        counts = {"count": len(queue)} | ({} if own is None else {"own": len(own)})
        return Answer({"ok": True, "number": self._number} | counts)

    async def part(self, number: int, start: int, *, is_own: bool) -> Answer:
        """The entries of what was offered, from index `start` on."""
        offered = self._own if is_own else self._queue
        if number != self._number or offered is None:
            return Answer(refusal(_ANOTHER))
        return Answer(await aside(lambda: encoded({"ok": True, "entries": offered.part(start)})))

    async def let_go(self, number: int) -> Document:
        """Falls silent and tells the place; a queue that is another by now has to be asked for again."""
        if self._going_on is not None or number != self._number:
            return refusal(_ANOTHER)
        was_playing = self._session.now.track is not None and not self._session.is_paused
        self._going_on = asyncio.get_running_loop().call_later(TAKEN_WITHIN_S, self._go_on, was_playing)
        if was_playing:
            self._controls.pause()
        with suppress(TimeoutError):
            async with asyncio.timeout(SILENT_WITHIN_S):
                await self._silence()
        if not self._is_as_offered():
            self._go_on(was_playing)
            return {"ok": True, "changed": True}
        self._is_let_go = True
        return {"ok": True, "changed": False} | self._standing(is_paused=not was_playing)

    def taken(self) -> Answer:
        """The other plays: here it ends."""
        if not self._is_let_go:
            return Answer(refusal("Nothing was handed over."))
        if self._going_on is not None:
            self._going_on.cancel()
        self._session.hand_over()
        self._tell("Another tunes has taken over, and goes on with what was played here.")
        return Answer({"ok": True}, then=self._controls.quit)

    async def _silence(self) -> None:
        while not self._session.has_fallen_silent:
            self._has_changed.clear()
            await self._has_changed.wait()

    def _is_as_offered(self) -> bool:
        own = self._session.own_queue
        is_own_same = self._own.queue is own if self._own is not None else own is None
        return is_own_same and is_same(self._session.queue, self._queue.queue)

    def _standing(self, *, is_paused: bool) -> dict[str, Any]:
        now = self._session.now
        entry = None if now.track is None else entry_document(Entry(now.track, now.source))
        return queue_document(self._session.queue, self._queue.places) | {
            "entry": entry,
            "position": now.position,
            "paused": is_paused,
            "volume": now.volume,
            "muted": now.is_muted,
            "guest": now.is_incognito,
            "rate": now.sound.rate,
            "own": None if self._own is None else queue_document(self._own.queue, self._own.places),
        }

    def _go_on(self, was_playing: bool) -> None:
        if self._going_on is not None:
            self._going_on.cancel()
            self._going_on = None
        if was_playing and self._session.is_paused:
            self._controls.play()
