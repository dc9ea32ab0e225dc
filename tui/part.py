"""Owns the part of a track that the listener repeats: marking its start and its end (A–B), and when that is over."""

from tunes.player.api import Player
from tunes.tui.clock import Clock
from tunes.tui.duration import duration
from tunes.tui.now import Now, Showing

SHORTEST_S = 0.5
"""An end that is marked closer to the start is another start."""
AHEAD_S = 0.3
"""The player tells four times a second where it is; between two words the ear goes on."""


class Part:
    """Three presses of one key: from here, to here, go on."""

    def __init__(self, player: Player, clock: Clock, showing: Showing) -> None:
        self._player = player
        self._clock = clock
        self._showing = showing
        self._told = showing.now
        self._told_at = clock.now()
        showing.subscribe(self._look)

    def mark(self) -> None:
        """The next of the three."""
        at, loop = self._position(), self._showing.now.loop
        if loop is not None and loop[1] is not None:
            self.end()
        elif loop is None or at < loop[0] + SHORTEST_S:
            self._showing.show(
                loop=(at, None), notice=f"A: repeats from {duration(at)}. Again marks the end."
            )
        else:
            self._player.loop((loop[0], at))
            self._showing.show(
                loop=(loop[0], at), notice=f"A–B: {duration(loop[0])} to {duration(at)}. Again goes on."
            )

    def end(self) -> None:
        """The track goes on."""
        self._player.loop(None)
        self._showing.show(loop=None, notice="A–B is over: it goes on.")

    def leave(self, target: float) -> None:
        """The listener goes to another place: behind its end the part is over."""
        loop = self._showing.now.loop
        if loop is not None and loop[1] is not None and target >= loop[1]:
            self.end()

    def _position(self) -> float:
        now = self._showing.now
        ahead = min(self._clock.now() - self._told_at, AHEAD_S) if now.is_playing else 0.0
        return now.position + max(0.0, ahead)

    def _look(self) -> None:
        now, told = self._showing.now, self._told
        if (now.position, now.is_playing) != (told.position, told.is_playing):
            self._told_at = self._clock.now()
        self._told = now


def part(now: Now) -> str:
    """How it is shown; "" where nothing is repeated."""
    if now.loop is None:
        return ""
    start, end = now.loop
    return f"A {duration(start)}" if end is None else f"A–B {duration(start)}–{duration(end)}"
