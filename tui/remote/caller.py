"""Owns speaking to a running tunes from another program. Must stay quick to import: a status line asks every second."""

import os
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, Self

from tunes.tui.remote.doors import doors
from tunes.tui.remote.lines import Document, GarbledError, decoded, encoded

PATIENCE_S = 5.0
"""A program that says nothing for so long is stopped or stuck."""
LOOK_EVERY_S = 1.0
MOST_BYTES = 256 << 20
"""Of one answer: the longest queue there may be."""
_RANK = {"playing": 0, "paused": 1}


class UnansweredError(Exception):
    """The program said nothing, or nothing that makes sense."""


class Caller:
    """One call through one door."""

    def __init__(self, path: Path, patience: float = PATIENCE_S) -> None:
        """Raises OSError where nobody is behind the door."""
        self.path = path
        self._patience = patience
        self._heard = bytearray()
        self._line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._line.settimeout(patience)
        try:
            self._line.connect(os.fspath(path))
        except OSError:
            self._line.close()
            raise

    def ask(self, order: Document, patience: float | None = None) -> dict[str, Any]:
        """Gives an order and returns what is answered within `patience` seconds."""
        self.say(order)
        return self.answer(patience)

    def say(self, order: Document) -> None:
        """Gives an order."""
        try:
            self._line.settimeout(self._patience)
            self._line.sendall(encoded(order))
        except OSError as error:
            raise UnansweredError("It does not listen.") from error

    def answer(self, patience: float | None = None) -> dict[str, Any]:
        """The next answer."""
        deadline = time.monotonic() + (self._patience if patience is None else patience)
        return self._answered(lambda: deadline - time.monotonic())

    def answers(self, look: Callable[[], object]) -> Iterator[dict[str, Any]]:
        """One answer after another, until the program is gone; while nothing comes, `look` is called each second."""

        def wait() -> float:
            look()
            return LOOK_EVERY_S

        with suppress(UnansweredError):
            while True:
                yield self._answered(wait, is_patient=True)

    def close(self) -> None:
        """Hangs up."""
        self._line.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _answered(self, wait: Callable[[], float], *, is_patient: bool = False) -> dict[str, Any]:
        """The next answer; each wait for a part of it takes as long as `wait` says."""
        searched = 0
        try:
            while (end := self._heard.find(b"\n", searched)) < 0:
                searched = len(self._heard)
                self._line.settimeout(max(0.001, wait()))
                self._hear(is_patient=is_patient)
            line = bytes(self._heard[:end])
            del self._heard[: end + 1]
            return decoded(line)
        except (ConnectionError, TimeoutError, GarbledError) as error:
            raise UnansweredError("It does not answer.") from error

    def _hear(self, *, is_patient: bool) -> None:
        with suppress(*([TimeoutError] if is_patient else [])):
            more = self._line.recv(1 << 16)
            if not more or len(self._heard) > MOST_BYTES:
                raise ConnectionResetError
            self._heard += more


def calls(profile: Path) -> Iterator[Caller]:
    """A call to each running program of this profile, the one opened last first. What dead ones left is cleared away."""
    for path in doors(profile):
        if path.name.split("-")[-1].split(".")[0] == str(os.getpid()):
            continue
        try:
            yield Caller(path)
        except ConnectionRefusedError:
            path.unlink(missing_ok=True)
        except OSError:
            continue


def call(profile: Path) -> Caller | None:
    """A call to the program that is meant: the one that plays, else one that is paused, else the one opened last."""
    found = list(calls(profile))
    if len(found) > 1:
        found.sort(key=_standing)
        for other in found[1:]:
            other.close()
    return found[0] if found else None


def _standing(caller: Caller) -> int:
    try:
        return _RANK.get(caller.ask({"do": "status"}, 1.0).get("state", ""), 2)
    except UnansweredError:
        return 3
