"""Owns making a thing when it is first asked for, on whichever thread that is, and only once."""

from collections.abc import Callable
from threading import RLock
from typing import Generic, TypeVar

T = TypeVar("T")


class Once(Generic[T]):
    """Made by whoever asks first. Others who ask for it meanwhile wait; who asks for something else does not."""

    def __init__(self) -> None:
        self._guard = RLock()
        self.made: T | None = None
        """The thing, where somebody has asked for it."""

    def get(self, make: Callable[[], T]) -> T:
        """The thing, which `make` makes the first time; where that fails, who asks next tries again."""
        if self.made is None:  # asked without the lock too: what is there is never waited for
            with self._guard:
                if self.made is None:
                    self.made = make()
        return self.made
