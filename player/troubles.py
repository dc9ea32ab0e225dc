"""Owns what is wrong at this moment: several things may be to blame, and the listener is told of one at a time."""

from collections.abc import Callable

from tunes.player.events import Trouble


class Troubles:
    """The one that came first stays until it is over; then the next is told, or that all is well."""

    def __init__(self, say: Callable[[Trouble], None]) -> None:
        self._say = say
        self._known: dict[str, str] = {}

    def tell(self, blamed: str, sentence: str) -> None:
        """What is wrong with this; "" when it is over. The same sentence twice is told once."""
        before = self._first()
        if sentence:
            self._known[blamed] = sentence
        else:
            self._known.pop(blamed, None)
        if self._first() != before:
            self._say(Trouble(self._first()))

    def _first(self) -> str:
        return next(iter(self._known.values()), "")
