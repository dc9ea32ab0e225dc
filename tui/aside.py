"""Owns the processes beside the program that reckon for it: their start and end, what they are told, and what comes back.

The screen is to pay neither the memory nor the time of what they do.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from threading import Lock
from typing import IO, TYPE_CHECKING, Any, cast

from tunes.library.catalog import Catalog
from tunes.library.log import opened_log
from tunes.profile.picks import Pick, pick_of
from tunes.tui.places import Places

if TYPE_CHECKING:  # the screen is to be there before what these need
    from tunes.tui.edges import Edges

Answer = dict[str, Any]
Step = Callable[[str], object]
"""Is told what is under way, in words for the listener."""
_END_S = 1.0
"""A process that was killed is gone by then, unless a disk holds it up: then nobody waits for it."""


class AsideError(Exception):
    """It could not be reckoned; the message says why."""


class Aside:
    """One kind of process, one at a time. May be used from any thread."""

    def __init__(self, name: str, places: Places, *words: str) -> None:
        """`name` is that of the module in this package, and of its log; the words are what it is started with."""
        self._name = name
        self._places = places
        self._words = words
        self._guard = Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._is_over = False

    def start(self) -> "subprocess.Popen[bytes]":
        """A new process, which has the places in its first line. Raises AsideError."""
        stderr = opened_log(self._log)
        try:
            with self._guard:
                if self._is_over:
                    raise AsideError("tunes is being closed")
                self._process = subprocess.Popen(
                    [sys.executable, "-P", "-m", f"tunes.tui.{self._name}", *self._words],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=stderr,
                    start_new_session=True,  # Ctrl-C in the terminal is the program's business
                )
                stdin_of(self._process).write(_sent(self._places) + b"\n")
                return self._process
        finally:
            os.close(stderr)

    def answer(self, step: Step = lambda _: None) -> Answer:
        """What a new process answers, which then ends. Raises AsideError."""
        answer: Answer | None = None
        with (
            self.start() as process,
            suppress(BrokenPipeError),
        ):  # where it has ended already, its log says why
            stdin_of(process).close()
            for line in stdout_of(process):
                said = json.loads(line)
                if "step" in said:
                    step(said["step"])
                else:
                    answer = said
        return self.checked(answer)

    def checked(self, answer: Answer | None) -> Answer:
        """The answer, where it is one. Raises AsideError."""
        if answer is None:
            raise AsideError(f"the process beside it ended early; {os.fspath(self._log)} may say why")
        if "error" in answer:
            raise AsideError(answer["error"])
        return answer

    @property
    def _log(self) -> Path:
        return self._places.logs / f"{self._name}.log"

    def stop(self) -> None:
        """The program ends: what is under way is not waited for."""
        with self._guard:
            self._is_over = True
            if self._process is not None:
                self._process.kill()
                with suppress(subprocess.TimeoutExpired):
                    self._process.wait(_END_S)


def stdin_of(process: "subprocess.Popen[bytes]") -> IO[bytes]:
    """What it reads."""
    return cast("IO[bytes]", process.stdin)  # it is a pipe, as `start` asks for


def stdout_of(process: "subprocess.Popen[bytes]") -> IO[bytes]:
    """What it says."""
    return cast("IO[bytes]", process.stdout)


def _sent(places: Places) -> bytes:
    """The places as they go to the other process; a path may hold any bytes."""
    named = {name: str(value) for name, value in asdict(places).items()}
    return json.dumps(named).encode()


def edges_asked() -> "Edges":
    """What the process itself works with, by the places in the first line of standard input."""
    from tunes.tui.edges import Edges

    named: dict[str, Any] = json.loads(sys.stdin.buffer.readline())
    return Edges(Places(**named | {name: Path(value) for name, value in named.items() if name != "notice"}))


def answer_with(make: "Callable[[Edges, Step], Answer]") -> None:
    """The life of a process that gives one answer: it says its steps and then that, each in a line of JSON."""

    def say(document: Answer) -> None:
        print(json.dumps(document), flush=True)

    try:
        answer = make(edges_asked(), lambda step: say({"step": step}))
    except Exception as error:  # whatever it is, the screen says it in a sentence
        answer = {"error": str(error)}
    say(answer)


def picks_of(answers: Sequence[Mapping[str, Any]], catalog: Catalog) -> list[Pick]:
    """The picks of an answer; what has left the library meanwhile is left out."""
    here = {track.id: track for track in catalog.tracks_by_id([one["id"] for one in answers])}
    return [pick_of(one, here) for one in answers if one["id"] in here]
